"""All addresses of the site as its resolver knows them, filled with everything that their arguments may be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
NAMED = re.compile(r"\(\?P(<\w+>)[^)]*\)")
PLAIN = str.maketrans("", "", "^$\\")


Choices = Mapping[str, Mapping[str, Collection[object]]]
"""What arguments may be, by their names: in the views of each part of the code, the closest one first."""


def addresses(choices: Choices) -> Iterator[str]:
    """Fill in the arguments of all addresses, each with each; what has one without a choice is left out."""
    for route, module in _routes(get_resolver(), ""):
        names = ARGUMENT.findall(route)
        known = next((of_part for part, of_part in choices.items() if module.startswith(part)), {})
        if known.keys() >= set(names):
            for values in product(*(known[name] for name in names)):
                yield _filled(route, values)


def _routes(resolver: URLResolver, start: str) -> Iterator[tuple[str, str]]:
    """Give each route below a resolver with the module of its view; what has arguments without a name is left out."""
    for entry in resolver.url_patterns:
        part = str(entry.pattern)
        if not isinstance(entry.pattern, RoutePattern):
            part = NAMED.sub(r"\1", part).translate(PLAIN)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, start + part)
        elif isinstance(entry, URLPattern) and not set(part) & set("()[]*+"):
            view = getattr(entry.callback, "view_class", entry.callback)
            yield start + part, view.__module__


def _filled(route: str, values: Collection[object]) -> str:
    rest = iter(values)
    return "/" + ARGUMENT.sub(lambda _found: str(next(rest)), route)
