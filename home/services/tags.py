"""Merging tags, and the synonyms that lead to one; what carried a tag carries the one that it leads to from then on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from home.models import StoryTag, Tag
from home.models.vocabulary import TAG_SEPARATORS
from home.signals import tag_merged, tag_weighed

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet
    from wagtail.models import Page


@transaction.atomic
def merge_tag(*, by: AbstractUser, tag: Tag, into: Tag, reason: str = "") -> Tag:
    """Make a tag, with its synonyms, a synonym of another one, and give that one to all that carried it."""
    _require(by)
    locked = {each.pk: each for each in Tag.objects.select_for_update().filter(pk__in=[tag.pk, into.pk]).order_by("pk")}
    if len(locked) < 2:
        raise ValidationError(_("Please choose another tag than this one."))
    tag, into = locked[tag.pk], locked[into.pk]
    check_merging(tag=tag, into=into)
    _move_stories(tag, into)
    tag_merged.send(sender=Tag, tag=tag, into=into)
    Tag.objects.filter(synonym_of=tag).update(synonym_of=into)
    tag.synonym_of = into
    tag.save(update_fields=["synonym_of"])  # who repeats the names of tags hears of it, and describes anew what had it
    _log("home.merge_tag", tag, by, reason=reason, before=tag.name, after=into.name)
    return into


def check_merging(*, tag: Tag, into: Tag) -> None:
    """Raise `ValidationError` where a tag can't be merged into another one, with what to do instead."""
    if tag.pk == into.pk:
        raise ValidationError(_("Please choose another tag than this one."))
    if into.synonym_of_id:
        raise ValidationError(_("That one is a synonym itself. Please choose the tag that it leads to."))
    if tag.synonym_of_id:
        raise ValidationError(_("This one is a synonym already, and nothing carries it."))


def what_carries(tag: Tag) -> list[str]:
    """Say in words on how many things of each kind a tag stands: "2 topics", "1 story"; a story counts once."""
    stories = StoryTag.objects.filter(tag=tag).values("content_object__translation_key").distinct().count()
    said = ngettext("%(count)s story", "%(count)s stories", stories) % {"count": stories} if stories else ""
    told = [answer for _receiver, answer in tag_weighed.send(sender=Tag, tag=tag)]
    return [each for each in (*told, said) if each]


@transaction.atomic
def set_synonyms(*, by: AbstractUser, tag: Tag, names: Iterable[str]) -> None:
    """Let a tag have just these synonyms; new ones are made, those left out are deleted. No tag in use becomes one."""
    _require(by)
    names = list(names)
    check_synonyms(tag=tag, names=names)
    slugs = {slugify(name, allow_unicode=True): name for name in names}
    before = sorted(tag.synonyms.values_list("name", flat=True))
    left_out(tag=tag, names=names).delete()
    for slug, name in slugs.items():
        Tag.objects.get_or_create(slug=slug, defaults={"name": name, "synonym_of": tag})
    after = sorted(tag.synonyms.values_list("name", flat=True))
    if before != after:
        _log("home.change_synonyms", tag, by, before=", ".join(before), after=", ".join(after))


def left_out(*, tag: Tag, names: Iterable[str]) -> QuerySet[Tag]:
    """Select the synonyms of a tag that are not among some names, whose addresses lead nowhere once they are gone."""
    return tag.synonyms.exclude(slug__in=[slugify(name, allow_unicode=True) for name in names])


def check_name(*, tag: Tag | None, name: str) -> None:
    """Raise `ValidationError` where a tag can't be called so: nobody could type it, or it means another one when typed.

    Without a tag, where a new one can't.
    """
    if TAG_SEPARATORS.search(name):
        raise ValidationError(
            _("Commas and semicolons stand between tags, so “%(name)s” can’t be the name of one.") % {"name": name}
        )
    if not slugify(name, allow_unicode=True):
        raise ValidationError(_("“%(name)s” has no letter and no digit.") % {"name": name})
    if meant := Tag.called([name], besides=tag).get(name):
        raise ValidationError(
            _("“%(name)s” means the tag “%(tag)s” already. Please choose another name, or change that tag.")
            % {"name": name, "tag": meant.name}
        )


def check_synonyms(*, tag: Tag | None, names: Iterable[str]) -> None:
    """Raise `ValidationError` where a name can be no synonym of the tag, with what to do instead."""
    names = list(names)
    for name in names:
        if not slugify(name, allow_unicode=True):
            raise ValidationError(_("“%(name)s” has no letter and no digit.") % {"name": name})
    for name, meant in Tag.called(names).items():
        if tag is None or meant.pk != tag.pk:
            raise ValidationError(
                _("There is a tag “%(name)s” already. To have it lead here, open it and merge it into this one.")
                % {"name": name}
            )
    if tag is not None and names and tag.synonym_of_id:
        raise ValidationError(_("This one is a synonym itself, and can have none."))


def follow_synonyms(page: Page) -> None:
    """Give a story the tags that its synonyms lead to: a draft from before a merge still names them."""
    for row in StoryTag.objects.filter(content_object=page.pk, tag__synonym_of__isnull=False).select_related("tag"):
        if StoryTag.objects.filter(content_object=page.pk, tag=row.tag.synonym_of_id).exists():
            row.delete()
        else:
            StoryTag.objects.filter(pk=row.pk).update(tag=row.tag.synonym_of_id)


def _move_stories(tag: Tag, into: Tag) -> None:
    taken = StoryTag.objects.filter(tag=into).values("content_object")
    StoryTag.objects.filter(tag=tag, content_object__in=taken).delete()
    StoryTag.objects.filter(tag=tag).update(tag=into)


def _require(by: AbstractUser) -> None:
    if not by.has_perm("home.change_tag"):
        raise PermissionDenied


def _log(action: str, tag: Tag, by: AbstractUser, **data: str) -> None:
    log(instance=tag, action=action, user=by, data={"reason": "", **data}, title=tag.name)
