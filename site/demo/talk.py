"""What members say: the forum's categories and topics, and comments under pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.comments.models import Comment
from community.comments.services import write_comment
from community.forums.models import Category, Post, Reading, Topic
from community.forums.services import pin_topic, reply, start_topic
from community.members.organisations.models import Organisation

from .answering import answer_to_it, asked_in
from .loading import Row, read
from .targets import find_page
from .things import Things, tags_of

if TYPE_CHECKING:
    from community.members.models import User


def make_categories() -> dict[str, Category]:
    """Make the categories that are missing; one that lies in another comes after it in the content."""
    made: dict[str, Category] = {}
    for order, row in enumerate(read("forums")["category"]):
        facts = {name: row[name] for name in ("name", "name_en", "description", "description_en", "icon")}
        facts |= {"order": order, "colour": row.get("colour", "lagoon"), "parent": made.get(row.get("parent", ""))}
        made[row["slug"]], _new = Category.objects.get_or_create(slug=row["slug"], defaults=facts)
    return made


def make_topics(things: Things) -> dict[str, Topic]:
    """Make the topics that are missing with all their replies; they are found again by who opened them and when."""
    categories = make_categories()
    known = {(topic.author_id, topic.created_at): topic for topic in Topic.objects.all()}
    rows = sorted(read("forums")["topic"], key=lambda row: row["posts"][0]["at"])
    made, pinned = {}, []
    for row in rows:
        first = row["posts"][0]
        known_topic = known.get((things.members[first["author"]].pk, first["at"]))
        made[row["key"]] = known_topic or _start(row, categories[row["category"]], things)
        if "pinned" in row and not known_topic:
            pinned.append(row)
    for row in pinned:  # last of all, since the topic then says so in a post
        everywhere = row["pinned"] == "everywhere"
        pin_topic(moderator=things.members["redaksi-negeri"], topic=made[row["key"]], everywhere=everywhere)
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
        kind=row.get("kind", Topic.Kind.DISCUSSION),
        language=row["language"],
        at=first["at"],
        is_example=row["example"],
        poll=asked_in(row),
    )
    posts = [topic.posts.get(), *(_reply(topic, post, things) for post in replies)]
    answer_to_it(topic, row, posts, things)
    return topic


def _reply(topic: Topic, post: Row, things: Things) -> Post:
    """Write a reply; who answers has read what stood there, so that the topic isn't new to them."""
    written = reply(
        author=things.members[post["author"]],
        topic=topic,
        body=post["body"].strip(),
        at=post["at"],
        organisation=_speaker(post),
    )
    Reading.objects.advance(user_id=written.author_id, topic_id=topic.pk, number=written.number)
    return written


def _speaker(post: Row) -> Organisation | None:
    """Find in whose name a post is written, if not in its author's own."""
    return Organisation.objects.get(handle__text=post["organisation"]) if "organisation" in post else None
