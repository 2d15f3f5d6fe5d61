"""More of the thresholds, and those of visitors’ comments, as settings."""

from decimal import Decimal

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0004_reviews"),
    ]

    operations = [
        migrations.AddField(
            model_name="moderationsettings",
            name="address_days",
            field=models.PositiveIntegerField(
                default=60,
                help_text="If nobody decides earlier: with the answer they are forgotten.",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)],
                verbose_name="days for which the addresses of visitors who reported are kept",
            ),
        ),
        migrations.AddField(
            model_name="moderationsettings",
            name="judged_reports",
            field=models.PositiveIntegerField(
                default=5,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(1000),
                ],
                verbose_name="decided reports up to which it counts for nothing how right somebody was",
            ),
        ),
        migrations.AddField(
            model_name="moderationsettings",
            name="right_percent",
            field=models.PositiveIntegerField(
                default=70,
                help_text="Below it they weigh less.",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)],
                verbose_name="per cent of right reports from which on those of somebody weigh more",
            ),
        ),
        migrations.AddField(
            model_name="moderationsettings",
            name="silence_days",
            field=models.PositiveIntegerField(
                default=30,
                help_text="A moderator can end it earlier.",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)],
                verbose_name="days for which a newcomer who was reported so is silenced",
            ),
        ),
        migrations.AddField(
            model_name="moderationsettings",
            name="staff_weight",
            field=models.PositiveIntegerField(
                default=6,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)],
                verbose_name="weight of a report by one of the staff",
            ),
        ),
        migrations.AddField(
            model_name="moderationsettings",
            name="unnamed_reports",
            field=models.PositiveIntegerField(
                default=3,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)],
                verbose_name="reports of one thing that are kept of visitors without an address",
            ),
        ),
        migrations.AddField(
            model_name="moderationsettings",
            name="visitor_links",
            field=models.PositiveIntegerField(
                default=2,
                validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)],
                verbose_name="links in a comment",
            ),
        ),
        migrations.AddField(
            model_name="moderationsettings",
            name="visitor_seconds",
            field=models.PositiveIntegerField(
                default=3,
                help_text="Who sends it sooner after the form was shown is asked to send it once more. 0: nobody is.",
                validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(60)],
                verbose_name="seconds that a comment takes at least",
            ),
        ),
        migrations.AddField(
            model_name="moderationsettings",
            name="visitor_waiting",
            field=models.PositiveIntegerField(
                default=5,
                help_text="At the same time.",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)],
                verbose_name="comments of one address that wait to be confirmed",
            ),
        ),
        migrations.AlterField(
            model_name="moderationsettings",
            name="hide_score",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("8.33"),
                help_text="A report weighs 1 and the trust level of who sends it, and more of who was mostly right before. What visitors report hides nothing. 0: nothing is hidden before a moderator has seen it.",
                max_digits=5,
                validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)],
                verbose_name="weight of reports at which something is hidden",
            ),
        ),
    ]
