"""Follow every change of what is searchable, and of what editors teach the search, in its transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from outbox.services import enqueue

from community.comments.kinds import place_under
from community.comments.signals import (
    comment_changed,
    comment_published,
    comments_removed,
    discussion_changed,
    kind_switched,
)
from community.forums.signals import post_changed, posts_moved, topic_answered, topic_changed
from community.members.rights.answers import Part, answers
from community.members.signals import (
    member_erased,
    member_erasing,
    member_joined,
    organisation_changed,
    personal_data_requested,
    profile_changed,
)
from home.models import Sector, Tag
from home.signals import (
    collection_changed,
    document_changed,
    document_removed,
    editors_made,
    page_changed,
    page_removed,
    region_changed,
    region_pages_made,
    regions_loaded,
)

from . import insight
from .models import EntryTerm, Promotion, ProtectedWord, SavedSearch, SearchEntry, SynonymGroup
from .reading.services import follow_collection, follow_document
from .services import (
    follow_discussion,
    follow_moved_posts,
    follow_page,
    follow_region_pages,
    follow_topic,
    forget,
    forget_page,
    refresh,
)
from .wording import forget_wording, let_editors_word

if TYPE_CHECKING:
    from django.contrib.auth.models import Group
    from django.db.models import Model
    from wagtail.models import Collection, Page

    from community.comments.models import Comment, Discussion
    from community.forums.models import Post, Topic
    from community.members.models import User
    from community.members.organisations.models import Organisation
    from home.models import CustomDocument, Region, RegionPage


@receiver(page_changed, dispatch_uid="search_page_changed")
def index_page(page: Page, **kwargs: Any) -> None:
    """Follow a page, and the comments under it."""
    follow_page(page)


@receiver(region_pages_made, dispatch_uid="search_region_pages_made")
def index_region_pages(pages: list[RegionPage], **kwargs: Any) -> None:
    """Follow new pages of regions together."""
    follow_region_pages(pages)


@receiver(page_removed, dispatch_uid="search_page_removed")
def drop_page(page: Page, **kwargs: Any) -> None:
    """Forget a page that goes, and the comments under it."""
    forget_page(page)


@receiver(document_changed, dispatch_uid="search_document_changed")
def index_document(document: CustomDocument, **kwargs: Any) -> None:
    """Follow a document, and have its file read soon."""
    follow_document(document)


@receiver(document_removed, dispatch_uid="search_document_removed")
def drop_document(document: CustomDocument, **kwargs: Any) -> None:
    """Forget a document that is gone."""
    forget("document", [str(document.pk)])


@receiver(collection_changed, dispatch_uid="search_collection_changed")
def index_collection(collection: Collection, **kwargs: Any) -> None:
    """Follow the documents that others than before may find."""
    follow_collection(collection)


@receiver(region_changed, dispatch_uid="search_region_changed")
def index_region(region: Region, **kwargs: Any) -> None:
    """Follow a region at once, and what stands in it soon."""
    enqueue("search.tasks.refresh_region", region.pk)


@receiver(regions_loaded, dispatch_uid="search_regions_loaded")
def index_regions(**kwargs: Any) -> None:
    """Follow a load of the gazetteer in the background."""
    enqueue("search.tasks.rebuild_kind", "region")


@receiver(topic_changed, dispatch_uid="search_topic_changed")
def index_topic(topic: Topic, **kwargs: Any) -> None:
    """Follow a topic, and its posts where they change with it."""
    follow_topic(topic)


@receiver(topic_answered, dispatch_uid="search_topic_answered")
def index_answered(topic: Topic, **kwargs: Any) -> None:
    """Follow soon how much a topic was answered: who replies doesn't wait for it."""
    enqueue("search.tasks.refresh_topic", topic.pk)


@receiver(post_changed, dispatch_uid="search_post_changed")
def index_post(post: Post, **kwargs: Any) -> None:
    """Follow a post; the first one belongs to the topic's entry."""
    if post.is_first:
        refresh("topic", post.topic)
    else:
        refresh("post", post)


@receiver(posts_moved, dispatch_uid="search_posts_moved")
def index_moved_posts(keys: list[int], source: Topic, into: Topic, **kwargs: Any) -> None:
    """Follow posts to another topic."""
    follow_moved_posts(keys, source=source, into=into)


