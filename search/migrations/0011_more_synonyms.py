"""Synonyms that were added to what the search knows from the start; what editors took away or changed stays so."""

from django.db import migrations

from search.wording_defaults import MORE_SYNONYMS

CHANGED = {"kei, kai, kay": "kei, kai, kay, evav"}


def teach(apps, schema_editor):
    groups = apps.get_model("search", "SynonymGroup").objects.using(schema_editor.connection.alias)
    for before, after in CHANGED.items():
        groups.filter(words=before).update(words=after)
    groups.bulk_create([groups.model(words=words) for words in MORE_SYNONYMS])


def unteach(apps, schema_editor):
    groups = apps.get_model("search", "SynonymGroup").objects.using(schema_editor.connection.alias)
    groups.filter(words__in=MORE_SYNONYMS).delete()
    for before, after in CHANGED.items():
        groups.filter(words=after).update(words=before)


class Migration(migrations.Migration):
    dependencies = [("search", "0010_pending_delivery")]
    operations = [migrations.RunPython(teach, unteach)]
