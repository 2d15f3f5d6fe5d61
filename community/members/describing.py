"""What a member tells of themselves, written into the rows it is kept in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .audiences import PARTS, Audience, audience_field
from .parts import Skill, TakenRole
from .words import fold_word

if TYPE_CHECKING:
    from home.models import Region, Sector

    from .models import Profile


# The columns that a description and what goes with it are kept in; all else has rows of its own.
DESCRIBED = ["bio", "region", "languages", "links", *map(audience_field, PARTS)]


@dataclass(frozen=True)
class Description:
    """What there is beside name, text and home region, and who sees what; a part not named keeps its audience."""

    further_regions: Iterable[Region] = ()
    languages: Iterable[str] = ()
    skills: Iterable[str] = ()
    sectors: Iterable[Sector] = ()
    roles: Iterable[str] = ()
    links: Iterable[str] = ()
    audiences: Mapping[str, Audience] | None = None

    def tells_more_than(self, profile: Profile) -> bool:
        """Whether others would read words that they could not read before, or more people those that are there."""
        folded = {*profile.languages, *profile.links, *profile.skills.values_list("folded", flat=True)}
        opens = any(
            audience < getattr(profile, audience_field(part)) for part, audience in (self.audiences or {}).items()
        )
        return opens or not folded.issuperset({*self.languages, *self.links, *map(fold_word, self.skills)})


def write(profile: Profile, description: Description) -> None:
    """Take a description over into the profile, which the caller saves, and its rows."""
    profile.languages, profile.links = list(description.languages), list(description.links)
    profile.further_regions.set(description.further_regions)
    profile.sectors.set(description.sectors)
    profile.skills.set(learn(description.skills))
    roles = set(description.roles)
    profile.taken_roles.exclude(role__in=roles).delete()
    TakenRole.objects.bulk_create((TakenRole(profile=profile, role=role) for role in roles), ignore_conflicts=True)
    for part, audience in (description.audiences or {}).items():
        if part in PARTS:
            setattr(profile, audience_field(part), Audience(audience))


def learn(words: Iterable[str]) -> list[Skill]:
    """Give the skills that words mean, as whoever wrote them first wrote them; a word nobody used yet is added."""
    by_fold = {fold_word(word): word for word in words}
    known = set(Skill.objects.filter(folded__in=by_fold).values_list("folded", flat=True))
    new = [Skill(name=word, folded=folded) for folded, word in by_fold.items() if folded not in known]
    Skill.objects.bulk_create(new, ignore_conflicts=True)  # whoever wrote it at the same moment may have been first
    return list(Skill.objects.filter(folded__in=by_fold))
