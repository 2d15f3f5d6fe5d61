"""The invented members, with their roles."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from community.members.audiences import PARTS, Audience
from community.members.describing import Description
from community.members.handles import fold
from community.members.models import Handle, User
from community.members.rights import consents
from community.members.rights.models import Consent
from community.members.roles.services import grant
from community.members.services import edit_profile, join
from community.members.trust.levels import BASIC
from home.models import Sector

from .loading import Row, read

if TYPE_CHECKING:
    from home.models import Region

PASSWORD = "ain-ni-ain-2026"  # noqa: S105 - printed for everyone who runs the demo, and never used in production
# So nobody of them is held to what newcomers may, and what they write is compared with nothing.
MEMBERS_FOR, MEMBERS_AT = timedelta(days=300), BASIC


def make_members(regions: dict[str, Region]) -> dict[str, User]:
    """Make the members that are missing, found again by the handle they have or had; all sign in with `PASSWORD`."""
    rows = read("members")["member"]
    folded = {row["handle"]: fold(row["handle"]) for row in rows}
    handles = Handle.objects.filter(folded__in=folded.values()).select_related("user")
    known = {handle.folded: handle.user for handle in handles}
    password = make_password(PASSWORD)  # once: it is made slow on purpose
    return {row["handle"]: known.get(folded[row["handle"]]) or _make(row, regions, password) for row in rows}


def sign_ins() -> list[str]:
    """Describe who can sign in, one line each: e-mail, role, name."""
    rows = read("members")["member"]
    return [f"{row['email']:<24} {row['role']:<16} {row['name']}" for row in rows]


def _make(row: Row, regions: dict[str, Region], password: str) -> User:
    asked = {name: row[name] for name in ("email", "name", "language", "handle")}
    user = join(password=None, is_staff=row["role"] == "administrator", **asked)
    user.password, user.date_joined, user.trust_level = password, timezone.now() - MEMBERS_FOR, MEMBERS_AT
    user.save(update_fields=["password", "date_joined", "trust_level"])
    EmailAddress.objects.create(user=user, email=row["email"], verified=True, primary=True)
    consents.record(user=user, kind=Consent.Kind.TERMS)
    edit_profile(
        by=user,
        profile=user.profile,
        name=row["name"],
        bio=row["bio"],
        region=regions.get(row["region"]),
        language=row["language"],
        zone=row["zone"],
        is_listed=row["listed"],
        description=_describe(row, regions),
    )
    _give_role(user, row, regions)
    return User.objects.get(pk=user.pk)  # with what the role brought


def _describe(row: Row, regions: dict[str, Region]) -> Description:
    """What the member tells besides, most of it to everyone, so that there is something to see."""
    sectors = Sector.objects.in_bulk(row.get("sectors", []), field_name="slug")
    return Description(
        further_regions=[regions[code] for code in row.get("further_regions", []) if code in regions],
        languages=row.get("languages", []),
        skills=row.get("skills", []),
        sectors=list(sectors.values()),
        roles=row.get("roles", []),
        links=row.get("links", []),
        audiences={part: Audience.EVERYONE for part in PARTS if part not in row.get("for_members", [])},
    )


def _give_role(user: User, row: Row, regions: dict[str, Region]) -> None:
    """Grant the role that the row tells of; most are members like all others."""
    if row["role"] == "member":
        return
    kind = row["role"].removeprefix("regional_")
    region = regions[row["role_region"]] if "role_region" in row else None
    grant(by=None, user=user, kind=kind, region=region, reason="Peran dalam contoh.")
