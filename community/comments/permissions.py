"""Who may write, delete and moderate comments."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from rules.predicates import predicate
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from community.members.permissions import Viewer, is_active, is_silenced, is_suspended, may_take_part, may_write
from community.members.roles.models import Role

from .kinds import all_at, codes_at, keeps_order_at, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.members.models import User

    from .kinds import Place
    from .models import Comment, Discussion


@predicate
def is_author(viewer: Viewer, comment: Comment) -> bool:
    """Tell whether the viewer wrote the comment as a member."""
    return viewer.user_id is not None and viewer.user_id == comment.user_id


@predicate
def is_its_mentor(viewer: Viewer, comment: Comment) -> bool:
    """Tell whether the viewer wrote the comment for its author, whom they still accompany."""
    if viewer.user_id is None or viewer.user_id != comment.acted_by_id:
        return False
    return comment.user_id in viewer.accompanied_ids


@predicate
def is_not_deleted(viewer: Viewer, comment: Comment) -> bool:
    """Tell whether the comment was not taken back yet."""
    return comment.deleted_at is None


@predicate
def is_not_suspended(viewer: Viewer) -> bool:
    """Tell whether the viewer's account isn't locked for a while."""
    return not (viewer.user_id and is_suspended(viewer.user))


@predicate
def is_not_silenced(viewer: Viewer) -> bool:
    """Tell whether the viewer may do more than read: else they keep no order either."""
    return not (viewer.user_id and is_silenced(viewer.user))


@predicate
def keeps_order(viewer: Viewer, discussion: Discussion) -> bool:
    """Tell whether the viewer looks after what is written there."""
    return keeps_order_at(viewer, discussion.key)


@predicate
def is_not_hidden(viewer: Viewer, comment: Comment) -> bool:
    """Tell whether no moderator has hidden the comment."""
    return comment.hidden_at is None


@predicate
def was_reported(viewer: Viewer, comment: Comment) -> bool:
    """Tell whether reports hid the comment, in nobody's name: then its words may be mended, however old they are."""
    return comment.hidden_at is not None and comment.hidden_by_id is None


@predicate
def is_fresh(viewer: Viewer, comment: Comment) -> bool:
    """Tell whether the comment was written so lately that its words may still be changed."""
    return timezone.now() < comment.submit_date + timedelta(minutes=settings.COMMENT_EDIT_MINUTES)


@predicate
def edits(viewer: Viewer, place: Place) -> bool:
    """Tell whether the viewer may edit the page that is discussed; of what is no page, edits the site or its region."""
    if isinstance(place.thing, Page):
        return bool(place.thing.permissions_for_user(viewer.user).can_edit())
    return viewer.is_staff and (rules_kinds(viewer.user) or edits_region(viewer, codes_at(place.key)))


def edits_region(viewer: Viewer, codes: Iterable[str]) -> bool:
    """Tell whether the viewer is an editor of one of some regions, or of one above it."""
    editors = (role.region for role in viewer.roles if role.kind == Role.Kind.EDITOR and role.region)
    own = [region.code for region in editors]
    return any(code == each or code.startswith(f"{each}.") for code in codes for each in own)


@predicate
def keeps_order_under(viewer: Viewer, place: Place) -> bool:
    """Tell whether the viewer looks after what is written there."""
    return keeps_order_at(viewer, place.key)


@predicate
def rules_kinds(user: User) -> bool:
    """Tell whether the user says how all comments under a kind of things stand: editors of all, and administrators."""
    return user.has_perm("comments.change_kindrule")


may_delete = (is_author | is_its_mentor) & is_not_deleted
# Later who mistyped takes the comment back and writes it anew, for oneself or for somebody.
may_edit = (is_author | is_its_mentor) & is_not_deleted & ((is_not_hidden & is_fresh) | was_reported)
may_look_after = is_not_suspended & keeps_order
may_moderate = may_look_after & is_not_silenced
may_rule = is_not_suspended & ((keeps_order_under & is_not_silenced) | edits)
may_rule_unseen = is_not_suspended & edits  # a draft, or what is closed to them as readers
may_rule_kinds = is_active & ~is_suspended & rules_kinds


def place_ruled_by(viewer: Viewer, key: str) -> Place | None:
    """Find what the viewer may choose the state of comments for: what they see, or edit before it is published."""
    place = place_of(key, viewer)
    if place and may_rule(viewer, place):
        return place
    return next((place for place in all_at(key) if may_rule_unseen(viewer, place)), None)


class ModeratorPolicy(ModelPermissionPolicy):
    """Moderators look and change what is theirs to look after; nobody adds or deletes here."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Let in moderators, also those of regions; who is silenced only looks."""
        viewer = Viewer(user)
        keeps_some = viewer.is_moderator or bool(viewer.moderated_codes)
        rule = {"view": may_take_part, "change": may_write}.get(action)
        return rule is not None and bool(rule(user)) and keeps_some

    def user_has_any_permission(self, user: User, actions: list[str]) -> bool:
        """Let moderators in where one of the acts is theirs."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Comment) -> bool:
        """Ask whether this one is theirs."""
        return action in {"view", "change"} and bool(may_look_after(Viewer(user), instance.discussion))
