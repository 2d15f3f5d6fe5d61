"""What moderators took out of view of a profile, and accounts that they removed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0020_trust'),
    ]

    operations = [
        migrations.AddField(
            model_name='profile',
            name='hidden_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='hidden'),
        ),
        migrations.AddField(
            model_name='profile',
            name='hidden_by',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='profile',
            name='hidden_reason',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='reason for hiding'),
        ),
        migrations.AddField(
            model_name='profile',
            name='was_listed',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AlterField(
            model_name='erasure',
            name='reason',
            field=models.CharField(choices=[('asked', 'asked for by the member'), ('inactive', 'not used for a long time'), ('spam', 'removed by moderators for spam')], default='asked', editable=False, max_length=10, verbose_name='reason'),
        ),
    ]