@receiver([comment_published, comment_changed], dispatch_uid="search_comment")
def index_comment(comment: Comment, **kwargs: Any) -> None:
    """Follow a comment."""
    refresh("comment", comment)


@receiver(discussion_changed, dispatch_uid="search_discussion")
def index_discussion(discussion: Discussion, **kwargs: Any) -> None:
    """Follow a discussion that closes or opens."""
    follow_discussion(discussion.key)


@receiver(kind_switched, dispatch_uid="search_discussions")
def index_discussions(**kwargs: Any) -> None:
    """Follow soon all discussions of a kind that come into view or go from it."""
    enqueue("search.tasks.rebuild_kind", "comment")


@receiver(comments_removed, dispatch_uid="search_comments_removed")
def drop_comments(keys: list[int], **kwargs: Any) -> None:
    """Forget comments that go for good."""
    forget("comment", [str(key) for key in keys])


@receiver([member_joined, profile_changed], dispatch_uid="search_member")
def index_member(user: User, **kwargs: Any) -> None:
    """Follow what a member shows of themselves."""
    refresh("member", user.profile)


@receiver(organisation_changed, dispatch_uid="search_organisation")
def index_organisation(organisation: Organisation, **kwargs: Any) -> None:
    """Follow an organisation, and soon what was written in its name."""
    refresh("organisation", organisation)
    enqueue("search.tasks.refresh_spoken", organisation.pk)
    if place := place_under(organisation):
        enqueue("search.tasks.refresh_discussion", place.key)


@receiver(profile_changed, dispatch_uid="search_name")
def index_written(user: User, **kwargs: Any) -> None:
    """Follow what bears a member's name."""
    _follow_name(user)


@receiver(post_save, sender=Sector, dispatch_uid="search_sector")
@receiver(post_save, sender=Tag, dispatch_uid="search_tag")
def index_named(instance: Sector | Tag, *, created: bool, **kwargs: Any) -> None:
    """Follow a sector or a tag that is called something else now."""
    if not created:
        field = EntryTerm.Field.SECTOR if isinstance(instance, Sector) else EntryTerm.Field.TAG
        enqueue("search.tasks.refresh_carriers", field.value, instance.slug)


@receiver(personal_data_requested, dispatch_uid="search_personal_data")
def tell_of_saved(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell of the searches that a member keeps."""
    told = ("name", "query", "language", "rhythm", "created_at", "checked_at", "sent_at")
    yield Part("saved_searches", SavedSearch.objects.filter(user=user).values(*told).iterator())


@receiver(member_erasing, dispatch_uid="search_erasing")
@answers("search.SavedSearch.user")
def erase_saved(user: User, *, limit: int, **kwargs: Any) -> int:
    """Delete the searches that a member kept."""
    keys = list(SavedSearch.objects.filter(user=user).values_list("pk", flat=True)[:limit])
    return SavedSearch.objects.filter(pk__in=keys).delete()[0]


@receiver(member_erased, dispatch_uid="search_erased")
def forget_member(user: User, *, name: str, profile_id: int | None, **kwargs: Any) -> None:
    """Find the member no more, and nothing by their name, and forget that somebody looked for it."""
    insight.forget_name(name=name)
    if profile_id:
        forget("member", [str(profile_id)])
        # Its address held the handle.
        SearchEntry.objects.filter(kind="member", object_id=str(profile_id)).update(path="", place="")
    _follow_name(user)


@receiver([post_save, post_delete], sender=SynonymGroup, dispatch_uid="search_synonyms")
@receiver([post_save, post_delete], sender=ProtectedWord, dispatch_uid="search_protected_words")
@receiver([post_save, post_delete], sender=Promotion, dispatch_uid="search_promotions")
def read_wording_anew(sender: type[Model], **kwargs: Any) -> None:
    """Have what editors changed take effect at once."""
    forget_wording(sender)


@receiver(editors_made, dispatch_uid="search_editors")
def let_editors_teach(group: Group, **kwargs: Any) -> None:
    """Let editors change what the search was taught."""
    let_editors_word(group=group)


def _follow_name(user: User) -> None:
    """Describe soon what a member wrote, and what they wrote for others as a mentor."""
    for token in (f"user:{user.pk}", f"mentor:{user.pk}"):
        enqueue("search.tasks.refresh_carriers", EntryTerm.Field.AUTHOR.value, token)
