"""Pages of the forum, re-exported."""

from .reading import category, index, post, topic
from .writing import delete, edit, reply, start

__all__ = ["category", "delete", "edit", "index", "post", "reply", "start", "topic"]
