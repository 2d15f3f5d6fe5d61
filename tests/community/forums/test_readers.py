"""Which of many may read a post is what each alone would be shown."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.forums.models import Category, Participant, Post, Topic
from community.forums.services import leave
from community.forums.services.readers import readers_among
from community.members.models import User
from community.members.permissions import Viewer, viewers_of
from tests.factories.conversations import make_conversation
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


def crowd(group: Group) -> list[User]:
    inside, here = MemberFactory(), MemberFactory(further_regions=[make_region("81.02")])
    inside.groups.add(group)
    return [MemberFactory(), inside, here, ModeratorFactory(), RegionalModeratorFactory(of=make_region("81"))]


def post_in(audience: str, keeper: User | None = None) -> Post:
    category = CategoryFactory()
    if keeper:
        category.moderators.add(keeper)
    post: Post = PostFactory(topic=TopicFactory(category=category, regions=[make_region("81.02")]))
    Category.objects.filter(pk=category.pk).update(audience_see=audience)
    return again(post)


def again(post: Post) -> Post:
    found: Post = Post.objects.select_related("topic__category").get(pk=post.pk)
    return found


def shown_to_each(post: Post, users: list[User]) -> set[int]:
    alone = [User.objects.get(pk=user.pk) for user in users]
    return {user.pk for user in alone if Post.objects.visible_to(Viewer(user)).filter(pk=post.pk).exists()}


@pytest.mark.parametrize("audience", ["everyone", "members", "group", "region:81", "region:81.02", "group:999"])
def test_in_a_room_they_are_those_to_whom_it_is_shown(audience):
    group = Group.objects.create(name="Dewan")
    users = [*crowd(group), keeper := MemberFactory()]
    post = post_in(f"group:{group.pk}" if audience == "group" else audience, keeper)
    found = readers_among(post, viewers_of(users))
    assert {viewer.user.pk for viewer in found} == shown_to_each(post, users)
    assert bool(readers_among(post, [Viewer(AnonymousUser())])) == (audience == "everyone")


def test_in_a_private_conversation_they_are_those_who_take_part_now():
    group = Group.objects.create(name="Dewan")
    users = crowd(group)
    gone = MemberFactory()
    topic = make_conversation(author=users[0], people=[users[2], gone])
    Participant.objects.create(topic=topic, group=group)
    Participant.objects.filter(user=gone).update(left_at=topic.created_at)
    post = again(topic.posts.get(number=1))
    out = MemberFactory()
    out.groups.add(group)
    leave(user=out, topic=topic)
    everybody = [*users, gone, out]
    found = {viewer.user.pk for viewer in readers_among(post, viewers_of(everybody))}
    assert found == shown_to_each(post, everybody) == {users[0].pk, users[1].pk, users[2].pk}
    assert readers_among(post, [Viewer(AnonymousUser())]) == []


@pytest.mark.parametrize("model", [Post, Topic])
def test_of_what_does_not_stand_nobody_is_told(model):
    post = post_in("everyone")
    model.objects.filter(pk=post.pk if model is Post else post.topic_id).update(is_live=False)
    assert readers_among(again(post), viewers_of([post.author, ModeratorFactory()])) == []


def test_many_cost_what_one_does():
    group = Group.objects.create(name="Dewan")
    users = [MemberFactory() for _number in range(12)]
    for user in users:
        user.groups.add(group)
    closed = post_in(f"group:{group.pk}")
    private = again(make_conversation(author=users[0], people=users[1:5]).posts.get(number=1))
    for post, most in ((closed, 1), (private, 2)):
        for some in (users[:1], users):
            with CaptureQueriesContext(connection) as captured:
                assert readers_among(post, viewers_of(some))
            assert len(captured) == most
