from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.services import acting
from community.forums.signals import reply_published, topic_published
from community.members.following.kinds import TOPIC
from community.members.models import Watch
from community.members.permissions import Refused
from home.models import Tag
from search.models import SearchEntry
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.recounts import is_true, numbers_of
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db
TITLE = "Harga rumput laut di Tual"


@pytest.fixture
def moderator():
    return ModeratorFactory()


def split(moderator, posts, **facts) -> Topic:
    return services.split_topic(moderator=moderator, posts=posts, title=TITLE, **facts)


def test_the_first_of_the_posts_opens_a_topic_about_the_same(moderator):
    tag = Tag.objects.create(name="harga", slug="harga")
    topic = TopicFactory(regions=[make_region("81.02")], tags=[tag], language="en")
    posts = [PostFactory(topic=topic) for _number in range(3)]
    made = split(moderator, [posts[2], posts[1]])
    assert (made.title, made.author, made.category, made.language) == (TITLE, posts[1].author, topic.category, "en")
    assert (list(made.regions.all()), list(made.tags.all())) == (list(topic.regions.all()), [tag])
    assert (made.created_at, made.is_live, made.is_listed) == (posts[1].created_at, True, True)
    assert [Post.objects.get(pk=post.pk).number for post in posts] == [2, 1, 2]
    assert (numbers_of(made), numbers_of(made, "split")) == ([1, 2], [3])
    assert (numbers_of(topic), numbers_of(topic, "moved_away"), numbers_of(topic, "split")) == ([1, 2], [3, 4], [5])
    assert is_true(topic, made)


def test_it_goes_into_another_category_where_one_keeps_order_too():
    post, category, keeper = PostFactory(), CategoryFactory(), MemberFactory()
    post.topic.category.moderators.add(keeper)
    with pytest.raises(Refused):
        split(type(keeper).objects.get(pk=keeper.pk), [post], category=category)
    assert Topic.objects.count() == 1
    category.moderators.add(keeper)
    made = split(type(keeper).objects.get(pk=keeper.pk), [post], category=category)
    category.refresh_from_db()
    assert (category.topic_count, category.post_count, category.last_post_at) == (1, 1, post.created_at)
    assert is_true(post.topic, made)


def test_nothing_of_it_is_announced_but_it_is_new_in_the_lists(moderator):
    post, heard = PostFactory(), []

    def hear(**kwargs):
        heard.append(kwargs)

    for signal in (topic_published, reply_published):
        signal.connect(hear)
    made = split(moderator, [post])
    for signal in (topic_published, reply_published):
        signal.disconnect(hear)
    assert heard == []
    assert made.published_at > post.published_at if post.published_at else made.published_at


def test_who_wrote_the_first_post_watches_and_the_others_follow_as_before(moderator):
    topic = TopicFactory()
    posts = [PostFactory(topic=topic) for _number in range(2)]
    made = split(moderator, posts)
    levels = dict(Watch.objects.filter(kind=TOPIC, object_id=made.pk).values_list("user", "level"))
    assert levels == {posts[0].author_id: Watch.Level.WATCHING, posts[1].author_id: Watch.Level.TRACKING}


def test_the_first_post_is_found_as_the_topic_and_no_longer_by_itself(moderator, work_outbox):
    post = PostFactory(body="Kerapu naik lagi.")
    work_outbox()
    assert SearchEntry.objects.filter(kind="post", object_id=str(post.pk), is_deleted=False).exists()
    made = split(moderator, [post])
    work_outbox()
    assert not SearchEntry.objects.filter(kind="post", object_id=str(post.pk), is_deleted=False).exists()
    assert SearchEntry.objects.filter(kind="topic", object_id=str(made.pk), is_deleted=False, title=TITLE).exists()


@pytest.mark.usefixtures("in_english")
def test_a_hidden_post_opens_no_topic_and_a_title_is_needed(moderator):
    post = PostFactory()
    with pytest.raises(ValidationError):
        services.split_topic(moderator=moderator, posts=[post], title="  ")
    services.hide_post(moderator=moderator, post=post, reason="x")
    with pytest.raises(ValidationError, match="has to be one that all can see"):
        split(moderator, [post])
    assert Topic.objects.count() == 1


def test_taken_back_the_old_address_leads_to_the_old_topic(moderator):
    topic = TopicFactory()
    posts = [PostFactory(topic=topic) for _number in range(2)]
    made = split(moderator, posts)
    acting.undo(moderator=moderator, act=made.posts.get(act="split"))
    made.refresh_from_db()
    assert (made.merged_into, made.is_live) == (topic, False)
    assert (numbers_of(topic), numbers_of(made), numbers_of(made, "moved_away")) == ([1, 2, 3], [], [1, 2])
    assert ModelLogEntry.objects.filter(action="forums.undo_split").count() == 1
    assert is_true(topic, made)


@pytest.mark.usefixtures("in_english")
def test_it_is_not_taken_back_once_others_have_answered(moderator):
    post = PostFactory()
    made = split(moderator, [post])
    answer = PostFactory(topic=made)
    act = made.posts.get(act="split")
    with pytest.raises(Refused, match="other posts in the new topic"):
        acting.undo(moderator=moderator, act=act)
    assert is_true(post.topic, made)
    services.delete_post(member=answer.author, post=answer)
    acting.undo(moderator=moderator, act=act)
    assert is_true(post.topic, made)
    answer.refresh_from_db()
    assert (answer.topic_id, bool(answer.deleted_at)) == (post.topic_id, True)
    services.bring_back_post(moderator=moderator, post=answer)
    assert Post.objects.live().filter(pk=answer.pk, topic__is_live=True).exists()
    assert is_true(post.topic, made)
