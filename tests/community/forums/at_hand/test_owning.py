"""Giving posts and topics to whom they belong, so that the name of who had them leaves."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.services import owning, personal
from community.forums.services.acting import undo
from community.forums.services.owning import name_in_quotes
from community.forums.services.quoting import quote
from community.members.permissions import Refused
from community.notifications.models import Activity
from community.writing.models import Version
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


def test_a_topic_goes_to_another_member_with_its_first_post_and_the_old_name_leaves_the_page(client):
    old, new = MemberFactory(name="Yosef Renyaan"), MemberFactory(name="Dewi Rahayaan")
    topic = TopicFactory(author=old)
    PostFactory(topic=topic)
    services.change_owner(moderator=ModeratorFactory(), post=topic.posts.get(number=1), to=new, reason="Akun ganda")
    assert Topic.objects.get(pk=topic.pk).author == new
    html = client.get(topic.get_absolute_url()).content.decode()
    assert new.name in html
    assert old.name not in html
    assert "Akun ganda" not in html


def test_one_post_goes_alone():
    post, new = PostFactory(), MemberFactory()
    services.change_owner(moderator=ModeratorFactory(), post=post, to=new, reason="x")
    assert Post.objects.get(pk=post.pk).author == new
    topic = Topic.objects.get(pk=post.topic_id)
    assert topic.author != new
    assert topic.last_post_author == new


def test_earlier_texts_go_along_and_come_back_with_the_undo():
    post, new, moderator = PostFactory(), MemberFactory(), ModeratorFactory()
    PostFactory(topic=post.topic)
    services.edit_post(editor=post.author, post=post, body="Sudah dua minggu begitu.")
    services.change_owner(moderator=moderator, post=post, to=new, reason="x")
    assert Version.objects.get().editor == new
    services.edit_post(editor=new, post=Post.objects.get(pk=post.pk), body="Sudah tiga minggu begitu.")
    undo(moderator=moderator, act=post.topic.posts.get(act="owner"))
    assert Post.objects.get(pk=post.pk).author == post.author
    assert [version.editor for version in Version.objects.order_by("number")] == [post.author, new]


def test_quotes_name_the_new_owner_wherever_they_stand():
    old, new = MemberFactory(name="Yosef Renyaan"), MemberFactory(name="Dewi Rahayaan")
    post = PostFactory(author=old)
    here = PostFactory(topic=post.topic, body=quote(post) + "Setuju.")
    there = PostFactory(body=quote(post) + "Di sini juga.")
    services.change_owner(moderator=ModeratorFactory(), post=post, to=new, reason="x")
    name_in_quotes(post_id=post.pk)
    for quoting in (here, there):
        quoting.refresh_from_db()
        assert "Dewi Rahayaan" in quoting.body
        assert "Yosef Renyaan" not in quoting.html
        assert post.body in quoting.body


def test_a_quote_that_goes_to_another_topic_meanwhile_names_the_new_owner_there(monkeypatch):
    new, moderator, other = MemberFactory(name="Dewi Rahayaan"), ModeratorFactory(), TopicFactory()
    post = PostFactory()
    _first, later = (PostFactory(topic=post.topic, body=quote(post) + "Setuju.") for _number in range(2))
    services.change_owner(moderator=moderator, post=post, to=new, reason="x")
    changing = owning.changing

    @contextmanager
    def and_move(topic_id, **said):
        if Post.objects.get(pk=later.pk).topic_id != other.pk:
            services.move_posts(moderator=moderator, posts=[later], into=other)
        with changing(topic_id, **said) as topic:
            yield topic

    monkeypatch.setattr(owning, "changing", and_move)
    name_in_quotes(post_id=post.pk)
    later.refresh_from_db()
    assert (later.topic_id, "Dewi Rahayaan" in later.body) == (other.pk, True)


def test_what_others_were_told_of_it_names_the_new_owner():
    post, new = PostFactory(), MemberFactory()
    assert Activity.objects.get(object_id=post.pk, kind="reply").actor == post.author
    services.change_owner(moderator=ModeratorFactory(), post=post, to=new, reason="x")
    assert Activity.objects.get(object_id=post.pk, kind="reply").actor == new


def test_who_can_own_nothing_there_gets_nothing():
    category = CategoryFactory()
    post, moderator = PostFactory(topic=TopicFactory(category=category)), ModeratorFactory()
    gone = MemberFactory(is_active=False)
    suspended = MemberFactory(suspended_until=timezone.now() + timedelta(days=1))
    for nobody in (gone, suspended):
        with pytest.raises(ValidationError):
            services.change_owner(moderator=moderator, post=post, to=nobody, reason="x")
    type(category).objects.filter(pk=category.pk).update(audience_see="group:99")
    with pytest.raises(ValidationError):
        services.change_owner(moderator=moderator, post=post, to=MemberFactory(), reason="x")


def test_a_deleted_post_is_restored_before_it_is_given_away():
    post, moderator = PostFactory(), ModeratorFactory()
    services.remove_post(moderator=moderator, post=post, reason="x")
    with pytest.raises(Refused):
        services.change_owner(moderator=moderator, post=post, to=MemberFactory(), reason="x")


def test_giving_it_to_who_has_it_writes_nothing():
    post = PostFactory()
    services.change_owner(moderator=ModeratorFactory(), post=post, to=post.author, reason="x")
    assert not Post.objects.exclude(act="").exists()


def test_what_a_topic_was_called_is_forgotten_with_the_account_of_who_wrote_it():
    topic, moderator = TopicFactory(title="Rahasia keluarga saya"), ModeratorFactory()
    services.rename_topic(moderator=moderator, topic=topic, title="Rahasia")
    while personal.erase_contributions(user=topic.author, keep=False, limit=10):
        pass
    act = topic.posts.get(act="renamed")
    assert "Rahasia" not in str(act.act_data)
    assert not any("Rahasia" in str((entry.data, entry.label)) for entry in ModelLogEntry.objects.all())


@pytest.mark.parametrize("keep", [True, False])
def test_what_a_topic_that_stays_was_called_is_forgotten_too(keep):
    topic, moderator = TopicFactory(title="Nomor telepon saya 0812"), ModeratorFactory()
    PostFactory(topic=topic)
    services.rename_topic(moderator=moderator, topic=topic, title="Nomor telepon")
    while personal.erase_contributions(user=topic.author, keep=keep, limit=10):
        pass
    assert Topic.objects.get(pk=topic.pk).title == "Nomor telepon"
    assert "0812" not in str(topic.posts.get(act="renamed").act_data)
    assert "0812" not in str([entry.data for entry in ModelLogEntry.objects.all()])
