"""What members answer about who accompanies whom when an account is copied or deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from ..rights.answers import Part, answers
from ..signals import member_erased, member_erasing, personal_data_requested
from . import done, ending, services
from .models import Assistance

if TYPE_CHECKING:
    from ..models import User


@receiver(personal_data_requested, dispatch_uid="members_assistance_data")
def tell_of_assistance(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell a person what was done for them; a mentor when they accompanied somebody, who is not theirs to tell of."""
    if Assistance.objects.filter(person=user).exists():
        yield Part("done_on_my_behalf", map(_told, done.all_acts(user)))
    led = Assistance.objects.filter(mentor=user).order_by("pk").values("registered_at", "ended_at", "ended_how")
    yield Part("people_accompanied", led.iterator())


@receiver(member_erasing, dispatch_uid="members_assistance_erasing")
@answers("members.Assistance.mentor")
def let_go(user: User, *, limit: int, **kwargs: Any) -> int:
    """End what a mentor did for others."""
    return services.let_go(mentor=user, limit=limit)


@receiver(member_erased, dispatch_uid="members_assistance_erased")
def forget_mentor(user: User, *, name: str, **kwargs: Any) -> None:
    """Leave a mentor's name in no words that somebody agreed to."""
    ending.forget_mentor(mentor=user, name=name)


def _told(act: done.Act) -> dict[str, Any]:
    return {"what": act.what, "at": act.at, "by": act.by.name if act.by else None, "text": act.text}
