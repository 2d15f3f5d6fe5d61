"""Who takes part in a private conversation: adding members and groups, leaving, and taking somebody out.

Each change locks the topic and leaves a small post that says what happened. Nobody is shown a conversation but those
who take part now, by themselves or by a group they are in now; what they wrote stays when they leave. Who left for
themselves stays out, whoever would add them or a group of theirs, until they allow it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.able import can_act
from community.members.blocking.models import Block
from community.members.following.kinds import TOPIC
from community.members.following.models import Watch
from community.members.models import User, former_name
from community.members.permissions import Refused, Viewer, require_part, require_writer
from community.members.roles.names import local_name

from ..models import OF_PARTICIPANTS, Act, Participant, Post, Topic
from ..permissions import takes_part
from ..signals import participants_added
from .acting import note_act
from .deserted import delete_if_deserted
from .limits import require_may_let_in
from .publication import locked_with_key

MOST_PARTICIPANTS = 20  # members and groups, whoever started it among them


def reachable(by: User) -> QuerySet[User]:
    """Select the members to whom somebody may write: who can read it, let themselves be found, and didn't block them.

    Moderators reach also who isn't found by others. Who has no address signs in nowhere.
    """
    blocked = Block.objects.filter(user=OuterRef("pk"), blocked=by)
    found = User.objects.filter(can_act(), ~Exists(blocked), email__isnull=False).exclude(pk=by.pk)
    return found if Viewer(by).is_moderator else found.filter(profile__is_listed=True)


def groups_open_to(by: User) -> QuerySet[Group]:
    """Select the groups that a member may add: their own, or any for moderators and the staff."""
    viewer = Viewer(by)
    groups = Group.objects.order_by("name")
    return groups if viewer.is_moderator or viewer.is_staff else groups.filter(user=by)


def require_reachable(*, by: User, people: Collection[User], groups: Collection[Group]) -> None:
    """Raise `ValidationError` with the names of those who can't be added; who blocked them isn't told apart."""
    reached = set(reachable(by).filter(pk__in=[user.pk for user in people]).values_list("pk", flat=True))
    missing = [user.name for user in people if user.pk not in reached]
    if groups:
        open_to = set(groups_open_to(by).filter(pk__in=[group.pk for group in groups]).values_list("pk", flat=True))
        missing += [local_name(group.name) for group in groups if group.pk not in open_to]
    if missing:
        words = _("You can’t write to these at the moment: %(names)s. Please leave them out.")
        raise ValidationError(words % {"names": ", ".join(missing)}, code="unreachable")


def require_few(count: int) -> None:
    """Raise `ValidationError` when more would take part than a conversation holds."""
    if count > MOST_PARTICIPANTS:
        words = _("At most %(count)d members and groups take part in a conversation. Please leave some out.")
        raise ValidationError(words % {"count": MOST_PARTICIPANTS}, code="many")


def require_willing(*, topic: Topic, people: Collection[User]) -> None:
    """Raise `ValidationError` with the names of those who left the conversation: only they decide to be in it again."""
    out = Participant.objects.filter(topic=topic, stays_out=True, user__in=[user.pk for user in people])
    if left := set(out.values_list("user", flat=True)):
        words = _(
            "These left the conversation, and only they decide whether they can be added again: %(names)s. Please "
            "leave them out, or write to them in a new conversation."
        )
        names = ", ".join(user.name for user in people if user.pk in left)
        raise ValidationError(words % {"names": names}, code="left")


def enter(*, topic: Topic, by: User, people: Iterable[User], groups: Iterable[Group]) -> None:
    """Write who takes part from now on; who was there before is there again."""
    rows = [Participant(topic=topic, user=user, added_by=by) for user in people]
    rows += [Participant(topic=topic, group=group, added_by=by) for group in groups]
    now = timezone.now()
    for row in rows:
        facts = {"added_by": by, "added_at": now, "left_at": None}
        Participant.objects.update_or_create(topic=topic, user=row.user, group=row.group, defaults=facts)


@transaction.atomic
def add_participants(
    *, by: User, topic: Topic, people: Collection[User] = (), groups: Collection[Group] = ()
) -> Post | None:
    """Let members and groups take part, who then read all that was written; give the small post that says so.

    None when all of them take part already. Raises `Refused`, `ValidationError` for who can't be added, and
    `LimitReached` where somebody new has let in as many as they may.
    """
    require_writer(by)
    topic = _locked(topic)
    _require_taking_part(by, topic)
    there = list(Participant.objects.active().filter(topic=topic).values_list("user", "group"))
    users, known = {user for user, _group in there}, {group for _user, group in there}
    people = [user for user in dict.fromkeys(people) if user.pk not in users]
    groups = [group for group in dict.fromkeys(groups) if group.pk not in known]
    if not (people or groups):
        return None
    require_few(len(there) + len(people) + len(groups))
    require_willing(topic=topic, people=people)
    require_reachable(by=by, people=people, groups=groups)
    require_may_let_in(by=by, count=len(people) + len(groups), most=MOST_PARTICIPANTS)
    enter(topic=topic, by=by, people=people, groups=groups)
    post = _say(topic, by, Act.JOINED, users=[user.pk for user in people], groups=[group.pk for group in groups])
    participants_added.send(sender=Topic, topic=topic, post=post, by=by)
    return post


@transaction.atomic
def leave(*, user: User, topic: Topic) -> bool:
    """Take part no longer, by oneself or by a group; tell whether one did. Raises `Refused`.

    The conversation is deleted with the last one.
    """
    require_part(user)
    topic = _locked(topic)
    if not takes_part(user, topic):
        return False
    own = Participant.objects.filter(topic=topic, user=user).first() or Participant(topic=topic, user=user)
    own.stays_out = True
    _go(own, topic)
    _say(topic, user, Act.LEFT)
    delete_if_deserted(topic)
    return True


@transaction.atomic
def allow_return(*, user: User, topic: Topic) -> bool:
    """Let others add one again to a conversation that one left; tell whether that was to be allowed. Raises `Refused`.

    Whose group takes part is in it again at once, which a small post says.
    """
    require_part(user)
    topic = _locked(topic)
    if not Participant.objects.filter(topic=topic, user=user, stays_out=True).update(stays_out=False):
        return False
    if takes_part(user, topic):
        _say(topic, user, Act.RETURNED)
    return True


def left_by(user_id: int | None) -> QuerySet[Participant]:
    """Select the conversations that a member left and to which nobody can add them."""
    rows = Participant.objects.filter(user=user_id, stays_out=True, topic__is_live=True)
    return rows.select_related("topic__author")


@transaction.atomic
def remove_participant(*, by: User, participant: Participant) -> bool:
    """Take somebody out whom whoever started the conversation doesn't want there; tell whether they took part."""
    topic = _locked(participant.topic)
    if participant.user_id == by.pk:
        return leave(user=by, topic=topic)
    require_writer(by)
    _require_taking_part(by, topic)
    if topic.author_id != by.pk:
        raise Refused(_("Only whoever started the conversation takes others out of it."))
    row = Participant.objects.active().filter(pk=participant.pk, topic=topic).first()
    if row is None:
        return False
    _go(row, topic)
    gone = {"users": [row.user_id]} if row.user_id else {"groups": [row.group_id]}
    _say(topic, by, Act.REMOVED, **gone)
    return True


