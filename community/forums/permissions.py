"""Who may do what in the forum: small predicates, asked by the services and shown by the same names in templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rules.predicates import predicate
from wagtail.permission_policies import ModelPermissionPolicy

from community.members.permissions import Refused, Viewer, may_take_part, may_write, require_writer
from community.members.trust.rights import Rank

from .models import Category, Participant, Post, Topic
from .models.categories import PARTICIPANTS, moderated_categories
from .models.site_settings import forum_settings

if TYPE_CHECKING:
    from community.members.models import User


@predicate
def is_moderator(user: User) -> bool:
    """Whether the member keeps order in the forum."""
    return Viewer(user).is_moderator


def keeps_order_in(viewer: Viewer, topic: Topic) -> bool:
    """Tell whether a viewer keeps order in a topic: everywhere, in its category, or about their region in an open one.

    In a private conversation nobody does: moderators don't read those, unless they take part like everybody there.
    """
    if topic.is_private:
        return False
    if viewer.is_moderator or topic.category.is_moderated_by(viewer):
        return True
    if not viewer.moderated_codes or topic.category.audience_see not in viewer.own_tokens:
        return False
    return viewer.moderates([region.code for region in topic.regions.all()])


@predicate
def keeps_order(user: User, contribution: Post | Topic) -> bool:
    """Whether the member keeps order where this was written."""
    return keeps_order_in(Viewer(user), contribution.topic if isinstance(contribution, Post) else contribution)


@predicate
def keeps_category(user: User, place: Category | Topic) -> bool:
    """Whether the member is a moderator of the category."""
    category = place if isinstance(place, Category) else place.category
    return category.is_moderated_by(Viewer(user))


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


def is_hidden_by_moderator(contribution: Post | Topic) -> bool:
    """Tell whether somebody decided that it is hidden; reports hide something in nobody's name."""
    return bool(contribution.hidden_at) and contribution.hidden_by_id is not None


@predicate
def stands(user: User, contribution: Post | Topic) -> bool:
    """Whether it is neither deleted nor hidden by a moderator; what waits or was reported still is its author's."""
    return not (contribution.deleted_at or is_hidden_by_moderator(contribution))


@predicate
def is_open(user: User, topic: Topic) -> bool:
    """Whether the topic is public, and neither locked nor archived."""
    return topic.is_live and not (topic.locked_at or topic.archived_at)


@predicate
def is_live(user: User, topic: Topic) -> bool:
    """Whether the topic is public."""
    return topic.is_live


@predicate
def is_locked(user: User, topic: Topic) -> bool:
    """Whether the topic was closed."""
    return bool(topic.locked_at)


@predicate
def is_archived(user: User, topic: Topic) -> bool:
    """Whether the topic is kept as it is, for everybody."""
    return bool(topic.archived_at)


@predicate
def is_merged(user: User, topic: Topic) -> bool:
    """Whether the posts of the topic went to another one: then it stays as it is until that is taken back."""
    return topic.merged_into_id is not None


def takes_part(user: User, topic: Topic) -> bool:
    """Tell whether a member takes part in a private conversation; asked once for each topic that is at hand."""
    known: dict[int | None, bool] = vars(topic).setdefault("_taking_part", {})
    if user.pk not in known:
        known[user.pk] = Participant.objects.of(user.pk).filter(topic=topic.pk).exists()
    return known[user.pk]


def note_part(user: User, topic: Topic) -> None:
    """Remember that a member takes part, where the topic was found as one that they see."""
    vars(topic).setdefault("_taking_part", {})[user.pk] = True


def shares_audience(one: Topic, other: Topic) -> bool:
    """Tell whether posts may go from one topic to the other: between categories they may, which moderators answer for.

    Never between a private conversation and anything else, another conversation included.
    """
    return one.pk == other.pk or not (one.is_private or other.is_private)


@predicate
def is_public_topic(user: User, topic: Topic) -> bool:
    """Whether the topic stands in a category, and isn't a private conversation."""
    return not topic.is_private


@predicate
def is_not_left(user: User, contribution: Post | Topic) -> bool:
    """Whether it stands in a category, or the member still takes part in the conversation."""
    topic = contribution.topic if isinstance(contribution, Post) else contribution
    return not topic.is_private or takes_part(user, topic)


@predicate
def sees_category(user: User, topic: Topic) -> bool:
    """Whether the member belongs to those who read the category, or takes part in the private conversation."""
    return takes_part(user, topic) if topic.is_private else topic.category.is_open_to(Viewer(user))


@predicate
def replies_in(user: User, topic: Topic) -> bool:
    """Whether the member may read the category and answer there, or takes part in the private conversation."""
    return takes_part(user, topic) if topic.is_private else topic.category.takes_replies_of(Viewer(user))


@predicate
def is_public_category(user: User, category: Category) -> bool:
    """Whether topics are started there: private conversations have a category of their own, for order's sake only."""
    return category.audience_see != PARTICIPANTS


@predicate
def starts_in(user: User, category: Category) -> bool:
    """Whether the member belongs to those who may read the category and start topics there."""
    return category.takes_topics_of(Viewer(user))


@predicate
def topic_allows_changes(user: User, post: Post) -> bool:
    """Whether the topic of the post is neither locked, archived, hidden by a moderator nor deleted."""
    topic = post.topic
    return not (topic.locked_at or topic.archived_at or topic.deleted_at or is_hidden_by_moderator(topic))


