"""Reports and cases, made as people make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.forums.models import Post
from community.forums.services import reply
from community.moderation.kinds import KINDS, kind_of
from community.moderation.models import Reason, Review
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.reports import report
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory

if TYPE_CHECKING:
    from community.members.models import User
    from community.moderation.models import Flag


def make_reply(author: User | None = None, body: str = "Beli sekarang juga di sini.", **topic: Any) -> Post:
    """A reply in a topic of somebody else's."""
    return reply(author=author or MemberFactory(), topic=TopicFactory(**topic), body=body)


def report_thing(thing: Any, *, by: User | None = None, reason: str = Reason.RUDE, **told: Any) -> Flag:
    """Report something as a member."""
    return report(reporter=by or MemberFactory(), kind=kind_of(thing).name, key=thing.pk, reason=reason, **told)


def case_of(thing: Any) -> Review:
    """Give the latest case about something."""
    return Review.objects.filter(kind=kind_of(thing).name, object_id=thing.pk).latest("pk")


def decided(
    thing: Any, decision: str, *, by: User | None = None, reason: str = "Bukan tempatnya.", **more: Any
) -> Review:
    """Report something and decide it."""
    report_thing(thing)
    return decide(by=by or ModeratorFactory(), review=case_of(thing), verdict=Verdict(decision, reason, **more))


def state(thing: Any) -> str:
    """Say how something stands now."""
    kind = kind_of(thing)
    return kind.state(KINDS[kind.name].rows().get(pk=thing.pk))
