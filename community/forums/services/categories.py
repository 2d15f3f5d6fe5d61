"""Rules that hold for categories: two levels, a child for nobody for whom its parent isn't, gone only when empty."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Category
from .audiences import is_within, name_of

AUDIENCES = ("audience_see", "audience_reply", "audience_start")


def lock_categories() -> None:
    """Wait until nobody else changes a category: what holds between two of them is decided one by one."""
    list(Category.objects.select_for_update().order_by("pk"))


def check_place(category: Category) -> None:
    """Raise `ValidationError` by field, with the remedy, where a category can't lie in its parent as it is."""
    children = list(category.children.all()) if category.pk else []
    parent = Category.objects.filter(pk=category.parent_id).first() if category.parent_id else None
    if parent is not None:
        if parent.pk == category.pk:
            raise ValidationError({"parent": _("A category can’t lie in itself.")})
        if parent.parent_id:
            raise ValidationError({"parent": _("That one lies in another category itself: there are two levels only.")})
        if children:
            raise ValidationError({"parent": _("Other categories lie in this one: there are two levels only.")})
        _check_width(category, parent, wrong=category)
    for child in children:
        _check_width(child, category, wrong=category)


def why_not_deleted(category: Category) -> str:
    """Say why a category can't be deleted, and what to do before; empty when it can."""
    if category.children.exists():
        return _("Other categories lie in this one. Move or delete them first.")
    if category.topics.exists():
        return _("There are topics in this category, deleted ones counted, too. Move them first.")
    return ""


def _check_width(child: Category, parent: Category, *, wrong: Category) -> None:
    """Compare whom two categories are for; the words go to the one that is being changed."""
    for name in AUDIENCES:
        audience, wider = getattr(child, name), getattr(parent, name)
        if is_within(audience, wider):
            continue
        if wrong is child:
            text = _("“%(parent)s”, in which it lies, is for %(audience)s only. Please choose them, or fewer.")
            raise ValidationError({name: text % {"parent": parent, "audience": name_of(wider)}})
        text = _("“%(child)s”, which lies in it, is for %(audience)s. Please narrow that one first.")
        raise ValidationError({name: text % {"child": child, "audience": name_of(audience)}})
