"""Polls, and the reply that is the answer; the new columns have a default of the database, so no row is rewritten."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('forums', '0011_reading_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='topic',
            name='accepted_post',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forums.post', verbose_name='answer'),
        ),
        migrations.AddField(
            model_name='topic',
            name='is_answered',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='answered'),
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(choices=[('single', 'one choice'), ('multiple', 'several choices'), ('ranked', 'choices in order')], default='single', max_length=10, verbose_name='how one votes')),
                ('max_choices', models.PositiveSmallIntegerField(default=1, verbose_name='at most so many choices')),
                ('is_secret', models.BooleanField(default=False, verbose_name='secret')),
                ('results', models.CharField(choices=[('after_vote', 'to who has voted, and to all once it is closed'), ('after_close', 'to all once it is closed'), ('always', 'to all from the beginning')], default='after_vote', max_length=11, verbose_name='shows the counts')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='closes')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed')),
                ('voter_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='voters')),
                ('outcome', models.JSONField(blank=True, editable=False, null=True, verbose_name='rounds')),
                ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='poll', to='forums.topic', verbose_name='topic')),
            ],
            options={
                'verbose_name': 'poll',
                'verbose_name_plural': 'polls',
                'indexes': [models.Index(condition=models.Q(('closed_at', None), ('closes_at__isnull', False)), fields=['closes_at'], name='poll_due')],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('text', models.CharField(max_length=120, verbose_name='text')),
                ('vote_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='votes')),
                ('poll', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='options', to='forums.poll')),
            ],
            options={
                'verbose_name': 'option',
                'verbose_name_plural': 'options',
                'ordering': ['poll', 'order'],
                'constraints': [models.UniqueConstraint(fields=('poll', 'order'), name='option_in_poll')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(default=1, verbose_name='rank')),
                ('voted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='voted')),
                ('option', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='forums.option')),
                ('poll', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='forums.poll')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'vote',
                'verbose_name_plural': 'votes',
                'indexes': [models.Index(fields=['option', 'id'], name='vote_for_option')],
                'constraints': [
                    models.UniqueConstraint(fields=('poll', 'user', 'option'), name='vote_once_for_option'),
                    models.UniqueConstraint(fields=('poll', 'user', 'rank'), name='vote_once_at_rank'),
                ],
            },
        ),
    ]
