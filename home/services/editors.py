"""Who may publish: the groups of editors and the workflow that brings a draft before them."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.models import HomePage, Region, RegionPage
from home.signals import editors_made

EDITORS = "Editors"
REGIONAL_EDITORS = "Regional editors "
WAGTAIL_MODERATORS = "Moderators"
WORKFLOW = "Redaksi"
APPROVAL = "Persetujuan redaksi"
EDITOR_RIGHTS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
REGIONAL_RIGHTS = ("add_page", "change_page")  # what they write is approved by the editors
# Wagtail asks for the rights on its own two models, whichever models stand in for them.
MEDIA = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
# Who may add changes what they added; to change means all of the site's, and to delete them.
REGIONAL_MEDIA = ("add_image", "choose_image", "add_document", "choose_document")
VOCABULARY = ("sector", "tag")


def make_editors() -> Group:
    """Make the group of editors, who keep all pages, pictures, documents and the vocabulary, and their workflow.

    Wagtail's own first groups and workflow are bound to the root of the tree; those rights are taken back. Its group
    of moderators, who publish pages, goes unless someone belongs to it: here editors approve, and moderators look
    after what members write.
    """
    with transaction.atomic():
        Group.objects.filter(name=WAGTAIL_MODERATORS, user=None).delete()
        group, _ = Group.objects.get_or_create(name=EDITORS)
        GroupPagePermission.objects.filter(page__depth=1).delete()
        WorkflowPage.objects.filter(page__depth=1).delete()
        homes = list(HomePage.objects.all())
        _grant_pages(group, homes, EDITOR_RIGHTS)
        _grant_media(group, MEDIA)
        terms = Q(content_type__app_label="home", content_type__model__in=VOCABULARY)
        others = Q(content_type__app_label="wagtailredirects", codename__in=_all_of("redirect"))
        region = Q(content_type__app_label="home", codename__in=["change_region", "view_region"])
        translate = Q(codename="submit_translation")
        group.permissions.add(_enter_admin(), *Permission.objects.filter(terms | others | region | translate))
        _make_workflow(group, homes)
        editors_made.send(sender=Group, group=group)
    return group


def make_regional_editors(region: Region) -> Group:
    """Make the group that writes about a region and everything below it, in all languages; editors approve."""
    with transaction.atomic():
        group, _ = Group.objects.get_or_create(name=regional_group_name(region))
        _grant_pages(group, RegionPage.objects.filter(region=region), REGIONAL_RIGHTS)
        _grant_media(group, REGIONAL_MEDIA)
        group.permissions.add(_enter_admin(), *Permission.objects.filter(codename="submit_translation"))
    return group


def regional_group_name(region: Region) -> str:
    """Name the group of a region's editors."""
    return f"{REGIONAL_EDITORS}{region.code}"


def _grant_pages(group: Group, pages: Iterable[Page], codenames: Iterable[str]) -> None:
    rights = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
    for page in pages:
        for right in rights:
            GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=right)


def _grant_media(group: Group, codenames: Iterable[str]) -> None:
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.filter(group=group).exclude(permission__codename__in=codenames).delete()
    for right in Permission.objects.filter(codename__in=codenames):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=right)


def _enter_admin() -> Permission:
    return Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")


def _all_of(model: str) -> list[str]:
    return [f"{verb}_{model}" for verb in ("add", "change", "delete", "view")]


def _make_workflow(editors: Group, homes: Iterable[Page]) -> None:
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    task, _ = GroupApprovalTask.objects.get_or_create(name=APPROVAL)
    task.groups.add(editors)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for home in homes:
        WorkflowPage.objects.update_or_create(page_id=home.pk, defaults={"workflow": workflow})
