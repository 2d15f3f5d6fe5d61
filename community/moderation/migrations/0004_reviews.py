"""Cases with their reports, notes and reply templates, and accounts that were removed."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0003_protection'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReplyTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('text', models.TextField(max_length=400, verbose_name='text (Indonesian)')),
                ('text_en', models.TextField(blank=True, max_length=400, verbose_name='text (English)')),
            ],
            options={
                'verbose_name': 'reply template',
                'verbose_name_plural': 'reply templates',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='moderationsettings',
            name='digest_hours',
            field=models.PositiveIntegerField(default=24, help_text='To each who keeps order, while something waits for them. 0: no such mails.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(720)], verbose_name='hours between two mails of what waits'),
        ),
        migrations.CreateModel(
            name='Removal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='undone')),
                ('done_at', models.DateTimeField(null=True, verbose_name='given over to be erased')),
                ('suspended_until', models.DateTimeField(null=True)),
                ('suspended_reason', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member')),
            ],
            options={
                'verbose_name': 'removed account',
                'verbose_name_plural': 'removed accounts',
            },
        ),
        migrations.CreateModel(
            name='RemovedThing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.PositiveBigIntegerField()),
                ('removal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='things', to='moderation.removal')),
            ],
            options={
                'verbose_name': 'removed text',
                'verbose_name_plural': 'removed texts',
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key')),
                ('score', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=9, verbose_name='weight')),
                ('flag_count', models.PositiveIntegerField(default=0, verbose_name='reports')),
                ('is_held', models.BooleanField(default=False, verbose_name='waits')),
                ('held_reason', models.CharField(blank=True, max_length=200, verbose_name='waits because')),
                ('is_hidden', models.BooleanField(default=False, verbose_name='hidden by reports')),
                ('said', models.CharField(blank=True, max_length=32)),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='what the author says')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('claimed_at', models.DateTimeField(null=True, verbose_name='taken')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('decision', models.CharField(blank=True, choices=[('hide', 'Hide it'), ('delete', 'Delete it'), ('edit', 'Change it and let it stand'), ('keep', 'Let it stand'), ('ignore', 'Leave it undecided'), ('spammer', 'Remove the account with all it wrote'), ('gone', 'Gone by itself'), ('refused', 'The decision stays'), ('granted', 'Show it again')], max_length=10, verbose_name='decision')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('appeal_of', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='appeal', to='moderation.review', verbose_name='appeal against')),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('claimed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken by')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('removal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cases', to='moderation.removal')),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
            },
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='key')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('reason', models.CharField(choices=[('off_topic', 'It doesn’t belong here'), ('rude', 'It is rude or hurts somebody'), ('spam', 'It is advertising or fraud'), ('illegal', 'It is against the law'), ('personal_data', 'It tells what is private of somebody'), ('other', 'Something else')], max_length=20, verbose_name='reason')),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='in their words')),
                ('weight', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='weight')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('retracted_at', models.DateTimeField(null=True, verbose_name='taken back')),
                ('outcome', models.CharField(blank=True, choices=[('agreed', 'agreed'), ('disagreed', 'not agreed'), ('ignored', 'left undecided')], max_length=10, verbose_name='outcome')),
                ('reporter', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reported by')),
                ('review', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='moderation.review')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
            },
        ),
        migrations.CreateModel(
            name='ReviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('used_at', models.DateTimeField(null=True)),
                ('moderator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='moderation.review')),
            ],
            options={
                'verbose_name': 'link to a case',
                'verbose_name_plural': 'links to cases',
            },
        ),
        migrations.CreateModel(
            name='ReviewPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=40)),
                ('review', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='places', to='moderation.review')),
            ],
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=1000, verbose_name='note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderator')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member')),
            ],
            options={
                'verbose_name': 'note on a person',
                'verbose_name_plural': 'notes on persons',
                'indexes': [models.Index(fields=['person', '-created_at'], name='note_on_person')],
            },
        ),
        migrations.AddIndex(
            model_name='removal',
            index=models.Index(condition=models.Q(('done_at', None), ('undone_at', None)), fields=['created_at'], name='removal_to_finish'),
        ),
        migrations.AddConstraint(
            model_name='removal',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('person',), name='removal_once'),
        ),
        migrations.AddConstraint(
            model_name='removedthing',
            constraint=models.UniqueConstraint(fields=('removal', 'kind', 'object_id'), name='removed_thing_once'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('decided_at', None)), fields=['-created_at', '-id'], name='review_newest'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('decided_at', None)), fields=['-score', 'created_at', 'id'], name='review_worst'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['author', '-created_at'], name='review_of_author'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['kind', 'object_id', '-created_at'], name='review_of_thing'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('decided_at', None), _negated=True), fields=['decided_at'], name='review_decided'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('appeal_of', None), ('decided_at', None)), fields=('kind', 'object_id'), name='review_open_once'),
        ),
        migrations.AddIndex(
            model_name='flag',
            index=models.Index(fields=['review', 'created_at'], name='flag_of_review'),
        ),
        migrations.AddIndex(
            model_name='flag',
            index=models.Index(condition=models.Q(('reporter', None), _negated=True), fields=['reporter', '-created_at'], name='flag_of_member'),
        ),
        migrations.AddIndex(
            model_name='flag',
            index=models.Index(fields=['created_at'], name='flag_by_time'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', ''), ('retracted_at', None), models.Q(('reporter', None), _negated=True)), fields=('reporter', 'kind', 'object_id'), name='flag_once'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', ''), models.Q(('email', ''), _negated=True)), fields=('email', 'kind', 'object_id'), name='flag_once_by_address'),
        ),
        migrations.AddIndex(
            model_name='reviewlink',
            index=models.Index(fields=['moderator', '-created_at'], name='review_link_of_moderator'),
        ),
        migrations.AddIndex(
            model_name='reviewlink',
            index=models.Index(fields=['created_at'], name='review_link_by_time'),
        ),
        migrations.AddIndex(
            model_name='reviewplace',
            index=models.Index(fields=['token', 'review'], name='review_by_place'),
        ),
        migrations.AddConstraint(
            model_name='reviewplace',
            constraint=models.UniqueConstraint(fields=('review', 'token'), name='review_place_once'),
        ),
    ]
