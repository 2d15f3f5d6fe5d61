"""Topics by when they were first seen, and the posts of a topic by time, built while members go on writing."""

from django.db import migrations, models

from community.indexes import BuildIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('forums', '0010_reading'),
    ]

    operations = [
        BuildIndex(
            model_name='topic',
            index=models.Index(condition=models.Q(('is_live', True)), fields=['-published_at', '-id'], name='topic_newest'),
        ),
        BuildIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('is_live', True)), fields=['topic', 'created_at'], name='post_of_topic_by_time'),
        ),
    ]
