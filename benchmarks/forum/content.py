"""A forum as it is after some years, written by the database in some minutes.

A tenth of the posts stand in one topic, a thousandth in another, the others in topics of 1 to 35. Categories lie in
others; some are for members, for a group, for those of a region. One member, the reader, has read, kept and chosen
much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone

from benchmarks.copying import tell_keys
from benchmarks.crowd import write_members
from benchmarks.forum.statements import PICK, insert, run
from benchmarks.ground import lay_ground
from benchmarks.prose import Prose
from community.forums.models import Bookmark, Category, Post, Reading, Topic, Visit
from community.forums.models.top import Period
from community.forums.services.top import count_top
from community.members.blocking.models import Block
from community.members.following.models import Watch
from community.members.models import User
from community.members.rights import consents
from community.members.rights.models import Consent
from community.members.trust.levels import BASIC
from community.notifications.models import Activity, Notification
from community.writing.reactions.models import Reaction
from community.writing.services import RENDERER_VERSION, render_markdown
from home.models import Region, Tag

TEXTS, USUAL = 400, 600  # different texts, of so many characters
TOPICS, GIANT, LARGE, MEMBERS = 20, 10, 1000, 10  # posts to one of these
LONGEST, TAGS, ROOMS = 35, 200, 8
YEARS = timedelta(days=3 * 365)


@dataclass
class Forum:
    """The keys of what is asked for; topics have those from `first_topic` on: the giant one, the large one, others."""

    posts: int
    first_member: int = 0
    members: int = 0
    first_topic: int = 1
    reader: int = 0

    @property
    def topics(self) -> int:
        """How many topics there are."""
        return self.posts // TOPICS

    @property
    def giant(self) -> int:
        """How many posts the largest topic has: full pages."""
        return max(60, self.posts // GIANT // 20 * 20)

    @property
    def large(self) -> int:
        """How many the next one has."""
        return max(60, self.posts // LARGE // 20 * 20)


def fill(forum: Forum) -> Iterator[str]:
    """Write it all; say what comes next."""
    yield "regions and pages"
    lay_ground()
    for done in write_members(forum.posts // MEMBERS):
        yield f"{done:,} members"
    found = User.objects.filter(email__startswith="orang", email__endswith="@example.net")
    keys = found.aggregate(first=Min("pk"), last=Max("pk"))
    forum.first_member, forum.members = keys["first"], keys["last"] - keys["first"] + 1
    forum.reader = found.filter(is_active=True).order_by("pk")[10].pk
    forum.first_topic = (Topic.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    with transaction.atomic():
        run("SET LOCAL session_replication_role = replica")  # keys are known to exist: nobody needs to look them up
        for step in (_prepare, _write_topics, _write_posts, _write_around, _write_reader):
            yield step.__doc__ or ""
            step(forum)
    tell_keys(Topic, Post)
    yield "counting"
    run("VACUUM ANALYZE")  # as its autovacuum does on a site that runs
    for period in Period.values:
        count_top(period)
    run("ANALYZE forums_toptopic")


def _prepare(forum: Forum) -> None:
    """Texts, categories and tags."""
    run(PICK)
    prose = Prose()
    run("CREATE TEMPORARY TABLE texts (id bigint PRIMARY KEY, title text, body text, html text)")
    texts = [f"{prose.sentences(5)}\n\n{prose.sentences(5)}"[:USUAL] for _number in range(TEXTS)]
    with connection.cursor() as cursor:
        rows = [
            (number, prose.title()[:100], text, str(render_markdown(text, handles={})))
            for number, text in enumerate(texts)
        ]
        cursor.executemany("INSERT INTO texts VALUES (%s, %s, %s, %s)", rows)
    group = Group.objects.create(name="Kelompok Tual")
    audiences = ["everyone"] * 5 + ["members", f"group:{group.pk}", "region:81"]
    for number in range(ROOMS):
        above = Category.objects.create(name=f"Ruang {number}", slug=f"besar-{number}", audience_see=audiences[number])
        for part in range(2):
            slug = f"kecil-{number}-{part}"
            Category.objects.create(name=slug, slug=slug, parent=above, audience_see=audiences[number])
    Tag.objects.bulk_create(Tag(name=f"label {number}", slug=f"label-{number}") for number in range(TAGS))
    consent = {"kind": "'terms'", "version": f"'{consents.VERSION}'", "language": "'id'", "text": "'Setuju.'"}
    insert(Consent, "members_user", user_id="id", **consent)
    User.objects.filter(pk__gte=forum.first_member).update(date_joined=timezone.now() - YEARS, trust_level=BASIC)


def _write_topics(forum: Forum) -> None:
    """Topics, with what they are about."""
    categories = list(Category.objects.filter(slug__startswith="kecil").order_by("pk").values_list("pk", flat=True))
    step = YEARS.total_seconds() / forum.topics
    count = f"CASE t WHEN 1 THEN {forum.giant} WHEN 2 THEN {forum.large} ELSE 1 + pick(t, {LONGEST}) END"
    created = f"now() - make_interval(secs => ({forum.topics} - t) * {step})"
    source = (
        f"(SELECT t, {count} AS n, {created} AS at FROM generate_series(1, {forum.topics}) t) s "  # noqa: S608
        f"JOIN texts ON texts.id = pick(t + 3, {TEXTS})"
    )
    last = f"least(now(), at + (n - 1) * interval '{_pause(forum)}')"
    insert(
        Topic,
        source,
        id=f"{forum.first_topic - 1} + t",
        title="texts.title",
        slug="'topik-' || t",
        category_id=f"(ARRAY{categories})[1 + CASE WHEN t < 3 THEN 0 ELSE pick(t + 7, {len(categories)}) END]",
        author_id=_member(forum, "t + 11"),
        kind="CASE WHEN pick(t + 5, 10) = 0 THEN 'question' ELSE 'discussion' END",
        created_at="at",
        published_at="at",
        post_count="n",
        reply_count="n - 1",
        last_post_at=last,
        last_post_author_id=_member(forum, "t * 5 + 1"),
        pinned_at="CASE WHEN t BETWEEN 10 AND 12 THEN now() END",
        pinned_everywhere="t BETWEEN 10 AND 12",
        locked_at="CASE WHEN t > 2 AND pick(t + 21, 40) = 0 THEN now() END",
    )
    regions = list(Region.objects.filter(code__startswith="81").order_by("pk").values_list("pk", flat=True)[:400])
    tags = list(Tag.objects.filter(slug__startswith="label-").order_by("pk").values_list("pk", flat=True))
    for model, column, keys, share in (
        (Topic.regions.through, "region_id", regions, 2),
        (Topic.tags.through, "tag_id", tags, 3),
    ):
        for salt in range(2):
            links = {
                "topic_id": "id",
                column: f"(ARRAY{keys})[1 + pick(id * 3 + {salt}, {len(keys) // 2}) * 2 + {salt}]",
            }
            insert(model, f"forums_topic WHERE {_made(forum)} AND pick(id + {salt}, {share}) = 0", **links)


def _write_posts(forum: Forum) -> None:
    """Posts."""
    source = (
        f"(SELECT t.id AS topic_id, t.author_id AS asker, t.created_at + (n - 1) * interval '{_pause(forum)}' AS at, n "  # noqa: S608
        f"FROM forums_topic t, generate_series(1, t.post_count) n WHERE t.{_made(forum)}) s "
        f"JOIN texts ON texts.id = pick(topic_id * 31 + n, {TEXTS}) ORDER BY at"
    )
    people = f"CASE WHEN topic_id < {forum.first_topic + 2} THEN n ELSE topic_id * 7 + mod(n, 9) END"
    insert(
        Post,
        source,
        topic_id="topic_id",
        number="n",
        author_id=f"CASE WHEN n = 1 THEN asker ELSE {_member(forum, people)} END",
        created_at="least(now(), at)",
        published_at="least(now(), at)",
        body="texts.body",
        html="texts.html",
        html_version=str(RENDERER_VERSION),
    )
    run(
        "UPDATE forums_topic t SET accepted_post_id = p.id, is_answered = true FROM forums_post p "
        "WHERE p.topic_id = t.id AND p.number = 2 AND t.kind = 'question' AND mod(t.id, 2) = 0"
    )
    run(
        "UPDATE forums_category c SET topic_count = s.topics, post_count = s.posts, last_post_at = s.at FROM "
        "(SELECT category_id, count(*) topics, sum(post_count) posts, max(last_post_at) at "
        "FROM forums_topic GROUP BY 1) s "
        "WHERE s.category_id = c.id"
    )


def _write_around(forum: Forum) -> None:
    """Reactions, positions, levels, bookmarks and what members were told."""
    everyone = f"members_user WHERE id >= {forum.first_member}"
    topic = f"{forum.first_topic} + pick(id * 13 + n, {forum.topics})"
    insert(
        Reaction,
        f"forums_post WHERE number > 1 AND topic_id >= {forum.first_topic} AND mod(id, 2) = 0",
        kind="'post'",
        object_id="id",
        user_id=_member(forum, "id * 3 + 1"),
        name="(ARRAY['agree','thanks','insight','celebrate'])[1 + pick(id, 4)]",
    )
    for n, (model, columns) in enumerate(
        [
            (Reading, {"topic_id": topic, "last_read": "1 + pick(id, 20)"}),
            (Reading, {"topic_id": topic, "last_read": "1 + pick(id + 1, 20)"}),
            (Watch, {"kind": "'topic'", "object_id": topic, "level": "1 + pick(id, 3)"}),
            (Watch, {"kind": "'topic'", "object_id": topic, "level": "3"}),
        ]
    ):
        insert(model, f"(SELECT id, {n} AS n FROM {everyone}) s", user_id="id", **columns)  # noqa: S608
    sample = f"forums_post WHERE topic_id >= {forum.first_topic} AND mod(id, 10) = 1"
    insert(Bookmark, sample, user_id=_member(forum, "id + 17"), post_id="id", created_at="created_at")
    insert(
        Activity,
        f"forums_post WHERE topic_id >= {forum.first_topic} AND mod(id, 5) = 2 AND number > 1",
        kind="'reply'",
        actor_id="author_id",
        object_kind="'post'",
        object_id="id",
        container="'topic:' || topic_id",
        number="number",
        created_at="created_at",
        fanned_out_at="created_at",
    )
    for salt in range(2):
        insert(
            Notification,
            "notifications_activity",
            recipient_id=_member(forum, f"id * 2 + {salt}"),
            activity_id="id",
            container="container",
            reason="'reply'",
            read_at="CASE WHEN mod(id, 8) > 0 THEN now() END",
        )


def _write_reader(forum: Forum) -> None:
    """Much of all that of one member: every tenth topic opened, most of them followed."""
    reader = User.objects.get(pk=forum.reader)
    for model in (Reading, Watch, Notification):
        model._default_manager.filter(**{"recipient" if model is Notification else "user": reader}).delete()
    reader.groups.add(Group.objects.get(name="Kelompok Tual"))
    Block.objects.bulk_create(Block(user=reader, blocked_id=forum.first_member + 20 + number) for number in range(5))
    opened = f"forums_topic WHERE {_made(forum)} AND (pick(id + 2, 10) = 0 OR id < {forum.first_topic + 2})"
    is_behind = f"pick(id, 3) = 0 AND id >= {forum.first_topic + 2}"
    read = f"post_count - CASE WHEN {is_behind} THEN least(3, post_count - 1) ELSE 0 END"
    insert(Reading, opened, user_id=str(reader.pk), topic_id="id", last_read=read)
    insert(
        Watch,
        opened,
        user_id=str(reader.pk),
        kind="'topic'",
        object_id="id",
        level="CASE WHEN mod(id, 9) = 0 THEN 0 ELSE 2 END",
    )
    kinds = [("category", Category), ("tag", Tag), ("region", Region)]
    Watch.objects.bulk_create(
        Watch(user=reader, kind=kind, object_id=key, level=level)
        for kind, model in kinds
        for level, key in enumerate(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:4])
    )
    insert(
        Notification,
        "(SELECT * FROM notifications_activity ORDER BY id DESC LIMIT 1000) a",
        recipient_id=str(reader.pk),
        activity_id="id",
        container="container",
        reason="'watching'",
        read_at="CASE WHEN mod(id, 10) > 0 THEN now() END",
    )
    Visit.objects.create(user=reader, at=timezone.now(), previous_at=timezone.now() - timedelta(days=7))


def _made(forum: Forum) -> str:
    return f"id >= {forum.first_topic}"


def _member(forum: Forum, key: str) -> str:
    return f"{forum.first_member} + pick({key}, {forum.members})"


def _pause(forum: Forum) -> str:
    """So much time between two posts that the largest topic takes as long as there is."""
    return f"{int(YEARS.total_seconds() * 0.9 / forum.giant)} seconds"
