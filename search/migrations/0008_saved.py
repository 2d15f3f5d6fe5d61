import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0007_documents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('query', models.CharField(help_text='As the address of its results has it, without the question mark.', max_length=1000, verbose_name='search')),
                ('language', models.CharField(choices=[('id', 'Indonesia'), ('en', 'English')], default='id', max_length=10, verbose_name='language')),
                ('rhythm', models.CharField(choices=[('nightly', 'Every night'), ('weekly', 'Once a week'), ('never', 'No mails')], default='nightly', max_length=10, verbose_name='mails')),
                ('high_water', models.BigIntegerField(default=0, help_text='The key of the newest search entry that is no news any more.', verbose_name='high-water mark')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='saved')),
                ('checked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last looked at')),
                ('sent_at', models.DateTimeField(editable=False, null=True, verbose_name='last mail')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to=settings.AUTH_USER_MODEL, verbose_name='member')),
            ],
            options={
                'verbose_name': 'saved search',
                'verbose_name_plural': 'saved searches',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['rhythm', 'checked_at'], name='search_saved_due')],
                'constraints': [models.UniqueConstraint(fields=('user', 'query'), name='search_saved_once')],
            },
        ),
    ]
