"""Reads the official list of regions as the npm package `idn-area-data` publishes it (ODbL 1.0).

Five CSV files: provinces, regencies, districts, villages and islands, each row naming the one above it. A row that
makes no sense is refused and named; a file that can't be trusted as a whole makes the package broken.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from home.models import Region

Point = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""

Kind = Region.Kind

COLUMNS = {
    "provinces.csv": ("code", "name"),
    "regencies.csv": ("code", "province_code", "name"),
    "districts.csv": ("code", "regency_code", "name"),
    "villages.csv": ("code", "district_code", "name"),
    "islands.csv": ("code", "regency_code", "coordinate", "name"),
}

CODES = {
    "provinces.csv": re.compile(r"\d\d"),
    "regencies.csv": re.compile(r"\d\d\.\d\d"),
    "districts.csv": re.compile(r"\d\d\.\d\d\.\d\d"),
    "villages.csv": re.compile(r"\d\d\.\d\d\.\d\d\.\d{4}"),
    "islands.csv": re.compile(r"\d\d\.\d\d\.4\d{4}"),
}

KINDS = {
    "Kabupaten Administrasi ": Kind.REGENCY,
    "Kota Administrasi ": Kind.CITY,
    "Kabupaten ": Kind.REGENCY,
    "Kota ": Kind.CITY,
}
"""How the name of a regency or city begins, the longest first; what follows is its bare name."""

SHORT = {"Daerah Khusus Ibukota ": "DKI ", "Daerah Istimewa ": "DI "}
"""Titles of provinces that everybody shortens."""

COORDINATE = re.compile(
    r"""(\d\d)°([0-5]\d)'([0-5]\d(?:\.\d+)?)" ([NS]) (\d{3})°([0-5]\d)'([0-5]\d(?:\.\d+)?)" ([EW])"""
)
SOUTH, NORTH, WEST, EAST = -12, 7, 94, 142


class BrokenPackageError(Exception):
    """The package can't be trusted as a whole; the message says which file, which line and why."""


class RefusedRowError(ValueError):
    """A row makes no sense; the message says why."""


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region as the list has it."""

    code: str
    kind: str
    name: str
    parent_code: str
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was left out, and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass
class Package:
    """What the list holds, parents before children, and what was refused of it."""

    rows: dict[str, RegionRow] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)


def read_package(path: Path) -> Package:
    """Read the unpacked package, or raise BrokenPackageError."""
    folder = next((found.parent for found in path.glob("**/provinces.csv")), path)
    package = Package()
    refused: set[str] = set()
    for file in COLUMNS:
        for line, record in _records(folder / file):
            try:
                row = READERS[file](record)
                _check(file, row, package)
            except RefusedRowError as error:
                package.refused.append(Refusal(file, line, str(error)))
                refused |= {record["code"].strip()} - package.rows.keys()
                continue
            if row.parent_code in refused:
                refused.add(row.code)
                package.refused.append(Refusal(file, line, f"the region above {row.code} was refused"))
                continue
            if row.parent_code and row.parent_code not in package.rows:
                message = f"{file}:{line}: the region above {row.code}, {row.parent_code}, is in no file"
                raise BrokenPackageError(message)
            package.rows[row.code] = row
    return package


def _records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the line they end on; a file that is missing, cut off or in another encoding breaks the package."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise BrokenPackageError(f"{path.name} is missing in {path.parent}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BrokenPackageError(f"{path.name}:{line}: this is not UTF-8") from error
    if not text.endswith("\n"):
        raise BrokenPackageError(f"{path.name} ends in the middle of a line")
    reader = csv.DictReader(text.splitlines(), strict=True)
    missing = [column for column in COLUMNS[path.name] if column not in (reader.fieldnames or [])]
    if missing:
        raise BrokenPackageError(f"{path.name} lacks the column {', '.join(missing)}")
    rows = 0
    try:
        for record in reader:
            if None in record or None in record.values():
                raise BrokenPackageError(f"{path.name}:{reader.line_num}: this row and the header differ in length")
            rows += 1
            yield reader.line_num, record
    except csv.Error as error:
        raise BrokenPackageError(f"{path.name}:{reader.line_num}: {error}") from error
    if not rows:
        raise BrokenPackageError(f"{path.name} has no rows")


def _check(file: str, row: RegionRow, package: Package) -> None:
    if not CODES[file].fullmatch(row.code):
        raise RefusedRowError(f"{row.code!r} is not a code of this kind of region")
    if row.code in package.rows:
        raise RefusedRowError(f"{row.code} stands twice, first as {package.rows[row.code].name}")
    if row.parent_code and not row.code.startswith(f"{row.parent_code}."):
        raise RefusedRowError(f"{row.code} says it belongs to {row.parent_code}, which its code contradicts")
    if not row.name or len(row.name) > 120 or not row.name.isprintable():
        raise RefusedRowError(f"{row.code} has no usable name: {row.name!r}")


def _province(record: dict[str, str]) -> RegionRow:
    name = _name(record)
    for title, short in SHORT.items():
        name = name.replace(title, short)
    return RegionRow(record["code"].strip(), Kind.PROVINCE, name, "")


def _regency(record: dict[str, str]) -> RegionRow:
    name = _name(record)
    for prefix, kind in KINDS.items():
        if name.startswith(prefix):
            return RegionRow(record["code"].strip(), kind, name.removeprefix(prefix), record["province_code"].strip())
    raise RefusedRowError(f"{name!r} says neither Kabupaten nor Kota")


def _district(record: dict[str, str]) -> RegionRow:
    return RegionRow(record["code"].strip(), Kind.DISTRICT, _name(record), record["regency_code"].strip())


def _village(record: dict[str, str]) -> RegionRow:
    return RegionRow(record["code"].strip(), Kind.VILLAGE, _name(record), record["district_code"].strip())


def _island(record: dict[str, str]) -> RegionRow:
    """Read an island; one without a regency, as 56 are, belongs to the province of its code."""
    code = record["code"].strip()
    parent = record["regency_code"].strip() or code[:2]
    return RegionRow(code, Kind.ISLAND, _name(record), parent, decimal(record["coordinate"]))


def _name(record: dict[str, str]) -> str:
    return " ".join(record["name"].split(" ")).strip()


def decimal(coordinate: str) -> Point:
    """Read degrees, minutes and seconds as degrees: `05°36'42.43" S 132°42'59.47" E`."""
    match = COORDINATE.fullmatch(coordinate.strip())
    if not match:
        raise RefusedRowError(f"{coordinate!r} is not a coordinate")
    degrees, minutes, seconds, side, degrees2, minutes2, seconds2, side2 = match.groups()
    latitude = (int(degrees) + int(minutes) / 60 + float(seconds) / 3600) * (-1 if side == "S" else 1)
    longitude = (int(degrees2) + int(minutes2) / 60 + float(seconds2) / 3600) * (-1 if side2 == "W" else 1)
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        raise RefusedRowError(f"{coordinate!r} lies outside Indonesia")
    return round(latitude, 5), round(longitude, 5)


READERS: dict[str, Callable[[dict[str, str]], RegionRow]] = {
    "provinces.csv": _province,
    "regencies.csv": _regency,
    "districts.csv": _district,
    "villages.csv": _village,
    "islands.csv": _island,
}
