"""Synonyms, protected words and promoted results, with what the search knows from the start."""

import django.db.models.deletion
from django.db import migrations, models

from search.wording_defaults import PROTECTED_WORDS, SYNONYMS


def teach(apps, schema_editor):
    using = schema_editor.connection.alias
    groups, words = apps.get_model("search", "SynonymGroup"), apps.get_model("search", "ProtectedWord")
    groups.objects.using(using).bulk_create([groups(words=each) for each in SYNONYMS])
    words.objects.using(using).bulk_create([words(word=each) for each in PROTECTED_WORDS])


def unteach(apps, schema_editor):
    using = schema_editor.connection.alias
    apps.get_model("search", "SynonymGroup").objects.using(using).filter(words__in=SYNONYMS).delete()
    apps.get_model("search", "ProtectedWord").objects.using(using).filter(word__in=PROTECTED_WORDS).delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0004_names_ends_spelling")]

    operations = [
        migrations.CreateModel(
            name="SynonymGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.TextField(
                        help_text="With commas between them, for example: rumput laut, seaweed. "
                        "Both languages may stand together.",
                        verbose_name="words with one meaning",
                    ),
                ),
            ],
            options={"verbose_name": "group of synonyms", "verbose_name_plural": "synonyms", "ordering": ["words"]},
        ),
        migrations.CreateModel(
            name="ProtectedWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "word",
                    models.CharField(
                        help_text="One word; of a name with several, each by itself.",
                        max_length=40,
                        unique=True,
                        verbose_name="word",
                    ),
                ),
            ],
            options={
                "verbose_name": "protected word",
                "verbose_name_plural": "protected words",
                "ordering": ["word"],
            },
        ),
        migrations.CreateModel(
            name="Promotion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.TextField(
                        help_text="One or several, with commas between them. "
                        "The result stands first when someone types just these.",
                        verbose_name="words that visitors type",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        blank=True, help_text="Empty means: from now on.", null=True, verbose_name="first day"
                    ),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="Empty means: without an end.", null=True, verbose_name="last day"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promotions",
                        to="search.searchentry",
                        verbose_name="result",
                    ),
                ),
            ],
            options={
                "verbose_name": "promoted result",
                "verbose_name_plural": "promoted results",
                "ordering": ["-pk"],
            },
        ),
        migrations.RunPython(teach, unteach),
    ]
