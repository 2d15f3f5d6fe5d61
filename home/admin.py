"""The gazetteer in the editing room: what an editor corrects is announced, and no place is ever deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views import snippets

from home.models import Region
from home.signals import region_changed

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class AnnouncedRegionMixin:
    """Saves a region and announces it in one transaction."""

    @transaction.atomic
    def save_instance(self) -> Region:
        """Save and announce."""
        region: Region = super().save_instance()  # type: ignore[misc]
        region_changed.send(sender=Region, region=region)
        return region


class RegionCreateView(AnnouncedRegionMixin, snippets.CreateView):
    """A region that the official list doesn't have yet."""


class RegionEditView(AnnouncedRegionMixin, snippets.EditView):
    """A region that is known."""


class RegionPolicy(ModelPermissionPolicy):
    """Regions stay, as their pages, stories and topics do: one that was renumbered keeps its former code."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Let nobody delete."""
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: list[str]) -> bool:
        """Let those in to whom one of the acts is open."""
        return any(self.user_has_permission(user, action) for action in actions)
