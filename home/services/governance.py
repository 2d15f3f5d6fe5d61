"""One rule for all languages of a page: who may edit it, who approves it, who may read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, WorkflowPage

# Mirroring changes rows whose signals would start it again, while they are only half right.
_mirroring: ContextVar[bool] = ContextVar("mirroring", default=False)


def mirror_governance(page: Page) -> None:
    """Give every other language's version of a page the group permissions, workflow and view restrictions of this one.

    There is no synchronisation of the trees themselves; without this a story that is private in Indonesian, or a part
    of the tree that a regional editor keeps, would be open, or closed to them, in English.
    """
    mirror_permissions(page)
    mirror_workflow(page)
    mirror_restrictions(page)


def mirror_permissions(page: Page) -> None:
    """Give the other languages of a page its group permissions."""
    _mirror(page, _copy_permissions)


def mirror_workflow(page: Page) -> None:
    """Give the other languages of a page its workflow."""
    _mirror(page, _copy_workflow)


def mirror_restrictions(page: Page) -> None:
    """Give the other languages of a page its view restrictions."""
    _mirror(page, _copy_restrictions)


def _mirror(page: Page, copy: Callable[[Page, Page], None]) -> None:
    if _mirroring.get():
        return
    with transaction.atomic(), _without_echo():
        for other in Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk):
            copy(page, other)


@contextmanager
def _without_echo() -> Iterator[None]:
    token = _mirroring.set(True)
    try:
        yield
    finally:
        _mirroring.reset(token)


def _copy_permissions(page: Page, other: Page) -> None:
    wanted = set(page.group_permissions.values_list("group_id", "permission_id"))
    for row in other.group_permissions.all():
        pair = (row.group_id, row.permission_id)
        if pair in wanted:
            wanted.remove(pair)
        else:
            row.delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(page=other, group_id=group, permission_id=permission) for group, permission in wanted
    )


def _copy_workflow(page: Page, other: Page) -> None:
    assigned = WorkflowPage.objects.filter(page=page).first()
    if assigned:
        WorkflowPage.objects.update_or_create(page=other, defaults={"workflow": assigned.workflow})
    else:
        WorkflowPage.objects.filter(page=other).delete()


def _copy_restrictions(page: Page, other: Page) -> None:
    wanted = [_terms(row) for row in page.view_restrictions.all()]
    for row in other.view_restrictions.all():
        if _terms(row) in wanted:
            wanted.remove(_terms(row))
        else:
            row.delete()
    for kind, password, groups in wanted:
        restriction = PageViewRestriction(page=other, restriction_type=kind, password=password)
        restriction.save()
        restriction.groups.set(groups)


def _terms(row: PageViewRestriction) -> tuple[str, str, frozenset[int]]:
    groups = frozenset(row.groups.values_list("pk", flat=True))
    return row.restriction_type, row.password, groups
