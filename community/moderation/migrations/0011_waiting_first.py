"""The list of cases in the editing room begins with those that wait, by one index of the table of cases."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0010_all_together'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['-decided_at', '-created_at', '-id'], name='review_waiting_first'),
        ),
    ]
