"""What search engines read of a question with its answer: a QAPage by schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.utils.html import strip_tags

from home.services.structured import CONTEXT, script

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from community.forums.models import Post, Topic
    from community.writing.reactions.shown import Shown

register = template.Library()

OTHER_ANSWERS = 3
LONGEST = 2000


@register.simple_tag
def question_json_ld(topic: Topic, posts: Iterable[Post], answer: Post) -> SafeString:
    """Write the question of a topic, its accepted answer and some of the other replies of the first page."""
    shown = [post for post in posts if post.is_live and not post.act]
    on_page = {post.pk: post for post in shown}
    opening = next((post for post in shown if post.is_first), None)
    others = [post for post in shown if not post.is_first and post.pk != answer.pk][:OTHER_ANSWERS]
    question = {
        "@type": "Question",
        "name": topic.title,
        "text": _text(opening) if opening else topic.title,
        "answerCount": topic.reply_count,
        "dateCreated": topic.created_at.isoformat(),
        "author": _person(topic),
        **_votes(opening),
        "acceptedAnswer": _answer(on_page.get(answer.pk, answer)),
        "suggestedAnswer": [_answer(post) for post in others],
    }
    return script([{"@context": CONTEXT, "@type": "QAPage", "inLanguage": topic.language, "mainEntity": question}])


def _answer(post: Post) -> dict[str, Any]:
    return {
        "@type": "Answer",
        "text": _text(post),
        "url": f"{settings.BASE_URL}{post.get_absolute_url()}",
        "dateCreated": post.created_at.isoformat(),
        "author": _person(post),
        **_votes(post),
    }


def _text(post: Post) -> str:
    """Give the words of a post out of what is stored for readers, which costs less than reading the Markdown."""
    return " ".join(strip_tags(post.rendered).split())[:LONGEST]


def _person(written: Topic | Post) -> dict[str, str]:
    return {"@type": "Person", "name": written.author.name}


def _votes(post: Post | None) -> dict[str, int]:
    """Count who reacted, where that was read for the page."""
    reactions: list[Shown] | None = getattr(post, "reactions", None)
    return {} if reactions is None else {"upvoteCount": sum(each.count for each in reactions)}
