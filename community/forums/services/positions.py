"""Going to a place in a topic, printing it, and passing a post on as text."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from community.writing.services import plain_text

from ..models import OF_PARTICIPANTS, Post, Topic
from .participants import people_with_acts

if TYPE_CHECKING:
    from community.members.permissions import Viewer

PRINTED_PER_PAGE = 500
LONGEST_SHARED = 280  # characters of a post in the text that is passed on


def number_on(topic: Topic, day: date) -> int:
    """Find the first post of a day, or of the first day after it on which somebody wrote; days are those of the reader.

    Without a later one it is the last.
    """
    if day <= timezone.localdate(topic.created_at):
        return 1
    if day <= timezone.localdate(topic.last_post_at):
        since = timezone.make_aware(datetime.combine(day, time.min))
        later = topic.posts.live().written().filter(created_at__gte=since).order_by("created_at", "number")
        number: int | None = later.values_list("number", flat=True).first()
        if number:
            return number
    return last_number(topic)


def last_number(topic: Topic) -> int:
    """Give the number of the last post that stands, found from the end by its index."""
    last: int | None = topic.posts.live().written().order_by("-number").values_list("number", flat=True).first()
    return last or max(1, topic.post_count)


def printed(topic: Topic, page: int, viewer: Viewer) -> list[Post]:
    """Fetch the posts of a page to print, by their numbers; whom the viewer has blocked is left out.

    Of what isn't written only who came and left stands there, without which a conversation makes no sense.
    """
    first, last = PRINTED_PER_PAGE * (page - 1) + 1, PRINTED_PER_PAGE * page
    told = ["", *OF_PARTICIPANTS] if topic.is_private else [""]
    posts = topic.posts.live().filter(act__in=told, number__gte=first, number__lte=last)
    people = ("author__profile__handle", "acted_by", "organisation__handle")
    found = list(posts.select_related(*people).exclude(author__in=viewer.blocked_ids).order_by("number"))
    if topic.is_private:
        people_with_acts(topic, found)
    return found


def text_of(post: Post) -> str:
    """Write a post as text to pass on: the topic, its first words, who wrote it, and where it stands."""
    words = plain_text(post.shown_body, LONGEST_SHARED)
    parts = [f"*{post.topic.title}*", f"“{words}”" if words else "", f"— {_writer_of(post)}", address_of(post)]
    return "\n\n".join(part for part in parts if part)


def address_of(post: Post) -> str:
    """Give the whole permanent address of a post."""
    return settings.BASE_URL + post.get_absolute_url()


def _writer_of(post: Post) -> str:
    """Name who wrote a post as its page does: with the organisation it speaks for, and the mentor whose words it is."""
    name, organisation = str(post.author), post.organisation
    if organisation and not organisation.suspended_at:
        name = _("%(member)s for %(organisation)s") % {"member": name, "organisation": organisation.name}
    if post.mentor:
        name += " (" + _("written by %(name)s") % {"name": post.mentor.name} + ")"
    return name
