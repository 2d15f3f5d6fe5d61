"""The limits of the forum as settings; longer titles, and longer texts, which the column takes already."""

import django.core.validators
from django.db import migrations, models
from django.db.models.functions import Length, Substr

SHORT = 160  # the longest title before


def shorten_titles(apps, schema_editor):
    """Cut what the narrower column would refuse; the address of a topic goes by its key."""
    apps.get_model('forums', 'topic').objects.annotate(length=Length('title')).filter(length__gt=SHORT).update(
        title=Substr('title', 1, SHORT)
    )


class Migration(migrations.Migration):
    dependencies = [
        ('forums', '0013_acts'),
    ]

    operations = [
        migrations.AddField(
            model_name='forumsettings',
            name='first_day_replies',
            field=models.PositiveIntegerField(default=10, help_text='Within 24 hours after joining, deleted ones counted.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='replies on the first day'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='first_day_topics',
            field=models.PositiveIntegerField(default=3, help_text='Within 24 hours after joining, deleted ones counted.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='topics on the first day'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='newcomer_conversations',
            field=models.PositiveIntegerField(default=2, help_text='Those that they begin themselves.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='private conversations in 24 hours'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='newcomer_days',
            field=models.PositiveIntegerField(default=3, help_text='Since they joined, while they are of trust level 0. 0: nobody is held to the limits of new members.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(365)], verbose_name='days for which somebody is new'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='newcomer_links',
            field=models.PositiveIntegerField(default=2, help_text='To other sites. Counts in comments, too; what is quoted doesn’t.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='links in a text'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='newcomer_mentions',
            field=models.PositiveIntegerField(default=2, help_text='Counts in comments, too; what is quoted doesn’t.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)], verbose_name='@mentions in a text'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='newcomer_pictures',
            field=models.PositiveIntegerField(default=1, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)], verbose_name='pictures in a text'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='newcomer_replies',
            field=models.PositiveIntegerField(default=3, help_text='In topics that others began; one’s own are free.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='replies in one topic'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='newcomer_seconds_between',
            field=models.PositiveIntegerField(default=30, help_text='Between two posts of one member; 0: none.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(86400)], verbose_name='seconds between two posts of new members'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='post_max',
            field=models.PositiveIntegerField(default=32000, help_text='In characters.', validators=[django.core.validators.MinValueValidator(500), django.core.validators.MaxValueValidator(32000)], verbose_name='longest post'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='post_min',
            field=models.PositiveIntegerField(default=5, help_text='In characters.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='shortest post'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='private_post_min',
            field=models.PositiveIntegerField(default=2, help_text='In characters.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='shortest post in a private conversation'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='private_title_min',
            field=models.PositiveIntegerField(default=2, help_text='In characters.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(15)], verbose_name='shortest subject of a private conversation'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='same_text_minutes',
            field=models.PositiveIntegerField(default=5, help_text='From one member, anywhere in the forum; 0: at once.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1440)], verbose_name='minutes until the same text is taken again'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='seconds_between',
            field=models.PositiveIntegerField(default=5, help_text='Between two posts of one member; 0: none.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(86400)], verbose_name='seconds between two posts'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='title_max',
            field=models.PositiveIntegerField(default=255, help_text='In characters.', validators=[django.core.validators.MinValueValidator(15), django.core.validators.MaxValueValidator(255)], verbose_name='longest title'),
        ),
        migrations.AddField(
            model_name='forumsettings',
            name='title_min',
            field=models.PositiveIntegerField(default=15, help_text='In characters.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(255)], verbose_name='shortest title'),
        ),
        migrations.AlterField(
            model_name='post',
            name='body',
            field=models.TextField(max_length=32000, verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='topic',
            name='title',
            field=models.CharField(max_length=255, verbose_name='title'),
        ),
        migrations.RunPython(migrations.RunPython.noop, shorten_titles),
    ]
