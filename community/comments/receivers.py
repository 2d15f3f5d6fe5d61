"""What comments answer about a member's data, and what follows when a page goes or editors come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.dispatch import receiver

from community.members.rights.answers import Part, answers
from community.members.signals import address_changed, member_erased, member_erasing, personal_data_requested
from home.signals import editors_made, page_changed, page_removed

from .models import KindRule
from .services import by_address, following, labels, personal, removal

if TYPE_CHECKING:
    from django.contrib.auth.models import Group
    from wagtail.models import Page

    from community.members.models import User


@receiver(page_changed, dispatch_uid="comments_page_changed")
def follow_title(page: Page, **kwargs: Any) -> None:
    """Call a discussion as its page is called by now."""
    following.follow_title(page=page)


@receiver(page_removed, dispatch_uid="comments_page_removed")
def follow_removal(page: Page, **kwargs: Any) -> None:
    """Let the comments go with the last language of a page."""
    removal.follow_removal(translation_key=page.translation_key)


@receiver(editors_made, dispatch_uid="comments_editors")
def let_editors_rule(group: Group, **kwargs: Any) -> None:
    """Let editors say where one comments."""
    kind = ContentType.objects.get_for_model(KindRule)
    group.permissions.add(Permission.objects.get(content_type=kind, codename="change_kindrule"))


@receiver(personal_data_requested, dispatch_uid="comments_personal_data")
def tell_of_comments(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell of one's comments."""
    return personal.personal_data(user=user)


@receiver(address_changed, dispatch_uid="comments_address_changed")
def follow_address(old: str, new: str, **kwargs: Any) -> None:
    """Go on finding what one wrote as a visitor."""
    by_address.move(old=old, new=new)


@receiver(member_erasing, dispatch_uid="comments_erasing")
@answers("django_comments.Comment.user", "django_comments.CommentFlag.user")
def erase_comments(user: User, *, keep: bool, limit: int, **kwargs: Any) -> int:
    """Remove one's comments, or leave them to a former member."""
    return personal.erase_comments(user=user, keep=keep, limit=limit)


@receiver(member_erased, dispatch_uid="comments_erased")
def forget_name(user: User, **kwargs: Any) -> None:
    """Forget the name in the log."""
    labels.forget_name(user=user)
