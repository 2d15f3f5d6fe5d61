"""What lists and pages of the forum show, each with its whole need of data stated once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from community.members.permissions import EVERYONE, MEMBERS, may_write
from community.members.roles import holders
from community.writing.cards.services import cards_in, with_cards
from community.writing.mentions.handles import handles_in
from community.writing.reactions.shown import reactions_to

from ..models import POST, Post, Topic
from ..models.posts import POSTS_PER_PAGE
from ..permissions import (
    can_change_post,
    is_question,
    is_shown,
    is_written,
    keeps_order_in,
    wrote_for_author,
)
from .act_lines import write_lines
from .bookmarks import with_bookmarks

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.organisations.models import Organisation
    from community.members.permissions import Viewer
    from home.models import Region

    from ..models import Category
    from ..models.posts import PostQuerySet
    from ..models.topics import TopicQuerySet

PARTICIPANTS_SHOWN = 8


def topics(
    viewer: Viewer,
    *,
    category: Category | None = None,
    region: Region | None = None,
    author: User | None = None,
    organisation: Organisation | None = None,
) -> TopicQuerySet:
    """Topics of the lists, newest activity first; held, hidden, deleted and unlisted ones are listed for nobody."""
    found = Topic.objects.public_to(viewer).listed()
    if category:
        found = found.filter(category=category)
    if region:
        found = found.within(region)
    if author:
        return found.filter(author=author).order_by("-created_at")
    if organisation:
        return found.filter(organisation=organisation).order_by("-created_at")
    return found.order_by("-last_post_at", "-id")


def folded(topics: Iterable[Topic], viewer: Viewer) -> list[Topic]:
    """Fetch the rows of a list; a topic by somebody whom the viewer has blocked is folded."""
    rows = list(topics)
    for topic in rows:
        topic.is_folded = topic.author_id in viewer.blocked_ids
    return rows


def posts_on_page(topic: Topic, page: int, viewer: Viewer) -> list[Post]:
    """Fetch the posts of a page; each knows whether this viewer reads it (else it is a mark) and may change it.

    What is by somebody whom they have blocked is folded.
    """
    keeps_order = keeps_order_in(viewer, topic)
    # Who hid or deleted a post is told to those who may restore it.
    who = ("hidden_by", "deleted_by") if keeps_order else ()
    people = ("author__profile__handle", "acted_by", "organisation__handle", *who)
    found = topic.posts.on_page(page).select_related(*people).annotate(is_by_mentor=holders.held_by("author"))
    # Most posts of a forum have small numbers: without the limit PostgreSQL takes the first page for thousands of rows.
    posts = list(with_bookmarks(found, viewer).order_by("number")[:POSTS_PER_PAGE])
    _find_handles(posts)
    may_moderate = moderates(viewer, topic)
    may_accept = topic.is_live and is_question(viewer.user, topic) and (keeps_order or _asked(viewer, topic))
    reactions = reactions_to(POST, {post.pk: post.author_id for post in posts}, viewer)
    for post in posts:
        post.topic = topic
        own = viewer.user_id == post.author_id
        post.is_folded = post.author_id in viewer.blocked_ids
        post.is_readable = post.is_live or keeps_order or (own and not (post.deleted_at or post.hidden_at))
        is_changeable = (own or wrote_for_author(viewer, post)) and bool(can_change_post(viewer.user, post))
        post.is_editable, post.is_deletable = is_changeable, own and is_changeable
        post.reactions, post.is_reactable = reactions[post.pk], is_shown(viewer.user, post) and not own
        post.is_moderated = may_moderate and is_written(post)
        post.is_answer = topic.is_answered and post.pk == topic.accepted_post_id
        post.is_acceptable = may_accept and post.is_live and is_written(post) and not post.is_first
    _show(posts)
    write_lines(posts, topic, viewer, keeps_order=may_moderate)
    return posts


def moderates(viewer: Viewer, topic: Topic) -> bool:
    """Tell whether a page offers a viewer to keep order, as `can_moderate` says, by what is known of them already."""
    return keeps_order_in(viewer, topic) and bool(may_write(viewer.user))


def takes_answers(topic: Topic, viewer: Viewer) -> bool:
    """Tell whether the page offers to answer: to visitors, who are led to sign in, where all members may.

    Who is shown a private conversation takes part in it.
    """
    if topic.is_private:
        return True
    category = topic.category
    is_for_all = category.audience_reply in {EVERYONE, MEMBERS}
    return is_for_all or category.takes_replies_of(viewer) or keeps_order_in(viewer, topic)


def takes_topics(category: Category, viewer: Viewer) -> bool:
    """Tell whether the page of a category offers to start a topic, in the same way."""
    is_for_all = category.audience_start in {EVERYONE, MEMBERS}
    return is_for_all or viewer.is_moderator or category.takes_topics_of(viewer)


def _find_handles(posts: list[Post]) -> None:
    """Ask once for all whom those name that the renderer of now must render; of the others it is stored."""
    waiting = [post for post in posts if not post.is_html_current]
    handles = handles_in(*(post.body for post in waiting))
    for post in waiting:
        post.handles = handles


def _show(posts: list[Post]) -> None:
    """Give each post that is read its HTML, with the cards of all their links."""
    rendered = {post.pk: post.rendered for post in posts if post.is_readable and is_written(post)}
    cards = cards_in(rendered.values())
    for post in posts:
        post.shown = with_cards(rendered.get(post.pk, ""), cards)


def participants(posts: Iterable[Post]) -> list[User]:
    """Pick some of those whose posts stand on a page and the mentors who wrote them, who joined first in front.

    Of a page and not of the topic: to go through its hundred thousand posts for some faces would cost more than all
    that is read.
    """
    live = [post for post in posts if post.is_live and is_written(post)]
    people = {user.pk: user for post in live for user in (post.author, post.mentor) if user}
    return [people[key] for key in sorted(people)][:PARTICIPANTS_SHOWN]


def answer_to(topic: Topic, viewer: Viewer) -> Post | None:
    """Give the accepted answer of a topic that was fetched with it; what is by whom they blocked is folded."""
    answer = topic.accepted_post if topic.is_answered else None
    if answer is not None:
        answer.topic = topic
        answer.is_folded = answer.author_id in viewer.blocked_ids
    return answer


def _asked(viewer: Viewer, topic: Topic) -> bool:
    """Tell whether it is the viewer's own topic, which is still open."""
    return viewer.user_id is not None and viewer.user_id == topic.author_id and not topic.locked_at


def reactable_posts(viewer: Viewer) -> PostQuerySet:
    """Select the posts that a viewer may see and react to."""
    return Post.objects.visible_to(viewer).live().written().select_related("author", "topic__category")
