"""How far members have read, when they were last here, and what they keep."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('forums', '0009_structure_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last seen')),
                ('previous_at', models.DateTimeField(blank=True, null=True, verbose_name='end of the visit before')),
                ('dismissed_at', models.DateTimeField(blank=True, null=True, verbose_name='new topics dismissed')),
            ],
            options={
                'verbose_name': 'visit',
                'verbose_name_plural': 'visits',
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_read', models.PositiveIntegerField(default=0, verbose_name='highest number read')),
                ('seconds', models.PositiveIntegerField(default=0, verbose_name='seconds spent')),
                ('last_read_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last read')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='forums.topic')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reading position',
                'verbose_name_plural': 'reading positions',
                'constraints': [models.UniqueConstraint(fields=('user', 'topic'), name='reading_once')],
            },
        ),
        migrations.CreateModel(
            name='Bookmark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('remind_at', models.DateTimeField(blank=True, null=True, verbose_name='reminder')),
                ('reminded_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='reminded')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmarks', to='forums.post')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bookmark',
                'verbose_name_plural': 'bookmarks',
                'indexes': [models.Index(fields=['user', '-created_at', '-id'], name='bookmark_list'), models.Index(condition=models.Q(('remind_at__isnull', False)), fields=['remind_at'], name='bookmark_due')],
                'constraints': [models.UniqueConstraint(fields=('user', 'post'), name='bookmark_once')],
            },
        ),
    ]
