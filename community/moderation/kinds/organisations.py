"""Organisations, as their people tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.members.able import can_act
from community.members.organisations import services
from community.members.organisations.models import Membership, Organisation
from community.members.organisations.permissions import RUNNING
from community.writing.services import render_markdown

from ..models import ORGANISATION, Decision, Review
from ..protection.fingerprints import keyed
from . import ONLY_HIDDEN, Kind, places_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from community.members.models import User
    from community.members.permissions import Viewer

OWNERS = Membership.objects.filter(role=Membership.Role.OWNER)


class OrganisationKind(Kind):
    """An organisation; whoever has owned it longest is its author. One that was closed is gone."""

    name = ORGANISATION
    label = _("Organisation")
    model = Organisation
    decisions: ClassVar[tuple[str, ...]] = (Decision.KEEP, Decision.HIDE, Decision.IGNORE, Decision.SPAMMER)
    puts: ClassVar[dict[str, str]] = ONLY_HIDDEN
    hides_what_waits: ClassVar[bool] = True

    def rows(self) -> QuerySet[Organisation]:
        """Select those that aren't closed, with how the first owner is called: lists ask no more of them."""
        first = OWNERS.filter(organisation=OuterRef("pk")).order_by("pk").values("user__name")[:1]
        found = Organisation.objects.filter(closed_at=None).select_related("handle", "region")
        return found.annotate(owner_name=Subquery(first))

    def seen_by(self, viewer: Viewer) -> QuerySet[Organisation]:
        """Select those in view."""
        return self.rows().filter(suspended_at=None)

    def written_by(self, person: User) -> QuerySet[Organisation]:
        """Select those in view that nobody else owns who can act: what others run, too, doesn't go with one of them."""
        owned = OWNERS.filter(organisation=OuterRef("pk"))
        others = owned.filter(can_act("user__")).exclude(user=person)
        alone = self.rows().filter(Exists(owned.filter(user=person)), ~Exists(others))
        return alone.filter(suspended_at=None).order_by("pk")

    def places(self, thing: Organisation) -> list[str]:
        """Name its region, with those above it."""
        return places_of([thing.region.code])

    def lock(self, key: int) -> Organisation | None:
        """Lock the organisation."""
        found = Organisation.objects.select_for_update(of=("self",)).filter(pk=key).first()
        return self.rows().filter(pk=key).first() if found else None

    def author(self, thing: Organisation) -> User | None:
        """Say who has owned it longest; None where nobody does."""
        first = OWNERS.filter(organisation=thing.pk).select_related("user__profile__handle").order_by("pk").first()
        return first.user if first else None

    def is_theirs(self, thing: Organisation, person: User) -> bool:
        """Tell whether somebody belongs to it."""
        return Membership.objects.filter(organisation=thing, user=person).exists()

    def is_of_several(self, key: int) -> bool:
        """Tell whether more than one of its people run it who can."""
        runners = Membership.objects.filter(can_act("user__"), organisation=key, role__in=RUNNING)
        return runners.count() > 1

    def writer(self, thing: Organisation) -> str:
        """Say how its owner is called, or itself where nobody owns it."""
        return getattr(thing, "owner_name", None) or thing.name

    def hide(self, thing: Organisation, *, by: User | None, reason: str) -> None:
        """Take it from view: its people see it, and nobody speaks in its name."""
        services.take_from_view(by=by, organisation=thing, reason=reason)

    def delete(self, thing: Organisation, *, by: User | None, reason: str) -> None:
        """Do the same: closing it is its owner's to do."""
        self.hide(thing, by=by, reason=reason)

    def hold(self, thing: Organisation, *, reason: str) -> None:
        """Do the same, until a moderator has looked."""
        self.hide(thing, by=None, reason=reason)

    def bring_back(self, thing: Organisation, *, by: User | None, reason: str) -> None:
        """Show it again, but for what waits by itself since."""
        if not self.is_held(thing):
            self.unhide(thing, by=by, reason=reason)

    def unhide(self, thing: Organisation, *, by: User | None, reason: str) -> None:
        """Show it again, as its people run it."""
        services.put_in_view(by=by, organisation=thing, reason=reason)

    def title(self, thing: Organisation) -> str:
        """Give its name."""
        return thing.name

    def heading(self, thing: Organisation) -> str:
        """Give the same: its people chose it."""
        return thing.name

    def told_as(self, thing: Organisation) -> str:
        """Name the organisation."""
        return gettext("your organisation “%(name)s”") % {"name": thing.name}

    def text(self, thing: Organisation) -> str:
        """Give what it tells of itself, with its number and its own site."""
        return "\n\n".join(filter(None, [thing.description, thing.registration_number, thing.website]))

    def said(self, thing: Organisation) -> str:
        """Count the name with it: both are shown together."""
        return keyed(f"organisation:{said_in(thing)}")

    def mended_at(self, thing: Organisation) -> str:
        """Lead to its own form."""
        return reverse("organisations:edit", args=[thing.handle.text])

    def html(self, thing: Organisation) -> SafeString:
        """Give it as it is shown."""
        return render_markdown(self.text(thing), prefix=f"organisation{thing.pk}")

    def is_held(self, thing: Organisation) -> bool:
        """Tell whether a moderator has yet to look at what it says: that has no state of its own, but a case."""
        return Review.objects.open().filter(kind=self.name, object_id=thing.pk, is_held=True).exists()

    def state(self, thing: Organisation) -> str:
        """Say whether it is in view."""
        return "hidden" if thing.suspended_at else "live"

    def is_put_away(self, thing: Organisation, decision: str) -> bool:
        """Tell whether it is out of view: it has one such state alone."""
        return bool(thing.suspended_at)


def said_in(organisation: Organisation) -> str:
    """Give all that an organisation says and its people chose, with its name above it."""
    facts = (organisation.description, organisation.registration_number, organisation.website, organisation.handle.text)
    return "\n\n".join([organisation.name, *facts])
