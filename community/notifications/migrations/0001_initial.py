"""What happened, who is told of it, and of what they want mails."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('members', '0018_followed_regions_are_tracked'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('object_kind', models.CharField(max_length=20)),
                ('object_id', models.PositiveBigIntegerField()),
                ('container', models.CharField(max_length=60)),
                ('number', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('told_up_to', models.BigIntegerField(null=True)),
                ('fanned_out_at', models.DateTimeField(null=True, verbose_name='told to all')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('organisation', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.organisation', verbose_name='in the name of')),
            ],
            options={
                'verbose_name': 'activity',
                'verbose_name_plural': 'activities',
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mail_mention', models.BooleanField(default=True)),
                ('mail_quote', models.BooleanField(default=True)),
                ('mail_reply', models.BooleanField(default=True)),
                ('mail_reminder', models.BooleanField(default=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member')),
            ],
            options={
                'verbose_name': 'choice of mails',
                'verbose_name_plural': 'choices of mails',
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('container', models.CharField(max_length=60)),
                ('reason', models.CharField(choices=[('mention', 'Mention'), ('quote', 'Quote'), ('reply', 'Reply'), ('watching', 'Watching'), ('reaction', 'Reaction'), ('accepted', 'Accepted'), ('poll', 'Poll'), ('bookmark', 'Bookmark')], max_length=10, verbose_name='reason')),
                ('read_at', models.DateTimeField(null=True, verbose_name='read')),
                ('mail_due_at', models.DateTimeField(null=True, verbose_name='mail is due')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='mailed')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='notifications.activity')),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member')),
            ],
            options={
                'verbose_name': 'notification',
                'verbose_name_plural': 'notifications',
                'indexes': [models.Index(condition=models.Q(('read_at', None)), fields=['recipient', 'container'], name='notification_unread'), models.Index(condition=models.Q(('mail_due_at', None), _negated=True), fields=['mail_due_at'], name='notification_mail_due'), models.Index(condition=models.Q(('read_at', None), _negated=True), fields=['read_at'], name='notification_read')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'activity'), name='notification_once')],
            },
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(condition=models.Q(('fanned_out_at', None)), fields=['id'], name='activity_pending'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['object_kind', 'object_id'], name='activity_of_object'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['created_at'], name='activity_by_time'),
        ),
    ]