@predicate
def has_standing_for_tags(user: User) -> bool:
    """Whether the settings of the forum let the member make new tags."""
    return most_new_tags(Rank(user.trust_level)) is None


def most_new_tags(rank: Rank) -> int | None:
    """Say how many tags members of a rank may make: none, or as many as a topic has."""
    return None if rank.level >= forum_settings().new_tags_from else 0


@predicate
def is_question(user: User, topic: Topic) -> bool:
    """Whether one of the replies can be the answer."""
    return topic.kind == Topic.Kind.QUESTION


def is_written(post: Post) -> bool:
    """Tell whether a post is what a member wrote, not the small mark of what a moderator did."""
    return not post.act


@predicate
def was_written(user: User, post: Post) -> bool:
    """Whether a post is what a member wrote."""
    return is_written(post)


@predicate
def is_shown(user: User, post: Post) -> bool:
    """Whether a post and its topic are public, and its words are a member's; what is archived is only read."""
    return post.is_live and post.topic.is_live and is_written(post) and post.topic.archived_at is None


@predicate
def belongs_there(user: User, post: Post) -> bool:
    """Whether the member belongs to those who may read where it was written, or keeps order there."""
    return sees_category(user, post.topic) or keeps_order(user, post.topic)


can_start_topic = may_write & is_public_category & (starts_in | is_moderator)
can_reply = may_write & ((is_open & replies_in) | (is_live & ~is_archived & keeps_order))
can_edit_topic = may_write & (is_author | is_its_mentor) & stands & ~is_locked & ~is_archived & is_not_left
can_change_post = may_write & was_written & stands & topic_allows_changes & is_not_left  # for who it belongs to
can_edit_post = can_change_post & (is_author | is_its_mentor)
can_delete_post = can_change_post & is_author
can_look_after = may_take_part & keeps_order  # who is silenced reads what others don't, and does nothing about it
can_moderate = may_write & keeps_order
can_arrange = can_moderate & ~is_merged  # close, archive, hide, delete a topic, and take such acts back
can_tend = can_arrange & ~is_archived  # change what a topic is called, what it is about, where it lies, whose it is
# A pinned topic stands above those of all regions in its category; so its own moderators do it, not regional ones.
can_pin = may_write & is_public_topic & (is_moderator | keeps_category)
can_pin_everywhere = may_write & is_moderator
can_announce = may_write & (is_moderator | keeps_category)
may_make_tags = has_standing_for_tags | is_moderator
# Who asked says what helped, while the topic is open; who keeps order may mend that at any time.
can_accept = is_question & ((may_write & is_author & is_open & sees_category) | (can_moderate & is_live))
can_react = may_write & is_shown & belongs_there & ~is_author


def keeps_something(viewer: Viewer) -> bool:
    """Tell whether a viewer keeps order anywhere: in all of the forum, in a region or in a category."""
    return viewer.is_moderator or bool(viewer.moderated_codes or moderated_categories(viewer))


class ModerationPolicy(ModelPermissionPolicy):
    """Moderators look and change what is theirs to look after; nobody adds or deletes in the editing room.

    Wagtail lets in only who has a role there, as moderators of all and of regions have. Who keeps order in a category
    alone has none: for them the same stands on pages of the forum (`views.put_away`, `views.acts_log`).
    """

    def user_has_permission(self, user: User, action: str) -> bool:
        """Let moderators do it, also those of regions, and those of categories whom another role lets in.

        Who is silenced only looks.
        """
        rule = {"view": may_take_part, "change": may_write}.get(action)
        return rule is not None and bool(rule(user)) and keeps_something(Viewer(user))

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """Ask for any of several."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Post | Topic) -> bool:
        """Ask whether this one is theirs."""
        return action in {"view", "change"} and bool(can_look_after(user, instance))


def require(allowed: bool, user: User, topic: Topic | None = None) -> None:
    """Raise `Refused` with the reason that helps most, unless it is allowed."""
    if allowed:
        return
    require_writer(user)
    if topic is not None and topic.merged_into_id:
        raise Refused(_("This topic was merged into another one. Please go on there."))
    if topic is not None and topic.archived_at:
        raise Refused(_("This topic is archived: it can be read, but no longer answered or changed."))
    if topic is not None and topic.locked_at:
        raise Refused(_("This topic is closed: it can be read, but no longer answered or changed."))
    if topic is not None and topic.held_at:
        raise Refused(_("This topic still waits for a moderator; afterwards it can be answered."))
    raise Refused(_("You may not do this here."))


def require_reply(user: User, topic: Topic) -> None:
    """Raise `Refused`, with the reason, unless somebody may answer in a topic; that only some may is said as such."""
    if can_reply(user, topic):
        return
    if not topic.is_private and may_write(user) and is_open(user, topic) and sees_category(user, topic):
        raise Refused(_("In this category only some answer. You can read everything."))
    require(False, user, topic)


def category_tokens(viewer: Viewer) -> list[str]:
    """Name the categories that a viewer may read, as tokens (`category:7`) that topics carry in the search."""
    return [f"category:{key}" for key in Category.objects.visible_to(viewer).values_list("pk", flat=True)]
