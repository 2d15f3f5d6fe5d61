"""Handles are told apart by what the eye sees: 1, i and l are the same, 5 and s, and separators don't count.

Where two that exist would be the same, one is folded as before: the one that is there as it would be, else the oldest,
is folded anew. Both go on leading to their owners, and nobody else gets a third.
"""

from django.db import migrations

from community.members.handles import fold, fold_lightly

BATCH = 1000


def fold_anew(apps, schema_editor):
    handles = apps.get_model("members", "Handle").objects.using(schema_editor.connection.alias)
    for rows in _batches(handles):
        # By what is stored: of a deleted account nothing else is left.
        wanted = [(row, fold(row.folded)) for row in rows]
        held = set(handles.filter(folded__in={folded for _row, folded in wanted}).values_list("folded", flat=True))
        changed = []
        for row, folded in wanted:
            if folded not in held:
                held.add(folded)
                row.folded = folded
                changed.append(row)
        handles.bulk_update(changed, ["folded"], batch_size=BATCH)


def fold_as_before(apps, schema_editor):
    """Those of deleted accounts stay as they are: nobody knows any more how they were spelled."""
    handles = apps.get_model("members", "Handle").objects.using(schema_editor.connection.alias)
    for rows in _batches(handles.exclude(user=None, organisation=None)):
        for row in rows:
            row.folded = fold_lightly(row.text)
        handles.bulk_update(rows, ["folded"], batch_size=BATCH)


def _batches(handles):
    last = 0
    while rows := list(handles.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield rows
        last = rows[-1].pk


class Migration(migrations.Migration):
    atomic = False  # each batch by itself; begun anew after an interruption it goes on

    dependencies = [
        ('members', '0015_indexes'),
    ]

    operations = [migrations.RunPython(fold_anew, fold_as_before)]
