"""What Django lets a member do, read together with everything else that is asked about them.

Django asks for a member's own permissions and for those of their groups, one after the other, on every page, and keeps
both with the user. Here they are rows among the member's tokens, which every page reads anyway, and are put there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.db.models import CharField, Value
from django.db.models.functions import Concat

from home.permissions import token_rows

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from home.permissions import TokenRows

    from ..models import User

# Where `django.contrib.auth.backends.ModelBackend` keeps what it read.
KEPT = {"permission": "_user_perm_cache", "group_permission": "_group_perm_cache"}


def permission_rows(users: Sequence[User]) -> list[TokenRows]:
    """Select what members may do, their own permissions and those of their groups, by the names that Django asks for.

    An administrator may do everything, and one who is switched off nothing, without rows.
    """
    keys = [user.pk for user in users if user.is_active and not user.is_superuser]
    if not keys:
        return []
    name = Concat("content_type__app_label", Value("."), "codename", output_field=CharField())
    sources = {"permission": "user", "group_permission": "group__user"}
    return [
        token_rows(Permission.objects.filter(**{f"{holder}__in": keys}), kind, name, holder=holder)
        for kind, holder in sources.items()
    ]


def is_read(user: User | AnonymousUser) -> bool:
    """Tell whether Django has a member's permissions at hand, or needs none."""
    return user.is_superuser or not user.is_active or all(hasattr(user, kept) for kept in KEPT.values())


def keep(user: User, rows: Iterable[tuple[str, str]]) -> None:
    """Put what was read where Django looks for it; what it has read itself stays."""
    if is_read(user):
        return
    rows = list(rows)
    for kind, kept in KEPT.items():
        setattr(user, kept, {name for its, name in rows if its == kind})
