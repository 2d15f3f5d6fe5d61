"""Comments, the forum and searches, tried as each kind of person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from community.comments import services as comments
from community.comments.kinds import place_of
from community.comments.models import Comment, UnconfirmedComment
from community.comments.services import following
from community.comments.visitor_data import services as visitor_data
from community.forums import services as forums
from community.forums.models import Poll, Post, Topic
from community.forums.polls import services as polls
from community.forums.polls.making import NewPoll, checked
from community.forums.polls.making import make_poll as write_poll
from community.forums.polls.shown import shown_poll
from community.members.roles.acts import Person
from community.writing.reactions.services import react
from search.models import SearchEntry
from search.saving import delete_saved, save_search
from tests.factories.comments import make_comment

from . import conversations, reading
from .world import Attempt, World


def _start(world: World, person: Person) -> Any:
    forums.start_topic(author=world.someone(person), category=world.topic.category, title="Bibit", body="Ada bibit?")


def _topic_of_person(world: World) -> Topic:
    """What the mentor of the table began for the person whom they accompany."""
    names = {"author": world.assistance.person, "acted_by": world.people[Person.MENTOR]}
    return forums.start_topic(**names, category=world.topic.category, title="Bibit", body="Ada bibit?")


def _correct_topic(world: World, person: Person) -> Any:
    topic = _topic_of_person(world)
    forums.edit_topic(editor=world.someone(person), topic=topic, title="Bibit baru", regions=[])


def _correct_post(world: World, person: Person) -> Any:
    forums.edit_post(editor=world.someone(person), post=_topic_of_person(world).posts.get(), body="Ada bibit baru?")


def _delete_post_of_person(world: World, person: Person) -> Any:
    forums.delete_post(member=world.someone(person), post=_topic_of_person(world).posts.get())


def _delete_comment_of_person(world: World, person: Person) -> Any:
    comment = make_comment(world.story, author=world.assistance.person, acted_by=world.people[Person.MENTOR])
    comments.delete_comment(by=world.someone(person), comment=comment)


def _edit_comment_of_person(world: World, person: Person) -> Any:
    comment = make_comment(world.story, author=world.assistance.person, acted_by=world.people[Person.MENTOR])
    comments.edit_comment(by=world.someone(person), comment=comment, body="Sudah benar.")


def _follow_comments(world: World, person: Person) -> Any:
    place = place_of(world.comment.discussion.key, world.viewer(person))
    if place is None:
        return False
    if person is Person.VISITOR:
        return following.ask_to_follow(place=place, email="tamu@example.org")
    return following.follow(user=world.someone(person), place=place)


def _read_closed_category(world: World, person: Person) -> Any:
    Topic.objects.filter(pk=world.topic.pk).update(category=world.closed_category)
    return Topic.objects.visible_to(world.viewer(person)).filter(pk=world.topic.pk).exists()


def _reply_in_closed(world: World, person: Person) -> Any:
    Topic.objects.filter(pk=world.topic.pk).update(locked_at=timezone.now())
    forums.reply(author=world.someone(person), topic=Topic.objects.get(pk=world.topic.pk), body="Masih.")


def _reply_in_archived(world: World, person: Person) -> Any:
    Topic.objects.filter(pk=world.topic.pk).update(archived_at=timezone.now())
    forums.reply(author=world.someone(person), topic=Topic.objects.get(pk=world.topic.pk), body="Masih.")


def _other_topic(world: World) -> Topic:
    """Another topic of the owner, about the same region."""
    facts = {"category": world.topic.category, "title": "Bibit lain", "body": "Ada lagi?"}
    return forums.start_topic(author=world.owner, regions=world.topic.regions.all(), **facts)


def _move_posts(world: World, person: Person) -> Any:
    forums.move_posts(moderator=world.someone(person), posts=[world.post], into=_other_topic(world))


def _announce(world: World, person: Person) -> Any:
    names = {"category": world.topic.category, "title": "Rapat", "body": "Besok."}
    forums.start_topic(author=world.someone(person), kind="announcement", **names)


def _make_tag(world: World, person: Person) -> Any:
    names = {"category": world.topic.category, "title": "Bibit", "body": "Ada bibit?"}
    try:
        forums.start_topic(author=world.someone(person), tags=["baru"], **names)
    except ValidationError:
        return False


def _in_own_category(act: Attempt) -> Attempt:
    """Try it as a moderator of the category."""

    def attempt(world: World, person: Person) -> Any:
        if (user := world.someone(person)).pk:
            world.topic.category.moderators.add(user)
        return act(world, person)

    return attempt


def _see_post(**state: Any) -> Attempt:
    def see(world: World, person: Person) -> Any:
        Post.objects.filter(pk=world.post.pk).update(is_live=False, **state)
        return Post.objects.visible_to(world.viewer(person)).filter(pk=world.post.pk).exists()

    return see


def _see_hidden_comment(world: World, person: Person) -> Any:
    Comment.objects.filter(pk=world.comment.pk).update(is_live=False, hidden_at=timezone.now())
    return Comment.objects.visible_to(world.viewer(person)).filter(pk=world.comment.pk).exists()


def _save_search(world: World, person: Person) -> Any:
    save_search(member=world.someone(person), query="q=kopra", name="", rhythm="nightly", language="id")


def _moderate(act: Callable[..., Any], thing: str, **facts: Any) -> Attempt:
    name = "post" if thing == "post" else "topic"
    return lambda world, person: bool(
        act(moderator=world.someone(person), **{name: getattr(world, thing)}, **facts) or True
    )


def _accept(world: World, person: Person) -> Any:
    """Mark the reply as the answer, once the topic is a question."""
    type(world.topic).objects.filter(pk=world.topic.pk).update(kind="question")
    return forums.accept_answer(member=world.someone(person), post=world.post)


def _poll(world: World, **facts: Any) -> Poll:
    """A poll in the topic of the owner."""
    return write_poll(topic=world.topic, poll=checked(NewPoll(options=("Perahu", "Sampan"), **facts)))


def _vote(world: World, person: Person) -> Any:
    poll = _poll(world)
    polls.cast_vote(member=world.someone(person), poll=poll, options=[poll.options.first().pk])


def _change_poll(world: World, person: Person) -> Any:
    polls.change_poll(editor=world.someone(person), poll=_poll(world), new=NewPoll(options=("Rakit", "Sampan")))


def _see_votes(**facts: Any) -> Attempt:
    return lambda world, person: shown_poll(_poll(world, results="always", **facts), world.viewer(person)).shows_names


def _ask_for_data(world: World, person: Person) -> Any:
    visitor_data.ask(email="tamu@example.org")


def _take_data(link: str) -> Attempt:
    def take(world: World, person: Person) -> Any:
        wrote = {"discussion_key": "x", "name": "Tamu", "email": "tamu@example.org", "body": "Halo.", "language": "id"}
        key = UnconfirmedComment.objects.create(**wrote).pk
        email = visitor_data.address_of(link or visitor_data.token_for("tamu@example.org", {"unconfirmed": key}))
        if email is None:
            return False
        visitor_data.copy_of(email)
        return visitor_data.remove(email=email)

    return take


ATTEMPTS: dict[str, Attempt] = {
    "read_topic": lambda w, p: Topic.objects.visible_to(w.viewer(p)).filter(pk=w.topic.pk).exists(),
    "read_closed_category": _read_closed_category,
    "start_topic": _start,
    "reply": lambda w, p: forums.reply(author=w.someone(p), topic=w.topic, body="Sama."),
    "reply_in_closed": _reply_in_closed,
    "edit_topic": lambda w, p: forums.edit_topic(editor=w.someone(p), topic=w.topic, title="Lain", regions=[]),
    "edit_post": lambda w, p: forums.edit_post(editor=w.someone(p), post=w.post, body="Lain."),
    "correct_topic": _correct_topic,
    "correct_post": _correct_post,
    "delete_post_of_person": _delete_post_of_person,
    "delete_post": lambda w, p: forums.delete_post(member=w.someone(p), post=w.post),
    "see_held_post": _see_post(held_at=timezone.now()),
    "see_hidden_post": _see_post(hidden_at=timezone.now()),
    "hide_post": _moderate(forums.hide_post, "post", reason="x"),
    "hide_topic": _moderate(forums.hide_topic, "topic", reason="x"),
    "lock_topic": _moderate(forums.lock_topic, "topic"),
    "pin_topic": _moderate(forums.pin_topic, "topic"),
    "pin_everywhere": _moderate(forums.pin_topic, "topic", everywhere=True),
    "archive_topic": _moderate(forums.archive_topic, "topic"),
    "unlist_topic": _moderate(forums.unlist_topic, "topic"),
    "move_posts": _move_posts,
    "split_topic": lambda w, p: forums.split_topic(moderator=w.someone(p), posts=[w.post], title="Bibit lain"),
    "merge_topics": lambda w, p: forums.merge_topics(moderator=w.someone(p), topic=w.topic, into=_other_topic(w)),
    "reply_in_archived": _reply_in_archived,
    "announce": _announce,
    "hide_in_own_category": _in_own_category(_moderate(forums.hide_topic, "topic", reason="x")),
    "pin_in_own_category": _in_own_category(_moderate(forums.pin_topic, "topic")),
    "make_tag": _make_tag,
    **reading.ATTEMPTS,
    **conversations.ATTEMPTS,
    "react": lambda w, p: react(user=w.someone(p), kind="post", key=w.post.pk, name="agree"),
    "accept_answer": _accept,
    "vote": _vote,
    "close_poll": lambda w, p: polls.close_poll(member=w.someone(p), poll=_poll(w)),
    "change_poll": _change_poll,
    "see_votes": _see_votes(),
    "see_secret_votes": _see_votes(is_secret=True),
    "write_comment": lambda w, p: make_comment(w.story, author=w.someone(p), name="Tamu", email="tamu@example.org"),
    "edit_comment": lambda w, p: comments.edit_comment(by=w.someone(p), comment=w.comment, body="Sudah benar."),
    "edit_comment_of_person": _edit_comment_of_person,
    "rule_comments": lambda w, p: comments.set_kind_rule(by=w.someone(p), kind="event", state="read_only"),
    "follow_comments": _follow_comments,
    "delete_comment": lambda w, p: comments.delete_comment(by=w.someone(p), comment=w.comment),
    "delete_comment_of_person": _delete_comment_of_person,
    "see_hidden_comment": _see_hidden_comment,
    "hide_comment": lambda w, p: comments.hide_comment(by=w.someone(p), comment=w.comment, reason="x"),
    "close_discussion": lambda w, p: comments.set_state(
        by=w.someone(p), discussion=w.comment.discussion, state="closed"
    ),
    "search": lambda w, p: SearchEntry.objects.findable_by(w.viewer(p).tokens).filter(kind="topic").exists(),
    "save_search": _save_search,
    "delete_saved": lambda w, p: delete_saved(member=w.someone(p), saved=w.saved),
    "ask_for_visitor_data": _ask_for_data,
    "take_visitor_data": _take_data(""),
    "take_visitor_data_without_link": _take_data("tamu@example.org"),
}
