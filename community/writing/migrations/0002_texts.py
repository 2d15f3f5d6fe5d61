"""Pictures in texts, drafts, earlier versions of texts, and cards of links."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('writing', '0001_mentions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.TextField(editable=False, verbose_name='address')),
                ('url_hash', models.CharField(editable=False, max_length=32, unique=True)),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description')),
                ('site_name', models.CharField(blank=True, max_length=80, verbose_name='site')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('ready', 'ready'), ('failed', 'failed')], default='waiting', editable=False, max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts')),
                ('problem', models.CharField(blank=True, editable=False, max_length=200, verbose_name='problem')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('fetched_at', models.DateTimeField(editable=False, null=True, verbose_name='fetched')),
            ],
            options={
                'verbose_name': 'card of a link',
                'verbose_name_plural': 'cards of links',
                'indexes': [models.Index(fields=['-created_at'], name='link_card_latest')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(editable=False, max_length=60, unique=True, verbose_name='file')),
                ('alt', models.CharField(blank=True, max_length=300, verbose_name='alternative text')),
                ('store', models.CharField(choices=[('public', 'public'), ('private', 'private')], default='private', editable=False, max_length=10, verbose_name='store')),
                ('width', models.PositiveSmallIntegerField(editable=False, verbose_name='width')),
                ('height', models.PositiveSmallIntegerField(editable=False, verbose_name='height')),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='bytes')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='sent')),
                ('used_at', models.DateTimeField(editable=False, null=True, verbose_name='used')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('acted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent on behalf by')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'picture in a text',
                'verbose_name_plural': 'pictures in texts',
            },
        ),
        migrations.CreateModel(
            name='UploadUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key')),
                ('upload', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='writing.upload')),
            ],
            options={
                'verbose_name': 'use of a picture',
                'verbose_name_plural': 'uses of pictures',
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key')),
                ('number', models.PositiveIntegerField(verbose_name='number of the change')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('was_live', models.BooleanField(default=True, editable=False)),
                ('hidden_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='hidden')),
                ('hidden_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='reason for hiding')),
                ('editor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('hidden_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'earlier text',
                'verbose_name_plural': 'earlier texts',
                'ordering': ['kind', 'object_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100, verbose_name='place')),
                ('data', models.JSONField(default=dict, verbose_name='content')),
                ('writer', models.CharField(blank=True, editable=False, max_length=32)),
                ('sequence', models.PositiveIntegerField(default=1, editable=False)),
                ('updated_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='saved')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member')),
            ],
            options={
                'verbose_name': 'draft',
                'verbose_name_plural': 'drafts',
                'indexes': [models.Index(fields=['user', '-updated_at', '-id'], name='draft_of_member')],
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='draft_once')],
            },
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['owner', '-created_at'], name='upload_of_owner'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(condition=models.Q(('used_at', None)), fields=['changed_at'], name='upload_unused'),
        ),
        migrations.AddIndex(
            model_name='uploaduse',
            index=models.Index(fields=['kind', 'object_id'], name='upload_use_of_text'),
        ),
        migrations.AddConstraint(
            model_name='uploaduse',
            constraint=models.UniqueConstraint(fields=('upload', 'kind', 'object_id'), name='upload_use_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('kind', 'object_id', 'number'), name='version_number_of_text'),
        ),
    ]
