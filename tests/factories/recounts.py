"""What the forum counts, counted from scratch and in the simplest way, to compare."""

from __future__ import annotations

from community.forums.models import Act, Category, Post, Reading, Topic


def is_true(*topics: Topic) -> bool:
    """Assert of topics and their categories that all which stands on them is what one counts; say True."""
    for key in {topic.pk for topic in topics}:
        _check_topic(Topic.objects.get(pk=key))
    for key in set(Topic.objects.filter(pk__in=[topic.pk for topic in topics]).values_list("category", flat=True)):
        _check_category(Category.objects.get(pk=key))
    return True


def numbers_of(topic: Topic, act: str = "") -> list[int]:
    """The numbers of the posts that members wrote, or of those of an act."""
    return sorted(post.number for post in Post.objects.filter(topic=topic.pk) if post.act == act)


def _standing(topic: Topic) -> list[Post]:
    found = [post for post in Post.objects.filter(topic=topic.pk) if not post.act]
    return [post for post in found if not (post.held_at or post.hidden_at or post.deleted_at)]


def _check_topic(topic: Topic) -> None:
    posts, standing = list(Post.objects.filter(topic=topic.pk)), _standing(topic)
    assert sorted(post.number for post in posts) == list(range(1, topic.post_count + 1))
    for post in posts:
        assert post.is_live == (not (post.held_at or post.hidden_at or post.deleted_at))
    gone = topic.held_at or topic.hidden_at or topic.deleted_at or topic.merged_into_id
    assert topic.is_live == (not gone)
    assert topic.reply_count == sum(post.number > 1 for post in standing)
    assert topic.is_answered == (topic.accepted_post_id in {post.pk for post in standing})
    last = max(standing, key=lambda post: (post.created_at, post.number), default=None)
    assert topic.last_post_at == (last.created_at if last else topic.created_at)
    assert topic.last_post_author_id == (last.author_id if last else topic.author_id)
    for mark in posts:
        if mark.act == Act.MOVED_AWAY:
            assert Post.objects.get(pk=mark.act_data["post"]).number > 0
    for reading in Reading.objects.filter(topic=topic.pk):
        assert reading.last_read <= topic.post_count


def _check_category(category: Category) -> None:
    topics = [topic for topic in Topic.objects.filter(category=category) if topic.is_live and topic.is_listed]
    assert category.topic_count == len(topics)
    assert category.post_count == sum(len(_standing(topic)) for topic in topics)
    assert category.last_post_at == max((topic.last_post_at for topic in topics), default=None)
