"""As many members as a grown site has, with their parts, written into PostgreSQL's tables by COPY."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from django.db.models import Max, Model

from benchmarks.copying import Row, copy, tell_keys
from benchmarks.prose import SEED, Prose
from community.members.audiences import PARTS, Audience, audience_field
from community.members.handles import fold
from community.members.models import Handle, Profile, User
from community.members.parts import ProgrammeRole, Skill, TakenRole
from home.models import Region, Sector

FIRST = ("Maria", "Petrus", "Yosina", "Hamid", "Agnes", "Bram", "Siti", "Fransiska", "Laode", "Ratna", "Nyoman", "Wati")
LAST = ("Letsoin", "Renyaan", "Rahanra", "Kabalmay", "Ubro", "Tethool", "Matdoan", "Basri", "Wijaya", "Yamlean")
SKILLS = 2_000
BATCH = 10_000
LISTED = 0.97  # the directory is to hold so many; the others chose not to be found


def write_members(count: int) -> Iterator[int]:
    """Write members who can be found; say how many there are after every batch.

    A little more than `count` are written, since some of them are hidden or switched off.
    """
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    prose = Prose()
    first = (User.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    regions = list(Region.objects.values_list("pk", flat=True))
    sectors = list(Sector.objects.values_list("pk", flat=True))
    skills = _make_skills(chance)
    total = round(count / LISTED)
    for start in range(0, total, BATCH):
        keys = range(first + start, first + min(start + BATCH, total))
        with transaction.atomic():
            copy(User, (_user(key, chance) for key in keys))
            copy(Handle, (_handle(key) for key in keys))
            copy(Profile, (_profile(key, chance, prose, regions) for key in keys))
            copy(TakenRole, _roles(keys, chance))
            copy(Profile.sectors.through, _links(keys, chance, "sector_id", sectors, 3))
            copy(Profile.skills.through, _links(keys, chance, "skill_id", skills, 4))
            copy(Profile.further_regions.through, _links(keys, chance, "region_id", regions, 2))
        yield start + len(keys)
    tell_keys(User, Handle, Profile)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as its autovacuum does on a site that runs


def _user(key: int, chance: random.Random) -> Row:
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {key % 1000}"
    is_active = chance.random() < 0.99
    return _row(User(id=key, email=f"orang{key}@example.net", name=name, is_active=is_active))


def _handle(key: int) -> Row:
    text = f"orang-{key}"
    return _row(Handle(id=key, text=text, folded=fold(text), user_id=key))


def _profile(key: int, chance: random.Random, prose: Prose, regions: list[int]) -> Row:
    """A third of the parts are everyone's, half are for members, the others for fewer."""
    audiences = {audience_field(part): chance.choices(list(Audience), (35, 50, 5, 10))[0] for part in PARTS}
    profile = Profile(id=key, user_id=key, handle_id=key, is_listed=chance.random() < 0.98, **audiences)
    profile.bio, profile.region_id = prose.sentences(1)[:280], chance.choice(regions)
    return _row(profile)


def _row(thing: Model) -> Row:
    """Give the columns of a thing as saving it would."""
    fields = thing._meta.concrete_fields
    return {str(field.column): field.get_db_prep_save(field.pre_save(thing, True), connection) for field in fields}


def _roles(keys: Iterable[int], chance: random.Random) -> Iterator[Row]:
    for key in keys:
        for role in chance.sample(ProgrammeRole.values, chance.randrange(3)):
            yield {"profile_id": key, "role": role}


def _links(keys: Iterable[int], chance: random.Random, column: str, others: list[int], most: int) -> Iterator[Row]:
    """Up to so many others for each; the first of them much oftener than the last."""
    for key in keys:
        count = chance.randrange(most)
        for other in {others[int(len(others) * chance.random() ** 3)] for _number in range(count)}:
            yield {"profile_id": key, column: other}


def _make_skills(chance: random.Random) -> list[int]:
    words = sorted({word.lower().strip(".,;:“”()") for sentence in Prose().all for word in sentence.split()})
    names = [word for word in words if 3 < len(word) < 30][:SKILLS]
    chance.shuffle(names)
    Skill.objects.bulk_create([Skill(name=name, folded=name) for name in names], ignore_conflicts=True)
    return list(Skill.objects.order_by("pk").values_list("pk", flat=True))
