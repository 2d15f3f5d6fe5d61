"""When the mentor who wrote something for somebody last changed it; a column without values, which waits for nobody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('forums', '0004_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='corrected_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='corrected by its mentor'),
        ),
        migrations.AddField(
            model_name='topic',
            name='corrected_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='corrected by its mentor'),
        ),
    ]
