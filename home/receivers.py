"""Listens to Wagtail: whatever happens to a page leads to one refresh, whatever to an image to its renditions.

Of documents it only tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from outbox.services import enqueue
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    WorkflowPage,
)
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from home.models import CustomDocument, CustomImage, Region, Sector, SiteSettings
from home.services import documents
from home.services.governance import (
    mirror_governance,
    mirror_permissions,
    mirror_restrictions,
    mirror_workflow,
)
from home.services.named import forget_named
from home.services.navigation import forget_navigation
from home.services.page_changes import announce_removal, refresh
from home.services.renditions import request_renditions
from home.signals import page_changed, page_removed, region_pages_made

if TYPE_CHECKING:
    from django.db.models import Model


@receiver(page_published, dispatch_uid="home_page_published")
def refresh_page(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Follow a page that appears or changes."""
    refresh(instance.pk)


@receiver(page_unpublished, dispatch_uid="home_page_unpublished")
def refresh_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Follow a page that disappears; Wagtail also says so of one it deletes, whose row still stands as live."""
    if not Page.objects.filter(pk=instance.pk, live=True).exists():
        refresh(instance.pk)


@receiver([post_page_move, page_slug_changed], dispatch_uid="home_page_moved")
def refresh_branch(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Follow a page to its new address, and everything below it."""
    refresh(instance.pk, with_descendants=True)


@receiver(copy_for_translation_done, dispatch_uid="home_page_translated")
def refresh_translation(sender: type[Model], source_obj: Model, target_obj: Model, **kwargs: Any) -> None:
    """Follow a page into another language."""
    if isinstance(target_obj, Page):
        refresh(target_obj.pk)


@receiver(pre_delete, sender=Page, dispatch_uid="home_page_removed")
def remove_page(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Tell of each page that is about to go."""
    announce_removal(instance)


@receiver(post_save, sender=PageViewRestriction, dispatch_uid="home_restriction_saved")
def refresh_restricted(sender: type[Model], instance: PageViewRestriction, **kwargs: Any) -> None:
    """Follow a branch that is closed to some."""
    refresh(instance.page_id, with_descendants=True)


@receiver(post_delete, sender=PageViewRestriction, dispatch_uid="home_restriction_deleted")
def refresh_released(sender: type[Model], instance: PageViewRestriction, origin: Any, **kwargs: Any) -> None:
    """Follow a branch that is open again, unless the restriction goes only because its page does."""
    if getattr(origin, "model", type(origin)) is PageViewRestriction:
        refresh(instance.page_id, with_descendants=True)


@receiver([page_changed, page_removed, region_pages_made], dispatch_uid="home_navigation_page")
@receiver([post_save, post_delete], sender=SiteSettings, dispatch_uid="home_navigation_settings")
def forget_menus(sender: type[Model], **kwargs: Any) -> None:
    """Have the menus read anew, in case one of their pages changed."""
    forget_navigation()


@receiver([post_save, post_delete], sender=Region, dispatch_uid="home_region_renamed")
@receiver([post_save, post_delete], sender=Sector, dispatch_uid="home_sector_renamed")
def forget_names(sender: type[Model], instance: Region | Sector, **kwargs: Any) -> None:
    """Have filters name a changed region or sector as it is called now."""
    forget_named(instance)


@receiver(post_save, sender=CustomImage, dispatch_uid="home_image_saved")
def make_renditions_later(sender: type[Model], instance: CustomImage, **kwargs: Any) -> None:
    """Have an image's sizes and formats made in the background."""
    request_renditions(instance)


@receiver(post_save, sender=CustomDocument, dispatch_uid="home_document_saved")
def announce_document(sender: type[Model], instance: CustomDocument, **kwargs: Any) -> None:
    """Tell of a document that is new or changed."""
    documents.announce(instance)


@receiver(m2m_changed, sender=CustomDocument.tags.through, dispatch_uid="home_document_tagged")
def announce_tagged(sender: type[Model], instance: Any, action: str, **kwargs: Any) -> None:
    """Tell of a document with other tags; Wagtail sets them after it saved the document."""
    if action.startswith("post_") and isinstance(instance, CustomDocument):
        documents.announce(instance)


@receiver(post_delete, sender=CustomDocument, dispatch_uid="home_document_deleted")
def announce_deleted(sender: type[Model], instance: CustomDocument, **kwargs: Any) -> None:
    """Tell of a document that is gone."""
    documents.announce_removal(instance)


@receiver(post_save, sender=CollectionViewRestriction, dispatch_uid="home_collection_restricted")
def announce_restricted(sender: type[Model], instance: CollectionViewRestriction, **kwargs: Any) -> None:
    """Tell of a collection that is closed to some."""
    documents.announce_collection(instance.collection)


@receiver(post_delete, sender=CollectionViewRestriction, dispatch_uid="home_collection_released")
def announce_released(sender: type[Model], instance: CollectionViewRestriction, origin: Any, **kwargs: Any) -> None:
    """Tell of a collection that is open again, unless the restriction goes only because its collection does."""
    if getattr(origin, "model", type(origin)) is CollectionViewRestriction:
        documents.announce_collection(instance.collection)


@receiver(post_save, sender=Collection, dispatch_uid="home_collection_saved")
def follow_collection_later(sender: type[Model], instance: Collection, created: bool, **kwargs: Any) -> None:
    """Tell of a collection once it lies where it is moved to: Wagtail saves it before, in the same transaction."""
    if not created:
        enqueue("home.tasks.follow_collection", instance.pk)


# Each kind of rule by itself: Wagtail copies a restriction to a new translation before the other rules are there.
MIRRORS = {
    GroupPagePermission: mirror_permissions,
    WorkflowPage: mirror_workflow,
    PageViewRestriction: mirror_restrictions,
}


@receiver(post_save, sender=GroupPagePermission, dispatch_uid="home_permission_saved")
@receiver(post_save, sender=WorkflowPage, dispatch_uid="home_workflow_saved")
@receiver(post_save, sender=PageViewRestriction, dispatch_uid="home_restriction_mirrored")
def mirror_to_languages(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Have the other languages of a page keep the same rules."""
    MIRRORS[sender](instance.page)


@receiver(post_delete, sender=GroupPagePermission, dispatch_uid="home_permission_deleted")
@receiver(post_delete, sender=WorkflowPage, dispatch_uid="home_workflow_deleted")
@receiver(post_delete, sender=PageViewRestriction, dispatch_uid="home_restriction_unmirrored")
def mirror_release(sender: type[Model], instance: Any, origin: Any, **kwargs: Any) -> None:
    """Take a rule from the other languages too, unless it goes only because its page or group does."""
    if getattr(origin, "model", type(origin)) is sender:
        MIRRORS[sender](instance.page)


@receiver(m2m_changed, sender=PageViewRestriction.groups.through, dispatch_uid="home_restriction_groups")
def mirror_groups(sender: type[Model], instance: Any, action: str, **kwargs: Any) -> None:
    """Follow the groups that may read a page; Wagtail sets them after it saved the restriction."""
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        mirror_restrictions(instance.page)


@receiver(copy_for_translation_done, dispatch_uid="home_governance_translated")
def mirror_to_translation(sender: type[Model], source_obj: Model, target_obj: Model, **kwargs: Any) -> None:
    """Give a new translation the rules of the page it comes from."""
    if isinstance(source_obj, Page):
        mirror_governance(source_obj)
