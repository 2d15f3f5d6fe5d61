"""Who keeps order changes nothing of those above them, and nothing in their own cases, by any act."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.forums import services
from community.forums.models import Act, Post, Topic
from community.forums.polls.services import close_poll
from community.forums.services.acting import undo
from community.forums.services.guarded import HARMLESS
from community.forums.views.moderator_acts import POST_ACTS, TOPIC_ACTS
from community.members.permissions import Refused
from community.writing.history.services import hide_version, show_version
from community.writing.models import Version
from community.writing.objections import objection_to
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory, act_url
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.opened import opened
from tests.factories.polls import make_poll
from tests.factories.reports import report_thing

pytestmark = pytest.mark.django_db


# What each act is done with: the topic, or a reply in it. `before` is what another moderator did first.
OF_TOPIC = {
    Act.CLOSED: lambda by, topic: services.lock_topic(moderator=by, topic=topic),
    Act.OPENED: lambda by, topic: services.unlock_topic(moderator=by, topic=topic),
    Act.PINNED: lambda by, topic: services.pin_topic(moderator=by, topic=topic),
    Act.UNPINNED: lambda by, topic: services.unpin_topic(moderator=by, topic=topic),
    Act.ARCHIVED: lambda by, topic: services.archive_topic(moderator=by, topic=topic),
    Act.UNARCHIVED: lambda by, topic: services.unarchive_topic(moderator=by, topic=topic),
    Act.UNLISTED: lambda by, topic: services.unlist_topic(moderator=by, topic=topic),
    Act.LISTED: lambda by, topic: services.list_topic(moderator=by, topic=topic),
    Act.RENAMED: lambda by, topic: services.rename_topic(moderator=by, topic=topic, title="Judul yang lain"),
    Act.RETAGGED: lambda by, topic: services.retag_topic(
        moderator=by, topic=topic, regions=[], sectors=[], tags=["ombak"]
    ),
    Act.MOVED_CATEGORY: lambda by, topic: services.recategorise_topic(
        moderator=by, topic=topic, category=kept_by(by, CategoryFactory())
    ),
    Act.OWNER: lambda by, topic: services.change_owner(
        moderator=by, post=topic.posts.get(number=1), to=MemberFactory(), reason="x"
    ),
    Act.TOPIC_HIDDEN: lambda by, topic: services.hide_topic(moderator=by, topic=topic, reason="x"),
    Act.TOPIC_DELETED: lambda by, topic: services.remove_topic(moderator=by, topic=topic, reason="x"),
    Act.TOPIC_RESTORED: lambda by, topic: services.restore_topic(moderator=by, topic=topic),
    Act.MERGED: lambda by, topic: services.merge_topics(
        moderator=by, topic=topic, into=TopicFactory(category=topic.category)
    ),
}
OF_POST = {
    Act.POST_HIDDEN: lambda by, post: services.hide_post(moderator=by, post=post, reason="x"),
    Act.POST_DELETED: lambda by, post: services.remove_post(moderator=by, post=post, reason="x"),
    Act.POST_RESTORED: lambda by, post: services.restore_post(moderator=by, post=post),
    Act.OWNER: lambda by, post: services.change_owner(moderator=by, post=post, to=MemberFactory(), reason="x"),
    Act.MOVED: lambda by, post: services.move_posts(
        moderator=by, posts=[post], into=TopicFactory(category=post.topic.category)
    ),
    Act.SPLIT: lambda by, post: services.split_topic(moderator=by, posts=[post], title="Topik yang baru ini"),
}
BEFORE = {
    Act.OPENED: Act.CLOSED,
    Act.UNPINNED: Act.PINNED,
    Act.UNARCHIVED: Act.ARCHIVED,
    Act.LISTED: Act.UNLISTED,
    Act.TOPIC_RESTORED: Act.TOPIC_HIDDEN,
    Act.POST_RESTORED: Act.POST_HIDDEN,
}
NO_ACTS_OF_MODERATORS = {Act.MOVED_AWAY, Act.JOINED, Act.LEFT, Act.REMOVED, Act.RETURNED}


def test_no_act_is_forgotten():
    assert {*OF_TOPIC, *OF_POST} | NO_ACTS_OF_MODERATORS == set(Act)
    assert {act.act for act in (*TOPIC_ACTS.values(), *POST_ACTS.values())} <= {*OF_TOPIC, *OF_POST}


@pytest.mark.parametrize("act", [act for act in OF_TOPIC if act not in HARMLESS])
def test_no_act_is_done_with_a_topic_of_somebody_above(act):
    topic = TopicFactory(author=AdministratorFactory())
    if before := BEFORE.get(act):
        OF_TOPIC[before](AdministratorFactory(), topic)
    assert_refused(OF_TOPIC[act], keeper_of(topic), topic)
    OF_TOPIC[act](AdministratorFactory(), topic)


@pytest.mark.parametrize("act", OF_POST)
def test_nor_with_a_reply_of_theirs_in_a_topic_of_another(act):
    post = PostFactory(author=ModeratorFactory())
    if before := BEFORE.get(act):
        OF_POST[before](AdministratorFactory(), post)
    assert_refused(OF_POST[act], keeper_of(post.topic), post)
    OF_POST[act](ModeratorFactory(), post)


@pytest.mark.parametrize("act", [act for act in OF_TOPIC if act not in {*HARMLESS, *BEFORE}])
def test_nor_with_a_topic_that_one_has_reported_oneself(act):
    topic, moderator = TopicFactory(), ModeratorFactory()
    report_thing(topic, by=moderator)
    assert_refused(OF_TOPIC[act], moderator, topic)


@pytest.mark.parametrize("act", [act for act in OF_POST if act not in BEFORE])
def test_nor_with_a_reply_that_one_has_reported_oneself(act):
    post, moderator = PostFactory(), ModeratorFactory()
    report_thing(post, by=moderator)
    assert_refused(OF_POST[act], moderator, post)


@pytest.mark.parametrize("act", [act for act in OF_TOPIC if act not in {*HARMLESS, *BEFORE}])
def test_nor_with_a_topic_of_ones_own_that_others_reported_though_with_any_other(act):
    moderator = ModeratorFactory()
    topic, other = TopicFactory(author=moderator), TopicFactory(author=moderator)
    report_thing(topic)
    assert_refused(OF_TOPIC[act], moderator, topic)
    OF_TOPIC[act](moderator, other)


@pytest.mark.parametrize("act", [act for act in OF_TOPIC if act not in {*HARMLESS, *BEFORE, Act.MERGED}])
def test_nor_is_taken_back_what_another_one_did_with_a_topic_of_somebody_above(act):
    topic = TopicFactory(author=AdministratorFactory())
    OF_TOPIC[act](AdministratorFactory(), topic)
    said = topic.posts.exclude(act="").get()
    if act == Act.OWNER:  # to somebody who is above, too
        Post.objects.filter(topic=topic, number=1).update(author=topic.author)
        said.act_data["after"]["author"] = topic.author.pk
        said.save()
        Topic.objects.filter(pk=topic.pk).update(author=topic.author)
    keeper = keeper_of(Topic.objects.get(pk=topic.pk))
    with pytest.raises(Refused):
        undo(moderator=keeper, act=said)
    said.refresh_from_db()
    assert "undone_at" not in said.act_data


@pytest.mark.parametrize("act", [Act.MOVED, Act.SPLIT])
def test_nor_are_replies_of_theirs_put_back_that_another_one_moved(act):
    post = PostFactory(author=ModeratorFactory())
    topic = post.topic
    OF_POST[act](ModeratorFactory(), post)
    with pytest.raises(Refused):
        undo(moderator=keeper_of(topic), act=topic.posts.get(act=act))
    undo(moderator=ModeratorFactory(), act=topic.posts.get(act=act))


def test_what_one_closed_oneself_one_opens_again_and_a_pin_is_anybodys():
    topic = TopicFactory()
    keeper = keeper_of(topic)
    services.lock_topic(moderator=keeper, topic=topic)
    Topic.objects.filter(pk=topic.pk).update(author=AdministratorFactory())
    services.unlock_topic(moderator=keeper, topic=topic)
    services.pin_topic(moderator=keeper, topic=topic)
    services.unpin_topic(moderator=keeper, topic=topic)
    assert_refused(OF_TOPIC[Act.CLOSED], keeper, topic)


def test_of_many_posts_it_is_asked_as_often_as_of_two():
    def asked(count):
        topic = TopicFactory()
        keeper, keys = keeper_of(topic), [PostFactory(topic=topic).pk for _number in range(count)]
        posts = list(Post.objects.filter(pk__in=keys).select_related("author", "topic"))
        with CaptureQueriesContext(connection) as caught:
            assert not objection_to(keeper, *posts)
        return len(caught)

    assert asked(2) == asked(12)


def test_a_poll_of_somebody_above_goes_on():
    poll = make_poll("Ya", "Tidak", topic={"author": AdministratorFactory()})
    with pytest.raises(Refused):
        close_poll(member=keeper_of(poll.topic), poll=poll)
    close_poll(member=AdministratorFactory(), poll=poll)


def test_an_earlier_text_of_somebody_above_stays_and_one_of_ones_own_stays_away():
    above, moderator = PostFactory(author=AdministratorFactory()), ModeratorFactory()
    services.edit_post(editor=above.author, post=above, body="Sudah lain sekarang.")
    with pytest.raises(Refused):
        hide_version(moderator=keeper_of(above.topic), version=Version.objects.get(), reason="x")
    own = PostFactory(author=moderator)
    services.edit_post(editor=moderator, post=own, body="Sudah lain sekarang.")
    version = Version.objects.get(object_id=own.pk)
    hide_version(moderator=ModeratorFactory(), version=version, reason="x")
    with pytest.raises(Refused):
        show_version(moderator=moderator, version=version)
    show_version(moderator=ModeratorFactory(), version=version)


def test_the_menu_says_why_and_offers_only_what_leads_somewhere(client):
    topic = TopicFactory(author=AdministratorFactory())
    client.force_login(keeper_of(topic))
    html = client.get(act_url(topic)).content.decode()
    offered = [name for name in TOPIC_ACTS if f"{act_url(topic, name)}" in html]
    assert offered == ["sematkan"]
    assert "Wewenang penulisnya lebih luas" in html
    answer = client.get(act_url(topic, "judul"))
    assert answer.status_code == 403
    assert "Wewenang penulisnya lebih luas" in answer.content.decode()


def test_a_form_that_was_open_before_says_why(client):
    topic, moderator = TopicFactory(), ModeratorFactory()
    client.force_login(moderator)
    url = act_url(topic, "tutup")
    sent = opened(client, url)
    report_thing(topic, by=moderator)
    answer = client.post(url, sent)
    assert answer.status_code == 403
    assert "perkara Anda sendiri" in answer.content.decode()


def keeper_of(topic):
    keeper = MemberFactory()
    kept_by(keeper, topic.category)
    return keeper


def kept_by(by, category):
    category.moderators.add(by)
    return category


def assert_refused(act, by, thing):
    before = type(thing).objects.values().get(pk=thing.pk)
    with pytest.raises(Refused):
        act(by, thing)
    assert type(thing).objects.values().get(pk=thing.pk) == before
