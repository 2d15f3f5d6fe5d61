"""Counts of what was looked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0005_wording")]

    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("text", models.CharField(max_length=100, verbose_name="text")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("times", models.PositiveIntegerField(default=0, verbose_name="searches")),
                ("without_result", models.PositiveIntegerField(default=0, verbose_name="without a result")),
                ("clicked", models.PositiveIntegerField(default=0, verbose_name="results opened")),
            ],
            options={
                "verbose_name": "searched text",
                "verbose_name_plural": "searched texts",
                "constraints": [
                    models.UniqueConstraint(fields=("day", "text", "language"), name="search_asked_once_a_day")
                ],
            },
        ),
    ]
