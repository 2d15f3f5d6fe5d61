"""What appeared before followers were mailed is no news to them, also where it is hidden and restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations
from django.db.models import F

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STEP = 10_000  # comments of one statement, while others are written


def appeared_long_ago(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Count what was shown as told; begun anew after an interruption it goes on."""
    comments = apps.get_model("comments", "Comment").objects.order_by()
    last = comments.order_by("-pk").values_list("pk", flat=True).first() or 0
    for start in range(0, last + 1, STEP):
        some = comments.filter(pk__gte=start, pk__lt=start + STEP, news_at=None)
        some.exclude(published_at=None).update(news_at=F("published_at"))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0007_continued")]

    operations = [migrations.RunPython(appeared_long_ago, migrations.RunPython.noop)]
