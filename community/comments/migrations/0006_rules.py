"""Rules by which one comments, for kinds of things and for each; changed words; who follows a discussion by mail.

What was open until now stands as all of its kind, which is open as long as nobody chooses otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STEP = 500  # discussions
STATES = [("open", "open"), ("read_only", "can only be read"), ("closed", "switched off")]


def stand_as_usual(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nobody chose "open" for one: it was what discussions began with."""
    apps.get_model("comments", "Discussion").objects.filter(state="open").update(state="")


def stand_open(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Say so again."""
    apps.get_model("comments", "Discussion").objects.filter(state="").update(state="open")


def name_discussions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write down what is discussed: until now only pages were, whose first language is read first."""
    discussions = apps.get_model("comments", "Discussion").objects
    pages = apps.get_model("wagtailcore", "Page").objects.filter(alias_of=None).order_by("-pk")
    keys = list(discussions.filter(title="").order_by("pk").values_list("pk", "key"))
    for start in range(0, len(keys), STEP):
        some = {UUID(key): pk for pk, key in keys[start : start + STEP] if len(key) == 36}
        titles = dict(pages.filter(translation_key__in=some).values_list("translation_key", "title"))
        for key, title in titles.items():
            discussions.filter(pk=some[key]).update(title=title[:255])


class Migration(migrations.Migration):
    dependencies = [("comments", "0005_indexes"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.CreateModel(
            name="KindRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30, unique=True, verbose_name="kind")),
                ("state", models.CharField(choices=STATES, default="open", max_length=10, verbose_name="state")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="days until it can only be read"
                    ),
                ),
            ],
            options={"verbose_name": "rule for comments", "verbose_name_plural": "rules for comments"},
        ),
        migrations.AddField(
            model_name="comment",
            name="edited_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="edited"),
        ),
        migrations.AddField(
            model_name="comment",
            name="news_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="discussion",
            name="days",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="days until it can only be read"),
        ),
        migrations.AlterField(
            model_name="discussion",
            name="key",
            field=models.CharField(max_length=64, unique=True, verbose_name="key"),
        ),
        migrations.AlterField(
            model_name="discussion",
            name="state",
            field=models.CharField(blank=True, choices=STATES, default="", max_length=10, verbose_name="state"),
        ),
        migrations.AddField(
            model_name="discussion",
            name="title",
            field=models.CharField(blank=True, editable=False, max_length=255, verbose_name="title"),
        ),
        migrations.AddField(
            model_name="discussion",
            name="mailed_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="discussion",
            name="mails_due_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="unconfirmedcomment",
            name="follows",
            field=models.BooleanField(default=False, verbose_name="wants mails about new comments"),
        ),
        migrations.CreateModel(
            name="VisitorFollow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="since"),
                ),
                ("confirmed_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended")),
                (
                    "discussion",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="comments.discussion",
                    ),
                ),
            ],
            options={
                "verbose_name": "visitor who follows comments",
                "verbose_name_plural": "visitors who follow comments",
                "indexes": [models.Index(fields=["email"], name="visitor_follow_by_address")],
                "constraints": [
                    models.UniqueConstraint(fields=("discussion", "email"), name="visitor_follows_once"),
                ],
            },
        ),
        # One row for each page that is discussed: some thousands, of which none waits when this is built.
        migrations.AddIndex(
            model_name="discussion",
            index=models.Index(
                condition=models.Q(("mails_due_at", None), _negated=True),
                fields=["mails_due_at"],
                name="discussion_mails_due",
            ),
        ),
        migrations.RunPython(stand_as_usual, stand_open),
        migrations.RunPython(name_discussions, migrations.RunPython.noop),
    ]
