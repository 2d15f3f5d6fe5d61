"""What waits for Elasticsearch stands in a narrow table of its own, no longer in a column of the entries."""

import django.db.models.deletion
from django.db import migrations, models

QUEUE = """
    INSERT INTO search_pendingdelivery (entry_id, version)
    SELECT id, version FROM search_searchentry WHERE indexed_version IS NULL OR version > indexed_version
"""
SETTLE = """
    UPDATE search_searchentry SET indexed_version = version
    WHERE NOT EXISTS (SELECT 1 FROM search_pendingdelivery WHERE entry_id = search_searchentry.id)
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0009_compared")]
    operations = [
        migrations.CreateModel(
            name="PendingDelivery",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="delivery",
                        serialize=False,
                        to="search.searchentry",
                    ),
                ),
                ("version", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.RunSQL(QUEUE, SETTLE),
        migrations.RemoveIndex(model_name="searchentry", name="search_entry_pending"),
        migrations.RemoveField(model_name="searchentry", name="indexed_version"),
    ]
