"""Things that addresses with arguments lead to, for the walk over all access rules."""

from __future__ import annotations

from guard.access import example

from tests.factories.comments import make_comment
from tests.factories.events import make_event
from tests.factories.forums import PostFactory
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.told import make_story

# Addresses of things that belong to one person: behind the door that the rule is, the thing's owner decides.
OWNED = {"forums:edit", "forums:delete", "comments:delete"}


def fill_examples() -> None:
    """Make one of each thing and name it as the argument of the addresses about it."""
    make_region("81")
    story = make_story()
    event = make_event()
    post = PostFactory()
    comment = make_comment(story)
    member = MemberFactory(handle="contoh", is_listed=True)
    for name in ("region", "regions_below", "region_feed", "region_calendar"):
        example(name, code="81")
    example("event_calendar", event=event.translation_key)
    example("members:profile", handle=member.profile.handle.text)
    example("forums:category", slug=post.topic.category.slug)
    example("forums:topic", pk=post.topic_id, slug=post.topic.slug)
    example("forums:reply", pk=post.topic_id)
    for name in ("forums:post", "forums:edit", "forums:delete"):
        example(name, pk=post.pk)
    for name in ("comments:comment", "comments:delete"):
        example(name, pk=comment.pk)
    for name in ("comments:write", "comments:sent"):
        example(name, key=story.translation_key)
