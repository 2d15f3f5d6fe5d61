"""That who left a private conversation stays out of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0016_private"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="stays_out",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="stays out"),
        ),
    ]
