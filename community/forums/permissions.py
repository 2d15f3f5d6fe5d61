"""Who may do what in the forum: small predicates, asked by the services and shown by the same names in templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rules.predicates import predicate
from wagtail.permission_policies import ModelPermissionPolicy

from community.members.permissions import Refused, Viewer, is_active, is_suspended, may_write, require_writer

from .models import Category, Post

if TYPE_CHECKING:
    from community.members.models import User

    from .models import Topic


@predicate
def is_moderator(user: User) -> bool:
    """Whether the member keeps order in the forum."""
    return Viewer(user).is_moderator


def keeps_order_in(viewer: Viewer, topic: Topic) -> bool:
    """Tell whether a viewer keeps order in a topic: everywhere, or where it is about their region in an open room."""
    if viewer.is_moderator:
        return True
    if not viewer.moderated_codes or topic.category.audience_see not in viewer.own_tokens:
        return False
    return viewer.moderates([region.code for region in topic.regions.all()])


@predicate
def keeps_order(user: User, contribution: Post | Topic) -> bool:
    """Whether the member keeps order where this was written."""
    return keeps_order_in(Viewer(user), contribution.topic if isinstance(contribution, Post) else contribution)


@predicate
def is_author(user: User, contribution: Post | Topic) -> bool:
    """Whether the member wrote it."""
    return contribution.author_id == user.pk


def wrote_for_author(viewer: Viewer, contribution: Post | Topic) -> bool:
    """Tell whether a viewer wrote it for its author, whom they still accompany, and who has not changed it since."""
    if viewer.user_id is None or contribution.acted_by_id != viewer.user_id or not contribution.stands_as_mentors:
        return False
    return contribution.author_id in viewer.accompanied_ids


@predicate
def is_its_mentor(user: User, contribution: Post | Topic) -> bool:
    """Whether the member is the mentor whose words it still is, written for somebody whom they accompany."""
    return wrote_for_author(Viewer(user), contribution)


@predicate
def stands(user: User, contribution: Post | Topic) -> bool:
    """Whether it is neither hidden nor deleted; what is held still stands for its author."""
    return not (contribution.hidden_at or contribution.deleted_at)


@predicate
def is_open(user: User, topic: Topic) -> bool:
    """Whether the topic is public and not locked."""
    return topic.is_live and not topic.locked_at


@predicate
def is_live(user: User, topic: Topic) -> bool:
    """Whether the topic is public."""
    return topic.is_live


@predicate
def is_locked(user: User, topic: Topic) -> bool:
    """Whether the topic was closed."""
    return bool(topic.locked_at)


@predicate
def sees_category(user: User, topic: Topic) -> bool:
    """Whether the member belongs to those who may read the category."""
    return topic.category.audience_see in Viewer(user).own_tokens


@predicate
def starts_in(user: User, category: Category) -> bool:
    """Whether the member belongs to those who may read the category and start topics there."""
    return {category.audience_see, category.audience_start} <= Viewer(user).own_tokens


@predicate
def topic_allows_changes(user: User, post: Post) -> bool:
    """Whether the topic of the post is neither locked, hidden nor deleted."""
    return not (post.topic.locked_at or post.topic.hidden_at or post.topic.deleted_at)


can_start_topic = may_write & (starts_in | is_moderator)
can_reply = may_write & ((is_open & sees_category) | (is_live & keeps_order))
can_edit_topic = may_write & (is_author | is_its_mentor) & stands & ~is_locked
can_change_post = may_write & stands & topic_allows_changes  # for who it belongs to
can_edit_post = can_change_post & (is_author | is_its_mentor)
can_delete_post = can_change_post & is_author
can_moderate = is_active & ~is_suspended & keeps_order
# What is pinned stands above the topics of all regions.
can_pin = is_active & ~is_suspended & is_moderator


class ModerationPolicy(ModelPermissionPolicy):
    """Moderators look and change what is theirs to look after; nobody adds or deletes in the editing room."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Let in moderators, also those of regions."""
        viewer = Viewer(user)
        return action in {"view", "change"} and (viewer.is_moderator or bool(viewer.moderated_codes))

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """Ask for any of several."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Post | Topic) -> bool:
        """Ask whether this one is theirs."""
        return action in {"view", "change"} and bool(can_moderate(user, instance))


def require(allowed: bool, user: User, topic: Topic | None = None) -> None:
    """Raise `Refused` with the reason that helps most, unless it is allowed."""
    if allowed:
        return
    require_writer(user)
    if topic is not None and topic.locked_at:
        raise Refused(_("This topic is closed: it can be read, but no longer answered or changed."))
    if topic is not None and topic.held_at:
        raise Refused(_("This topic still waits for a moderator; afterwards it can be answered."))
    raise Refused(_("You may not do this here."))


def category_tokens(viewer: Viewer) -> list[str]:
    """Name the categories that a viewer may read, as tokens (`category:7`) that topics carry in the search."""
    return [f"category:{key}" for key in Category.objects.visible_to(viewer).values_list("pk", flat=True)]
