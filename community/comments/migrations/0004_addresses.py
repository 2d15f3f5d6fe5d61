"""Addresses of visitors are looked up by an index, however they are typed.

They stand in the table of django-comments, whose models are not ours to change; on PostgreSQL the index is built while
people go on writing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations, models
from django.db.models.functions import Upper

from community import indexes

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BY_ADDRESS = models.Index(Upper("user_email"), condition=models.Q(user=None), name="visitor_comment_by_address")


def build_by_address(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    comment = apps.get_model("django_comments", "Comment")
    indexes.build(editor, str(BY_ADDRESS.create_sql(comment, editor)), name=editor.quote_name(BY_ADDRESS.name))


def drop_by_address(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    indexes.drop(editor, name=editor.quote_name(BY_ADDRESS.name))


class Migration(migrations.Migration):
    atomic = False  # no index is built concurrently inside a transaction
    dependencies = [
        ("comments", "0003_organisation"),
        ("django_comments", "0004_add_object_pk_is_removed_index"),
    ]
    operations = [
        migrations.RunPython(build_by_address, drop_by_address),
        migrations.AddIndex(
            model_name="unconfirmedcomment",
            index=models.Index(fields=["email"], name="unconfirmed_by_address"),
        ),
        migrations.RemoveIndex(model_name="unconfirmedcomment", name="unconfirmed_of_address"),
    ]
