"""As many members as a grown site has, with what decides about their trust, multiplied within PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django_comments_xtd.models import XtdComment

from community.comments.models import COMMENT, Comment
from community.comments.services import write_comment
from community.forums.models import POST, Category, Post, Reading, Topic
from community.forums.services import reply, start_topic
from community.members.models import User
from community.members.services import join
from community.members.trust.models import VisitedDay
from community.writing.reactions.models import Reaction
from home.models import StoryIndexPage, StoryPage
from home.services.site_tree import make_site_tree

FIRST = 1_000_000  # keys of what is multiplied begin here
TOPICS = 20_000
POSTS, COMMENTS, READINGS, REACTIONS, DAYS = 5, 1, 20, 10, 20  # of each member
PRIME = 7_919  # spreads things over others, never the same pair twice


def write_what_members_did(count: int) -> None:
    """Write members of all levels, and for each what `POSTS` and so on say."""
    one = join(email="pola@example.net", password=None, name="Pola", language="id")
    User.objects.filter(pk=one.pk).update(date_joined=timezone.now() - timedelta(days=300))
    category = Category.objects.create(name="Pola", slug="pola")
    topic = start_topic(author=one, category=category, title="Rumput laut di teluk kita", body="Bagaimana hasilnya?")
    post = reply(author=one, topic=topic, body="Di tempat kami baik.", at=timezone.now())
    members = f"{FIRST} + 1 + (n - 1) / "
    # Levels 0 to 3 as a grown site has them.
    level = "CASE WHEN n % 20 = 0 THEN 3 WHEN n % 20 < 5 THEN 2 WHEN n % 20 < 12 THEN 1 ELSE 0 END"
    _multiply(User, one, count, id=f"{FIRST} + n", email="'orang' || n || '@example.net'", trust_level=level)
    lately = "now() - (n % 300) * interval '1 day'"
    _multiply(Topic, topic, TOPICS, id=f"{FIRST} + n", created_at=lately)
    spread = f"{FIRST} + 1 + (n::bigint * {PRIME}) %"
    _multiply(
        Post,
        post,
        count * POSTS,
        id=f"{FIRST} + n",
        author_id=f"{members}{POSTS}",
        topic_id=f"{spread} {TOPICS}",
        number=f"2 + n / {TOPICS}",
        created_at=lately,
    )
    _write_comments(one, count * COMMENTS)
    reading = Reading.objects.create(user=one, topic=topic)
    _multiply(
        Reading,
        reading,
        count * READINGS,
        user_id=f"{members}{READINGS}",
        topic_id=f"{spread} {TOPICS}",
        last_read="n % 40",
        seconds="n % 300",
        last_read_at=lately,
    )
    reaction = Reaction.objects.create(user=one, kind=POST, object_id=post.pk, name="thanks")
    of_comments = f"CASE WHEN n % 10 = 0 THEN '{COMMENT}' ELSE '{POST}' END"
    _multiply(
        Reaction,
        reaction,
        count * REACTIONS,
        user_id=f"{members}{REACTIONS}",
        kind=of_comments,
        object_id=f"{spread} {count * COMMENTS}",
        created_at=lately,
    )
    day, _made = VisitedDay.objects.get_or_create(user=one, day=timezone.localdate())
    _multiply(VisitedDay, day, count * DAYS, user_id=f"{members}{DAYS}", day=f"current_date - (n % {DAYS}) * 5")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as its autovacuum does on a site that runs


def _write_comments(author: User, count: int) -> None:
    """Multiply a comment with the two tables of the package below ours."""
    make_site_tree()
    page = StoryIndexPage.objects.order_by("pk")[0].add_child(instance=StoryPage(title="Pola", intro="Pola."))
    comment = write_comment(key=str(page.translation_key), author=author, body="Baik sekali.", at=timezone.now())
    base = XtdComment._meta.get_parent_list()[0]
    _multiply(base, base._default_manager.get(pk=comment.pk), count, id=f"{FIRST} + n", user_id=f"{FIRST} + n")
    _multiply(XtdComment, comment, count, comment_ptr_id=f"{FIRST} + n")
    _multiply(Comment, comment, count, xtdcomment_ptr_id=f"{FIRST} + n")


def _multiply(model: type[Model], like: Model, count: int, **told: str) -> None:
    """Write a row so many times more, `n` from 1 on, with some columns told in SQL; a key that isn't told is given."""
    columns = [str(field.column) for field in model._meta.local_concrete_fields]
    key = str(model._meta.pk.column)
    kept = [column for column in columns if column != key or column in told]
    values = [told.get(column, f'one."{column}"') for column in kept]
    names = ", ".join(f'"{column}"' for column in kept)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} "  # noqa: S608 - our own words
            f'FROM {table} AS one, generate_series(1, {count}) AS n WHERE one."{key}" = {like.pk}'
        )
