"""Categories in two levels, kinds and standing of topics, what is talked about most, the settings of the forum."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def pin_everywhere(apps, schema_editor):
    """What was pinned until now stood above the topics of all categories."""
    topics = apps.get_model("forums", "Topic").objects.using(schema_editor.connection.alias)
    topics.filter(pinned_at__isnull=False).update(pinned_everywhere=True)


class Migration(migrations.Migration):
    dependencies = [
        ('forums', '0007_quotes_of_before'),
        ('home', '0005_tag_synonyms'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='category',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='forums.category', verbose_name='lies in'),
        ),
        migrations.AddField(
            model_name='category',
            name='colour',
            field=models.CharField(choices=[('lagoon', 'Lagoon'), ('leaf', 'Leaf'), ('amber', 'Amber'), ('coral', 'Coral'), ('plain', 'Sand')], db_default='lagoon', default='lagoon', max_length=10, verbose_name='colour'),
        ),
        migrations.AddField(
            model_name='category',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.customimage', verbose_name='picture'),
        ),
        migrations.AddField(
            model_name='category',
            name='audience_reply',
            field=models.CharField(db_default='members', default='members', max_length=40, verbose_name='who may reply'),
        ),
        migrations.AddField(
            model_name='category',
            name='moderators',
            field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderators'),
        ),
        migrations.AddField(
            model_name='topic',
            name='kind',
            field=models.CharField(choices=[('discussion', 'Discussion'), ('question', 'Question'), ('announcement', 'Announcement'), ('poll', 'Poll')], db_default='discussion', default='discussion', max_length=12, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='topic',
            name='is_listed',
            field=models.BooleanField(db_default=True, default=True, editable=False, verbose_name='in lists'),
        ),
        migrations.AddField(
            model_name='topic',
            name='pinned_everywhere',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='pinned on all pages'),
        ),
        migrations.AddField(
            model_name='topic',
            name='pinned_until',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='pinned until'),
        ),
        migrations.AddField(
            model_name='topic',
            name='archived_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='archived'),
        ),
        migrations.CreateModel(
            name='TopTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(choices=[('day', 'Day'), ('week', 'Week'), ('month', 'Month'), ('year', 'Year'), ('all', 'All time')], max_length=5, verbose_name='period')),
                ('score', models.PositiveIntegerField(verbose_name='score')),
                ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tops', to='forums.topic')),
            ],
            options={
                'verbose_name': 'top topic',
                'verbose_name_plural': 'top topics',
                'indexes': [models.Index(fields=['period', '-score', '-topic'], name='top_topic_by_score')],
                'constraints': [models.UniqueConstraint(fields=('topic', 'period'), name='top_topic_once')],
            },
        ),
        migrations.CreateModel(
            name='ForumSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('new_tags_from', models.PositiveSmallIntegerField(choices=[(0, 'Every member'), (1, 'Members from trust level 1'), (2, 'Members from trust level 2'), (3, 'Members from trust level 3'), (4, 'Members of trust level 4'), (5, 'Moderators only')], default=3, help_text='The others choose among the tags that are there. Moderators always may.', verbose_name='who may make new tags')),
                ('max_tags', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='most tags of a topic')),
                ('top_period', models.CharField(choices=[('day', 'Day'), ('week', 'Week'), ('month', 'Month'), ('year', 'Year'), ('all', 'All time')], default='month', help_text='What the tab “Top” shows until the reader chooses another span of time.', max_length=5, verbose_name='first period of the top topics')),
            ],
            options={
                'verbose_name': 'forum settings',
            },
        ),
        migrations.RunPython(pin_everywhere, migrations.RunPython.noop),
    ]
