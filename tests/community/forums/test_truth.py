"""Whatever is done in whichever order: what stands on topics and categories is what one counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from community.forums import services
from community.forums.models import Category, Post, Reading, Topic
from community.forums.services import acting, unread
from community.forums.services.recounting import recount_forums
from community.members.following.kinds import TOPIC
from community.members.models import User, Watch
from community.members.permissions import Refused, Viewer
from community.writing.signals import Hold, screening
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.recounts import is_true

pytestmark = pytest.mark.django_db
ADVERTISEMENT = "Iklan besar."
STEPS = {
    "reply": 4, "advertise": 1, "edit": 1, "delete": 2, "hide": 2, "restore": 2, "hide_topic": 1, "restore_topic": 1,
    "accept": 1, "read": 2, "move": 4, "split": 2, "merge": 2, "undo": 4, "remove": 1, "bring_back": 2,
    "remove_topic": 1, "bring_back_topic": 1, "unlist": 1, "list": 1, "recategorise": 1, "own": 1,
}  # fmt: skip


@dataclass
class Forum:
    """Some topics in two categories, which a member has begun to read, and those who do things there."""

    moderator: User
    members: list[User]
    chance: Random = field(default_factory=Random)

    def topic(self) -> Topic:
        return self.chance.choice(list(Topic.objects.order_by("pk")))

    def post(self, **facts: Any) -> Post | None:
        posts = list(Post.objects.filter(act="", **facts).order_by("pk"))
        return self.chance.choice(posts) if posts else None

    def read(self, topic: Topic, number: int) -> None:
        Reading.objects.advance(user_id=self.members[0].pk, topic_id=topic.pk, number=number)

    def take(self, step: str) -> None:
        """Do one thing, as far as it is possible now."""
        try:
            with transaction.atomic():
                getattr(self, f"do_{step}")()
        except (Refused, ValidationError):
            pass

    def do_reply(self) -> None:
        services.reply(author=self.chance.choice(self.members), topic=self.topic(), body=f"Ya {self.chance.random()}")

    def do_advertise(self) -> None:
        services.reply(author=self.members[1], topic=self.topic(), body=ADVERTISEMENT)

    def do_edit(self) -> None:
        if post := self.post():
            body = self.chance.choice([ADVERTISEMENT, "Lain."])
            services.edit_post(editor=post.author, post=post, body=body)

    def do_delete(self) -> None:
        if post := self.post(deleted_at=None):
            services.delete_post(member=post.author, post=post)

    def do_hide(self) -> None:
        if post := self.post(is_live=True):
            services.hide_post(moderator=self.moderator, post=post, reason="x")

    def do_restore(self) -> None:
        if post := self.post(is_live=False):
            services.restore_post(moderator=self.moderator, post=post)

    def do_hide_topic(self) -> None:
        services.hide_topic(moderator=self.moderator, topic=self.topic(), reason="x")

    def do_restore_topic(self) -> None:
        for topic in Topic.objects.exclude(hidden_at=None):
            services.restore_topic(moderator=self.moderator, topic=topic)

    def do_remove(self) -> None:
        if post := self.post(deleted_at=None):
            services.remove_post(moderator=self.moderator, post=post, reason="x")

    def do_bring_back(self) -> None:
        if post := self.post(deleted_at__isnull=False):
            services.bring_back_post(moderator=self.moderator, post=post)

    def do_remove_topic(self) -> None:
        services.remove_topic(moderator=self.moderator, topic=self.topic(), reason="x")

    def do_bring_back_topic(self) -> None:
        for topic in Topic.objects.exclude(deleted_at=None).filter(merged_into=None):
            services.bring_back_topic(moderator=self.moderator, topic=topic)

    def do_unlist(self) -> None:
        services.unlist_topic(moderator=self.moderator, topic=self.topic())

    def do_list(self) -> None:
        services.list_topic(moderator=self.moderator, topic=self.topic())

    def do_recategorise(self) -> None:
        category = self.chance.choice(list(Category.objects.order_by("pk")))
        services.recategorise_topic(moderator=self.moderator, topic=self.topic(), category=category)

    def do_own(self) -> None:
        if post := self.post(deleted_at=None):
            to = self.chance.choice(self.members)
            services.change_owner(moderator=self.moderator, post=post, to=to, reason="x")

    def do_accept(self) -> None:
        if post := self.post(number__gt=1, is_live=True, topic__kind="question"):
            services.accept_answer(member=self.moderator, post=post)

    def do_read(self) -> None:
        topic = self.topic()
        self.read(topic, self.chance.randint(0, topic.post_count))

    def do_move(self) -> None:
        topic = self.topic()
        posts = list(topic.posts.filter(number__gt=1, act="").order_by("pk"))
        if posts:
            chosen = self.chance.sample(posts, self.chance.randint(1, len(posts)))
            services.move_posts(moderator=self.moderator, posts=chosen, into=self.topic())

    def do_split(self) -> None:
        if post := self.post(number__gt=1):
            further = list(post.topic.posts.filter(number__gt=post.number, act="").order_by("pk")[:1])
            category = self.chance.choice([None, *Category.objects.order_by("pk")])
            posts = [post, *further]
            services.split_topic(moderator=self.moderator, posts=posts, title="Harga di Tual", category=category)

    def do_merge(self) -> None:
        services.merge_topics(moderator=self.moderator, topic=self.topic(), into=self.topic())

    def do_undo(self) -> None:
        acts = list(Post.objects.filter(act__in=acting.UNDOING).order_by("pk"))
        if acts:
            acting.undo(moderator=self.moderator, act=self.chance.choice(acts))


def hold_advertisements(text: str, **kwargs: Any) -> Hold | None:
    return Hold("Advertisement") if ADVERTISEMENT in text else None


@pytest.fixture
def forum() -> Iterator[Forum]:
    """Made once: each example is rolled back."""
    made = Forum(ModeratorFactory(), [MemberFactory(), MemberFactory()])
    categories = [CategoryFactory(), CategoryFactory()]
    for number in range(3):
        kind = "question" if number else "discussion"
        topic = TopicFactory(author=made.members[0], category=categories[number % 2], kind=kind)
        made.read(topic, 1)
        for _reply in range(2):
            PostFactory(topic=topic, author=made.members[1])
    screening.connect(hold_advertisements)
    yield made
    screening.disconnect(hold_advertisements)


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.sampled_from([step for step, weight in STEPS.items() for _time in range(weight)]), min_size=4, max_size=12
    ),
    st.integers(0, 2**32),
)
def test_after_any_mix_all_is_as_a_recount_finds_it(forum: Forum, steps: list[str], seed: int) -> None:
    forum.chance = Random(seed)
    with transaction.atomic():
        for step in steps:
            forum.take(step)
        assert [str(each) for each in recount_forums()] == []
        assert is_true(*Topic.objects.all())
        assert_reading_is_right(forum.members[0])
        assert not opened_by_what_is_gone(forum.moderator).exists()
        transaction.set_rollback(True)


def opened_by_what_is_gone(moderator: User) -> QuerySet[Post]:
    """First posts that a moderator hid or deleted, of topics that still stand in lists under their titles."""
    gone = Q(hidden_at__isnull=False) | Q(deleted_by=moderator)
    return Post.objects.written().filter(gone, number=1, topic__is_live=True)


def assert_reading_is_right(member: User) -> None:
    """Count what a member has not read from the posts themselves."""
    viewer = Viewer(User.objects.get(pk=member.pk))
    topics = {topic.pk: topic for topic in unread.mark(Topic.objects.all(), viewer)}
    followed = Watch.objects.filter(user=member, kind=TOPIC, level__gte=Watch.Level.TRACKING)
    keys = set(followed.values_list("object_id", flat=True))
    for reading in Reading.objects.filter(user=member):
        posts = [post for post in Post.objects.filter(topic=reading.topic_id, is_live=True) if not post.act]
        later = [post.number for post in posts if post.number > reading.last_read and post.author_id != member.pk]
        expected = len(later) if reading.topic_id in keys else 0
        assert topics[reading.topic_id].unread == expected
