"""Comments, in the discussions under pages and other things."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.comments.kinds import place_of, places_of, readers_among
from community.comments.models import COMMENT, Comment, Discussion
from community.comments.rules import comments_seen_by, discussions_seen_by, is_shown
from community.comments.services.following import KIND as DISCUSSION
from community.members.following.models import Watch

from ..models import Notification
from ..services.reach import listening, who_may_see
from ..services.watching import page_of_watchers
from . import Container, Page, Shown, ThingKind, language

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from community.comments.kinds import Place
    from community.members.models import User
    from community.members.permissions import Viewer

    from ..kinds import ActivityKind
    from ..models import Activity

Reason = Notification.Reason


class Comments(ThingKind):
    """What members and visitors write under pages; whether one sees those is asked where there is something to tell."""

    name = COMMENT
    is_seen_elsewhere = True
    why: ClassVar[Mapping[str, _StrPromise]] = {
        Reason.MENTION: _("You get this mail because you were mentioned in a comment under “%(title)s” on %(site)s."),
        Reason.REPLY: _("You get this mail because you wrote a comment under “%(title)s” on %(site)s."),
    }

    def standing(self, viewer: Viewer, *, exactly: bool = True) -> QuerySet[Comment]:
        """Select those that stand: a moderator, too, hears of nothing that is gone."""
        comments = comments_seen_by(viewer) if exactly else Comment.objects.all()
        return comments.filter(is_live=True)

    def find(self, key: int) -> Comment | None:
        """Find one with its discussion."""
        return Comment.objects.filter(pk=key, is_live=True).select_related("discussion").first()

    def may_come_back(self, key: int) -> bool:
        """Tell whether it is only held or hidden."""
        return Comment.objects.filter(pk=key, deleted_at=None).exists()

    def place(self, thing: Comment) -> tuple[str, int]:
        """Name its discussion; comments have no numbers there."""
        return name_of(thing.discussion_id), 0

    def reached(self, kind: ActivityKind, activity: Activity, thing: Comment, keys: Collection[int]) -> set[int]:
        """Ask who listens, to whom the discussion isn't muted, and who sees what it stands under."""
        muted = Watch.objects.filter(_of(thing.discussion_id), level=Watch.Level.MUTED, user__in=keys)
        others = set(keys) - set(muted.values_list("user", flat=True))
        users = listening(kind, activity, others, also_by=thing.acted_by_id)
        return who_may_see(lambda viewers: _readers(thing.discussion, viewers), users)

    def watchers(self, kind: ActivityKind, thing: Comment, *, beyond: int, most: int) -> Page:
        """Give those who follow the discussion."""
        return page_of_watchers(_of(thing.discussion_id), beyond, most) if kind.tells_watchers else ([], None)

    def shown_to(self, viewer: Viewer, keys: Collection[int]) -> dict[int, Shown]:
        """Find several, with what they stand under: once for each discussion."""
        comments = self.standing(viewer).select_related("discussion", "user").in_bulk(list(keys)) if keys else {}
        discussions = {comment.discussion_id: comment.discussion for comment in comments.values()}
        within = _containers(discussions.values(), viewer)
        return {
            key: Shown(comment, 0, comment.get_absolute_url(), comment.body, container, by=comment.writer.name)
            for key, comment in comments.items()
            if (container := within.get(comment.discussion_id))
        }

    def silent(self, user: User, shown: Collection[Shown]) -> set[str]:
        """Name the discussions that are muted, and those whose new comments come by mail anyway."""
        keys = {each.thing.discussion_id for each in shown}
        watches = Watch.objects.filter(user=user, kind=DISCUSSION, object_id__in=keys)
        return {name_of(key) for key in watches.exclude(level=Watch.Level.NORMAL).values_list("object_id", flat=True)}

    def container_of(self, viewer: Viewer, key: int) -> Container | None:
        """Find what a discussion stands under."""
        discussion = discussions_seen_by(viewer).filter(pk=key).first()
        return _containers([discussion], viewer).get(key) if discussion else None


def name_of(discussion_id: int) -> str:
    """Name a discussion as a container."""
    return f"{DISCUSSION}:{discussion_id}"


def _of(discussion_id: int) -> Q:
    return Q(kind=DISCUSSION, object_id=discussion_id)


def _readers(discussion: Discussion, viewers: Sequence[Viewer]) -> list[Viewer]:
    """Give those viewers who see what a discussion stands under, while its comments are shown there."""
    readers = readers_among(discussion.key, viewers)
    place = place_of(discussion.key, readers[0]) if readers else None
    return readers if place and is_shown(discussion, place.kind) else []


def _containers(discussions: Collection[Discussion], viewer: Viewer) -> dict[int, Container]:
    """Find by discussion what it stands under, in the language of the reader if it is told in that."""
    places = places_of([discussion.key for discussion in discussions], viewer)
    return {
        each.pk: Container(name_of(each.pk), place.title, f"{place.url}#komentar", _language_of(place))
        for each in discussions
        if (place := places.get(each.key))
    }


def _language_of(place: Place) -> str:
    locale = getattr(place.thing, "locale", None)
    return locale.language_code if locale else language()
