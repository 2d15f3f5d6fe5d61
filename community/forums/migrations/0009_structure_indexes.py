"""The indexes of the lists, built while members go on writing there."""

from django.db import migrations, models

from community.indexes import BuildIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('forums', '0008_structure'),
    ]

    operations = [
        BuildIndex(
            model_name='topic',
            index=models.Index(condition=models.Q(('is_live', True), ('reply_count', 0)), fields=['-last_post_at', '-id'], name='topic_unanswered'),
        ),
        BuildIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('is_live', True)), fields=['author', 'topic'], name='post_of_author_in_topic'),
        ),
        BuildIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('is_live', True)), fields=['-created_at', 'topic'], name='post_by_time'),
        ),
    ]
