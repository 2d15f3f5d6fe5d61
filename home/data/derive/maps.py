# /// script
# requires-python = ">=3.11"
# dependencies = ["shapely>=2.1"]
# ///
"""Draws the coastlines of ../maps as SVG path data, because a page carries its maps inline and asks no tile server.

    python home/data/derive/maps.py WORLD_ATLAS_DIR [KEI_OUTLINES]

reads the unpacked npm package world-atlas 2.0.2 (Natural Earth 1:10m, public domain) and writes indonesia.json and
indonesia-small.json; with KEI_OUTLINES also kei.json. KEI_OUTLINES is what Debian's gmt with gmt-gshhg-full prints:

    gmt pscoast -R131.85/133.4/-6.15/-5.05 -JM10c -Df -M -W

Every file holds the projection (equirectangular, true at the standard parallel; `place` in home/services/maps.py puts
a point on it), the size of the view box, and a path per kind of land: relative commands, whole numbers.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon, box

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MAPS = Path(__file__).parent.parent / "maps"
INDONESIA = "360"
NEIGHBOURS = ("458", "626", "598", "608", "036", "702", "096", "764", "116", "704", "104")


@dataclass(frozen=True)
class Frame:
    """What a map shows, and how finely: degrees, then units of the view box."""

    west: float
    east: float
    south: float
    north: float
    parallel: float
    scale: float
    """Units of the view box per degree of latitude."""
    tolerance: float
    """Corners that make a triangle of less than this many units squared go (Visvalingam)."""
    smallest: float
    """Islands of less than this many units squared go, save those in `keep`."""
    keep: tuple[float, float, float, float] = (0, 0, 0, 0)
    """West, south, east, north of where every island stays."""

    @property
    def stretch(self) -> float:
        """How much shorter a degree of longitude is than one of latitude."""
        return math.cos(math.radians(self.parallel))

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Turn degrees into units of the view box."""

        def xy(points: Any) -> Any:
            points[:, 0] = (points[:, 0] - self.west) * self.scale * self.stretch
            points[:, 1] = (self.north - points[:, 1]) * self.scale
            return points

        return shapely.transform(geometry, xy)


KEI_CORNER = (131.8, -6.2, 133.4, -5.0)
COUNTRY = Frame(94, 142, -11.5, 6.5, 0, 50, 1.5, 5, KEI_CORNER)
SMALL = Frame(79, 143, -20.6, 8.8, 0, 20, 2.5, 4, KEI_CORNER)
KEI = Frame(131.88, 133.36, -6.12, -5.1, -5.6, 1000, 5, 4)


def countries(path: Path) -> Iterator[tuple[str, MultiPolygon]]:
    """Read country shapes by their ISO 3166 number, from TopoJSON (quantised, delta-encoded arcs)."""
    atlas = json.loads(path.read_text())
    (scale_x, scale_y), (move_x, move_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for deltas in atlas["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(arc)

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[1:] if points else arc
        return points

    for country in atlas["objects"]["countries"]["geometries"]:
        shapes = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        outer = [ring(rings[0]) for rings in shapes]
        yield country.get("id", ""), MultiPolygon([Polygon(points) for points in outer if len(points) > 3])


def outlines(path: Path) -> BaseGeometry:
    """Read islands from GMT's multi-segment text, which breaks coastlines where its bins meet: joined, then closed."""
    lines = []
    points: list[tuple[float, float]] = []
    for line in [*path.read_text().splitlines(), ">"]:
        if line.startswith(">"):
            if len(points) > 1:
                lines.append(LineString(points))
            points = []
        elif line and not line.startswith("#"):
            longitude, latitude = map(float, line.split()[:2])
            points.append((round(longitude, 5), round(latitude, 5)))
    return shapely.union_all(shapely.get_parts(shapely.polygonize([shapely.line_merge(shapely.union_all(lines))])))


def polygons(geometry: BaseGeometry) -> list[Polygon]:
    """Take the polygons out of whatever an intersection gave."""
    return [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon) and not part.is_empty]


def thin(lands: Sequence[BaseGeometry], frame: Frame) -> list[list[Polygon]]:
    """Clip, project, simplify so that borders still meet, and drop what is too small to see."""
    window = box(frame.west - 0.4, frame.south - 0.4, frame.east + 0.4, frame.north + 0.4)
    clipped = [MultiPolygon(polygons(frame.project(shapely.make_valid(land).intersection(window)))) for land in lands]
    kept = box(*frame.keep)
    keep = frame.project(kept) if kept.area else kept
    simple = shapely.coverage_simplify(clipped, math.sqrt(frame.tolerance))
    thinned = []
    for rough, fine in zip(simple, clipped, strict=True):
        parts = [part for part in polygons(rough) if part.area >= frame.smallest or keep.intersects(part)]
        # Simplifying may swallow an island whole: those to keep come back as they were.
        lost = [part for part in polygons(fine) if keep.intersects(part)] if kept.area else []
        covered = shapely.union_all(parts)
        parts += [part for part in lost if not covered.intersects(part)]
        thinned.append(sorted(parts, key=lambda part: (-part.area, part.bounds)))
    return thinned


def path_data(parts: Iterable[Polygon]) -> str:
    """Write SVG path data in whole numbers; every island starts relative to where the one before it started."""
    data = ""
    start = (0, 0)
    for part in parts:
        points = [(round(x), round(y)) for x, y in part.exterior.coords[:-1]]
        points = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
        if len(points) < 3:
            x, y = points[0]
            points = [(x, y), (x + 1, y), (x + 1, y + 1)]
        data += f"m{joined([points[0][0] - start[0], points[0][1] - start[1]])}l"
        steps: list[int] = []
        for (x0, y0), (x1, y1) in pairwise(points):
            steps += [x1 - x0, y1 - y0]
        data += f"{joined(steps)}z"
        start = points[0]
    return data


def joined(numbers: list[int]) -> str:
    """Write numbers with a space only where no minus sign parts them."""
    return "".join(f" {number}" if i and number >= 0 else str(number) for i, number in enumerate(numbers))


def write(name: str, frame: Frame, lands: dict[str, list[Polygon]]) -> None:
    """Write a map with its projection, and print how large it became."""
    projection = {key: value for key, value in asdict(frame).items() if key in ("west", "north", "parallel", "scale")}
    width = round((frame.east - frame.west) * frame.scale * frame.stretch)
    height = round((frame.north - frame.south) * frame.scale)
    content = {"projection": projection, "width": width, "height": height}
    content |= {kind: path_data(parts) for kind, parts in lands.items()}
    (MAPS / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")
    points = sum(len(part.exterior.coords) - 1 for parts in lands.values() for part in parts)
    print(f"{name}: {width} x {height}, {sum(map(len, lands.values()))} outlines, {points} points")


def main() -> None:
    """Read the sources and write the maps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("atlas", type=Path, metavar="WORLD_ATLAS_DIR")
    parser.add_argument("kei", type=Path, nargs="?", metavar="KEI_OUTLINES")
    options = parser.parse_args()
    atlas = list(countries(options.atlas / "countries-10m.json"))
    lands = [shape for wanted in (INDONESIA, *NEIGHBOURS) for code, shape in atlas if code == wanted]
    for name, frame in (("indonesia", COUNTRY), ("indonesia-small", SMALL)):
        land, *others = thin(lands, frame)
        write(name, frame, {"land": land, "land2": [part for parts in others for part in parts]})
    if options.kei:
        write("kei", KEI, {"land": thin([outlines(options.kei)], KEI)[0]})


if __name__ == "__main__":
    main()
