"""Loads the gazetteer: the whole official list from a package, or what ships with the project."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from home.models import Region
from home.services.gazetteer import Kind, Refusal, RegionRow, read_package
from home.signals import regions_loaded

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "regions"
BATCH = 1000

OnProgress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""

Fields = tuple[str, str, int | None, float | None, float | None]
"""Name, kind, parent's id, latitude and longitude of a region: what a list may change."""


@dataclass
class LoadReport:
    """What a load did; `refused` names every row that was left out, and why."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)


def load_regions(path: Path, *, on_progress: OnProgress | None = None) -> LoadReport:
    """Bring the gazetteer up to the official list in `path`, the unpacked package idn-area-data.

    Names, kinds and parents follow the list, islands' points too; points of other regions, and former and alternative
    names, which the list does not have, stay. Regions the list no longer has stay as well, since stories and topics
    may refer to them. Raises BrokenPackageError, and changes nothing, when the package can't be trusted as a whole.
    """
    package = read_package(path)
    report = _store(package.rows.values(), on_progress=on_progress, overwrite=True)
    report.refused = package.refused
    return report


def load_shipped_regions() -> LoadReport:
    """Fill in what ships with the project, without overwriting what is there: an editor may have corrected it."""
    rows = [
        *(_shipped(row, kind=Kind.PROVINCE) for row in _read("provinces")),
        *(_shipped(row, kind=row["kind"]) for row in _read("regencies")),
        *(_shipped(row, kind=Kind.DISTRICT) for row in _read("districts")),
        *(_shipped(row, kind=Kind.VILLAGE) for row in _read("villages")),
        *(_shipped(row, kind=Kind.ISLAND) for row in _read("islands")),
    ]
    with transaction.atomic():
        report = _store(rows, overwrite=False)
        _add_names()
    return report


@transaction.atomic
def _store(rows: Iterable[RegionRow], *, overwrite: bool, on_progress: OnProgress | None = None) -> LoadReport:
    """Create what is missing and change what differs, parents before children."""
    rows = list(rows)
    report = LoadReport()
    columns = ("pk", "code", "name", "kind", "parent_id", "latitude", "longitude")
    stored: dict[str, tuple[int, Fields]] = {
        code: (pk, (name, kind, parent_id, latitude, longitude))
        for pk, code, name, kind, parent_id, latitude, longitude in Region.objects.values_list(*columns)
    }
    ids: dict[str, int] = {code: pk for code, (pk, _) in stored.items()}
    changed: list[Region] = []
    done = 0
    for level in _levels(rows):
        created: list[Region] = []
        for row in level:
            parent = ids[row.parent_code] if row.parent_code else None
            if row.code not in stored:
                created.append(_new(row, parent))
                continue
            pk, old = stored[row.code]
            new = _merged(row, parent, old, overwrite=overwrite)
            if new == old:
                report.unchanged += 1
            else:
                name, kind, parent_id, latitude, longitude = new
                changed.append(
                    Region(pk=pk, name=name, kind=kind, parent_id=parent_id, latitude=latitude, longitude=longitude)
                )
        for start in range(0, len(created), BATCH):
            batch = Region.objects.bulk_create(created[start : start + BATCH])
            ids |= {region.code: region.pk for region in batch}
            if on_progress:
                on_progress(done + start + len(batch), len(rows))
        report.created += len(created)
        done += len(level)
        if on_progress:
            on_progress(done, len(rows))
    Region.objects.bulk_update(changed, ["name", "kind", "parent", "latitude", "longitude"], batch_size=BATCH // 5)
    report.changed = len(changed)
    if report.created or report.changed:
        regions_loaded.send(sender=Region)
    return report


def _levels(rows: Iterable[RegionRow]) -> list[list[RegionRow]]:
    """Rows by the depth of their code, so that every parent has an id before its children need it."""
    levels: dict[int, list[RegionRow]] = defaultdict(list)
    for row in rows:
        levels[row.code.count(".") + (row.kind == Kind.ISLAND)].append(row)
    return [levels[depth] for depth in sorted(levels)]


def _new(row: RegionRow, parent: int | None) -> Region:
    latitude, longitude = row.point or (None, None)
    return Region(code=row.code, name=row.name, kind=row.kind, parent_id=parent, latitude=latitude, longitude=longitude)


def _merged(row: RegionRow, parent: int | None, old: Fields, *, overwrite: bool) -> Fields:
    """Say what a stored region becomes: as the row has it, or, without overwriting, only given the point it lacks."""
    name, kind, parent_id, latitude, longitude = old
    if overwrite:
        name, kind, parent_id = row.name, row.kind, parent
    if row.point and (overwrite or latitude is None or longitude is None):
        latitude, longitude = row.point
    return name, kind, parent_id, latitude, longitude


def _read(file: str) -> list[dict[str, str]]:
    with (SHIPPED / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _shipped(row: Mapping[str, str], *, kind: str) -> RegionRow:
    parent = row.get("regency_code") or row["code"].rpartition(".")[0]
    point = (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None
    return RegionRow(row["code"], kind, row["name"], parent, point)


def _add_names() -> None:
    """Give regions that have none their alternative names, former names and former codes."""
    extra: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in _read("names"):
        extra[row["code"]][f"{row['kind']}_names"].append(row["name"])
    for row in _read("former_codes"):
        extra[row["code"]]["former_codes"].append(row["former_code"])
    fields = ["former_codes", "former_names", "alternative_names"]
    changed = []
    for region in Region.objects.filter(code__in=extra):
        lacking: dict[str, Any] = {name: extra[region.code][name] for name in fields if not getattr(region, name)}
        if any(lacking.values()):
            for name, value in lacking.items():
                setattr(region, name, value)
            changed.append(region)
    Region.objects.bulk_update(changed, fields)
