"""What pages of the forum may ask of the database, with everything on them that they can show.

A page of a topic asks (and no more, whichever page of it, and however many posts stand there):

     1  the topic, with its rooms, answer and poll; for a member also how far they read and the level they chose for it
     2  its regions                                   3  its sectors                        4  its tags
     5  the posts, with their people and the member's bookmarks             6  the reactions to them
     7  the cards of links, where a post has one      8  on the first page the options of the poll, where there is one

and of a member besides

     9  the session                                  10  the user
    11  who they are: groups, regions, rooms that they keep order in, and what Django lets them do
    12  the levels they chose for what is around the topic, and whom they have blocked
    13  what they were told and have not read yet: what stands on the page, and how much is left for the bell
    14  their own profile, for the picture in the header

On its first visit to a page it also writes the position, and what is read by that.

A list asks for

     1  the rooms            2  the pinned topics            3  the page            4  the regions of both

and of a member besides for 9 to 11, for the levels they chose, whom they have blocked and when they were here before,
for what is unread in the rows, and in one query for how much is new and unread in all, what the bell says, and their
own profile. Regions, sectors and tags that a list is narrowed to, and those to choose from, are remembered for a while.

A reply is written by at most 25, whoever writes it; who calls somebody and quotes costs up to eleven more, for finding
whom is meant, whether they may read it and want to hear it, and for writing that down. Savepoints don't count.
"""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.forums.models import Reading
from community.forums.models.posts import POSTS_PER_PAGE
from community.forums.services import reply
from community.forums.services.top import count_top
from community.members.following.models import Watch
from community.members.models import User
from tests.factories.busy_topics import busy_reader, busy_topic, usual_topic
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

ANONYMOUS, MEMBER, WRITES = 10, 14, 2
LIST, OWN_LIST, REPLY, CALLING = 10, 12, 25, 11
KILOBYTES = 25
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
PAGES = [(1, 1), (20, 1), (45, 1), (45, 2), (45, 3)]  # how many posts, and which page of them
LISTS = [
    *("/forum/", "/forum/?tab=top&period=all", "/forum/?tab=unanswered", "/forum/tag/bibit/", "ruang"),
    *(
        "/forum/?region=81",
        "/forum/?tag=bibit",
        "/forum/?region=81.02&sector=ikan&tag=bibit",
        "/forum/?region=81&tab=top&period=all",
    ),
]


def cost(client: Client, address: str, **data: str) -> list[str]:
    """Ask for a page, or send a form, and give the queries of it: what reads or writes rows, and no savepoints."""
    with CaptureQueriesContext(connection) as queries:
        response = client.post(address, data) if data else client.get(address)
    assert response.status_code == (302 if data else 200), response.content.decode()[:2000]
    return [query["sql"] for query in queries if not query["sql"].startswith(CONTROL)]


def listed(queries: list[str]) -> str:
    return "\n".join(f"{number:3} {' '.join(sql.split())[:300]}" for number, sql in enumerate(queries, start=1))


def address_of(topic, page: int = 1) -> str:
    return topic.get_absolute_url() + (f"?page={page}" if page > 1 else "")


@pytest.mark.parametrize(("posts", "page"), PAGES)
def test_a_topic_with_everything_costs_a_visitor_at_most_ten_queries(client, posts, page):
    address = address_of(busy_topic(posts), page)
    client.get(address)  # what the frame of every page remembers
    queries = cost(client, address)
    assert len(queries) <= ANONYMOUS, listed(queries)


@pytest.mark.parametrize(("posts", "page"), PAGES)
def test_a_topic_with_everything_costs_a_member_at_most_fourteen(client, posts, page):
    topic = busy_topic(posts)
    client.force_login(busy_reader(topic))
    client.get("/forum/")
    first = cost(client, address_of(topic, page))
    assert len(first) <= MEMBER + WRITES, listed(first)
    again = cost(client, address_of(topic, page))
    assert len(again) <= MEMBER, listed(again)


def test_a_topic_costs_who_keeps_order_no_more(client):
    topic, moderator = busy_topic(20), ModeratorFactory()
    client.force_login(moderator)
    client.get(address_of(topic))
    queries = cost(client, address_of(topic))
    assert len(queries) <= MEMBER, listed(queries)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("count", [1, 40])
def test_a_list_costs_a_visitor_at_most_ten(client, address, count):
    address = of_many(address, count)
    client.get(address)
    queries = cost(client, address)
    assert len(queries) <= LIST, listed(queries)


@pytest.mark.parametrize("address", [*LISTS, "/forum/?tab=mine"])
@pytest.mark.parametrize("count", [1, 40])
def test_a_list_costs_a_member_no_more(client, address, count):
    address = of_many(address, count, client)
    client.get(address)
    queries = cost(client, address)
    assert len(queries) <= LIST, listed(queries)


