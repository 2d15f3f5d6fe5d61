"""An index that the server lost is noted, not forgotten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0012_short_regencies")]

    operations = [
        migrations.AlterField(
            model_name="searchindex",
            name="state",
            field=models.CharField(
                choices=[
                    ("building", "being built"),
                    ("active", "in use"),
                    ("kept", "kept, not in use"),
                    ("lost", "lost by the server"),
                ],
                default="building",
                max_length=10,
                verbose_name="state",
            ),
        ),
    ]
