"""Entering an organisation, and changing what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.members import pictures
from community.members.handles import clean_handle, proposals
from community.members.models import User
from community.members.permissions import require_writer
from community.members.services import claim_handle, must_not_collect_handles, reclaim_handle, taken

from ..models import Membership, Organisation
from ..permissions import may_edit
from .changes import MOST_OWNED, announce, locked, must, note, owned_by
from .staff import end_verification

if TYPE_CHECKING:
    from django.core.files.base import File

    from community.members.models import Handle
    from home.models import Region, Sector

VOUCHED = ("kind", "name", "registration_number")  # what staff vouch for: it counts no more once it changes


@dataclass(frozen=True)
class Facts:
    """What an organisation says of itself."""

    kind: str
    name: str
    region: Region
    sectors: Iterable[Sector] = ()
    description: str = ""
    registration_number: str = ""
    founded: int | None = None
    website: str = ""

    def columns(self) -> dict[str, object]:
        """What is kept in the organisation's own row."""
        return {name: value for name, value in vars(self).items() if name != "sectors"}


@transaction.atomic
def found_organisation(*, founder: User, facts: Facts, handle: str = "") -> Organisation:
    """Enter an organisation, whose owner the founder is; it takes the nearest free handle to the wish or the name."""
    require_writer(founder)
    User.objects.select_for_update().get(pk=founder.pk)  # who presses twice at once is counted twice
    owned = owned_by(founder)
    must(owned < MOST_OWNED, _("You own as many organisations as one member may. Please hand one over first."))
    wishes = chain([clean_handle(handle)] if handle else [], proposals(handle or facts.name))
    claimed = next(made for made in map(claim_handle, wishes) if made)
    organisation = Organisation.objects.create(handle=claimed, **facts.columns())
    claimed.organisation = organisation
    claimed.save(update_fields=["organisation"])
    organisation.sectors.set(facts.sectors)
    Membership.objects.create(organisation=organisation, user=founder, role=Membership.Role.OWNER)
    note(organisation, "found_organisation", by=founder)
    announce(organisation, writer=founder)
    return organisation


@transaction.atomic
def edit_organisation(*, by: User, organisation: Organisation, facts: Facts, handle: str = "") -> Organisation:
    """Change what it says of itself; another name, kind or number ends the verification. Raises `ValidationError`."""
    organisation = locked(organisation)
    must(may_edit(by, organisation))
    before = {name: getattr(organisation, name) for name in VOUCHED}
    if handle and handle != organisation.handle.text:
        organisation.handle = _another_handle(organisation, handle)
    for name, value in facts.columns().items():
        setattr(organisation, name, value)
    organisation.save()
    organisation.sectors.set(facts.sectors)
    after = {name: getattr(organisation, name) for name in VOUCHED}
    changed = [name for name in VOUCHED if before[name] != after[name]]
    note(
        organisation,
        "edit_organisation",
        by=by,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    if changed and organisation.verified_at:
        end_verification(organisation, by=by, reason=_("What had been verified was changed."))
    announce(organisation, writer=by)
    return organisation


def change_logo(*, by: User, organisation: Organisation, file: File[bytes]) -> Organisation:
    """Show a logo, drawn anew as squares; raises `ValidationError` for what is no picture."""
    must(may_edit(by, organisation))
    squares = pictures.draw_squares(file)  # before the transaction: it takes its time
    with transaction.atomic():
        organisation = locked(organisation)
        must(may_edit(by, organisation))  # asked again: somebody may have taken them out meanwhile
        return _replace_logo(organisation, pictures.keep(squares, is_public=organisation.is_public))


@transaction.atomic
def remove_logo(*, by: User, organisation: Organisation) -> Organisation:
    """Show initials again, and delete the files."""
    organisation = locked(organisation)
    must(may_edit(by, organisation))
    return _replace_logo(organisation, "")


def _replace_logo(organisation: Organisation, place: str) -> Organisation:
    pictures.drop(organisation.logo)
    organisation.logo = place
    organisation.save(update_fields=["logo"])
    return organisation


def _another_handle(organisation: Organisation, handle: str) -> Handle:
    """Take another handle; the old one stays and leads to the new."""
    text = clean_handle(handle)
    organisation.handles.filter(is_current=True).update(is_current=False)
    claimed = reclaim_handle(text, organisation=organisation)
    if claimed is None:
        must_not_collect_handles(organisation=organisation)
        claimed = claim_handle(text, organisation=organisation)
    if claimed is None:
        raise ValidationError({"handle": taken(text)}, code="taken")
    return claimed
