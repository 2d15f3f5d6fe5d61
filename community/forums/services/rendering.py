"""Posts that an older renderer has rendered, rendered by the one of now, in batches that hold up nobody."""

from __future__ import annotations

from collections.abc import Iterator

from community.writing.services import RENDERER_VERSION

from ..models import Post
from .mentioning import rerender

BATCH = 500


def render_all() -> Iterator[int]:
    """Render anew what is not rendered by the renderer of now, in the order of keys; give how many after each batch."""
    last = 0
    while True:
        waiting = Post.objects.filter(pk__gt=last).exclude(html_version=RENDERER_VERSION).exclude(body="")
        keys = list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not keys:
            return
        rerender(keys)
        last = keys[-1]
        yield len(keys)
