"""A topic with everything that its page can show, and a member who has something to do with all of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.utils import timezone

from benchmarks.prose import Prose
from community.forums.models import Bookmark, Post, Topic, Visit, Vote
from community.forums.polls.making import NewPoll
from community.forums.services import reply
from community.members.blocking.models import Block
from community.members.models import Watch
from community.notifications.models import Activity, Notification
from community.notifications.things.posts import name_of
from community.writing.cards.marking import hash_of
from community.writing.cards.models import LinkCard
from community.writing.reactions.models import Reaction
from community.writing.uploads.addresses import markdown_of, new_name
from home.models import Tag
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import MemberFactory, MentorFactory
from tests.factories.organisations import make_organisation
from tests.factories.polls import BOATS
from tests.factories.regions import make_region
from tests.factories.told import make_sector

if TYPE_CHECKING:
    from community.members.models import User

CARDS = 3
USUAL = 600  # characters of a post
LEVEL = Watch.Level


def busy_topic(posts: int) -> Topic:
    """A pinned question in a room within a room, with regions, sectors, tags, a poll and an answer.

    Its posts quote, call a member and an organisation, show a picture and lead elsewhere; some are by a mentor for
    somebody, or in the name of an organisation, and all have reactions.
    """
    asker, others = MemberFactory(is_listed=True), [MemberFactory(is_listed=True) for _number in range(4)]
    mentor, organisation = MentorFactory(is_listed=True), make_organisation()
    tags = [Tag.objects.get_or_create(slug=name, defaults={"name": name})[0] for name in ("bibit", "pasar")]
    topic: Topic = TopicFactory(
        author=asker,
        category=CategoryFactory(parent=CategoryFactory()),
        regions=[make_region("81.02"), make_region("81.72")],
        sectors=[make_sector(), make_sector("ikan")],
        tags=tags,
        poll=NewPoll(options=BOATS),
    )
    # No topic is both, but what a page may cost holds for all that can stand on one.
    pin = {"pinned_at": timezone.now(), "pinned_everywhere": True}
    Topic.objects.filter(pk=topic.pk).update(kind=Topic.Kind.QUESTION, **pin)
    topic.refresh_from_db()
    now, first = timezone.now(), topic.posts.get()
    cards = [f"https://contoh.example/{number}" for number in range(CARDS)]
    LinkCard.objects.bulk_create(
        LinkCard(url=url, url_hash=hash_of(url), title="Panduan", description="Cara menanam.", state="ready")
        for url in cards
    )
    replies = []
    for number in range(2, posts + 1):
        post = Post(author=others[number % 4], topic=topic, number=number, created_at=now, published_at=now)
        post.acted_by = mentor if number % 5 == 0 else None
        post.organisation = organisation if number % 7 == 0 else None
        post.edited_at = now if number % 3 == 0 else None
        post.write(
            f"> **{asker.name}**, [#1](/forum/kiriman/{first.pk}/):\n>\n> Bibit memutih.\n\n"
            f"@{others[0].profile.handle.text} dan @{organisation.handle.text}, begini di tempat kami.\n\n"
            f"{cards[number % CARDS]}\n\n{markdown_of(new_name(800, 600), 'Bibit')}"
        )
        replies.append(post)
    Post.objects.bulk_create(replies)
    Topic.objects.filter(pk=topic.pk).update(
        post_count=posts,
        reply_count=posts - 1,
        accepted_post=replies[0] if replies else None,
        is_answered=bool(replies),
        last_post_at=now,
        last_post_author=replies[-1].author if replies else asker,
    )
    Reaction.objects.bulk_create(
        Reaction(kind="post", object_id=post.pk, user=user, name=Reaction.Name.values[(post.pk + place) % 4])
        for post in topic.posts.all()
        for place, user in enumerate([asker, *others])
    )
    topic.refresh_from_db()
    return topic


def usual_topic(posts: int = 20) -> Topic:
    """A topic whose posts are as long as usual, by several members, with reactions here and there."""
    prose, now = Prose(), timezone.now()
    people = [MemberFactory(is_listed=True, name=f"{prose.title()[:20]} {number}") for number in range(8)]
    topic: Topic = TopicFactory(
        author=people[0], body=prose.sentences(9)[:USUAL], regions=[make_region("81.02")], sectors=[make_sector()]
    )
    replies = []
    for number in range(2, posts + 1):
        post = Post(author=people[number % 8], topic=topic, number=number, created_at=now, published_at=now)
        post.write(prose.sentences(9)[:USUAL])
        replies.append(post)
    Post.objects.bulk_create(replies)
    Topic.objects.filter(pk=topic.pk).update(post_count=posts, reply_count=posts - 1)
    Reaction.objects.bulk_create(
        Reaction(kind="post", object_id=post.pk, user=people[post.pk % 8], name="thanks") for post in replies[::2]
    )
    topic.refresh_from_db()
    return topic


def busy_reader(topic: Topic) -> User:
    """A member with a group and regions, who follows what is around a topic, voted, keeps posts, blocked somebody.

    They were told of posts in it and of one elsewhere, and have read none of that yet.
    """
    member = MemberFactory(is_listed=True, further_regions=[make_region("81.72")])
    member.profile.region = make_region("81.02")
    member.profile.save()
    member.groups.add(Group.objects.create(name=f"Kelompok {member.pk}"))
    Block.objects.create(user=member, blocked=topic.posts.order_by("-number")[0].author)
    things = [("category", topic.category_id), ("category", topic.category.parent_id)]
    things += [("tag", tag.pk) for tag in topic.tags.all()] + [("region", each.pk) for each in topic.regions.all()]
    Watch.objects.bulk_create(
        Watch(user=member, kind=kind, object_id=key, level=LEVEL.TRACKING) for kind, key in things if key
    )
    Vote.objects.create(poll=topic.poll, option=topic.poll.options.all()[0], user=member)
    Bookmark.objects.bulk_create(Bookmark(user=member, post=post) for post in topic.posts.all())
    Visit.objects.create(user=member, previous_at=timezone.now() - timedelta(days=30))
    tell(member, topic)
    elsewhere: Topic = TopicFactory(category=topic.category)
    reply(author=topic.author, topic=elsewhere, body="Di sana juga begitu.")
    tell(member, elsewhere)
    return member


def tell(member: User, topic: Topic) -> None:
    """Have a member told of all posts of a topic."""
    about = {"kind": "reply", "object_kind": "post", "container": name_of(topic.pk)}
    activities = Activity.objects.bulk_create(
        Activity(actor=post.author, object_id=post.pk, number=post.number, fanned_out_at=timezone.now(), **about)
        for post in topic.posts.all()
    )
    Notification.objects.bulk_create(
        Notification(recipient=member, activity=activity, container=activity.container, reason="watching")
        for activity in activities
    )
