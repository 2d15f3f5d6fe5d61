"""Since when a trust level is what it is, whether it was locked by hand, and on which days members were here."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('members', '0019_muted_by_mail'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='trust_since',
            field=models.DateTimeField(editable=False, null=True, verbose_name='trust level since'),
        ),
        migrations.AddField(
            model_name='user',
            name='trust_locked',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='trust level locked'),
        ),
        migrations.AddField(
            model_name='user',
            name='earlier_days',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name='earlier days here'),
        ),
        migrations.CreateModel(
            name='VisitedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                (
                    'user',
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name='+',
                        to=settings.AUTH_USER_MODEL,
                        verbose_name='member',
                    ),
                ),
            ],
            options={
                'verbose_name': 'day of a visit',
                'verbose_name_plural': 'days of visits',
                'indexes': [models.Index(fields=['day'], name='visited_day_by_day')],
                'constraints': [models.UniqueConstraint(fields=('user', 'day'), name='visited_day_once')],
            },
        ),
    ]
