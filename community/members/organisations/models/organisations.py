"""What an organisation is, and which stories and events tell of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.members.able import can_act
from home.models.regions import within_any

if TYPE_CHECKING:
    from community.members.permissions import Viewer

LONGEST_NAME = 120
LONGEST_DESCRIPTION = 5_000


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations, by who may see them and whether anybody runs them."""

    def public(self) -> Self:
        """Those that staff have not taken from view, and that are not closed."""
        return self.filter(suspended_at=None, closed_at=None)

    def visible_to(self, viewer: Viewer) -> Self:
        """Public ones, one's own, and those that one keeps order among: moderators of a region what is there."""
        if not viewer.user_id:
            return self.public()
        if viewer.is_moderator or viewer.user.has_perm("members.change_organisation"):
            return self
        from .people import Membership

        own = Membership.objects.filter(organisation=OuterRef("pk"), user=viewer.user_id)
        kept = within_any(viewer.moderated_codes, "region__")
        return self.filter(Q(suspended_at=None, closed_at=None) | Exists(own) | kept)

    def with_a_page(self, viewer: Viewer) -> Self:
        """What the viewer may see, and closed ones, whose page says that they are."""
        return self.visible_to(viewer) | self.filter(suspended_at=None, closed_at__isnull=False)

    def to_verify(self) -> Self:
        """Narrow to those that staff have not verified and that everybody may see."""
        return self.public().filter(verified_at=None)

    def without_owner(self) -> Self:
        """Those that no owner who can act is left to; staff name another. Closed ones need none."""
        from .people import Membership

        owners = Membership.objects.filter(can_act("user__"), organisation=OuterRef("pk"), role=Membership.Role.OWNER)
        return self.filter(~Exists(owners), closed_at=None)


class Organisation(models.Model):
    """A village enterprise, cooperative or other body that takes part; members run it and speak in its name."""

    class Kind(models.TextChoices):
        BUMDES = "bumdes", _("BUMDes (village enterprise)")
        COOPERATIVE = "cooperative", _("Cooperative")
        GROUP = "group", _("People’s business group")
        BUMD = "bumd", _("BUMD (regional enterprise)")
        COMPANY = "company", _("Company")
        NGO = "ngo", _("Non-governmental organisation")
        SCHOOL = "school", _("School")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    # The name in small letters: what lists are ordered and searched by.
    name_key = models.CharField(max_length=2 * LONGEST_NAME, editable=False)
    handle = models.OneToOneField("members.Handle", on_delete=models.RESTRICT, related_name="+", editable=False)
    region = models.ForeignKey(
        "home.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("region"), db_index=False
    )
    sectors = models.ManyToManyField("home.Sector", blank=True, related_name="+", verbose_name=_("sectors"))
    description = models.TextField(_("description"), max_length=LONGEST_DESCRIPTION, blank=True)
    logo = models.CharField(_("logo"), max_length=80, blank=True, editable=False)  # as `Profile.picture`
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    created_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    verified_at = models.DateTimeField(_("verified"), null=True, editable=False)
    suspended_at = models.DateTimeField(_("suspended"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            models.Index(fields=["name_key", "id"], name="organisation_by_name", condition=Q(suspended_at=None)),
            models.Index(
                fields=["kind", "name_key", "id"], name="organisation_by_kind", condition=Q(suspended_at=None)
            ),
            models.Index(
                fields=["name_key", "id"],
                name="organisation_verified",
                condition=Q(suspended_at=None, verified_at__isnull=False),
            ),
            models.Index(fields=["region", "name_key", "id"], name="organisation_by_region"),
            models.Index(
                fields=["suspended_at"], name="organisation_suspended", condition=Q(suspended_at__isnull=False)
            ),
            models.Index(fields=["closed_at"], name="organisation_closed", condition=Q(closed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep what lists are ordered by in line with the name."""
        self.name_key = self.name.lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def is_public(self) -> bool:
        """Whether staff have not taken it from view, and its owner has not closed it."""
        return self.suspended_at is None and self.closed_at is None

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("organisations:organisation", args=[self.handle.text])


class OrganisationPage(models.Model):
    """A story or an event that tells of an organisation, in whichever language; editors name them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="told_of", db_index=False)
    translation_key = models.UUIDField(_("page"))

    class Meta:
        verbose_name = _("page about an organisation")
        verbose_name_plural = _("pages about organisations")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "translation_key"], name="organisation_page_once")
        ]

    def __str__(self) -> str:
        return str(self.translation_key)
