"""What texts of new accounts are compared with."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0002_settings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Trace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("text", "a text"), ("site", "a site that it links to"), ("words", "words in it")],
                        max_length=5,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=32)),
                ("writer", models.CharField(max_length=32)),
                ("thing", models.CharField(max_length=32)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "trace of a new member’s text",
                "verbose_name_plural": "traces of new members’ texts",
                "indexes": [
                    models.Index(fields=["kind", "value", "at"], name="trace_same"),
                    models.Index(fields=["writer", "kind", "at"], name="trace_by_writer"),
                    models.Index(fields=["at"], name="trace_age"),
                ],
                "constraints": [models.UniqueConstraint(fields=("thing", "kind", "value"), name="trace_once")],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("network", models.CharField(max_length=32)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "arrival of a new member",
                "verbose_name_plural": "arrivals of new members",
                "indexes": [
                    models.Index(fields=["network", "at"], name="arrival_network"),
                    models.Index(fields=["at"], name="arrival_age"),
                ],
                "constraints": [models.UniqueConstraint(fields=("user", "network"), name="arrival_once")],
            },
        ),
    ]
