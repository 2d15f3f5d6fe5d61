"""What goes along with posts that are moved, and what others find of them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from community.forums import services
from community.forums.models import Bookmark, Quote
from community.forums.services import relocating
from community.members.following.kinds import TOPIC
from community.members.models import Watch
from community.members.permissions import Viewer
from community.writing.services import RENDERER_VERSION
from search.models import SearchEntry
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return ModeratorFactory()


def test_what_refers_to_a_post_stays_with_it(moderator, client):
    post, other, reader = PostFactory(), TopicFactory(), MemberFactory()
    Bookmark.objects.create(user=reader, post=post)
    client.force_login(reader)
    services.move_posts(moderator=moderator, posts=[post], into=other)
    assert Bookmark.objects.get().post.topic_id == other.pk
    assert client.get(post.get_absolute_url()).headers["Location"] == f"{other.get_absolute_url()}#post-3"


def test_a_post_in_a_topic_of_another_language_is_drawn_in_that(moderator, work_outbox):
    post = PostFactory(topic=TopicFactory(language="en"), body="Ombak[^1] tinggi.\n\n[^1]: Dua meter.")
    other = TopicFactory(language="id")
    work_outbox()
    services.move_posts(moderator=moderator, posts=[post], into=other)
    post.refresh_from_db()
    assert not post.is_html_current
    in_indonesian = str(post.rendered)
    work_outbox()
    post.refresh_from_db()
    assert (post.html, post.html_version) == (in_indonesian, RENDERER_VERSION)


def test_a_post_in_a_topic_of_the_same_language_is_not_drawn_anew(moderator):
    post, other = PostFactory(), TopicFactory()
    services.move_posts(moderator=moderator, posts=[post], into=other)
    post.refresh_from_db()
    assert post.is_html_current


def test_what_goes_to_a_closed_room_is_found_by_nobody_else_from_that_moment(moderator, work_outbox):
    post, other = PostFactory(), TopicFactory(category=CategoryFactory(audience_see="members"))
    stays = PostFactory(topic=post.topic)
    work_outbox()
    services.move_posts(moderator=moderator, posts=[post], into=other)
    visitor, member = (Viewer(user).tokens for user in (AnonymousUser(), MemberFactory()))
    found = SearchEntry.objects.findable_by(visitor).filter(kind="post")
    assert list(found.values_list("object_id", flat=True)) == [str(stays.pk)]
    work_outbox()
    assert list(found.values_list("object_id", flat=True)) == [str(stays.pk)]
    entry = SearchEntry.objects.findable_by(member).get(kind="post", object_id=str(post.pk))
    assert (entry.title, entry.group) == (other.title, f"topic:{other.pk}")


def test_acts_and_marks_are_found_nowhere(moderator, work_outbox):
    post, other = PostFactory(), TopicFactory()
    services.move_posts(moderator=moderator, posts=[post], into=other)
    work_outbox()
    keys = set(SearchEntry.objects.filter(kind="post", is_deleted=False).values_list("object_id", flat=True))
    assert keys == {str(post.pk)}


def test_pictures_are_looked_at_anew_where_others_may_see_them(moderator, monkeypatch):
    asked: list[list[int]] = []
    monkeypatch.setattr(relocating, "update_stores_of", lambda *, kind, keys: asked.append(list(keys)))
    post, near = PostFactory(), PostFactory()
    services.move_posts(moderator=moderator, posts=[near], into=TopicFactory(category=near.topic.category))
    assert asked == []
    services.move_posts(moderator=moderator, posts=[post], into=TopicFactory())
    assert asked == [[post.pk]]


def test_quotes_by_number_alone_lead_to_the_same_posts_afterwards(moderator, work_outbox):
    topic = TopicFactory(author=MemberFactory(name="Zulaikha"), body="Begitu.")
    quoted = PostFactory(topic=topic, author=MemberFactory(name="Mathias"), body="Begitu. Ya.")
    stays = PostFactory(topic=topic, body="> **Mathias**, #2:\n>\n> Begitu.\n\nYa.")
    goes = PostFactory(topic=topic, body="> **Zulaikha**, #1:\n>\n> Begitu.\n\n> **Mathias**, #2:\n>\n> Ya.")
    services.move_posts(moderator=moderator, posts=[quoted, goes], into=TopicFactory())
    stays.refresh_from_db()
    goes.refresh_from_db()
    first = topic.posts.get(number=1)
    assert stays.body.startswith(f"> **Mathias**, [#2]({quoted.get_absolute_url()}):\n>\n")
    assert goes.body.startswith(f"> **Zulaikha**, [#1]({first.get_absolute_url()}):\n>\n")
    assert f"> **Mathias**, [#2]({quoted.get_absolute_url()}):" in goes.body
    work_outbox()
    stays.refresh_from_db()
    assert stays.is_html_current
    assert quoted.get_absolute_url() in stays.html
    assert Quote.objects.filter(quoted=quoted).count() == 2


def test_who_wrote_the_posts_and_muted_the_topic_does_not_mute_the_other(moderator):
    post, other = PostFactory(), TopicFactory()
    Watch.objects.filter(user=post.author, kind=TOPIC).update(level=Watch.Level.MUTED)
    services.move_posts(moderator=moderator, posts=[post], into=other)
    assert not Watch.objects.filter(user=post.author, kind=TOPIC, object_id=other.pk).exists()
