"""Reasons that the site itself writes: kept as a code, worded for whoever reads them.

They stand in the columns and in the log where moderators write in their own words. A mark that no form lets through
tells them apart: it is one of the signs that Python takes for white space, which is cut off from what is typed. What
was kept before as a sentence is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MARK = "\x1f"  # the unit separator, before the code and before each of its parameters
LONGEST = 200  # of the shortest column that keeps one
COUNT = "count"  # a parameter that is a number, by which the sentence may have a plural
UNKNOWN = _("The site did this by itself.")

KNOWN: dict[str, SiteReason] = {}


@dataclass(frozen=True)
class SiteReason:
    """One reason: its code, the sentence that says it, and the names of what is filled in there."""

    code: str
    sentence: _StrPromise
    takes: tuple[str, ...] = ()

    def kept(self, **told: object) -> str:
        """Give what is kept of it; what is too long is cut at its end."""
        values = (str(told[name]).replace(MARK, " ") for name in self.takes)
        return MARK.join(["", self.code, *values])[:LONGEST]

    def said(self, values: Iterable[str]) -> str:
        """Say it in the language of the moment."""
        told: dict[str, object] = dict(zip(self.takes, values, strict=True))
        if told.get(COUNT):
            told[COUNT] = int(str(told[COUNT]))
        return str(self.sentence % told if told else self.sentence)


def declare(code: str, sentence: _StrPromise, *takes: str) -> SiteReason:
    """Name a reason, once, in a module that is read when the site starts; what is kept names it by the code."""
    if code in KNOWN:
        raise ValueError(f"{code} is declared twice.")
    KNOWN[code] = SiteReason(code, sentence, takes)
    return KNOWN[code]


def is_kept(reason: str) -> bool:
    """Tell whether a reason is one of the site's, and no words of a person."""
    return reason.startswith(MARK)


def worded(kept: str) -> str:
    """Say a reason in the language of the moment: one of the site's, or the words of whoever wrote it."""
    if not is_kept(kept):
        return kept
    _nothing, code, *values = kept.split(MARK)
    try:
        return KNOWN[code].said(values)
    except (KeyError, ValueError):  # of a version that is gone, or cut
        return str(UNKNOWN)


def with_words(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give rows of a member's data with their reasons in words."""
    for row in rows:
        yield {name: worded(value) if _is_reason(name) and value else value for name, value in row.items()}


def _is_reason(name: str) -> bool:
    return name == "reason" or name.endswith("_reason")


class ReasonField(models.CharField[Any, Any]):
    """A column for a reason, which `get_<name>_display` words as that of a field with choices does.

    For migrations it is a column of text.
    """

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Add the method."""
        super().contribute_to_class(cls, name, private_only)

        def display(instance: models.Model) -> str:
            return worded(getattr(instance, name) or "")

        if f"get_{name}_display" not in vars(cls):
            setattr(cls, f"get_{name}_display", display)

    def deconstruct(self) -> Any:
        """Name the column of text."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
