"""A form to change a text that was opened, or whose draft was begun, before somebody else changed the text.

What was sent so reverts nothing: the form comes back with what one wrote, and beside it stands what the text says now.
Sent from there it takes that one's place. The form carries a mark of what it showed; the page that shows the other text
adds the mark of that (`draft_seen`), which no draft keeps: who opens the form later is told anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.crypto import salted_hmac

from ..models import Post
from ..services.withheld import text_to_change

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest

    from ..models import Topic

SEEN = "draft_seen"
ABOUT = ("regions", "sectors", "tags")


@dataclass(frozen=True)
class Stands:
    """What a text says by now, as the page shows it beside the form; `topic` is there with the first post."""

    text: str
    topic: Topic | None
    about: list[str]
    mark: str


class ChangedMeanwhile(Exception):
    """The form showed another text than the one that stands now."""

    def __init__(self, stands: Stands) -> None:
        super().__init__()
        self.stands = stands


def mark_of(post: Post) -> str:
    """Name what a form to change a post shows, without telling it."""
    parts: list[Any] = [post.body]
    if post.is_first:
        about = [sorted(row.pk for row in getattr(post.topic, name).all()) for name in ABOUT]
        parts += [post.topic.title, post.topic.kind, *about]
    return salted_hmac("forums.changed", repr([str(part) for part in parts])).hexdigest()


def is_older(form: forms.Form, mark: str) -> bool:
    """Tell whether a form, or the draft in it, was begun on another text; one that doesn't say is taken as it is."""
    return (form["shown_state"].value() or mark) != mark


def require_shown(request: HttpRequest, form: forms.Form, post: Post) -> None:
    """Raise `ChangedMeanwhile` unless a locked post says what the form showed, or what was shown beside it since."""
    mark = mark_of(post)
    if is_older(form, mark) and request.POST.get(SEEN) != mark:
        raise ChangedMeanwhile(stands_otherwise(post))


def stands_otherwise(post: Post) -> Stands:
    """Say what stands now."""
    about = [str(row) for name in ABOUT for row in getattr(post.topic, name).all()] if post.is_first else []
    return Stands(text_to_change(post), post.topic if post.is_first else None, about, mark_of(post))
