"""What muting a topic by the link in a mail took away, so that it can come back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('members', '0018_followed_regions_are_tracked'),
    ]

    operations = [
        migrations.AddField(
            model_name='watch',
            name='muted_from',
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
    ]
