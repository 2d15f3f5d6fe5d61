"""Finds room for names on a chart: beside, above or below a mark, where nothing is yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from home.services.maps import Mark, plain

LETTER = 6.6
"""Width of a letter of the bold 12 px type, a little generous."""
LINE = 13
GAP = 10
RING = 4
"""How much farther the name of a lit mark stands, outside its ring."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """Where a name may stand beside its mark."""

    dx: float
    dy: float
    anchor: str


SPOTS = (
    Spot(GAP, 4, "start"),
    Spot(-GAP, 4, "end"),
    Spot(0, -GAP, "middle"),
    Spot(0, GAP + 10, "middle"),
    Spot(GAP - 2, -7, "start"),
    Spot(-GAP + 2, -7, "end"),
    Spot(GAP - 2, 17, "start"),
    Spot(-GAP + 2, 17, "end"),
)


def labelled(marks: Iterable[Mark], *, width: float, height: float, taken: Iterable[Box] = ()) -> list[Mark]:
    """Give every mark a place for its name, if there is one; a mark without `text_x` shows its name only when reached.

    Lit marks choose first, then the planned, then the shortest names. `taken` are boxes (left, top, right, bottom)
    that must stay free.
    """
    marks = list(marks)
    boxes = [*taken, *(_dot(one) for one in marks)]
    order = {"lit": 0, "planned": 1}
    placed: dict[int, Mark] = {}
    for index, one in sorted(enumerate(marks), key=lambda pair: (order.get(pair[1].state, 2), len(pair[1].label))):
        placed[index] = one
        for spot in SPOTS:
            box = _box(one, spot)
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if inside and not any(_overlap(box, other) for other in boxes if other != _dot(one)):
                boxes.append(box)
                x, y = _start(one, spot)
                placed[index] = replace(one, text_x=plain(x), text_y=plain(y), anchor=spot.anchor)
                break
    return [placed[index] for index in range(len(marks))]


def _dot(one: Mark) -> Box:
    x, y = float(one.x), float(one.y)
    return x - 6, y - 6, x + 6, y + 6


def _start(one: Mark, spot: Spot) -> tuple[float, float]:
    """Find the point at which a name begins, ends or has its middle, as the spot says."""
    ring = RING if one.state == "lit" else 0
    right = {"start": ring, "middle": 0, "end": -ring}[spot.anchor]
    down = 0 if right or not ring else ring if spot.dy > 0 else -ring
    return float(one.x) + spot.dx + right, float(one.y) + spot.dy + down


def _box(one: Mark, spot: Spot) -> Box:
    length = len(one.label) * LETTER
    x, y = _start(one, spot)
    left = x - {"start": 0, "middle": length / 2, "end": length}[spot.anchor]
    return left, y - LINE + 3, left + length, y + 3


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