@pytest.mark.parametrize("address", ["/forum/", "/forum/tag/bibit/", "ruang", "/forum/?region=81&tag=bibit"])
@pytest.mark.parametrize("who", ["moderator", "regional"])
def test_a_list_costs_who_keeps_order_no_more(client, address, who):
    address = of_many(address, 40)
    moderator = ModeratorFactory() if who == "moderator" else RegionalModeratorFactory(of=make_region("81"))
    client.force_login(moderator)
    client.get(address)
    queries = cost(client, address)
    assert len(queries) <= LIST, listed(queries)


@pytest.mark.parametrize("address", ["/forum/?tab=new", "/forum/?tab=unread"])
@pytest.mark.parametrize("count", [1, 40])
def test_what_is_new_and_unread_costs_at_most_twelve(client, address, count):
    of_many(address, count, client)
    client.get(address)
    queries = cost(client, address)
    assert len(queries) <= OWN_LIST, listed(queries)


@pytest.mark.parametrize("posts", [2, 45])
@pytest.mark.parametrize("is_new", [False, True], ids=["settled", "new"])
@pytest.mark.parametrize("follows_tags", [False, True], ids=["follows no tag", "follows its tags"])
def test_a_reply_costs_at_most_twenty_five(client, posts, is_new, follows_tags):
    topic = busy_topic(posts)
    member = busy_reader(topic)
    if not follows_tags:
        Watch.objects.filter(user=member, kind="tag").delete()
    if not is_new:
        User.objects.filter(pk=member.pk).update(date_joined=timezone.now() - timedelta(days=90))
    client.force_login(member)
    address = f"/forum/balas/{topic.pk}/"
    client.get(address)
    if is_new:  # who may call somebody only once
        queries = cost(client, address, body="Di tempat kami juga begitu.", idempotency_key="k")
        assert len(queries) <= REPLY, listed(queries)
        return
    handle = topic.author.profile.handle.text
    first = topic.posts.get(number=1)
    body = f"> **{topic.author.name}**, [#1](/forum/kiriman/{first.pk}/):\n>\n> bibit memutih\n\n@{handle} ya."
    for words, most in (("Di tempat kami juga begitu.", REPLY), (body, REPLY + CALLING)):
        queries = cost(client, address, body=words, idempotency_key=words[:20])
        assert len(queries) <= most, listed(queries)


@pytest.mark.parametrize("who", ["moderator", "regional"])
def test_a_reply_costs_who_keeps_order_no_more(client, who):
    topic = busy_topic(20)
    client.force_login(ModeratorFactory() if who == "moderator" else RegionalModeratorFactory(of=make_region("81")))
    address = f"/forum/balas/{topic.pk}/"
    client.get(address)
    queries = cost(client, address, body="Di tempat kami juga begitu.", idempotency_key="k")
    assert len(queries) <= REPLY, listed(queries)


@pytest.mark.parametrize("is_member", [False, True])
def test_a_page_of_twenty_posts_of_usual_length_weighs_at_most_twenty_five_kilobytes(client, is_member):
    topic = usual_topic()
    if is_member:
        client.force_login(MemberFactory())
    size = len(gzip.compress(client.get(address_of(topic)).content))
    assert size <= KILOBYTES * 1000, size


def of_many(address: str, count: int, client: Client | None = None) -> str:
    """Fill the lists, sign somebody in, for whom all of it is new or unread; give the address of the list."""
    topic = busy_topic(2)
    others = [
        TopicFactory(
            author=topic.author, category=topic.category, tags=topic.tags.all(), regions=[make_region("81.02")]
        )
        for _number in range(count)
    ]
    for other in others[: count // 2]:
        reply(author=topic.posts.get(number=2).author, topic=other, body="Di sana juga.")
    count_top("all")
    if client:
        sign_in(client, busy_reader(topic), others)
    return topic.category.parent.get_absolute_url() if address == "ruang" else address


def sign_in(client: Client, member: User, topics: list) -> None:
    Reading.objects.bulk_create(Reading(user=member, topic=topic, last_read=1) for topic in topics[::2])
    client.force_login(member)


def test_the_posts_of_a_page_are_asked_for_with_a_limit(client):
    """Without it PostgreSQL takes the first page for thousands of rows, and reads all members to put names to them."""
    topic = TopicFactory()
    with CaptureQueriesContext(connection) as queries:
        client.get(topic.get_absolute_url())
    (asked,) = [each["sql"] for each in queries if 'FROM "forums_post"' in each["sql"]]
    assert asked.endswith(f"LIMIT {POSTS_PER_PAGE}")
