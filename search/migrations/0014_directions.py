"""Directions that are written in one word or in two; what editors wrote already stays one group."""

from django.db import migrations

from search.short_names import DIRECTIONS


def teach(apps, schema_editor):
    groups = apps.get_model("search", "SynonymGroup").objects.using(schema_editor.connection.alias)
    known = set(groups.filter(words__in=DIRECTIONS).values_list("words", flat=True))
    groups.bulk_create([groups.model(words=words) for words in DIRECTIONS if words not in known])


def unteach(apps, schema_editor):
    groups = apps.get_model("search", "SynonymGroup").objects.using(schema_editor.connection.alias)
    groups.filter(words__in=DIRECTIONS).delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0013_lost_indexes")]
    operations = [migrations.RunPython(teach, unteach)]
