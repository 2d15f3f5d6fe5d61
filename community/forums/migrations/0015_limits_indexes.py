"""The indexes of what somebody wrote lately, built while members go on writing there."""

from django.db import migrations, models

from community.indexes import BuildIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('forums', '0014_limits'),
    ]

    operations = [
        BuildIndex(
            model_name='post',
            index=models.Index(fields=['author', '-created_at'], name='post_written'),
        ),
        BuildIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('acted_by__isnull', False)), fields=['acted_by', '-created_at'], name='post_written_for_others'),
        ),
    ]
