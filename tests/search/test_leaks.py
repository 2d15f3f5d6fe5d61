"""What not everybody may see is found by nobody else, by no way of the search and on no engine.

`KINDS` names each kind of entry, how it is told, the states in which it may be not public, and who finds it then. All
of them are told and hidden together; then everybody looks for all of them by every way. What is found must be just
what the table says: so whoever may see a thing does find it, and the test is in earnest.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.services.editors import make_editors, make_regional_editors
from search.alerts import send_alerts
from search.models import SearchEntry
from search.sources import SOURCES
from tests.factories import hiding
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.saved import age, make_saved
from tests.factories.secrets import (
    SOUGHT,
    Told,
    make_places,
    tell_comment,
    tell_document,
    tell_event,
    tell_member,
    tell_organisation,
    tell_page,
    tell_post,
    tell_region,
    tell_story,
    tell_topic,
)

pytestmark = pytest.mark.django_db

VISITOR, MEMBER, IN_GROUP, MODERATOR = "a visitor", "a member", "a member of the group", "a moderator"
REGIONAL, EDITOR, ADMINISTRATOR = "a regional editor", "an editor", "an administrator"
NOBODY: frozenset[str] = frozenset()
MEMBERS = frozenset({MEMBER, IN_GROUP, MODERATOR, REGIONAL, EDITOR, ADMINISTRATOR})
EVERYONE = MEMBERS | {VISITOR}
GROUP = frozenset({IN_GROUP, ADMINISTRATOR})
GROUP_OF_ROOM = GROUP | {MODERATOR}  # who looks after the forum reads in all its rooms

Hide = Callable[[Told], None]


def public(told: Told) -> None:
    """Leave it as it is."""


OF_REGIONS: dict[Hide, frozenset[str]] = {
    public: EVERYONE,
    hiding.draft: NOBODY,
    hiding.scheduled: NOBODY,
    hiding.expired: NOBODY,
    hiding.only_in_a_newer_draft: NOBODY,
    hiding.for_members: NOBODY,  # a region is everyone's: the words of a page that is not are left out for all
    hiding.for_group: NOBODY,
    hiding.with_password: NOBODY,
    hiding.closed_twice: NOBODY,
    hiding.moved_below_a_private_region: NOBODY,
    hiding.erased: NOBODY,
}
OF_PAGES = {
    **OF_REGIONS,
    hiding.for_members: MEMBERS,
    hiding.for_group: GROUP,
    hiding.moved_below_a_private_region: MEMBERS,
}
OF_TOPICS = {
    public: EVERYONE,
    hiding.held: NOBODY,
    hiding.hidden: NOBODY,
    hiding.deleted: NOBODY,
    hiding.in_a_room_for_members: MEMBERS,
    hiding.in_a_room_for_group: GROUP_OF_ROOM,
}
KINDS: dict[str, tuple[Callable[[str], Told], dict[Hide, frozenset[str]]]] = {
    "region": (tell_region, OF_REGIONS),
    "page": (tell_page, OF_PAGES),
    "story": (lambda secret: tell_story(secret, english=""), OF_PAGES),
    "event": (lambda secret: tell_event(secret, english=""), OF_PAGES),
    "topic": (tell_topic, OF_TOPICS),
    "post": (tell_post, {**OF_TOPICS, hiding.topic_hidden: NOBODY}),
    "comment": (
        tell_comment,
        {
            public: EVERYONE,
            hiding.held: NOBODY,
            hiding.hidden: NOBODY,
            hiding.deleted: NOBODY,
            hiding.not_confirmed: NOBODY,
            hiding.discussion_closed: NOBODY,
            hiding.page_unpublished: NOBODY,
            hiding.page_erased: NOBODY,
            hiding.page_with_password: NOBODY,
            hiding.page_for_members: MEMBERS,
            hiding.page_for_group: GROUP,
        },
    ),
    "document": (
        tell_document,
        {
            public: EVERYONE,
            hiding.collection_for_members: MEMBERS,
            hiding.collection_for_group: GROUP,
            hiding.collection_with_password: NOBODY,
            hiding.collection_closed_twice: NOBODY,
            hiding.in_a_collection_below_a_closed_one: MEMBERS,
            hiding.erased: NOBODY,
        },
    ),
    "member": (tell_member, {public: EVERYONE, hiding.not_to_be_found: NOBODY, hiding.switched_off: NOBODY}),
    "organisation": (tell_organisation, {public: EVERYONE, hiding.organisation_suspended: NOBODY}),
}
NAMELESS = {"region", "post", "comment"}  # in which the secret is no part of the title
UNLEARNED = NAMELESS  # of which an engine may propose words, or not
BEGINNING = "Sandi"  # of all secrets, so that they are suggested together
LEAK = "leaks"


@dataclass
class Cell:
    """A thing in a state: its secret, who finds it, and where it stands."""

    kind: str
    hide: Hide
    finders: frozenset[str]
    secret: str = ""
    told: Told | None = None

    def __str__(self) -> str:
        return f"{self.kind}, {self.hide.__name__.replace('_', ' ')}"

    @property
    def misspelt(self) -> str:
        return self.secret[:8] + self.secret[9:]


@pytest.fixture(autouse=True)
def _all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait, and let one answer hold all that is found."""
    monkeypatch.setattr("search.limits.limit", lambda request, **rate: None)
    many = ("views.PER_PAGE", "alerts.MOST_TOLD", "engines.database.BEGINNINGS")
    for name in (*many, "engines.database.SUGGESTIONS", "engines.elasticsearch.SUGGESTIONS", "suggesting.SUGGESTIONS"):
        monkeypatch.setattr(f"search.{name}", 200)


