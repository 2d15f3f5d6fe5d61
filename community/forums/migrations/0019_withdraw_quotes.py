"""Posts that quote others which were taken from view before."""

from django.db import migrations


def withdraw(apps, schema_editor):
    """Have it done in the background for what was taken from view before."""
    Quote = apps.get_model("forums", "Quote")
    Job = apps.get_model("outbox", "Job")
    gone = Quote.objects.exclude(quoted__is_live=True, quoted__topic__is_live=True)
    keys = list(gone.order_by("quoted").values_list("quoted", flat=True).distinct())
    Job.objects.bulk_create(
        Job(name="community.forums.tasks.withdraw_quotes", args=[keys[start : start + 100], []])
        for start in range(0, len(keys), 100)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0018_body_shown"),
        ("outbox", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(withdraw, migrations.RunPython.noop),
    ]
