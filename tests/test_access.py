"""`make access`: every address, as each kind of person and by each method, against the rule it declares."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from config import urls
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation
from guard.access import ADMINISTRATORS, EDITORS, EVERYONE, MEMBERS, METHODS, Audience, rule_for

from community.members.roles.acts import ADMINISTRATORS as ADMINISTRATOR
from community.members.roles.acts import MODERATORS_THERE, Person
from tests.factories.access import ACCOMPANIED, OWNED, Examples, make_examples
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.regions import make_region

if TYPE_CHECKING:
    from community.members.models import User

# What stands in an address for an argument that leads to no thing of ours.
BY_CONVERTER = {"int": "1", "uuid": str(uuid.UUID(int=1)), "slug": "x", "str": "x", "path": "x", "code": "81"}
UNNAMED = {r"^(\d+)/(.*)$": "1/x.pdf", r"^((?:[\w\-]+/)*)$": "", r"^.*/$": "nowhere/"}
# Signing out leads to the login.
LEADS_OUT = {"account_logout", "wagtailadmin_logout"}
# So does a step of signing in that was not begun.
LEADS_OUT |= {"account_confirm_login_code", "mfa_authenticate", "mfa_login_webauthn"}
BREAKS_ON_PURPOSE = {"wagtailadmin_error_test"}
# What the site doesn't have (forms made by editors, settings, snippets in two languages, pictures by a signed address),
# and what needs more than an address: a selection, a mailed link, the owner.
NOTHING_THERE = {
    *("wagtailforms:list_submissions", "wagtailforms:list_submissions_results"),
    *("wagtailsettings:edit", "wagtailsettings:preview_on_edit"),
    *("wagtail_localize:submit_snippet_translation", "wagtail_localize:snippets_api_detail"),
    *("wagtailimages:url_generator", "wagtailimages:url_generator_output"),
    *("wagtail_bulk_action", "wagtail_localize:preview_translation"),
    *("account_address_link", "wagtailadmin_password_reset_confirm", "members:export"),
    *("account_claim_link", *(f"members:assisted_{name}" for name in ("person", "profile", "code", "end", "erase"))),
    "comments:visitor_data",
    *("forums:participants", "forums:leave", "forums:remove_participant", "forums:allow_return"),
    *("comments:confirm", "comments:delete", "comments:edit", "search:saved_edit", "search:saved_delete"),
    *("comments:follow_confirm", "comments:unfollow"),
    *("moderation:own_text", "moderation:appeal"),
}
FORM = "application/x-www-form-urlencoded"


# The nine kinds of people who walk; the owner is a member whose things the walk leads to. Whom an address is for comes
# first; behind the door the particular thing decides.
AUDIENCES = {
    Person.VISITOR: EVERYONE,
    Person.MEMBER: MEMBERS,
    Person.OWNER: MEMBERS,
    Person.MENTOR: MEMBERS,
    Person.INSIDE: EDITORS,
    Person.OUTSIDE: EDITORS,
    Person.MODERATOR: EDITORS,
    Person.EDITOR: EDITORS,
    Person.ADMINISTRATOR: ADMINISTRATORS,
}
# Addresses behind whose door only these are let on, though all members may knock.
ONLY = {name: {Person.MENTOR} for name in ("members:vouch", "members:take_vouch_back", *ACCOMPANIED)}
ONLY |= {"writing:hide_version": set(MODERATORS_THERE)}
# Whose topic it is and who keeps order there.
ONLY |= {name: MODERATORS_THERE | {Person.OWNER} for name in ("forums:answer", "forums:poll_close")}
# Who keeps order there.
KEEPING = ("moderate_topic", "moderate_post", "topic_act", "post_act", "undo_act", "choose_posts")
KEEPING += ("move_posts", "split_topic", "merge_topic")
ONLY |= {f"forums:{name}": set(MODERATORS_THERE) for name in KEEPING}
ONLY |= dict.fromkeys(("forums:put_away", "forums:acts_log"), MODERATORS_THERE | {Person.OUTSIDE})
ONLY |= dict.fromkeys(("moderation:desk", "moderation:many", "moderation:places"), MODERATORS_THERE | {Person.OUTSIDE})
ONLY |= dict.fromkeys(("moderation:review", "moderation:claim"), MODERATORS_THERE)
# A mailed link decides in the name of who is none of these; whoever is signed in as somebody else is refused.
ONLY["moderation:link"] = {Person.VISITOR}
PEOPLE = ("people", "remove", "person", "forget_note", "undo")
ONLY |= {f"moderation:{name}": {Person.MODERATOR, Person.ADMINISTRATOR} for name in PEOPLE}
MODERATED = ("forum_topics", "forum_posts", "forum_polls", "forum_acts", "comments_admin", "moderation_cases")
# Rooms of the editing room, and whose they are: for all others nothing in them can be opened or changed.
ROOMS = {
    **dict.fromkeys(MODERATED, MODERATORS_THERE),
    **dict.fromkeys(("forum_categories", "member_roles", "member_vouches", "member_erasures"), ADMINISTRATOR),
    **dict.fromkeys(("member_exports", "outbox_mail", "outbox_jobs"), ADMINISTRATOR),
    **dict.fromkeys(("texts_uploads", "texts_cards"), ADMINISTRATOR),
    "wagtailusers_users": {Person.MODERATOR, Person.ADMINISTRATOR},
    **dict.fromkeys(("wagtailusers_groups", "wagtailsites", "wagtaillocales"), ADMINISTRATOR),
}
# For these pages are drawn, with all that a mistake in a template could do; for the others only who may is asked, since
# drawing takes most of the time, and nine walk now.
DRAWN_FOR = {Person.OWNER, Person.ADMINISTRATOR}
LOOKED_AT = ("edit", "inspect", "history", "usage")
# Everybody who moderates has these lists; they hold only what is theirs.
LISTS = {f"{room}:{view}" for room in MODERATED for view in ("index", "index_results")}


@dataclass(frozen=True)
class Address:
    """One address to try: what leads there, and whether it has arguments."""

    path: str
    name: str
    has_arguments: bool


@dataclass(frozen=True)
class Answer:
    """What was answered to a method."""

    method: str
    status: int
    location: str

    @property
    def leads_to_login(self) -> bool:
        return self.status == 302 and "/akun/masuk/" in self.location

    @property
    def is_refusal(self) -> bool:
        """Whether nothing was opened: Wagtail leads whom it refuses to its first page."""
        return self.status in (401, 403, 404, 405) or (self.status == 302 and self.location == "/admin/")


@pytest.mark.django_db
@pytest.mark.parametrize("person", AUDIENCES, ids=lambda person: person.name.lower())
def test_every_address_answers_as_its_rule_says(
    person: Person, plain_refusals: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = make_examples()
    if person not in DRAWN_FOR:
        monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")
    client = _client(person, examples)
    wrong = []
    for address in _addresses(examples):
        rule = rule_for(resolve(address.path))
        for method in METHODS if rule else ():
            status, location = _ask(client, method, address, examples)
            answer = Answer(method, status, location)
            if status >= 500 or not _is_right(person, address, rule.audience(method), answer):
                wrong.append(f"{method} {address.path} as {person.name} answered {status}")
    assert "\n".join(wrong) == ""


@pytest.mark.django_db
def test_every_address_has_a_rule_and_those_with_arguments_lead_to_a_real_thing(plain_refusals: None) -> None:
    examples = make_examples()
    client = _client(Person.ADMINISTRATOR, examples)
    without_rule, nothing_there = [], set()
    for address in _addresses(examples):
        rule = rule_for(resolve(address.path))
        if rule is None:
            without_rule.append(address.path)
            continue
        print(f"{address.path:70} " + " ".join(f"{method}={a.name}" for method, a in rule.methods.items()))
        if address.has_arguments and _ask(client, "GET", address, examples)[0] == 404:
            nothing_there.add(address.name)
    assert without_rule == []
    assert sorted(nothing_there ^ NOTHING_THERE) == []


@pytest.mark.django_db
def test_the_walk_finds_the_addresses_of_every_part_in_both_languages() -> None:
    paths = {address.path for address in _addresses(make_examples())}
    assert {"/admin/", "/akun/masuk/", "/en/akun/masuk/", "/forum/", "/en/forum/", "/healthz/", "/"} <= paths
    assert len(paths) > 250


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Answer thousands of refusals without drawing a page each, and keep the log of them out of the report."""
    monkeypatch.setattr(urls, "handler403", _plain(403), raising=False)
    monkeypatch.setattr(urls, "handler404", _plain(404), raising=False)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def _plain(status: int):
    def answer(request: HttpRequest, exception: Exception) -> HttpResponse:
        return HttpResponse("", status=status)

    return answer


