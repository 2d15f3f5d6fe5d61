"""Private conversations, tried as each kind of person."""

from __future__ import annotations

from typing import Any

from community.forums import services as forums
from community.forums.models import Participant, Post, Topic
from community.members.roles.acts import Person
from tests.factories.conversations import make_conversation
from tests.factories.members import MemberFactory

from .world import World


def _others(world: World) -> Topic:
    """A conversation of the owner with somebody else; the one who tries takes no part, unless they are the owner."""
    return make_conversation(author=MemberFactory(), people=[MemberFactory()])


def _own(world: World, person: Person) -> Topic:
    return make_conversation(author=MemberFactory(), people=[world.someone(person)])


def _sees(world: World, person: Person, topic: Topic) -> bool:
    return Topic.objects.visible_to(world.viewer(person)).filter(pk=topic.pk).exists()


def _start(world: World, person: Person) -> Any:
    to = MemberFactory(is_listed=True)
    forums.start_conversation(author=world.someone(person), people=[to], title="Perahu", body="Masih dijual?")


def _edit_left(world: World, person: Person) -> Any:
    topic = _own(world, person)
    post = forums.reply(author=world.someone(person), topic=topic, body="Sampai nanti.")
    Participant.objects.filter(topic=topic, user=world.someone(person)).delete()
    forums.edit_post(editor=world.someone(person), post=Post.objects.get(pk=post.pk), body="Lain.")


def _remove(world: World, person: Person) -> Any:
    topic = make_conversation(author=world.owner, people=[world.colleague, world.someone(person)])
    row = Participant.objects.get(topic=topic, user=world.colleague)
    return forums.remove_participant(by=world.someone(person), participant=row)


def _return(world: World, person: Person) -> Any:
    topic = _own(world, person)
    forums.leave(user=world.someone(person), topic=topic)
    return forums.allow_return(user=world.someone(person), topic=topic)


def _moderate(world: World, person: Person) -> Any:
    forums.hide_topic(moderator=world.someone(person), topic=_own(world, person), reason="x")


ATTEMPTS = {
    "start_conversation": _start,
    "read_private": lambda w, p: _sees(w, p, _others(w)),
    "read_own_private": lambda w, p: _sees(w, p, _own(w, p)),
    "reply_private": lambda w, p: forums.reply(author=w.someone(p), topic=_others(w), body="Halo."),
    "edit_left_post": _edit_left,
    "moderate_private": _moderate,
    "add_participant": lambda w, p: forums.add_participants(
        by=w.someone(p), topic=_others(w), people=[MemberFactory(is_listed=True)]
    ),
    "leave_conversation": lambda w, p: forums.leave(user=w.someone(p), topic=_own(w, p)),
    "allow_return": _return,
    "remove_participant": _remove,
}
