"""Addresses with numbers that no database holds."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from guard.limits import forget_counts

from tests.factories.members import ModeratorFactory

pytestmark = pytest.mark.django_db

OTHERS = {"slug": "x", "str": "x", "path": "x", "code": "81", "uuid": "00000000-0000-0000-0000-000000000001"}


def with_numbers(number: int) -> list[str]:
    """All addresses of the site and of its forum in the editing room that have a number, with this one in its place."""
    found: list[str] = []

    def walk(resolver: URLResolver, before: str) -> None:
        for entry in resolver.url_patterns:
            path = before + str(entry.pattern).removeprefix("^").removesuffix("$")
            if isinstance(entry, URLResolver):
                walk(entry, path)
            elif isinstance(entry, URLPattern) and "<int:" in path:
                found.append(path)

    walk(get_resolver(), "/")
    kept = [path for path in found if not path.startswith("/admin/") or path.startswith("/admin/forum/")]
    return [_filled(path, number) for path in kept if "(" not in path]


def _filled(path: str, number: int) -> str:
    while "<" in path:
        head, _, rest = path.partition("<")
        argument, _, tail = rest.partition(">")
        kind = argument.partition(":")[0]
        path = head + (str(number) if kind == "int" else OTHERS.get(kind, "x")) + tail
    return path


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 99999999999999999999999])
def test_a_number_that_no_row_can_have_is_not_found(client, number):
    forget_counts()
    client.force_login(ModeratorFactory())
    client.raise_request_exception = False
    addresses = with_numbers(number)
    assert any("/forum/kiriman/" in each for each in addresses)
    broken = []
    for address in addresses:
        answers = [client.get(address), client.post(address), client.post(address, {"remove": "1"})]
        broken += [address for answer in answers if answer.status_code >= 500]
    assert sorted(set(broken)) == []
