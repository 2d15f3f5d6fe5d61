"""As many open cases as two volunteers never let wait: about posts, topics and comments, reported or held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from community.comments.services import write_comment
from community.forums.models import Category, Topic
from community.forums.services import reply, start_topic
from community.members.models import User
from community.members.roles.models import Role
from community.members.roles.services import give
from community.members.services import join
from community.moderation.models import Flag, Reason, Review, ReviewPlace
from home.models import StoryIndexPage, StoryPage
from home.services.site_tree import make_site_tree

DIFFERENT = 100  # things of each kind, which the cases are about in turns
AT_ONCE = 1000


@transaction.atomic
def write_cases(count: int) -> User:
    """Write them, and make the moderator who looks.

    A thing has one open case: beyond the first hundred of each kind they are appeals, which cost as much to show.
    """
    author, reporter, moderator = (
        join(email=f"{name}@example.net", password=None, name=name, language="id")
        for name in ("Tulis", "Lapor", "Jaga")
    )
    give(user=moderator, kind=Role.Kind.MODERATOR, region=None, reason="bench")
    category = Category.objects.create(name="Ruang", name_en="Room", slug="ruang")
    posts, comments = _posts(author, category), _comments(author)
    kinds = [("post", posts), ("topic", list(Topic.objects.values_list("pk", flat=True))), ("comment", comments)]
    for begin in range(0, count, AT_ONCE):
        _write_some(range(begin, min(count, begin + AT_ONCE)), kinds, author, reporter, category)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as its autovacuum does on a site that runs
    return moderator


def _write_some(
    numbers: Iterable[int], kinds: Sequence[tuple[str, list[int]]], author: User, reporter: User, category: Category
) -> None:
    now, reviews, decided = timezone.now(), [], []
    for number in numbers:
        kind, keys = kinds[number % len(kinds)]
        turn = number // len(kinds)
        review = Review(kind=kind, object_id=keys[turn % len(keys)], author=author, flag_count=1)
        review.score, review.is_held = Decimal(number % 40), number % 5 == 0
        review.created_at = now - timedelta(minutes=number)
        if turn >= len(keys):
            review.appeal_of = Review(kind=kind, object_id=review.object_id, author=author, decided_at=now)
            decided.append(review.appeal_of)
        reviews.append(review)
    Review.objects.bulk_create(decided)
    Review.objects.bulk_create(reviews)
    tokens = ("region:81", f"category:{category.pk}")
    ReviewPlace.objects.bulk_create(ReviewPlace(review=review, token=token) for review in reviews for token in tokens)
    Flag.objects.bulk_create(
        Flag(review=review, kind=review.kind, object_id=review.pk, reporter=reporter, reason=Reason.SPAM, weight=1)
        for review in reviews
    )


def _posts(author: User, category: Category) -> list[int]:
    """Write topics with a reply each."""
    at = timezone.now() - timedelta(days=30)
    keys = []
    for number in range(DIFFERENT):
        title = f"Bibit yang memutih, bagian {number}"
        topic = start_topic(author=author, category=category, title=title, body="Sejak hujan seminggu.", at=at)
        keys.append(reply(author=author, topic=topic, body=f"Di Elat juga, kata {number}.", at=at).pk)
    return keys


def _comments(author: User) -> list[int]:
    """Write comments under one story."""
    make_site_tree()
    story = StoryIndexPage.objects.order_by("pk")[0].add_child(instance=StoryPage(title="Tali", intro="Dua puluh."))
    key, at = str(story.translation_key), timezone.now() - timedelta(days=30)
    return [write_comment(key=key, author=author, body=f"Salam {number}.", at=at).pk for number in range(DIFFERENT)]
