"""Hiding, deleting and restoring leave a small post in the topic, which is taken back like those of other acts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Post, Reading, Topic
from community.forums.services import unread
from community.forums.services.acting import undo
from community.members.permissions import Refused, Viewer
from community.notifications.models import Activity
from community.writing.signals import Hold, screening
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.recounts import is_true

pytestmark = pytest.mark.django_db


def hide(moderator, post):
    services.hide_post(moderator=moderator, post=post, reason="Kasar")


def remove(moderator, post):
    services.remove_post(moderator=moderator, post=post, reason="Iklan")


def hidden_and_shown(moderator, post):
    hide(ModeratorFactory(), post)
    services.restore_post(moderator=moderator, post=post)


def deleted_and_back(moderator, post):
    services.delete_post(member=post.author, post=post)
    services.bring_back_post(moderator=moderator, post=post)


# What each is called, and what the post was before: hidden, deleted, live.
POST_ACTS = {
    hide: ("post_hidden", (False, False, True)),
    remove: ("post_deleted", (False, False, True)),
    hidden_and_shown: ("post_restored", (True, False, False)),
    deleted_and_back: ("post_restored", (False, True, False)),
}
TOPIC_ACTS = {
    "topic_hidden": lambda moderator, topic: services.hide_topic(moderator=moderator, topic=topic, reason="Kasar"),
    "topic_deleted": lambda moderator, topic: services.remove_topic(moderator=moderator, topic=topic, reason="Iklan"),
}
BACK = {"topic_hidden": services.restore_topic, "topic_deleted": services.bring_back_topic}


def states(thing: Post | Topic) -> tuple[bool, ...]:
    thing = type(thing).objects.get(pk=thing.pk)
    return bool(thing.hidden_at), bool(thing.deleted_at), thing.is_live


def said_by(moderator, topic: Topic) -> list[Post]:
    return list(topic.posts.exclude(act="").filter(author=moderator).order_by("number"))


@pytest.fixture
def everything_held():
    def hold(**kwargs):
        return Hold("Advertisement?")

    screening.connect(hold)
    yield
    screening.disconnect(hold)


@pytest.fixture
def moderator():
    return ModeratorFactory(name="Ina Letsoin")


@pytest.mark.parametrize("act", POST_ACTS)
def test_an_act_on_a_post_is_said_once_in_its_topic_and_in_the_log_and_is_taken_back(moderator, act):
    post, (name, before) = PostFactory(), POST_ACTS[act]
    act(moderator, post)
    if act in {hide, remove}:
        act(moderator, post)
    (said,) = said_by(moderator, post.topic)
    assert (said.act, said.act_data["posts"], said.body) == (name, [[post.pk, 2]], "")
    assert is_true(post.topic)
    assert ModelLogEntry.objects.filter(action__startswith="forums.", user=moderator).count() == 1
    for _twice in range(2):
        undo(moderator=(by := ModeratorFactory()), act=said)
    assert states(post) == before
    assert is_true(post.topic)
    assert ModelLogEntry.objects.filter(action="forums.undo").count() == 1
    assert post.topic.posts.filter(author=by).count() == 0


@pytest.mark.parametrize("act", TOPIC_ACTS)
def test_an_act_on_a_topic_is_said_there_to_who_may_open_it_and_to_all_once_it_is_back(client, moderator, act):
    topic = PostFactory().topic
    TOPIC_ACTS[act](moderator, topic)
    (said,) = said_by(moderator, topic)
    assert (said.act, said.number) == (act, 3)
    assert client.get(topic.get_absolute_url()).status_code == 404
    client.force_login(moderator)
    assert f"/forum/moderasi/tindakan/{said.pk}/batal/" in client.get(topic.get_absolute_url()).content.decode()
    BACK[act](moderator=moderator, topic=topic)
    client.logout()
    html = client.get(topic.get_absolute_url()).content.decode()
    assert "Ina Letsoin memulihkan topik ini" in html
    assert is_true(topic)
    back = said_by(moderator, topic)[-1]
    undo(moderator=moderator, act=back)
    assert not Topic.objects.get(pk=topic.pk).is_live
    with pytest.raises(Refused):
        undo(moderator=MemberFactory(), act=said)
    undo(moderator=moderator, act=said)
    assert states(topic) == (False, False, True)
    assert is_true(topic)


def test_the_sentence_names_the_post_and_nobody_who_wrote_it_nor_a_reason(client, moderator):
    post = PostFactory(author=MemberFactory(name="Petrus Ohoiwutun"), body="Beli obat ini murah sekali.")
    remove(moderator, post)
    html = client.get(post.topic.get_absolute_url()).content.decode()
    assert "Ina Letsoin menghapus kiriman #2" in html
    for kept in ("Petrus", "Beli obat", "Iklan"):
        assert kept not in html


def test_several_in_a_row_are_one_small_post_until_something_else_is_done(client, moderator):
    topic = TopicFactory()
    posts = [PostFactory(topic=topic) for _number in range(6)]
    for post in posts[:3]:
        remove(moderator, post)
    remove(other := ModeratorFactory(), posts[3])
    hide(moderator, posts[4])
    remove(moderator, posts[5])
    said = [(post.act, [number for _key, number in post.act_data["posts"]]) for post in said_by(moderator, topic)]
    assert said == [("post_deleted", [2, 3, 4]), ("post_hidden", [6]), ("post_deleted", [7])]
    assert len(said_by(other, topic)) == 1
    assert "Ina Letsoin menghapus kiriman #2, #3, #4" in client.get(topic.get_absolute_url()).content.decode()
    undo(moderator=moderator, act=said_by(moderator, topic)[0])
    assert [states(post)[1] for post in posts] == [False, False, False, True, False, True]
    assert is_true(topic)


def test_after_a_while_after_twenty_or_once_it_was_taken_back_it_is_said_anew(moderator):
    topic = TopicFactory()
    posts = [PostFactory(topic=topic) for _number in range(3)]
    remove(moderator, posts[0])
    Post.objects.filter(act="post_deleted").update(created_at=timezone.now() - timedelta(minutes=11))
    remove(moderator, posts[1])
    undo(moderator=moderator, act=said_by(moderator, topic)[1])
    remove(moderator, posts[2])
    assert len(said_by(moderator, topic)) == 3
    last = said_by(moderator, topic)[-1]
    last.act_data["posts"] *= 20
    last.save()
    remove(moderator, posts[1])
    assert len(said_by(moderator, topic)) == 4


def test_what_was_changed_again_since_is_not_taken_back(moderator):
    post = PostFactory()
    remove(moderator, post)
    services.bring_back_post(moderator=moderator, post=post)
    deleted, restored = said_by(moderator, post.topic)
    with pytest.raises(Refused):
        undo(moderator=moderator, act=deleted)
    undo(moderator=moderator, act=restored)
    assert states(post)[1]


def test_of_several_in_a_row_those_are_taken_back_with_which_nothing_else_was_done(client, moderator):
    topic = TopicFactory()
    posts = [PostFactory(topic=topic) for _number in range(3)]
    for post in posts:
        remove(moderator, post)
    services.bring_back_post(moderator=ModeratorFactory(), post=posts[0])
    hide(moderator, Post.objects.get(pk=posts[0].pk))
    undo(moderator=moderator, act=said_by(moderator, topic)[0])
    assert [states(post) for post in posts] == [(True, False, False), (False, False, True), (False, False, True)]
    logged = ModelLogEntry.objects.filter(action="forums.undo").latest("pk").data
    assert list(logged["before"]) == list(logged["after"]) == ["#3", "#4"]
    assert is_true(topic)


def test_it_is_said_of_how_many_in_a_row_nothing_was_taken_back(client, moderator):
    topic = TopicFactory()
    posts = [PostFactory(topic=topic) for _number in range(3)]
    for post in posts:
        remove(moderator, post)
    Post.objects.filter(pk=posts[1].pk).update(body="", html="")  # erased with the account of who wrote it
    client.force_login(moderator)
    act = said_by(moderator, topic)[0]
    answer = client.post(reverse("forums:undo_act", args=[act.pk]), follow=True)
    assert "kecuali 1 kiriman" in answer.content.decode()
    assert [states(post)[1] for post in posts] == [False, True, False]
    assert is_true(topic)


def test_where_nothing_is_left_to_take_back_the_page_says_so_before_it_asks(client, moderator):
    post = PostFactory()
    remove(moderator, post)
    services.bring_back_post(moderator=moderator, post=post)
    client.force_login(moderator)
    page = client.get(reverse("forums:undo_act", args=[said_by(moderator, post.topic)[0].pk]))
    assert page.status_code == 403
    assert "tidak bisa dibatalkan lagi" in page.content.decode()


def test_what_was_hidden_is_hidden_again_with_its_reason(moderator):
    post = PostFactory()
    hidden_and_shown(moderator, post)
    undo(moderator=moderator, act=said_by(moderator, post.topic)[0])
    post.refresh_from_db()
    assert (post.hidden_reason, post.hidden_by) == ("Kasar", moderator)


def test_what_its_author_deleted_is_deleted_by_its_author_again(moderator):
    post = PostFactory()
    deleted_and_back(moderator, post)
    undo(moderator=moderator, act=said_by(moderator, post.topic)[0])
    assert Post.objects.get(pk=post.pk).deleted_by == post.author


def test_what_was_never_public_or_only_waited_is_nobodys_news(everything_held, moderator):
    topic = TopicFactory()
    services.restore_topic(moderator=moderator, topic=topic)
    post = PostFactory(topic=topic)
    hide(moderator, post)
    remove(moderator, post)
    services.bring_back_post(moderator=moderator, post=post)
    services.restore_post(moderator=moderator, post=post)
    assert states(post) == (False, False, True)
    services.edit_post(editor=post.author, post=post, body="Lain sama sekali.")
    services.restore_post(moderator=moderator, post=post)
    assert said_by(moderator, topic) == []
    assert ModelLogEntry.objects.filter(user=moderator, action__startswith="forums.").count() == 6


def test_what_is_restored_but_still_out_of_view_is_said_once_it_can_be_read_again(moderator):
    post = PostFactory()
    hide(moderator, post)
    remove(moderator, post)
    services.bring_back_post(moderator=moderator, post=post)
    assert [act.act for act in said_by(moderator, post.topic)] == ["post_hidden", "post_deleted"]
    services.restore_post(moderator=moderator, post=post)
    assert said_by(moderator, post.topic)[-1].act == "post_restored"
    assert is_true(post.topic)


def test_who_takes_the_own_post_back_leaves_a_mark_alone():
    post = PostFactory()
    services.delete_post(member=post.author, post=post)
    assert not post.topic.posts.exclude(act="").exists()


def test_it_is_neither_unread_nor_told_of_nor_a_reply(moderator):
    post = PostFactory()
    reader = post.topic.author
    Reading.objects.advance(user_id=reader.pk, topic_id=post.topic_id, number=2)
    about_posts = Activity.objects.filter(object_kind="post")  # their author hears of what was decided
    before = about_posts.count()
    hide(moderator, post)
    services.restore_post(moderator=moderator, post=post)
    (topic,) = unread.mark(Topic.objects.all(), Viewer(reader))
    assert (topic.unread, topic.post_count, topic.reply_count, topic.last_post_at) == (0, 4, 1, post.created_at)
    assert about_posts.count() == before


def test_a_topic_that_went_with_its_last_words_comes_back_when_that_is_taken_back(moderator):
    topic = TopicFactory()
    first = topic.posts.get()
    remove(moderator, first)
    assert states(topic)[1]
    (said,) = said_by(moderator, topic)
    undo(moderator=moderator, act=said)
    assert (states(topic), states(first)) == ((False, False, True), (False, False, True))
    services.delete_post(member=topic.author, post=first)
    services.bring_back_topic(moderator=moderator, topic=topic)
    undo(moderator=moderator, act=said_by(moderator, topic)[-1])
    assert (states(topic)[1], states(first)[1]) == (True, True)
    services.bring_back_post(moderator=moderator, post=first)
    assert states(topic) == (False, False, True)
    assert is_true(topic)


def test_a_post_that_went_to_another_topic_meanwhile_is_left_alone(moderator):
    post, other = PostFactory(), TopicFactory()
    services.move_posts(moderator=moderator, posts=[post], into=other)
    with pytest.raises(Refused):
        remove(moderator, post)
    hide(moderator, Post.objects.get(pk=post.pk))
    services.move_posts(moderator=moderator, posts=[Post.objects.get(pk=post.pk)], into=post.topic)
    with pytest.raises(Refused):
        undo(moderator=moderator, act=other.posts.get(act="post_hidden"))
    assert is_true(other, post.topic)
