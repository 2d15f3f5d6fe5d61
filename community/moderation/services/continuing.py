"""Letting what began with a comment go on in the forum, each leading to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.comments.kinds import place_of, reach_of
from community.comments.services import locked_comment, mark_continued
from community.forums.models import Category, Topic
from community.forums.services import start_topic
from community.forums.services.merged import merged_into
from community.members.permissions import EVERYONE, Refused, Viewer, require_writer
from home.permissions import TO_EVERYBODY, TO_SOME

from ..models import Continuation
from ..permissions import may_continue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.comments.kinds import Place
    from community.comments.models import Comment
    from community.forums.models.categories import CategoryQuerySet
    from community.members.models import User

FOR_MEMBERS = gettext_lazy("Only members read this page: please choose a category that isn’t open to everyone.")


def require_continuable(user: User, comment: Comment) -> None:
    """Raise `Refused` for who may not let this comment go on elsewhere."""
    if not may_continue(user, comment):
        require_writer(user)
        raise Refused(_("This is not open to you."))


def place_to_continue_from(user: User, comment: Comment) -> Place:
    """Find what the comment stands under; raises `Refused` where that is for some readers only.

    The topic says what the page is called, and whether the readers of a category are among those of such a page can't
    be told.
    """
    place = place_of(comment.discussion.key, Viewer(user))
    if place is None:
        raise Refused(_("This is no longer there, or not open to you."))
    if reach_of(place) == TO_SOME:
        raise Refused(_("Only some may read this page, so what is said below it doesn’t go on in the forum."))
    return place


def categories_for(viewer: Viewer, place: Place) -> CategoryQuerySet:
    """Select the categories in which the viewer starts topics, of those that nobody reads for whom the page isn't."""
    found: CategoryQuerySet = Category.objects.startable_by(viewer)
    return found if reach_of(place) == TO_EVERYBODY else found.exclude(audience_see=EVERYONE)


def _require_no_more_readers(viewer: Viewer, place: Place, category: Category) -> None:
    if not categories_for(viewer, place).filter(pk=category.pk).exists():
        raise ValidationError({"category": FOR_MEMBERS}, code="audience")


@transaction.atomic
def continue_in_forum(*, moderator: User, comment: Comment, category: Category, title: str, body: str) -> Topic:
    """Start a topic in which one goes on with what a comment began; a second time gives the same topic.

    Raises `Refused` for who may not, and `ValidationError` for a category that more people read than the page.
    The moderator writes it in their own words: whose comment it is stands where it stands, and goes with its author.
    """
    comment = locked_comment(comment)
    require_continuable(moderator, comment)
    if known := continued_in(comment):
        return known
    Continuation.objects.filter(comment=comment).delete()
    place = place_to_continue_from(moderator, comment)
    _require_no_more_readers(Viewer(moderator), place, category)
    name = place.title.translate({ord(sign): f"\\{sign}" for sign in "\\[]"})
    link = f"[{name}]({comment.get_absolute_url()})"
    words = _("This goes on from the comments on %(link)s.") % {"link": link}
    topic = start_topic(
        author=moderator,
        category=category,
        title=title,
        body=f"{body.rstrip()}\n\n{words}",
        language=get_language() or settings.LANGUAGE_CODE,
    )
    Continuation.objects.create(comment=comment, topic=topic)
    mark_continued(comment)
    data = {"reason": "", "before": None, "after": {"topic": topic.pk}}
    log(comment, "moderation.continue", user=moderator, title=comment.comment[:50], data=data)
    return topic


def continued_in(comment: Comment) -> Topic | None:
    """Find the topic in which a comment goes on, by now another one where it was merged; a deleted one is none."""
    row = Continuation.objects.filter(comment=comment).first()
    return Topic.objects.filter(pk=merged_into(row.topic_id), deleted_at=None).first() if row else None


def topics_of(comments: Iterable[Comment], viewer: Viewer) -> dict[int, Topic]:
    """Find the topics in which some comments go on, of those that a viewer may see, with one query; without any none.

    A topic that was merged into another one, perhaps twice, is followed there.
    """
    keys = [comment.pk for comment in comments if comment.is_continued]
    if not keys:
        return {}
    seen = Topic.objects.visible_to(viewer).live().values("pk")
    merged = Q(topic__merged_into__in=seen) | Q(topic__merged_into__merged_into__in=seen)
    found = Continuation.objects.filter(Q(topic__in=seen) | merged, comment__in=keys)
    rows = found.select_related("topic__merged_into__merged_into")
    return {row.comment_id: _last_of(row.topic) for row in rows}


def _last_of(topic: Topic) -> Topic:
    """Follow merged topics, as far as they were read."""
    while topic.merged_into:
        topic = topic.merged_into
    return topic
