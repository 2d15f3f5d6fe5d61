"""What a report that was taken back was about, of what the author of a case was told, and one reason in other words.

Columns that may be empty, or begin with a constant, leave a large table as it is; no index is needed, as reports are
found by who sent them, and cases by their author. Where reports hide something now, the author counts as told once one
of them is taken back.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0007_appeals_of_removals'),
    ]

    operations = [
        migrations.AlterField(
            model_name='flag',
            name='reason',
            field=models.CharField(choices=[('off_topic', 'It doesn’t belong here'), ('rude', 'It is rude or hurts somebody'), ('spam', 'It is advertising or fraud'), ('illegal', 'It is against the law'), ('personal_data', 'It shares somebody’s private information'), ('other', 'Something else')], max_length=20, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='flag',
            name='said',
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name='review',
            name='shown_again_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='review',
            name='told_hidden',
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
