"""Sites that everybody may link to."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("writing", "0003_reactions")]

    operations = [
        migrations.CreateModel(
            name="OpenSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "host",
                    models.CharField(
                        help_text="Like kemdesa.go.id, with all below it.",
                        max_length=100,
                        unique=True,
                        verbose_name="site",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="why")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="since"),
                ),
            ],
            options={
                "verbose_name": "site that everybody may link to",
                "verbose_name_plural": "sites that everybody may link to",
                "ordering": ["host"],
            },
        ),
    ]