@pytest.fixture(autouse=True)
def _without_wagtails_own_indexes(settings: Any) -> Iterator[None]:
    """Keep Wagtail's search and its index of references out: they have no part in this, and take their time."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}}
    with disable_reference_index_auto_update():
        yield


def test_every_kind_has_its_row() -> None:
    assert set(KINDS) == set(SOURCES)


def test_everybody_finds_by_every_way_what_they_may_see_and_nothing_else(deliver: Callable[[], None]) -> None:
    people = make_people()
    cells = [Cell(kind, hide, finders) for kind, (_tell, ways) in KINDS.items() for hide, finders in ways.items()]
    for cell in cells:
        tell(cell)
    deliver()
    for cell in cells:
        cell.hide(cell.told)
    # What Elasticsearch has not heard of yet is not shown either; only counted it is.
    wrong = [f"too early, {line}" for line in looked_for(cells, people) if LEAK in line]
    deliver()
    wrong += looked_for(cells, people) + counted(cells, people) + proposed(cells) + mailed(cells, people)
    if wrong:
        pytest.fail("\n".join(wrong))


def make_people() -> dict[str, Any]:
    """Everybody; those who are members have saved the search that finds all the secrets, and hear of what is new."""
    region = make_places()
    members = {MEMBER: MemberFactory(), MODERATOR: ModeratorFactory(), ADMINISTRATOR: AdministratorFactory()}
    groups = {IN_GROUP: hiding.the_group(), REGIONAL: make_regional_editors(region), EDITOR: make_editors()}
    for name, group in groups.items():
        members[name] = MemberFactory()
        members[name].groups.add(group)
    for member in members.values():
        make_saved(f"q={SOUGHT}", member=member)
    return {VISITOR: None, **members}


def tell(cell: Cell) -> None:
    """Tell a secret of its own, as long as all others and like none of them."""
    letters = random.Random(str(cell))
    cell.secret = BEGINNING + "".join(letters.choice(each) for each in ("bdfgjklmnprstvwz", "aeiou") * 4)
    with hiding.holding(cell.hide is hiding.held, cell.secret):
        cell.told = KINDS[cell.kind][0](cell.secret)


def looked_for(cells: list[Cell], people: dict[str, Any]) -> list[str]:
    """Read everything that is shown to everybody, by each way."""
    wrong = []
    for name, client in clients(people):
        ways = {
            "the page": page(client).content.decode(),
            "the JSON": json_of(client),
            "suggestions": client.get("/cari/saran/", {"q": BEGINNING}).content.decode(),
            "suggestions of the browser": client.get("/cari/saran.json", {"q": BEGINNING}).content.decode(),
        }
        for way, text in ways.items():
            plain = text.replace("<mark>", "").replace("</mark>", "")
            for cell in cells:
                is_named = not way.startswith("suggestions") or cell.kind not in NAMELESS
                wrong += told_wrongly(
                    cell, name, way, should=is_named and name in cell.finders, does=cell.secret in plain
                )
    return wrong


def counted(cells: list[Cell], people: dict[str, Any]) -> list[str]:
    """Compare how many of each kind are counted, which tells that there is something, too."""
    wrong = []
    for name, client in clients(people):
        right = dict(Counter(cell.kind for cell in cells if name in cell.finders))
        answer = page(client).context["answer"]
        first = client.get("/api/v1/search", {"q": SOUGHT}).json()
        shown = {value["value"]: value["count"] for value in first["facets"]["kind"]}
        for way, total, kinds in (
            ("the page", answer.total, answer.counts["kind"]),
            ("the JSON", first["total"], shown),
        ):
            if (total, kinds) != (sum(right.values()), right):
                wrong.append(f"{name} is told by {way} of {total}: {kinds}, and not of {right}")
    return wrong


def proposed(cells: list[Cell]) -> list[str]:
    """Type the secrets with an error: one is proposed where everyone may read it in a title, and else never."""
    wrong = []
    for some in (cells[start : start + 8] for start in range(0, len(cells), 8)):
        typed = " ".join(cell.misspelt for cell in some)
        meant = Client().get("/api/v1/search", {"q": typed}).json()["meant"]
        for cell in some:
            does, may = cell.secret.lower() in meant.lower(), VISITOR in cell.finders
            if does != may and not (may and cell.kind in UNLEARNED):
                wrong += told_wrongly(cell, VISITOR, "what was meant", should=may, does=does)
    return wrong


def mailed(cells: list[Cell], people: dict[str, Any]) -> list[str]:
    """Mail everybody what is new."""
    age(*SearchEntry.objects.all())
    send_alerts(timezone.now())
    mails = {message.to[0]: message.body for message in mail.outbox}
    return [
        line
        for name, member in people.items()
        if member
        for cell in cells
        for line in told_wrongly(
            cell,
            name,
            "mail",
            should=name in cell.finders,
            does=f"http://testserver{cell.told.address}\n" in mails[member.email],
        )
    ]


def told_wrongly(cell: Cell, name: str, way: str, *, should: bool, does: bool) -> list[str]:
    if should == does:
        return []
    return [f"{name}, {way}: {cell} {LEAK if does else 'is missing'}"]


def clients(people: dict[str, Any]) -> Iterator[tuple[str, Client]]:
    for name, member in people.items():
        client = Client()
        if member:
            client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        yield name, client


def page(client: Client) -> Any:
    return client.get("/cari/", {"q": SOUGHT})


def json_of(client: Client) -> str:
    """All pages of the JSON."""
    address, texts = f"/api/v1/search?q={SOUGHT}&limit=50", []
    while address:
        response = client.get(address)
        texts.append(response.content.decode())
        address = (response.json()["next"] or "").removeprefix("http://testserver")
    return "\n".join(texts)
