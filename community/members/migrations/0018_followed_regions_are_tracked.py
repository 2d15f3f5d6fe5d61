"""Who followed a region asked for its news, not to be told of every post there: that is what tracking means now."""

from django.db import migrations

BATCH = 1000
TRACKING, WATCHING = 2, 3


def lower(apps, schema_editor):
    _change(apps, schema_editor, WATCHING, TRACKING)


def raise_again(apps, schema_editor):
    _change(apps, schema_editor, TRACKING, WATCHING)


def _change(apps, schema_editor, old, new):
    watches = apps.get_model("members", "Watch").objects.using(schema_editor.connection.alias)
    rows, last = watches.filter(kind="region", level=old).order_by("pk"), 0
    while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        watches.filter(pk__in=keys).update(level=new)
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False  # begun anew after an interruption it goes on

    dependencies = [
        ('members', '0017_closing'),
    ]

    operations = [migrations.RunPython(lower, raise_again)]