def _client(person: Person, examples: Examples) -> Client:
    client = Client(raise_request_exception=False)
    if person is not Person.VISITOR:
        client.force_login(_someone(person, examples), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _someone(person: Person, examples: Examples) -> User:
    match person:
        case Person.OWNER:
            return examples.owner
        case Person.MENTOR:
            return examples.mentor
        case Person.INSIDE:
            return RegionalModeratorFactory(of=make_region("81"))
        case Person.OUTSIDE:
            return RegionalModeratorFactory(of=make_region("82"))
    factories = {
        Person.MEMBER: MemberFactory,
        Person.MODERATOR: ModeratorFactory,
        Person.EDITOR: EditorFactory,
        Person.ADMINISTRATOR: AdministratorFactory,
    }
    return factories[person]()


def _ask(client: Client, method: str, address: Address, examples: Examples) -> tuple[int, str]:
    """Ask once, as someone who just signed in, undo what it did, and return the status and where it leads."""
    cookies = client.cookies.output()
    body = urlencode(examples.posted.get(address.name, {})) if method == "POST" else ""
    with transaction.atomic():
        response = client.generic(method, address.path, body, FORM)
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:
        client.cookies.load(re.sub(r"(?m)^Set-Cookie: ", "", cookies))
    return response.status_code, response.get("Location", "")


def _is_right(person: Person, address: Address, audience: Audience | None, answer: Answer) -> bool:
    if audience is None:
        return answer.status in (403, 405) or answer.leads_to_login
    if AUDIENCES[person] < audience:
        return answer.leads_to_login or answer.status in (401, 403, 404)
    if address.name in LEADS_OUT:
        return True
    if person not in ONLY.get(address.name, {person}) or (address.name in OWNED and person is not Person.OWNER):
        return answer.status in (403, 404)
    if address.path.startswith("/admin/"):
        return _is_right_inside(person, address, answer)
    return answer.status not in (401, 403) and not answer.leads_to_login


def _is_right_inside(person: Person, address: Address, answer: Answer) -> bool:
    """Behind the door of the editing room the room, or the particular thing, decides."""
    room, _, view = address.name.rpartition(":")
    keepers = ROOMS.get(room)
    if answer.leads_to_login or (person is Person.ADMINISTRATOR and answer.status in (401, 403)):
        return False
    if keepers is None or (person is Person.OUTSIDE and address.name in LISTS):
        return True
    if person not in keepers:
        return answer.is_refusal
    is_theirs = room in MODERATED and view in LOOKED_AT and answer.method == "GET"
    return not (is_theirs and answer.is_refusal)


def _addresses(examples: Examples) -> Iterator[Address]:
    for language in ("id", "en"):
        with translation.override(language):
            yield from _walk(get_resolver(), Address("/", "", False), examples, everywhere=language == "id")


def _walk(resolver: URLResolver, start: Address, examples: Examples, *, everywhere: bool) -> Iterator[Address]:
    """Walk what is below a resolver; without `everywhere` only what stands below a language's prefix."""
    for entry in resolver.url_patterns:
        part = str(entry.pattern)
        if isinstance(entry, URLResolver):
            inside = everywhere or isinstance(entry.pattern, LocalePrefixPattern)
            namespace = f"{start.name}{entry.namespace}:" if entry.namespace else start.name
            below = Address(start.path + _filled(part, {}), namespace, start.has_arguments)
            yield from _walk(entry, below, examples, everywhere=inside)
        elif isinstance(entry, URLPattern) and everywhere and entry.name not in BREAKS_ON_PURPOSE:
            name = f"{start.name}{entry.name}"
            yield Address(start.path + _filled(part, examples.of(name)), name, "<" in part)


def _filled(part: str, example: dict[str, object]) -> str:
    """Put arguments into a route, be it written with converters or as a regular expression."""
    if part in UNNAMED:
        return str(example.get("path", UNNAMED[part]))

    def argument(found: re.Match[str]) -> str:
        return str(example.get(found["name"]) or BY_CONVERTER[found["converter"] or "str"])

    part = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", part)
    part = re.sub(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>", argument, part)
    return part.replace("^", "").replace("$", "").replace("\\", "")
