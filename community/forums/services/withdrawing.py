"""The words of a post that was hidden, held or deleted go from the quotes of it, too, and come back with it.

What members wrote stays as it is (`body`): readers are shown another text (`body_shown`) while it quotes such a post.
Only quotes that say whose words they have are known (`Quote`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from community.writing.mentions.handles import handles_in
from community.writing.services import RENDERER_VERSION

from ..models import Post, Quote
from ..signals import post_changed
from .publication import changing
from .quoting import references_in, ways_to_refer, without_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .quoting import Reference

STANDS = Q(quoted__is_live=True, quoted__topic__is_live=True)


def withdraw_quotes(*, posts: list[int], topics: list[int]) -> None:
    """Show what quotes some posts, or posts of some topics, as it is to be shown now, topic by topic."""
    quotes = Quote.objects.filter(Q(quoted__in=posts) | Q(quoted__topic__in=topics))
    keys = quotes.order_by("post__topic_id", "post_id").values_list("post_id", flat=True).distinct()
    for key in list(keys):
        # Asked now: it may have gone to another topic meanwhile.
        topic_id = Post.objects.filter(pk=key).values_list("topic_id", flat=True).first()
        if topic_id is None:
            continue
        with changing(topic_id, counts_replies=False) as topic:
            quoting = topic.posts.filter(pk=key).first()
            if quoting and withdraw_in(quoting):
                post_changed.send(sender=Post, post=quoting)


def withdraw_in(post: Post) -> bool:
    """Leave the words of others that stand no longer out of what a stored post shows; tell whether that is new.

    The caller has locked the topic.
    """
    shown = shown_text(post, post.body)
    if shown == post.shown_body:
        return False
    post.body_shown = None if shown == post.body else shown
    post.html, post.html_version = str(post.render(handles_in(shown))), RENDERER_VERSION
    post.save(update_fields=["body_shown", "html", "html_version"])
    return True


def shown_text(post: Post, body: str) -> str:
    """Give a text of a post, as it is or was, without such words."""
    gone = gone_in(post) if references_in(body) else ()
    return without_words(body, gone, language=post.topic.language) if gone else body


def gone_in(post: Post) -> set[Reference]:
    """Say how a post may name those that it quotes and that stand no longer."""
    rows: QuerySet[Quote] = post.quotes.exclude(STANDS)
    found = rows.values_list("quoted", "quoted__topic", "quoted__number")
    return {way for row in found for way in ways_to_refer(*row, from_topic=post.topic_id)}
