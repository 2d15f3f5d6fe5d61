"""`make access`: every address, as each kind of person and by each method, against the rule it declares."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation
from guard import access
from guard.access import ADMINISTRATORS, EDITORS, EVERYONE, MEMBERS, Audience, Rule, rule_for

from tests.factories.access import OWNED, fill_examples
from tests.factories.members import EditorFactory, MemberFactory

METHODS = ("GET", "POST", "PUT", "DELETE")

# What stands in an address for an argument that no example names.
BY_CONVERTER = {"int": "1", "uuid": str(uuid.UUID(int=1)), "slug": "x", "str": "x", "path": "x", "code": "81"}
BY_NAME = {"app_label": "home", "app_name": "home", "model_name": "sector", "action": "delete"}
# Signing out leads to the login.
LEADS_OUT = {"account_logout", "wagtailadmin_logout"}
BREAKS_ON_PURPOSE = {"wagtailadmin_error_test"}
BY_REGEX = {r"^(\d+)/(.*)$": "1/x.pdf", r"^((?:[\w\-]+/)*)$": "", r"^.*/$": "nowhere/"}


@dataclass(frozen=True)
class Address:
    """One address to try: what leads there and what stands in for its arguments."""

    path: str
    name: str
    route: str


@dataclass
class Person:
    """One kind of person with their session."""

    audience: Audience
    session: str | None
    tried: int = 0
    wrong: list[str] = field(default_factory=list)


@pytest.mark.django_db
def test_every_address_answers_as_its_rule_says(quiet: None) -> None:
    fill_examples()
    people = _people()
    without_rule = []
    table = []
    for address in _addresses():
        rule = rule_for(resolve(address.path))
        if rule is None:
            without_rule.append(address.path)
            continue
        table.append((address.path, rule))
        for person in people:
            for method in METHODS:
                _try(person, address, rule, method)
    print(_as_text(table, people))
    assert without_rule == []
    assert "\n".join(line for person in people for line in person.wrong) == ""


def test_the_walk_finds_the_addresses_of_every_part_in_both_languages() -> None:
    paths = {address.path for address in _addresses()}
    assert {"/admin/", "/akun/masuk/", "/en/akun/masuk/", "/forum/", "/en/forum/", "/healthz/", "/"} <= paths
    assert len(paths) > 250


@pytest.fixture
def quiet() -> Iterator[None]:
    """Keep the log of thousands of refusals out of the report."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def _try(person: Person, address: Address, rule: Rule, method: str) -> None:
    """Ask once, undo what it did, and note an answer that the rule doesn't allow."""
    client = Client(raise_request_exception=False)
    if person.session:
        client.cookies["sessionid"] = person.session
    with transaction.atomic():
        response = client.generic(method, address.path)
        transaction.set_rollback(True)
    status = response.status_code
    leads_to_login = status == 302 and "/akun/masuk/" in response["Location"]
    refused = leads_to_login or status in (401, 403, 404)
    inside = address.path.startswith("/admin/")
    audience = rule.audience(method)
    if audience is None:
        right = status in (403, 405) or leads_to_login
    elif person.audience < audience:
        right = refused
    elif address.name in LEADS_OUT:
        right = status < 500
    elif inside or address.name in OWNED:
        right = not leads_to_login  # behind the door the particular permission is asked for
    else:
        right = status not in (401, 403) and not leads_to_login
    person.tried += 1
    # Wagtail's own forms stumble over the empty posts and made-up keys of this walk; ours may not.
    if not right or (status >= 500 and not inside):
        person.wrong.append(f"{method} {address.path} as {person.audience.name} answered {status}")


def _people() -> list[Person]:
    administrator = MemberFactory(is_superuser=True, is_staff=True)
    users = [(MEMBERS, MemberFactory()), (EDITORS, EditorFactory()), (ADMINISTRATORS, administrator)]
    people = [Person(EVERYONE, None)]
    for audience, user in users:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        people.append(Person(audience, client.cookies["sessionid"].value))
    return people


def _addresses() -> Iterator[Address]:
    for language in ("id", "en"):
        with translation.override(language):
            for path, name, route in _walk(get_resolver(), "/", "", "", localised=False, language=language):
                yield Address(path, name, route)


def _walk(
    resolver: URLResolver, start: str, route: str, namespace: str, *, localised: bool, language: str
) -> Iterator[tuple[str, str, str]]:
    for entry in resolver.url_patterns:
        part = str(entry.pattern)
        if isinstance(entry, URLResolver):
            inside = localised or isinstance(entry.pattern, LocalePrefixPattern)
            space = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            path = start + _filled(part, {})
            yield from _walk(entry, path, route + part, space, localised=inside, language=language)
        elif isinstance(entry, URLPattern) and (localised or language == "id") and entry.name not in BREAKS_ON_PURPOSE:
            name = f"{namespace}{entry.name}"
            yield start + _filled(part, _example(name)), name, route + part


def _example(name: str) -> Any:
    made = access.examples.get(name, {})
    return made() if callable(made) else made


def _filled(part: str, example: Any) -> str:
    """Put arguments into a route, be it written with converters or as a regular expression."""
    if part in BY_REGEX:
        return BY_REGEX[part]

    def argument(found: re.Match[str]) -> str:
        converter, name = found["converter"] or "str", found["name"]
        return str(example.get(name) or BY_NAME.get(name) or BY_CONVERTER.get(converter, "x"))

    part = re.sub(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>", argument, re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", part))
    return part.replace("^", "").replace("$", "").replace("\\", "")


def _as_text(table: list[tuple[str, Rule]], people: list[Person]) -> str:
    lines = [f"{path:70} " + " ".join(f"{m}={a.name}" for m, a in rule.methods.items()) for path, rule in table]
    return "\n".join([*lines, *(f"{person.audience.name}: {person.tried} requests" for person in people)])
