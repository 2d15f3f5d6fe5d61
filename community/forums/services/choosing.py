"""Choosing posts of a topic by their numbers, and the topic that they go to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Post, Topic
from .moving import require_opening
from .relocating import MOST_AT_ONCE, require_few, require_not_first

if TYPE_CHECKING:
    from community.members.permissions import Viewer

SHOWN = 50
FITTING = 8
DASH = re.compile(r"\s*[-\u2013]\s*")
RANGE = re.compile(r"#?(\d{1,9})(-(?:#?(\d{1,9}))?)?", re.ASCII)
TOPIC_AT = re.compile(r"/forum/topik/(\d{1,18})(?:/|$)", re.ASCII)
POST_AT = re.compile(r"/forum/kiriman/(\d{1,18})(?:/|$)", re.ASCII)
KEY = re.compile(r"#?(\d{1,18})", re.ASCII)
WORDS = 6


def numbers_in(text: str, *, last: int) -> set[int]:
    """Read numbers as one types them: `3, 7-12, 40-`, the last of which goes on to the end of the topic."""
    numbers: set[int] = set()
    for part in re.split(r"[,;\s]+", DASH.sub("-", text.strip())):
        if not part:
            continue
        found = RANGE.fullmatch(part)
        if not found:
            raise ValidationError(
                _("“%(part)s” is no number. Please write numbers like these: 3, 7-12, 40-.") % {"part": part},
                code="unreadable",
            )
        first = int(found[1])
        end = min(last, int(found[3]) if found[3] else last if found[2] else first)
        known = sum(first <= number <= end for number in numbers)
        count = len(numbers) + max(0, end - first + 1) - known
        if count > MOST_AT_ONCE + SHOWN:  # some of them may be none that a member wrote
            require_few(count)
        numbers.update(range(max(1, first), end + 1))
    return numbers


def written_as(numbers: Iterable[int]) -> str:
    """Write numbers as they are read: `3, 7-12`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def posts_numbered(topic: Topic, numbers: Iterable[int]) -> list[Post]:
    """Fetch the posts that members wrote under these numbers, in their order."""
    found = topic.posts.written().filter(number__in=list(numbers))
    return list(found.select_related("author").order_by("number"))


def posts_meant(topic: Topic, numbers: Iterable[int], *, opening: bool = False) -> list[Post]:
    """Fetch the same, to go elsewhere, or to be a topic of their own; raise `ValidationError` where they can't."""
    posts = posts_numbered(topic, numbers)
    if not posts:
        raise ValidationError(_("No post has one of these numbers."), code="none")
    require_few(len(posts))
    require_not_first(posts)
    if opening:
        require_opening(posts[0])
    return posts


def posts_from(topic: Topic, start: int) -> tuple[list[Post], int | None, int | None]:
    """Fetch the posts of a page to choose from, and where the page before and the next one begin."""
    posts = topic.posts.written()
    rows = list(posts.filter(number__gte=start).select_related("author").order_by("number")[: SHOWN + 1])
    before = list(posts.filter(number__lt=start).order_by("-number").values_list("number", flat=True)[:SHOWN])
    further = rows[SHOWN].number if len(rows) > SHOWN else None
    return rows[:SHOWN], before[-1] if before else None, further


def topics_meant(viewer: Viewer, text: str, *, apart_from: int) -> list[Topic]:
    """Find the topics that an address, a number or words of a title mean, among those that the viewer moderates."""
    topics = Topic.objects.moderated_by(viewer).filter(merged_into=None, deleted_at=None).exclude(pk=apart_from)
    topics = topics.select_related("category")
    if named := _named(text):
        found = list(topics.filter(**named)[:1])
        if found:
            return found
    words = text.replace("\0", "").split()[:WORDS]
    if not words:
        return []
    fits = Q()
    for word in words:
        fits &= Q(title__icontains=word)
    return list(topics.filter(fits).order_by("-last_post_at", "-id")[:FITTING])


def _named(text: str) -> dict[str, Any]:
    path = _own_path(text.strip())
    if at := TOPIC_AT.search(path):
        return {"pk": int(at[1])}
    if at := POST_AT.search(path):
        return {"posts__pk": int(at[1])}
    if at := KEY.fullmatch(text.strip()):
        return {"pk": int(at[1])}
    return {}


def _own_path(text: str) -> str:
    """Take the path out of an address of this site, with its host or without; of another one there is none."""
    try:
        parts = urlsplit(text if "://" in text or text.startswith("/") else f"//{text}")
    except ValueError:
        return ""
    return parts.path if parts.netloc in {"", urlsplit(settings.BASE_URL).netloc} else ""
