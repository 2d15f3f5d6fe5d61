"""Posts and the handles in them: who hears of it, and how posts are rendered anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from guard.keys import key_in

from community.writing.mentions.handles import handles_in, named_in
from community.writing.mentions.kinds import MentionableKind
from community.writing.mentions.services import note_links, note_mentions
from community.writing.services import RENDERER_VERSION

from ..models import POST, Post, Topic
from .readers import readers_among

if TYPE_CHECKING:
    from community.members.permissions import Viewer

NEAR = 200  # of the last posts in a topic: whoever wrote one of them is proposed first


def note_names(post: Post, *, is_new: bool = False) -> None:
    """Write down which handles stand in a post that was just written and stored."""
    note_links(kind=POST, key=post.pk, handles=post.handles or {}, is_new=is_new)


def tell_mentioned(post: Post) -> None:
    """Let those hear of a post whom it mentions, once others see it."""
    if "@" in post.body:
        note_mentions(kind=POST, key=post.pk, author=post.author, text=post.body)


def readers(viewers: Sequence[Viewer], key: int) -> list[Viewer]:
    """Say which of some viewers may read a post that stands."""
    post = Post.objects.filter(pk=key).select_related("topic__category").defer("body", "html").first()
    return readers_among(post, viewers) if post else []


def rerender(keys: Collection[int]) -> None:
    """Store the HTML of posts as it is made now; one that somebody changes meanwhile is theirs to render."""
    posts = list(Post.objects.filter(pk__in=keys).exclude(body="").select_related("topic"))
    handles = handles_in(*(post.body for post in posts))
    for post in posts:
        html = str(post.render(handles))
        same = Post.objects.filter(pk=post.pk, body=post.body)
        with transaction.atomic():  # so that whoever changes it waits, and has the last word on the links, too
            if same.update(html=html, html_version=RENDERER_VERSION) and "@" in post.body:
                note_links(kind=POST, key=post.pk, handles=named_in(post.body, handles))


def taking_part(viewer: Viewer, key: str) -> list[int]:
    """Give the keys of those who wrote the last posts of a topic that the viewer may read, the latest first."""
    number = key_in(key)
    topic = Topic.objects.visible_to(viewer).filter(pk=number).first() if number else None
    if topic is None:
        return []
    last = topic.posts.live().written().order_by("-number").values_list("author_id", flat=True)[:NEAR]
    return list(dict.fromkeys(last))


MENTIONABLE = MentionableKind(POST, readers, rerender)
