"""The categories of the forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.members.permissions import EVERYONE, MEMBERS
from home.models.vocabulary import Named
from home.permissions import token_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.members.permissions import Viewer
    from home.permissions import TokenRows

MODERATED = "moderated_category"  # the token of who keeps order in a category
# Whom the category of private conversations is for. Nobody holds this token: its topics say themselves who reads.
PARTICIPANTS = "participants"


class CategoryQuerySet(models.QuerySet["Category"]):
    """Categories, by whom they are for."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those whose topics the viewer may read; all for moderators, and for those of a category theirs."""
        return self.public() if viewer.is_moderator else self.filter(_seen_by(viewer))

    def closed_to(self, viewer: Viewer) -> Self:
        """The others."""
        return self.private() if viewer.is_moderator else self.exclude(_seen_by(viewer))

    def public(self) -> Self:
        """All but the category of private conversations, which nobody is shown or chooses."""
        return self.exclude(audience_see=PARTICIPANTS)

    def private(self) -> Self:
        """The category of private conversations."""
        return self.filter(audience_see=PARTICIPANTS)

    def startable_by(self, viewer: Viewer) -> Self:
        """Those in which the viewer may start topics."""
        found = self.visible_to(viewer)
        if viewer.is_moderator:
            return found
        return found.filter(Q(audience_start__in=viewer.own_tokens) | Q(pk__in=moderated_categories(viewer)))

    def in_tree_order(self) -> Self:
        """In their order, each followed by those that lie in it."""
        first = Coalesce("parent__order", "order"), Coalesce("parent__name", "name")
        return self.select_related("parent").order_by(*first, F("parent").asc(nulls_first=True), "order", "name")


class Category(Named):
    """A category: what it is about, who reads, answers and starts topics there, and who keeps order.

    It may lie in another one, and then is for nobody for whom that one isn't; there is no third level.
    """

    class Colour(models.TextChoices):
        LAGOON = "lagoon", _("Lagoon")
        LEAF = "leaf", _("Leaf")
        AMBER = "amber", _("Amber")
        CORAL = "coral", _("Coral")
        PLAIN = "plain", _("Sand")

    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("lies in"),
    )
    description = models.CharField(_("description (Indonesian)"), max_length=200, blank=True)
    description_en = models.CharField(_("description (English)"), max_length=200, blank=True)
    icon = models.CharField(
        _("icon"), max_length=20, default="house", help_text=_("The name of a drawing in templates/icons.")
    )
    colour = models.CharField(
        _("colour"), max_length=10, choices=Colour.choices, default=Colour.LAGOON, db_default="lagoon"
    )
    picture = models.ForeignKey(
        "home.CustomImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    audience_see = models.CharField(_("who may read"), max_length=40, default=EVERYONE)
    audience_reply = models.CharField(_("who may reply"), max_length=40, default=MEMBERS, db_default=MEMBERS)
    audience_start = models.CharField(_("who may start topics"), max_length=40, default=MEMBERS)
    moderators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("moderators")
    )
    # Of its own topics alone; `services.category_tree` adds those of the categories in it.
    topic_count = models.PositiveIntegerField(_("topics"), default=0, editable=False)
    post_count = models.PositiveIntegerField(_("posts"), default=0, editable=False)
    last_post_at = models.DateTimeField(_("last post"), null=True, blank=True, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    @property
    def local_description(self) -> str:
        """The description in the reader's language, else in Indonesian."""
        return self.description_en if get_language() == "en" and self.description_en else self.description

    @property
    def lineage(self) -> tuple[int, ...]:
        """Its own key, then that of the category it lies in."""
        return (self.pk, self.parent_id) if self.parent_id else (self.pk,)

    def is_open_to(self, viewer: Viewer) -> bool:
        """Whether the viewer belongs to those who read it; moderators of everything are asked elsewhere."""
        return self.audience_see in viewer.own_tokens or self.is_moderated_by(viewer)

    def takes_replies_of(self, viewer: Viewer) -> bool:
        """Whether the viewer belongs to those who read and answer."""
        return {self.audience_see, self.audience_reply} <= viewer.own_tokens or self.is_moderated_by(viewer)

    def takes_topics_of(self, viewer: Viewer) -> bool:
        """Whether the viewer belongs to those who read and start topics."""
        return {self.audience_see, self.audience_start} <= viewer.own_tokens or self.is_moderated_by(viewer)

    def is_moderated_by(self, viewer: Viewer) -> bool:
        """Whether the viewer is one of its own moderators, or of those of the category it lies in."""
        return f"{MODERATED}:{self.pk}" in viewer.own_tokens

    def get_absolute_url(self) -> str:
        """Lead to the list of its topics."""
        return reverse("forums:category", args=[self.slug])


def moderated_categories(viewer: Viewer) -> list[int]:
    """Give the keys of the categories in which the viewer keeps order, of those who moderate only some."""
    pairs = (token.partition(":") for token in viewer.own_tokens)
    return [int(key) for kind, _colon, key in pairs if kind == MODERATED]


def moderated_category_rows(keys: Sequence[int]) -> list[TokenRows]:
    """Select the tokens of the categories in which members keep order: their own, and what lies in those."""
    own = Category.moderators.through.objects.filter(user__in=keys)
    below = own.filter(category__children__isnull=False)
    return [
        token_rows(own, MODERATED, "category", holder="user"),
        token_rows(below, MODERATED, "category__children", holder="user"),
    ]


def _seen_by(viewer: Viewer) -> Q:
    return Q(audience_see__in=viewer.own_tokens) | Q(pk__in=moderated_categories(viewer))
