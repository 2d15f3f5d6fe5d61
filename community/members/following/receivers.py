"""What follows answer about a member's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.dispatch import receiver

from home.signals import tag_merged

from ..rights.answers import Part, answers
from ..signals import member_erasing, personal_data_requested
from . import services
from .kinds import MEMBER, TAG
from .models import Watch
from .overview import told

if TYPE_CHECKING:
    from home.models import Tag

    from ..models import User


@receiver(personal_data_requested, dispatch_uid="members_watches_personal_data")
def tell_of_watches(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell what one follows."""
    yield Part("following", told(user))


@receiver(member_erasing, dispatch_uid="members_watches_erasing")
@answers("members.Watch.user")
def erase_watches(user: User, *, limit: int, **kwargs: Any) -> int:
    """Delete what a member followed, and that others followed them."""
    either = Q(user=user) | Q(kind=MEMBER, object_id=user.pk)
    keys = list(Watch.objects.filter(either).order_by("pk").values_list("pk", flat=True)[:limit])
    return Watch.objects.filter(pk__in=keys).delete()[0]


@receiver(tag_merged, dispatch_uid="members_watches_tag_merged")
def follow_merged_tag(tag: Tag, into: Tag, **kwargs: Any) -> None:
    """Have those who follow a tag follow the one that it leads to now."""
    services.move_watches(kind=TAG, key=tag.pk, into=into.pk)
