"""Topics and posts that are written through the services, so within the limits of the forum."""

from __future__ import annotations

from community.forums import services
from community.forums.models import Category, Post, Topic
from tests.factories.forums import CategoryFactory


def say(author, topic, body="", **fields) -> Post:
    body = body or f"Di tempat kami juga begitu, {Post.objects.count()}."
    return services.reply(author=author, topic=topic, body=body, **fields)


def a_topic(author, **fields) -> Topic:
    facts = {
        "category": Category.objects.order_by("pk").last() or CategoryFactory(),
        "title": "Bibit memutih setelah hujan",
        "body": f"Sejak hujan seminggu, {Post.objects.count()}.",
    }
    if "category" not in fields and Category.objects.filter(moderators=author).exists():
        facts["category"] = CategoryFactory()
    return services.start_topic(author=author, **facts | fields)
