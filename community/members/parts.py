"""What a member tells of themselves beyond name and handle, each part with an audience of its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .audiences import Audience, audience_column

MOST_REGIONS, MOST_LANGUAGES, MOST_SKILLS, MOST_LINKS = 5, 8, 10, 5
LONGEST_WORD = 40


class Skill(models.Model):
    """A word for something that people can do, as the first of them wrote it; all who mean the same share it."""

    name = models.CharField(_("name"), max_length=LONGEST_WORD)
    folded = models.CharField(max_length=LONGEST_WORD, unique=True, editable=False)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")

    def __str__(self) -> str:
        return self.name


class ProgrammeRole(models.TextChoices):
    """What someone is or wants to be in the programme. It is what they say of themselves: nobody granted it."""

    CAPITAL = "capital", _("Capital owner")
    LAND = "land", _("Land owner")
    MENTORING = "mentoring", _("Would like to be a mentor")
    PRODUCER = "producer", _("Producer")
    BUYER = "buyer", _("Buyer")
    VOLUNTEER = "volunteer", _("Volunteer")
    DIASPORA = "diaspora", _("Diaspora")


class TakenRole(models.Model):
    """A role that a member takes in the programme, or wishes to; the roles that staff grant are another thing."""

    profile = models.ForeignKey("members.Profile", on_delete=models.CASCADE, related_name="taken_roles", db_index=False)
    role = models.CharField(_("role"), max_length=10, choices=ProgrammeRole.choices)

    class Meta:
        verbose_name = _("role in the programme")
        verbose_name_plural = _("roles in the programme")
        constraints = [models.UniqueConstraint(fields=["profile", "role"], name="taken_role_once")]
        indexes = [models.Index(fields=["role", "profile"], name="taken_role_by_role")]

    def __str__(self) -> str:
        return str(self.get_role_display())


class ProfileParts(models.Model):
    """The parts of a profile, and who sees each."""

    bio = models.TextField(_("about me"), max_length=2000, blank=True)
    region = models.ForeignKey(
        "home.Region", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("home region")
    )
    further_regions = models.ManyToManyField(
        "home.Region", blank=True, related_name="+", verbose_name=_("further regions")
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="profiles", verbose_name=_("skills"))
    sectors = models.ManyToManyField("home.Sector", blank=True, related_name="+", verbose_name=_("sectors"))
    links = models.JSONField(_("links"), default=list, blank=True)
    picture = models.CharField(_("picture"), max_length=80, blank=True, editable=False)

    bio_audience = audience_column(Audience.EVERYONE)
    region_audience = audience_column()
    further_regions_audience = audience_column()
    languages_audience = audience_column()
    skills_audience = audience_column()
    sectors_audience = audience_column()
    roles_audience = audience_column()
    links_audience = audience_column()
    picture_audience = audience_column()
    organisations_audience = audience_column()

    class Meta:
        abstract = True

    @property
    def roles(self) -> list[str]:
        """The roles that they take, in the order of the list to choose from."""
        taken = {row.role for row in self.taken_roles.all()}  # type: ignore[attr-defined]
        return [role for role in ProgrammeRole.values if role in taken]
