from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from community.forums import services as forums
from community.forums.models import Post
from community.forums.services.acting import undo
from community.forums.services.liked import points_of_reactions
from community.forums.services.owning import change_owner
from community.members.blocking.services import block
from community.members.permissions import Refused, Viewer
from community.writing.models import Reaction
from community.writing.reactions import receivers
from community.writing.reactions.services import react, unreact
from community.writing.reactions.shown import reactions_to, who_reacted
from community.writing.signals import reacted, unreacted
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced() -> Iterator[list[tuple[Any, ...]]]:
    heard: list[tuple[Any, ...]] = []

    def hear(reaction, **kwargs):
        assert transaction.get_connection().in_atomic_block
        thing = kwargs["thing"].pk if "thing" in kwargs else None
        heard.append((reaction.name, reaction.object_id, thing, kwargs.get("replaced")))

    reacted.connect(hear)
    unreacted.connect(hear)
    yield heard
    reacted.disconnect(hear)
    unreacted.disconnect(hear)


def names(post) -> list[str]:
    return list(Reaction.objects.filter(kind="post", object_id=post.pk).values_list("name", flat=True))


def test_one_has_one_reaction_to_a_thing_and_another_takes_its_place(announced):
    post, member = PostFactory(), MemberFactory()
    react(user=member, kind="post", key=post.pk, name="agree")
    react(user=member, kind="post", key=post.pk, name="thanks")
    assert names(post) == ["thanks"]
    assert announced == [("agree", post.pk, post.pk, ""), ("thanks", post.pk, post.pk, "agree")]


def test_the_same_again_changes_nothing_and_is_not_announced_again(announced):
    post, member = PostFactory(), MemberFactory()
    first = react(user=member, kind="post", key=post.pk, name="agree")
    again = react(user=member, kind="post", key=post.pk, name="agree")
    assert (first.pk, first.created_at) == (again.pk, again.created_at)
    assert len(announced) == 1


def test_a_reaction_is_taken_back_once(announced):
    post, member = PostFactory(), MemberFactory()
    react(user=member, kind="post", key=post.pk, name="insight")
    assert [unreact(user=member, kind="post", key=post.pk) for _press in range(2)] == [True, False]
    assert names(post) == []
    assert announced[1:] == [("insight", post.pk, None, None)]


def test_nobody_reacts_to_their_own_words():
    post = PostFactory()
    with pytest.raises(Refused):
        react(user=post.author, kind="post", key=post.pk, name="agree")


@pytest.mark.parametrize("state", ["silenced_until", "suspended_until"])
def test_who_may_not_write_does_not_react_either(state):
    member = MemberFactory(**{state: timezone.now() + timedelta(days=1)})
    with pytest.raises(Refused):
        react(user=member, kind="post", key=PostFactory().pk, name="agree")


def test_whom_the_author_has_blocked_is_told_what_all_are_told_of_what_is_not_there():
    post, member = PostFactory(), MemberFactory()
    block(user=post.author, other=member)
    told = []
    for key in (post.pk, 10**9):
        with pytest.raises(Refused) as refused:
            react(user=member, kind="post", key=key, name="agree")
        told.append(str(refused.value))
    assert told[0] == told[1]
    assert names(post) == []


def test_what_is_hidden_or_closed_to_somebody_takes_no_reaction_of_theirs():
    hidden = PostFactory()
    forums.hide_post(moderator=ModeratorFactory(), post=hidden, reason="x")
    author = ModeratorFactory()
    closed = TopicFactory(author=author, category=CategoryFactory(audience_see="group:99", audience_start="group:99"))
    for key in (hidden.pk, closed.posts.get().pk):
        with pytest.raises(Refused):
            react(user=MemberFactory(), kind="post", key=key, name="agree")
    with pytest.raises(Refused):
        react(user=ModeratorFactory(), kind="post", key=hidden.pk, name="agree")


def test_a_locked_topic_still_takes_reactions():
    post = PostFactory()
    forums.lock_topic(moderator=ModeratorFactory(), topic=post.topic)
    assert react(user=MemberFactory(), kind="post", key=post.pk, name="thanks")


@pytest.mark.parametrize(("kind", "key"), [("kapal", 1), ("post", 2**70), ("post", 0)])
def test_what_there_is_no_such_thing_of_takes_no_reaction(kind, key):
    with pytest.raises(Refused):
        react(user=MemberFactory(), kind=kind, key=key, name="agree")


def test_a_reaction_that_is_not_of_the_set_is_refused():
    with pytest.raises(ValidationError):
        react(user=MemberFactory(), kind="post", key=PostFactory().pk, name="anger")


