"""Who is mentioned where, and which texts lead to whose page."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('members', '0017_closing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('organisation', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.organisation', verbose_name='organisation')),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member')),
            ],
            options={
                'verbose_name': 'mention',
                'verbose_name_plural': 'mentions',
                'indexes': [
                    models.Index(condition=models.Q(('user__isnull', False)), fields=['user', '-id'], name='mention_of_member'),
                    models.Index(condition=models.Q(('organisation__isnull', False)), fields=['organisation', '-id'], name='mention_of_organisation'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('kind', 'object_id', 'user'), name='mention_of_member_once'),
                    models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('kind', 'object_id', 'organisation'), name='mention_of_organisation_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('user', None)), models.Q(('organisation', None), ('user__isnull', False)), _connector='OR'), name='mention_of_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MentionLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key')),
                ('is_link', models.BooleanField(verbose_name='is a link')),
                ('handle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.handle', verbose_name='handle')),
            ],
            options={
                'verbose_name': 'handle in a text',
                'verbose_name_plural': 'handles in texts',
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'handle'), name='mention_link_once')],
            },
        ),
    ]