def people_of(topic: Topic) -> list[Participant]:
    """Fetch all who take or took part, with what is shown of them, in one query; they are few."""
    rows = topic.participants.select_related("user__profile__handle", "group")
    return list(rows.order_by("pk"))


def who_hears(topic: Topic) -> list[int]:
    """Give the keys of those who take part now and have not chosen to hear less of it."""
    active = Participant.objects.active().filter(topic=topic.pk)
    direct = active.filter(user__isnull=False).values("user")
    out = Participant.objects.filter(topic=topic.pk, user=OuterRef("pk"), stays_out=True)
    by_group = User.objects.filter(groups__in=active.filter(group__isnull=False).values("group"))
    members = by_group.filter(~Exists(out)).values("pk")
    less = Watch.objects.filter(user=OuterRef("pk"), kind=TOPIC, object_id=topic.pk, level__lt=Watch.Level.WATCHING)
    found = User.objects.filter(~Exists(less), pk__in=direct.union(members))
    return list(found.order_by("pk").values_list("pk", flat=True))


def who_is_new(topic: Topic, *, users: Collection[int], groups: Collection[int]) -> list[int]:
    """Give the keys of those who take part by these members and groups, and by nothing else."""
    others = Participant.objects.active().filter(topic=topic.pk)
    by_themselves = others.filter(user__isnull=False).exclude(user__in=users).values("user")
    by_groups = others.filter(group__isnull=False).exclude(group__in=groups).values("group")
    added = User.objects.filter(Q(pk__in=users) | Q(groups__in=groups)).exclude(pk__in=by_themselves)
    there = User.objects.filter(groups__in=by_groups).values("pk")
    return list(added.exclude(pk__in=there).order_by("pk").values_list("pk", flat=True).distinct())


