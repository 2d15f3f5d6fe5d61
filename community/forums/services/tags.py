"""Tags of topics: those that names mean, and new ones by who may make them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.members.permissions import Viewer
from home.models import StoryTag, Tag

from ..models import Topic
from ..models.site_settings import forum_settings
from ..permissions import may_make_tags

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User

LONGEST_TAG = 40


def tags_seen_by(viewer: Viewer) -> QuerySet[Tag]:
    """Select the tags that a viewer may know: none that stands only on topics that they may not see.

    What a closed category talks about is told by its tags, too. One that nothing carries is for all; a synonym is as
    known as the tag it leads to.
    """
    meant = OuterRef("meant")
    topics = Exists(Topic.objects.public_to(viewer).filter(tags=meant))
    stories = Exists(StoryTag.objects.filter(tag=meant, content_object__live=True))
    is_carried = Exists(Topic.tags.through.objects.filter(tag=meant))
    return Tag.objects.annotate(meant=Coalesce("synonym_of", "pk")).filter(topics | stories | ~is_carried)


def tag_called(name: str, *, viewer: Viewer) -> Tag | None:
    """Find the tag that a name means, if the viewer may know it."""
    tag = Tag.called([name]).get(name)
    return tag if tag and tags_seen_by(viewer).filter(pk=tag.pk).exists() else None


def check_tags(*, author: User, names: Iterable[str], besides: int = 0) -> None:
    """Raise `ValidationError`, with the remedy, where the member can't give a topic these tags beside some others."""
    names = list(names)
    most = forum_settings().max_tags
    if len(names) + besides > most:
        raise ValidationError(
            ngettext("Name at most %(count)d tag.", "Name at most %(count)d tags.", most) % {"count": most},
            code="too_many",
        )
    known = Tag.called(names)
    if known and not may_make_tags(author):  # who makes new ones is told nothing by what there is
        seen = tags_seen_by(Viewer(author)).filter(pk__in=[tag.pk for tag in known.values()])
        keys = set(seen.values_list("pk", flat=True))
        known = {name: tag for name, tag in known.items() if tag.pk in keys}
    unknown = [name for name in names if name not in known]
    for name in unknown:
        if len(name) > LONGEST_TAG or not slugify(name, allow_unicode=True):
            raise ValidationError(
                _("“%(name)s” can’t be a tag: a tag has letters or digits, and at most %(limit)d characters.")
                % {"name": name, "limit": LONGEST_TAG},
                code="unfit",
            )
    if unknown and not may_make_tags(author):
        raise ValidationError(
            _("There is no tag “%(name)s” yet, and you can’t make new ones yet. %(choices)s")
            % {"name": unknown[0], "choices": _near(unknown[0], Viewer(author))},
            code="unknown",
        )


def tags_for(*, author: User, named: Iterable[Tag | str]) -> list[Tag]:
    """Give the tags that are meant, each once, synonyms as the tag they lead to; new ones are made, if `author` may."""
    named = list(named)
    names = [each for each in named if isinstance(each, str)]
    check_tags(author=author, names=names, besides=len(named) - len(names))
    known = Tag.called(names)
    meant = [each.synonym_of or each if isinstance(each, Tag) else known.get(each) or _make(each) for each in named]
    return list({tag.pk: tag for tag in meant}.values())


def standing_tags(keys: Iterable[int]) -> list[Tag]:
    """Give tags by keys that were written down, each once, synonyms as the tag they lead to, without what is gone."""
    found = Tag.objects.filter(pk__in=list(keys)).select_related("synonym_of").order_by("pk")
    return list({tag.pk: tag for tag in (each.synonym_of or each for each in found)}.values())


def move_uses(*, tag: Tag, into: Tag) -> int:
    """Give all topics of a tag another one in its place, which some of them may have already; return how many."""
    links = Topic.tags.through.objects.filter(tag=tag)
    taken = Topic.tags.through.objects.filter(tag=into).values("topic")
    doubled, _by_model = links.filter(topic__in=taken).delete()
    return doubled + links.update(tag=into)


def said_to_carry(tag: Tag) -> str:
    """Say on how many topics a tag stands, of whatever state; empty where on none."""
    count = Topic.tags.through.objects.filter(tag=tag).count()
    return ngettext("%(count)s topic", "%(count)s topics", count) % {"count": count} if count else ""


def _make(name: str) -> Tag:
    tag, _made = Tag.objects.get_or_create(slug=slugify(name, allow_unicode=True), defaults={"name": name})
    return tag


def _near(name: str, viewer: Viewer) -> str:
    near = tags_seen_by(viewer).filter(name__istartswith=name[:3], synonym_of=None).order_by("name")[:3]
    if not near:
        return _("Please choose among the tags that topics have already, or leave it out.")
    return _("Did you mean one of these: %(choices)s?") % {"choices": ", ".join(tag.name for tag in near)}
