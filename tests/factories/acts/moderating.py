"""What moderators do on the page of a topic, tried as each kind of person."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from community.forums import services as forums
from community.forums.models import Post, Topic
from community.forums.services.acting import undo
from community.members.roles.acts import Person
from community.moderation.models import Decision
from community.moderation.permissions import may_block_terms
from community.moderation.services import people
from community.moderation.services.appeals import appeal
from community.moderation.services.continuing import continue_in_forum
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.numbers import months
from community.moderation.services.reports import report, retract
from tests.factories.forums import CategoryFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, decided, make_reply, report_thing

from .world import Attempt, World


def _rename(world: World, person: Person) -> Any:
    forums.rename_topic(moderator=world.someone(person), topic=world.topic, title="Bibit yang memutih")


def _rename_archived(world: World, person: Person) -> Any:
    Topic.objects.filter(pk=world.topic.pk).update(archived_at=timezone.now())
    _rename(world, person)


def _rename_in_own_category(world: World, person: Person) -> Any:
    if (user := world.someone(person)).pk:
        world.topic.category.moderators.add(user)
    _rename(world, person)


def _retag(world: World, person: Person) -> Any:
    about = {"regions": world.topic.regions.all(), "sectors": [], "tags": [], "kind": "question"}
    forums.retag_topic(moderator=world.someone(person), topic=world.topic, **about)


def _to_category(is_closed: bool) -> Attempt:
    def move(world: World, person: Person) -> Any:
        category = world.closed_category if is_closed else CategoryFactory()
        forums.recategorise_topic(moderator=world.someone(person), topic=world.topic, category=category)

    return move


def _change_owner(world: World, person: Person) -> Any:
    forums.change_owner(moderator=world.someone(person), post=world.post, to=MemberFactory(), reason="x")


def _bring_back_post(world: World, person: Person) -> Any:
    Post.objects.filter(pk=world.post.pk).update(deleted_at=timezone.now(), is_live=False)
    forums.bring_back_post(moderator=world.someone(person), post=world.post)


def _bring_back_topic(world: World, person: Person) -> Any:
    Topic.objects.filter(pk=world.topic.pk).update(deleted_at=timezone.now(), is_live=False)
    forums.bring_back_topic(moderator=world.someone(person), topic=world.topic)


def _undo(world: World, person: Person) -> Any:
    forums.lock_topic(moderator=ModeratorFactory(), topic=world.topic)
    undo(moderator=world.someone(person), act=world.topic.posts.get(act="closed"))


def _continue_comment(world: World, person: Person) -> Any:
    facts = {"category": world.topic.category, "title": "Perahu bersama kita", "body": "Mari kita bahas di sini."}
    continue_in_forum(moderator=world.someone(person), comment=world.comment, **facts)


def _report(world: World, person: Person) -> Any:
    report(reporter=world.someone(person), kind="post", key=make_reply().pk, reason="spam")


def _retract(world: World, person: Person) -> Any:
    retract(member=world.someone(person), flag=report_thing(make_reply(), by=world.owner))


def _appeal(world: World, person: Person) -> Any:
    case = decided(make_reply(author=world.owner), Decision.HIDE)
    appeal(author=world.someone(person), review=case, words="Bukan iklan.")


def _decide(world: World, person: Person) -> Any:
    report_thing(world.post)
    decide(by=world.someone(person), review=case_of(world.post), verdict=Verdict(Decision.HIDE, "x"))


def _warn(world: World, person: Person) -> Any:
    report_thing(world.post)
    decide(by=world.someone(person), review=case_of(world.post), verdict=Verdict(Decision.KEEP, "x", sanction="warn"))


def _note(world: World, person: Person) -> Any:
    people.write_note(by=world.someone(person), person=MemberFactory(), text="x")


def _remove_spammer(world: World, person: Person) -> Any:
    people.remove_spammer(by=world.someone(person), member=MemberFactory(), reason="x")


ATTEMPTS: dict[str, Attempt] = {
    "report_text": _report,
    "retract_report": _retract,
    "appeal": _appeal,
    "decide_case": _decide,
    "warn_author": _warn,
    "note_on_person": _note,
    "remove_spammer": _remove_spammer,
    "see_numbers": lambda w, p: bool(months()),
    "write_reply_templates": lambda w, p: bool(may_block_terms(w.someone(p))),
    "block_terms": lambda w, p: bool(may_block_terms(w.someone(p))),
    "open_sites": lambda w, p: bool(may_block_terms(w.someone(p))),
    "continue_comment": _continue_comment,
    "rename_topic": _rename,
    "rename_archived": _rename_archived,
    "rename_in_own_category": _rename_in_own_category,
    "retag_topic": _retag,
    "move_to_category": _to_category(is_closed=False),
    "move_to_closed_category": _to_category(is_closed=True),
    "change_owner": _change_owner,
    "remove_post": lambda w, p: forums.remove_post(moderator=w.someone(p), post=w.post, reason="x"),
    "remove_topic": lambda w, p: forums.remove_topic(moderator=w.someone(p), topic=w.topic, reason="x"),
    "bring_back_post": _bring_back_post,
    "bring_back_topic": _bring_back_topic,
    "undo_act": _undo,
}
