"""What is measured of the directory, and how much it may take: over a hundred thousand members, on PostgreSQL."""

from __future__ import annotations

from dataclasses import asdict

from demo.quiet import quiet
from django.contrib.auth.models import AnonymousUser
from rich.progress import Progress, TimeElapsedColumn

from benchmarks import report
from benchmarks.crowd import write_members
from benchmarks.ground import lay_ground
from benchmarks.measuring import measure, weigh
from benchmarks.running import make_tables_and_files
from community.members.directory import Filters, listed
from community.members.models import Profile
from community.members.parts import TakenRole
from community.members.permissions import Viewer

DIRECTORY = {"queries": 8, "p95_ms": 150}
# Four filters at once: PostgreSQL spends more than half of the time on compiling the plan (`jit`).
FOUR_AT_ONCE = {"queries": 8, "p95_ms": 400}
PROFILE = {"queries": 10, "p95_ms": 150}


def on_postgresql(count: int) -> int:
    """Fill the tables and ask for the pages; 1 when a bound is passed."""
    with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=report.console()) as progress, quiet():
        task = progress.add_task("tables, regions and pages", total=None)
        make_tables_and_files()
        lay_ground()
        for done in write_members(count):
            progress.update(task, description=f"{done:,} members")
        found = listed(Viewer(AnonymousUser()), Filters())
        progress.update(task, description=f"{found.count():,} in the directory")
        results = [_measure(name, path) for name, path in _pages().items()]
    return report.conclude(results)


def _pages() -> dict[str, str]:
    rich = Profile.objects.filter(is_listed=True, user__is_active=True, sectors_audience=0, skills_audience=0)
    one = rich.filter(pk__in=TakenRole.objects.values("profile")).exclude(further_regions=None).order_by("pk")[0]
    sector, skill = one.sectors.first(), one.skills.first()
    narrowed = {
        "sector": f"?sector={sector.slug if sector else ''}",
        "skill": f"?skill={skill.name if skill else ''}",
        "role": "?role=buyer",
        "region": "?region=81",
        "village": f"?region={one.region.code if one.region else ''}",
        "region, last": "?region=81&before=last",
        "name": "?q=yos",
        "four at once": "?region=81&role=producer&sector=perikanan&q=ma",
        "nothing": "?q=zzz&role=buyer",
    }
    return {
        "members directory first": "/anggota/",
        "members directory last": "/anggota/?before=last",
        **{f"members directory filtered, {name}": f"/anggota/{query}" for name, query in narrowed.items()},
        "member profile": f"/anggota/{one.handle.text}/",
    }


def _measure(name: str, path: str) -> report.Result:
    queries_en, html_en = weigh(f"/en{path}")
    bound = {"member profile": PROFILE, "members directory filtered, four at once": FOUR_AT_ONCE}.get(name, DIRECTORY)
    return {
        "name": name,
        **asdict(measure(path)),
        "queries_en": queries_en,
        "html_gzip_bytes_en": html_en,
        "bound": bound,
    }
