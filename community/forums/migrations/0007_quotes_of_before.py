"""Rows for the quotes that are there: their lines have the number of a post in the same topic."""

from django.db import migrations

from community.forums.services.quoting import references_in

BATCH = 500


def note_quotes(apps, schema_editor):
    alias = schema_editor.connection.alias
    posts, quotes = (apps.get_model("forums", name).objects.using(alias) for name in ("Post", "Quote"))
    model, last = apps.get_model("forums", "Quote"), 0
    while rows := list(posts.filter(pk__gt=last, body__contains="**, #").order_by("pk")[:BATCH]):
        for post in rows:
            numbers = [number for kind, number in references_in(post.body) if kind == "number"]
            meant = posts.filter(topic_id=post.topic_id, number__in=numbers, author__erased_at=None)
            made = [model(post_id=post.pk, quoted_id=key) for key in meant.values_list("pk", flat=True)]
            quotes.bulk_create(made, ignore_conflicts=True)
        last = rows[-1].pk


class Migration(migrations.Migration):
    atomic = False  # begun anew after an interruption it goes on

    dependencies = [
        ('forums', '0006_quotes'),
    ]

    operations = [migrations.RunPython(note_quotes, migrations.RunPython.noop)]
