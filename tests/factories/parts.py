"""A profile in which every part says something that stands nowhere else, so that a page shows what it lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.members import pictures
from community.members.audiences import PARTS, Audience, audience_field
from community.members.models import Organisation
from community.members.parts import ProgrammeRole
from tests.factories.members import MemberFactory
from tests.factories.organisations import add_member, make_organisation
from tests.factories.regions import make_region
from tests.factories.told import make_sector

if TYPE_CHECKING:
    from community.members.models import User

# What a page shows of each part. No form and no heading says any of it.
TOLD = {
    "bio": "Anyaman pandan turun-temurun",
    "region": "Kepulauan Tanimbar",
    "further_regions": "Seram Bagian Barat",
    "languages": "Fordata",
    "skills": "mengukir perahu",
    "sectors": "Garam rakyat",
    "roles": "Pemilik lahan",
    "links": "halaman-rahasia.example",
    "picture": "-384.webp",
    "organisations": "Koperasi Tenun Lermatang",
}


def make_whole(audience: Audience = Audience.EVERYONE, **fields: Any) -> User:
    """A member who can be found and has told everything, all of it to this audience but what `fields` say."""
    audiences = {audience_field(part): audience for part in PARTS}
    region = make_region("81.03", name=TOLD["region"])
    further = make_region("81.06", name=TOLD["further_regions"])
    sector = make_sector("garam-rakyat")
    told = {
        "is_listed": True,
        "bio": TOLD["bio"],
        "region": region,
        "further_regions": [further],
        "languages": [TOLD["languages"]],
        "skills": [TOLD["skills"]],
        "sectors": [sector],
        "roles": [ProgrammeRole.LAND],
        "links": [f"https://{TOLD['links']}/"],
    }
    member: User = MemberFactory(**{**told, **audiences, **fields})
    show_picture(member)
    add_member(Organisation.objects.filter(name=TOLD["organisations"]).first() or _make_organisation(), member)
    return member


def _make_organisation() -> Organisation:
    """An organisation that is in no region that a profile tells of."""
    return make_organisation(MemberFactory(), name=TOLD["organisations"], region=make_region("11.01"))


def show_picture(member: User, content: bytes = b"x") -> None:
    """Keep files for the picture where they belong, without drawing one."""
    profile = member.profile
    is_public = pictures.belongs_to_everyone(profile)
    profile.picture = pictures.keep(dict.fromkeys(pictures.SIZES, content), is_public=is_public)
    profile.save()
