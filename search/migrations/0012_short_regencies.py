"""Regencies by the short names that people use for them; what editors took away or changed stays so."""

from django.db import migrations

from search.short_names import SHORT_REGENCIES

CHANGED = {
    "tanimbar, kepulauan tanimbar, maluku tenggara barat": "tanimbar, kepulauan tanimbar, maluku tenggara barat, mtb",
}


def teach(apps, schema_editor):
    groups = apps.get_model("search", "SynonymGroup").objects.using(schema_editor.connection.alias)
    for before, after in CHANGED.items():
        groups.filter(words=before).update(words=after)
    groups.bulk_create([groups.model(words=words) for words in SHORT_REGENCIES])


def unteach(apps, schema_editor):
    groups = apps.get_model("search", "SynonymGroup").objects.using(schema_editor.connection.alias)
    groups.filter(words__in=SHORT_REGENCIES).delete()
    for before, after in CHANGED.items():
        groups.filter(words=after).update(words=before)


class Migration(migrations.Migration):
    dependencies = [("search", "0011_more_synonyms")]
    operations = [migrations.RunPython(teach, unteach)]
