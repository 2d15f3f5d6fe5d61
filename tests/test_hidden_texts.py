"""A text that was hidden, held, deleted or taken back shows at no address, to nobody who saw it while it stood.

Every address that the site has is opened with the keys of everything that is in it. Those of one text are opened before
it goes, too, when its secret is found: so the walk is in earnest, and a page that is kept somewhere shows up.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from community.comments.services.following_mails import tell_due
from community.forums.models import Poll
from community.forums.services.bookmarks import remind_due
from search.alerts import send_alerts
from tests.factories.addresses import Choices, addresses
from tests.factories.hidden_texts import STATES, STEM, Scene, make_scene, put_away
from tests.factories.members import EditorFactory
from tests.factories.notifications import send_mails, tell
from tests.factories.secrets import SOUGHT

if TYPE_CHECKING:
    from community.members.models import User

pytestmark = pytest.mark.django_db

LEFT_OUT = {"/akun/keluar/", "/admin/logout/", "/akun/masuk/batal/"}  # which sign out
FURTHER = [
    *(f"/forum/?tab={tab}" for tab in ("unanswered", "top&period=all", "new", "unread", "mine")),
    *(f"/cari/?q={SOUGHT}{kind}" for kind in ("", "&kind=comment", "&kind=topic", "&region=81")),
    f"/api/v1/search?q={SOUGHT}",
    f"/cari/mirip/?title={SOUGHT}",
    *("/cari/saran/?q=rahasia", "/cari/saran.json?q=rahasia", "/tulisan/lengkapi/?q=%23rahasia"),
    f"/forum/markah/?q={SOUGHT}",
]
# Where somebody finds the secrets while they stand, whoever it is.
SHOWN = {
    *("/", "/forum/", r"/forum/ruang/\w+/", r"/forum/topik/\d+/.*", r"/forum/topik/\d+/.*/cetak/"),
    *(r"/forum/kiriman/\d+/bagikan/", r"/forum/jajak/\d+/", r"/diskusi/[0-9a-f-]+/", r"/tulisan/riwayat/post/\d+/"),
    *("/wilayah/.*", "/anggota/penulis/", rf"/cari/\?q={SOUGHT}", rf"/api/v1/search\?q={SOUGHT}"),
}
# Where who took part finds what they quoted, to change it or to write on.
OWN = {r"/forum/kiriman/\d+/ubah/", r"/forum/balas/\d+/", r"/tulisan/draf/", r"/tulisan/draf/reply-\d+/hapus/"}
SECRETS = re.compile(rf"{STEM}\w+", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """Ask as fast as it goes, keep what every text said before, and keep refusals out of the report."""
    settings.EDIT_GRACE_SECONDS = 0
    monkeypatch.setattr("guard.limits._hit", lambda *asked: None)  # nobody asks too often here
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def a_visitor(scene: Scene) -> None:
    return None


def who_took_part(scene: Scene) -> User:
    return scene.keen


def an_editor(scene: Scene) -> User:
    """A member like others who, besides, sees what the editing room shows of the site."""
    return EditorFactory()


@pytest.mark.parametrize("who", [a_visitor, who_took_part, an_editor])
def test_a_text_that_went_shows_nowhere(who: Callable[[Scene], User | None], work_outbox: Callable[[], None]) -> None:
    scene = make_scene()
    work_outbox()
    client = Client(raise_request_exception=False)
    if user := who(scene):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    before = walk(client, scene, STATES[:1])
    assert {"rahasiakirimanhidden", "rahasiatopikhidden", "rahasiakomentarhidden"} <= {word for word, _at in before}
    assert {address for address in SHOWN if not any(re.fullmatch(address, at) for _word, at in before)} == set()
    if user == scene.keen:
        assert {address for address in OWN if not any(re.fullmatch(address, at) for _word, at in before)} == set()
    put_away(scene)
    work_outbox()
    after = walk(client, scene, STATES)
    assert [(word, at) for word, at in sorted(after) if not (user == scene.keen and is_own(word))] == []


def test_mails_that_are_written_after_a_text_went_say_nothing_of_it(work_outbox: Callable[[], None]) -> None:
    put_away(make_scene(is_told=False))
    work_until_tomorrow(work_outbox)
    assert told_by_mail() - {"rahasiapesanprivate"} == set()


def test_mails_say_it_while_it_stands(work_outbox: Callable[[], None]) -> None:
    make_scene(is_told=False)
    work_until_tomorrow(work_outbox)
    assert told_by_mail() >= {"rahasiakirimanhidden", "rahasiatopikhidden", "rahasiakomentarhidden"}


def work_until_tomorrow(work_outbox: Callable[[], None]) -> None:
    """Let a day pass in steps, with all that is done in the background meanwhile: mails, reminders, what is new."""
    for hours in (0, 1, 2, 26):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            tell()
            tell_due()
            remind_due(now=timezone.now())
            send_mails()
            send_alerts(timezone.now())
            work_outbox()


def told_by_mail() -> set[str]:
    """Which secrets stand in the mails that were written."""
    said = "\n".join(f"{each.subject} {each.body} {getattr(each, 'alternatives', '')}" for each in mail.outbox)
    return {word.lower() for word in SECRETS.findall(said)}


def is_own(word: str) -> bool:
    """Tell what who took part may see: what stands in their conversation."""
    return word == "rahasiapesanprivate"


def walk(client: Client, scene: Scene, states: Collection[str]) -> set[tuple[str, str]]:
    """Open every address, and those that one is led to; return which secret was found at which."""
    found: set[tuple[str, str]] = set()
    waiting = [*addresses(_choices(scene, states)), *FURTHER, *_quoting(scene, states)]
    seen = {*waiting, *LEFT_OUT}
    while waiting:
        address = waiting.pop()
        if address in LEFT_OUT:
            continue
        response = client.get(address)
        location = response.get("Location", "").partition("#")[0]
        if location.startswith("/") and location not in seen:
            seen.add(location)
            waiting.append(location)
        body = b"".join(response) if response.streaming else response.content
        said = f"{response.headers}\n{body.decode(errors='replace')}"
        found |= {(word.lower(), address) for word in SECRETS.findall(said)}
    return found


def _choices(scene: Scene, states: Collection[str]) -> Choices:
    """Say what the arguments of addresses may be; of what isn't known here all keys are tried."""
    keys = scene.keys(states)
    forum, story = keys["topic"] | keys["post"], str(scene.story.translation_key)
    of_all: dict[str, Collection[object]] = {
        "pk": sorted(forum | keys["comment"] | keys["version"]),
        "key": [story, "topic", f"reply-{scene.host.pk}"],
        "slug": [scene.room.slug],
        "kind": ["topic", "post", "comment"],
        "handle": ["penulis", "penekun"],
        "code": ["81", "81.02"],
        "number": [1],
        "act": ["sembunyikan"],
        "option": Poll.objects.values_list("options", flat=True)[:1],
        "section": ["stories", "events", "regions", "pages"],
    }
    return {
        "community.comments": of_all | {"pk": sorted(keys["comment"]), "key": [story]},
        "community.forums": of_all | {"pk": sorted(forum)},
        "community.members": of_all | {"pk": [1]},
        "community": of_all,
        "": {name: values for name, values in of_all.items() if name in ("code", "section")},
    }


def _quoting(scene: Scene, states: Collection[str]) -> Iterator[str]:
    """Give the page of the comments, and forms that would begin with words of others."""
    yield scene.story.url
    for post in (scene.replies[state] for state in states):
        yield f"/forum/balas/{scene.host.pk}/?kutip={post.pk}"
        yield f"/forum/baru/?lanjut={post.pk}"
    for comment in (scene.comments[state] for state in states if state in scene.comments):
        yield f"/diskusi/{scene.story.translation_key}/tulis/?balas={comment.pk}"
