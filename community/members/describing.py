"""What a member tells of themselves, written into the rows it is kept in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef

from .audiences import PARTS, Audience, audience_field
from .models import Profile
from .parts import Skill, TakenRole
from .words import fold_word

if TYPE_CHECKING:
    from home.models import Region, Sector


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
    had = list(profile.skills.values_list("pk", flat=True))
    profile.skills.set(learn(description.skills))
    forget_skills(had)
    roles = set(description.roles)
    profile.taken_roles.exclude(role__in=roles).delete()
    TakenRole.objects.bulk_create((TakenRole(profile=profile, role=role) for role in roles), ignore_conflicts=True)
    for part, audience in (description.audiences or {}).items():
        if part in PARTS:
            setattr(profile, audience_field(part), Audience(audience))


@transaction.atomic
def learn(words: Iterable[str]) -> list[Skill]:
    """Give the skills that words mean, as whoever wrote them first wrote them; a word nobody used yet is added."""
    by_fold = {fold_word(word): word for word in words}
    found = _locked_skills(by_fold)
    for _time in range(2):  # whoever wrote it at the same moment may have been first, or just taken it back
        known = {skill.folded for skill in found}
        if new := [Skill(name=word, folded=folded) for folded, word in by_fold.items() if folded not in known]:
            Skill.objects.bulk_create(new, ignore_conflicts=True)
            found = _locked_skills(by_fold)
    return found


@transaction.atomic
def forget_skills(keys: Iterable[int]) -> None:
    """Delete those of these skills that nobody has any more; what another is about to take is left to them."""
    free = Skill.objects.select_for_update(skip_locked=True).filter(pk__in=list(keys)).order_by("pk")
    unused = ~Exists(Profile.skills.through.objects.filter(skill=OuterRef("pk")))
    Skill.objects.filter(unused, pk__in=[skill.pk for skill in free]).delete()


def _locked_skills(folded: Iterable[str]) -> list[Skill]:
    """Read skills so that nobody deletes them before they are taken."""
    return list(Skill.objects.select_for_update(no_key=True).filter(folded__in=list(folded)).order_by("pk"))
