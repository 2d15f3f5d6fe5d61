"""The settings of keeping order."""


import django.core.validators
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ModerationSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hide_score', models.DecimalField(decimal_places=2, default=Decimal('8.33'), help_text='A report weighs 1 and the trust level of who sends it, of the staff 5, and more of who was mostly right before. What visitors report hides nothing. 0: nothing is hidden before a moderator has seen it.', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='weight of reports at which something is hidden')),
                ('spam_reporters', models.PositiveIntegerField(default=3, help_text='All they wrote then waits for a moderator. 0: that never happens.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='members who report a newcomer for spam until they are silenced')),
                ('retract_minutes', models.PositiveIntegerField(default=10, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1440)], verbose_name='minutes in which a report can be taken back')),
                ('claim_minutes', models.PositiveIntegerField(default=15, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='minutes for which a moderator keeps a case to themselves')),
                ('appeal_days', models.PositiveIntegerField(default=30, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='days in which an author can appeal')),
                ('undo_hours', models.PositiveIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(720)], verbose_name='hours in which the removal of a spammer can be undone')),
                ('host_accounts', models.PositiveIntegerField(default=3, help_text='What the last of them writes with such a link waits, and all that follows. 0: it never does.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='new accounts that link to the same site')),
                ('host_days', models.PositiveIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='days for which links are compared')),
                ('network_accounts', models.PositiveIntegerField(default=5, help_text='What the last of them writes waits, and all that follows. 0: it never does.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='new accounts from one network')),
                ('network_hours', models.PositiveIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(720)], verbose_name='hours for which networks are compared')),
                ('burst_texts', models.PositiveIntegerField(default=5, help_text='What they write beyond that waits. 0: it never does.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='texts of a new account in a row')),
                ('burst_minutes', models.PositiveIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='minutes in which texts count as in a row')),
                ('repeat_days', models.PositiveIntegerField(default=7, help_text='What a new account writes waits where the same stands elsewhere. 0: texts are not compared.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(90)], verbose_name='days for which texts are compared')),
                ('repeat_letters', models.PositiveIntegerField(default=30, help_text='Shorter ones often agree.', validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(1000)], verbose_name='letters from which on texts are compared')),
            ],
            options={
                'verbose_name': 'moderation settings',
            },
        ),
    ]
