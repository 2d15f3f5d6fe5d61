"""Blocked words and sites, and comments that go on in the forum."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("comments", "0007_continued"), ("forums", "0017_left")]

    operations = [
        migrations.CreateModel(
            name="BlockedTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("word", "Word or words"), ("host", "Site")],
                        default="word",
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text=(
                            "A word is meant in capitals too, with * at its end also longer ones. "
                            "A site with all below it."
                        ),
                        max_length=100,
                        verbose_name="text",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="why")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="since"),
                ),
            ],
            options={
                "verbose_name": "blocked word or site",
                "verbose_name_plural": "blocked words and sites",
                "ordering": ["kind", "text"],
                "constraints": [models.UniqueConstraint(fields=("kind", "text"), name="blocked_term_once")],
            },
        ),
        migrations.CreateModel(
            name="Continuation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="since"),
                ),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="comments.comment"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="forums.topic"
                    ),
                ),
            ],
            options={
                "verbose_name": "comment that goes on in the forum",
                "verbose_name_plural": "comments that go on in the forum",
            },
        ),
    ]