def groups_that_keep(participant: Participant) -> list[str]:
    """Name the groups by which a member goes on reading when they are taken out by name."""
    if participant.user_id is None:
        return []
    groups = Group.objects.filter(user=participant.user_id)
    rows = Participant.objects.active().filter(topic=participant.topic_id, group__in=groups)
    return [str(row) for row in rows.select_related("group").order_by("pk")]


def people_with_acts(topic: Topic, posts: Iterable[Post]) -> list[Participant]:
    """Fetch the people of a conversation, and have the small posts of a page say who came and left."""
    people = people_of(topic)
    for post in posts:
        post.participation = sentence_of(post, people)
    return people


def sentence_of(post: Post, people: Iterable[Participant]) -> str:
    """Say what such a small post tells, with the names of those who are still known here; "" for other posts."""
    data = post.act_data or {}
    if post.act not in OF_PARTICIPANTS:
        return ""
    if post.act == Act.LEFT:
        return _("%(name)s left the conversation") % {"name": post.author.name}
    if post.act == Act.RETURNED:
        return _("%(name)s is back in the conversation") % {"name": post.author.name}
    users, groups = data.get("users", []), data.get("groups", [])
    known = [row for row in people if row.user_id in users or row.group_id in groups]
    named = [str(row) for row in known]
    if {*groups} - {row.group_id for row in known}:
        named.append(_("a group that is gone"))
    words = (
        _("%(name)s added %(others)s")
        if post.act == Act.JOINED
        else _("%(name)s took %(others)s out of the conversation")
    )
    return words % {"name": post.author.name, "others": ", ".join(named) or former_name()}


def _locked(topic: Topic) -> Topic:
    """Lock a conversation, with its key: it is deleted with its last participant. Raises `Refused` if it's gone."""
    found = locked_with_key(topic.pk)
    if found is None or not found.is_private or not found.is_live:
        raise Refused(_("This is no longer there, or not open to you."))
    return found


def _require_taking_part(by: User, topic: Topic) -> None:
    if not takes_part(by, topic):
        raise Refused(_("This is no longer there, or not open to you."))


def _go(row: Participant, topic: Topic) -> None:
    """Note that somebody takes part no longer; how closely they followed it is forgotten."""
    row.left_at = timezone.now()
    row.save()
    if row.user_id:
        Watch.objects.filter(user=row.user_id, kind=TOPIC, object_id=topic.pk).delete()


def _say(topic: Topic, by: User, act: Act, **data: object) -> Post:
    post = note_act(topic=topic, moderator=by, act=act, **data)
    topic.save(update_fields=["post_count"])
    return post
