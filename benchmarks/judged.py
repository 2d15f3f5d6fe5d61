"""The judgments of the search, and what they say of a ranking."""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

JUDGMENTS = Path(__file__).resolve().parents[1] / "search" / "judgments"
FIGURES = JUDGMENTS / "figures.json"
DEPTH = 50
HIGHEST = 3
TOLERANCE = 0.0005  # of the rounding of a figure that is kept


@dataclass(frozen=True)
class Query:
    """What someone asks, in the language of the reader, with the mean grade of each thing that is worth something."""

    key: str
    language: str
    kind: str
    text: str
    grades: Mapping[str, float]


@dataclass(frozen=True)
class Figures:
    """Means over all queries; `typos` is the share of names with a typing error that stand in first place."""

    ndcg_at_10: float
    recall_at_50: float
    empty: float
    typos: float


Ranking = Callable[[Query], Sequence[str]]
"""Gives the things that are found, best first, each once."""


def read_queries() -> list[Query]:
    """Read the queries with the mean of the two gradings."""
    grades: dict[str, dict[str, float]] = defaultdict(dict)
    for row in _rows("grades"):
        grades[row["id"]][row["thing"]] = (int(row["first"]) + int(row["second"])) / 2
    return [Query(row["id"], row["language"], row["kind"], row["query"], grades[row["id"]]) for row in _rows("queries")]


def judge(queries: Sequence[Query], rank: Ranking) -> Figures:
    """Have each query answered, and measure."""
    rankings = [(query, rank(query)[:DEPTH]) for query in queries]
    names = [(query, ranking) for query, ranking in rankings if query.kind == "typo"]
    return Figures(
        ndcg_at_10=round(fmean(ndcg(query, ranking, 10) for query, ranking in rankings), 4),
        recall_at_50=round(fmean(_recall(query, ranking) for query, ranking in rankings), 4),
        empty=round(fmean(not ranking for _query, ranking in rankings), 4),
        typos=round(fmean(_is_first(query, ranking) for query, ranking in names), 4),
    )


def ndcg(query: Query, ranking: Sequence[str], depth: int) -> float:
    """Normalised discounted cumulative gain, the gain of a grade g being 2^g - 1 (Burges et al. 2005)."""
    gained = _dcg([query.grades.get(thing, 0) for thing in ranking[:depth]])
    return gained / _dcg(sorted(query.grades.values(), reverse=True)[:depth])


def agreement() -> dict[str, float]:
    """How far the two gradings agree on all that one of them graded; kappa with quadratic weights (Cohen 1968)."""
    pairs = [(int(row["first"]), int(row["second"])) for row in _rows("grades")]
    apart = fmean((one - other) ** 2 for one, other in pairs)
    by_chance = fmean((one - other) ** 2 for one, _ in pairs for _, other in pairs)
    return {
        "graded": len(pairs),
        "same": round(fmean(one == other for one, other in pairs), 4),
        "one_apart_at_most": round(fmean(abs(one - other) <= 1 for one, other in pairs), 4),
        "kappa": round(1 - apart / by_chance, 4),
    }


def read_figures() -> dict[str, dict[str, float]]:
    """Read the figures that were reached, by engine; no run may fall below them."""
    kept: dict[str, dict[str, float]] = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    return kept


def keep(figures: Mapping[str, Mapping[str, float]]) -> None:
    """Write figures down as those that were reached."""
    FIGURES.write_text(json.dumps({**read_figures(), **figures}, indent=2, sort_keys=True) + "\n")


def fallen(engine: str, figures: Mapping[str, float]) -> list[str]:
    """Say which figures are worse than those that were reached."""
    kept = read_figures().get(engine, {})
    return [
        f"{engine}: {name} is {figures[name]}, it was {before}"
        for name, before in kept.items()
        if (figures[name] - before) * (-1 if name == "empty" else 1) < -TOLERANCE
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (JUDGMENTS / f"{name}.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _dcg(grades: Sequence[float]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def _recall(query: Query, ranking: Sequence[str]) -> float:
    wanted = {thing for thing, grade in query.grades.items() if grade >= 1}
    return len(wanted & set(ranking)) / min(len(wanted), DEPTH) if wanted else 1


def _is_first(query: Query, ranking: Sequence[str]) -> bool:
    best = max(query.grades.values())
    return bool(ranking) and query.grades.get(ranking[0], 0) == best
