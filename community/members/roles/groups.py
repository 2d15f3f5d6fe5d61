"""The groups that roles bring: Wagtail and the categories of the forum ask groups, and groups follow from roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission

from home.services.editors import EDITORS, make_editors, make_regional_editors, regional_group_name

from .models import Role

if TYPE_CHECKING:
    from ..models import User

MODERATORS = "Community moderators"
REGIONAL_MODERATORS = "Regional moderators"
RIGHTS = {
    MODERATORS: ("wagtailadmin.access_admin", "forums.moderate_post"),
    REGIONAL_MODERATORS: ("wagtailadmin.access_admin", "members.moderate_region"),
}


def join(user: User, role: Role) -> None:
    """Give a member what the role brings: a group, or all there is."""
    if role.kind == Role.Kind.ADMINISTRATOR:
        _look_after_all(user, True)
    elif group := _group_of(role):
        user.groups.add(group)


def leave(user: User, role: Role) -> None:
    """Take it back after the role is gone, unless another role of the member still brings it."""
    if role.kind == Role.Kind.ADMINISTRATOR:
        _look_after_all(user, False)
        return
    name = group_name(role)
    still = {group_name(other) for other in Role.objects.filter(user=user).select_related("region")}
    if name and name not in still:
        user.groups.remove(*user.groups.filter(name=name))


def group_name(role: Role) -> str:
    """Name the group that a role brings; empty where it brings none."""
    match role.kind:
        case Role.Kind.MODERATOR:
            return REGIONAL_MODERATORS if role.region else MODERATORS
        case Role.Kind.EDITOR:
            return regional_group_name(role.region) if role.region else EDITORS
    return ""


def _group_of(role: Role) -> Group | None:
    if role.kind == Role.Kind.EDITOR:
        return make_regional_editors(role.region) if role.region else make_editors()
    return _make(name) if (name := group_name(role)) else None


def _make(name: str) -> Group:
    """Make a group of moderators where it isn't there yet; one that is keeps the rights that it was given since."""
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        for right in RIGHTS[name]:
            app_label, codename = right.split(".")
            group.permissions.add(*Permission.objects.filter(content_type__app_label=app_label, codename=codename))
    return group


def _look_after_all(user: User, is_administrator: bool) -> None:
    user.is_staff = user.is_superuser = is_administrator
    user.save(update_fields=["is_staff", "is_superuser"])
