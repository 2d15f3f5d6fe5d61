"""Until when the reading of each member was counted: a table of its own, since nothing is known of before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('forums', '0019_withdraw_quotes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadingClock',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('until', models.PositiveBigIntegerField(verbose_name='counted until')),
                ('seconds', models.PositiveIntegerField(verbose_name='seconds of the last note')),
            ],
            options={
                'verbose_name': 'clock of a reader',
                'verbose_name_plural': 'clocks of readers',
            },
        ),
    ]
