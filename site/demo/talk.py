"""What members say: the forum's rooms and topics, and comments under pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.comments.models import Comment
from community.comments.services import write_comment
from community.forums.models import Category, Topic
from community.forums.services import reply, start_topic
from community.members.organisations.models import Organisation

from .loading import Row, read
from .targets import find_page
from .things import Things, tags_of

if TYPE_CHECKING:
    from community.members.models import User


def make_categories() -> dict[str, Category]:
    """Make the rooms that are missing."""
    made = {}
    for order, row in enumerate(read("forums")["category"]):
        facts = {name: row[name] for name in ("name", "name_en", "description", "description_en", "icon")}
        made[row["slug"]], _new = Category.objects.get_or_create(slug=row["slug"], defaults={**facts, "order": order})
    return made


def make_topics(things: Things) -> dict[str, Topic]:
    """Make the topics that are missing with all their replies; they are found again by who opened them and when."""
    categories = make_categories()
    known = {(topic.author_id, topic.created_at): topic for topic in Topic.objects.all()}
    rows = sorted(read("forums")["topic"], key=lambda row: row["posts"][0]["at"])
    made = {}
    for row in rows:
        first = row["posts"][0]
        known_topic = known.get((things.members[first["author"]].pk, first["at"]))
        made[row["key"]] = known_topic or _start(row, categories[row["category"]], things)
    return made


def make_comments(members: dict[str, User]) -> None:
    """Write the comments that are missing; one that answers another comes after it in the content."""
    known = {(each.user_id, each.submit_date): each for each in Comment.objects.exclude(user=None)}
    made: dict[str, Comment] = {}
    for row in read("comments")["comment"]:
        author = members[row["author"]]
        made[row["key"]] = known.get((author.pk, row["at"])) or write_comment(
            key=str(find_page(row["on"], "id").translation_key),
            author=author,
            body=row["body"],
            reply_to=made[row["reply_to"]].pk if "reply_to" in row else None,
            at=row["at"],
        )


def _start(row: Row, category: Category, things: Things) -> Topic:
    first, *replies = row["posts"]
    topic = start_topic(
        author=things.members[first["author"]],
        category=category,
        title=row["title"],
        body=first["body"].strip(),
        regions=things.regions_of(row),
        sectors=things.sectors_of(row),
        tags=tags_of(row),
        language=row["language"],
        at=first["at"],
        is_example=row["example"],
    )
    for post in replies:
        reply(
            author=things.members[post["author"]],
            topic=topic,
            body=post["body"].strip(),
            at=post["at"],
            organisation=_speaker(post),
        )
    return topic


def _speaker(post: Row) -> Organisation | None:
    """Find in whose name a post is written, if not in its author's own."""
    return Organisation.objects.get(handle__text=post["organisation"]) if "organisation" in post else None
