"""Organisations that their owners closed; and offers to own one in the place of who asks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('members', '0016_handles_that_look_alike'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='closed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='closed'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['closed_at'], name='organisation_closed'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='hands_over',
            field=models.BooleanField(default=False, editable=False, verbose_name='in the place of who asks'),
        ),
    ]
