"""Private conversations, begun as members begin them, with people who let themselves be found or not."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from community.forums.models import Post, Topic
from community.forums.services import start_conversation
from community.members.models import Profile, User
from community.members.permissions import Viewer
from tests.factories.members import MemberFactory

if TYPE_CHECKING:
    from django.contrib.auth.models import Group


def make_conversation(
    *,
    author: User | None = None,
    people: Collection[User] | None = None,
    groups: Collection[Group] = (),
    title: str = "Harga perahu",
    body: str = "Apakah perahu itu masih dijual?",
    **facts: Any,
) -> Topic:
    """A conversation; whoever is written to lets themselves be found from then on."""
    author = author or MemberFactory()
    people = [MemberFactory()] if people is None else people
    for user in (author, *people):
        Profile.objects.filter(user=user.pk).update(is_listed=True)
        if "profile" in user._state.fields_cache:
            del user._state.fields_cache["profile"]
    for group in groups:
        author.groups.add(group)
    return start_conversation(author=author, people=people, groups=groups, title=title, body=body, **facts)


def sees(user: User, topic: Topic) -> bool:
    """Whether a member sees a conversation: the topic and its posts alike."""
    viewer = Viewer(User.objects.get(pk=user.pk))
    posts = Post.objects.visible_to(viewer).filter(topic=topic)
    seen = Topic.objects.visible_to(viewer).filter(pk=topic.pk).exists()
    assert seen is posts.exists()
    return seen