def test_who_is_silenced_or_blocked_meanwhile_may_still_take_theirs_back():
    post, member = PostFactory(), MemberFactory()
    react(user=member, kind="post", key=post.pk, name="agree")
    block(user=post.author, other=member)
    member.silenced_until = timezone.now() + timedelta(days=1)
    member.save()
    assert unreact(user=member, kind="post", key=post.pk)


def test_reactions_are_counted_in_the_order_of_the_set_with_ones_own_marked():
    first, second, third = PostFactory(), PostFactory(), PostFactory()
    members = [MemberFactory() for _number in range(3)]
    for member, name in zip(members, ["thanks", "agree", "thanks"], strict=True):
        react(user=member, kind="post", key=first.pk, name=name)
    react(user=members[0], kind="post", key=second.pk, name="celebrate")
    shown = reactions_to("post", dict.fromkeys([first.pk, second.pk, third.pk]), Viewer(members[0]))
    assert [(each.name, each.count, each.is_own) for each in shown[first.pk]] == [
        ("agree", 1, False),
        ("thanks", 2, True),
    ]
    assert [(each.name, each.count, each.is_own) for each in shown[second.pk]] == [("celebrate", 1, True)]
    assert shown[third.pk] == []


@pytest.mark.parametrize("count", [1, 50])
def test_counting_for_a_page_is_one_query_for_few_and_many(count, django_assert_num_queries):
    post, viewer = PostFactory(), Viewer(MemberFactory())
    Reaction.objects.bulk_create(
        Reaction(kind="post", object_id=post.pk, user=MemberFactory(), name="agree") for _number in range(count)
    )
    with django_assert_num_queries(1):
        shown = reactions_to("post", dict.fromkeys([post.pk, *range(10**6, 10**6 + 19)]), viewer)
    assert shown[post.pk][0].count == count


def test_who_reacted_is_listed_by_pages_without_whom_the_viewer_has_blocked():
    post, viewer = PostFactory(), MemberFactory()
    members = [MemberFactory() for _number in range(30)]
    for member in members:
        react(user=member, kind="post", key=post.pk, name="agree")
    react(user=MemberFactory(), kind="post", key=post.pk, name="thanks")
    block(user=viewer, other=members[29])
    first, after = who_reacted("post", post.pk, "agree", Viewer(viewer))
    rest, end = who_reacted("post", post.pk, "agree", Viewer(viewer), after=after)
    assert [row.user_id for row in (*first, *rest)] == [member.pk for member in reversed(members[:29])]
    assert end == 0


def test_the_copy_of_data_tells_how_one_reacted_and_nothing_of_others():
    post, member = PostFactory(), MemberFactory()
    react(user=member, kind="post", key=post.pk, name="thanks")
    react(user=MemberFactory(), kind="post", key=post.pk, name="agree")
    [part] = receivers.tell_of_reactions(member)
    assert [(row["kind"], row["object_id"], row["name"]) for row in part.rows] == [("post", post.pk, "thanks")]


def test_an_account_that_ends_takes_its_reactions_along_step_by_step():
    posts, member, other = [PostFactory() for _number in range(3)], MemberFactory(), MemberFactory()
    for post in posts:
        react(user=member, kind="post", key=post.pk, name="thanks")
    react(user=other, kind="post", key=posts[0].pk, name="agree")
    assert [receivers.erase_reactions(member, limit=2) for _step in range(3)] == [2, 1, 0]
    assert Reaction.objects.get().user_id == other.pk


def test_who_was_given_what_they_had_reacted_to_does_not_count_while_it_is_theirs():
    post, owner, moderator = PostFactory(), MemberFactory(), ModeratorFactory()
    for user in (owner, MemberFactory()):
        react(user=user, kind="post", key=post.pk, name="agree")

    def counted() -> tuple[int, int, int]:
        now = Post.objects.get(pk=post.pk)
        (shown,) = reactions_to("post", {now.pk: now.author_id}, Viewer(owner))[post.pk]
        people, _end = who_reacted("post", post.pk, "agree", Viewer(moderator), author=now.author_id)
        return shown.count, len(people), sum(points for _topic, points in points_of_reactions(None))

    assert counted() == (2, 2, 2)
    change_owner(moderator=moderator, post=post, to=owner, reason="x")
    assert counted() == (1, 1, 1)
    undo(moderator=moderator, act=post.topic.posts.get(act="owner"))
    assert counted() == (2, 2, 2)
