"""The invented organisations, with their people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.members.handles import fold
from community.members.organisations import services
from community.members.organisations.models import Membership, Organisation
from community.members.organisations.services import Facts
from community.members.organisations.services.joining import admit

from .loading import Row, read
from .targets import find_page

if TYPE_CHECKING:
    from .things import Things

KEEPER = "redaksi-negeri"


def make_organisations(things: Things) -> list[Row]:
    """Make the organisations that are missing, found again by the handle they have or had; return those made."""
    rows = read("organisations")["organisation"]
    known = Organisation.objects.filter(handles__folded__in=[fold(row["handle"]) for row in rows])
    handles = set(known.values_list("handles__folded", flat=True))
    made = [row for row in rows if fold(row["handle"]) not in handles]
    for row in made:
        _make(row, things)
    return made


def name_pages(rows: list[Row], things: Things) -> None:
    """Name the stories and events that tell of the organisations just made; the pages are made later than these."""
    for row in rows:
        keys = [find_page(target, "id").translation_key for target in row["pages"]]
        organisation = Organisation.objects.get(handle__folded=fold(row["handle"]))
        services.tell_of(by=things.members[KEEPER], organisation=organisation, keys=keys)


def _make(row: Row, things: Things) -> None:
    """Enter one; its people join as the demo says, without the invitations that would be mailed."""
    organisation = services.found_organisation(
        founder=things.members[row["owner"]],
        handle=row["handle"],
        facts=Facts(
            kind=row["kind"],
            name=row["name"],
            region=things.regions[row["region"]],
            sectors=things.sectors_of(row),
            description=row["description"].strip(),
            registration_number=row.get("registration_number", ""),
            founded=row.get("founded"),
        ),
    )
    people = [(handle, Membership.Role.MANAGER) for handle in row["managers"]]
    people += [(handle, Membership.Role.MEMBER) for handle in row["members"]]
    for handle, role in people:
        admit(organisation, things.members[handle], role, by=things.members[row["owner"]])
    if seen := row.get("verified"):
        services.verify(by=things.members[KEEPER], organisation=organisation, seen=seen)
