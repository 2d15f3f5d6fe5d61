"""The index by which the list of cases in the editing room begins with those that wait, built while others decide."""

from django.db import migrations, models

from community.indexes import BuildIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('moderation', '0010_all_together'),
    ]

    operations = [
        BuildIndex(
            model_name='review',
            index=models.Index(fields=['-decided_at', '-created_at', '-id'], name='review_waiting_first'),
        ),
    ]
