"""What the site gives as its reasons is read as a sentence, in the reader's language, and nowhere as it is kept."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from community import reasons
from community.comments.models import Comment
from community.comments.visitor_data.services import copy_of
from community.contribution import Contribution
from community.forums.models import Post, Topic
from community.members.models import Profile, User
from community.members.rights.exporting import request_export
from community.members.trust.services import set_trust_levels
from community.moderation.models import BlockedTerm, Decision, Reason, Review
from community.moderation.reasons import BLOCKED, IN_A_ROW, LEVEL_REACHED, SAME_NETWORK, SAME_SITE
from community.moderation.services import digest, people
from community.moderation.services.deciding import LIFT, Verdict, decide
from community.reasons import KNOWN, MARK, ReasonField, declare, worded
from tests.factories.addresses import addresses
from tests.factories.comments import make_comment, make_story, make_visitor_comment
from tests.factories.forums import TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, make_reply, report_thing, state

if TYPE_CHECKING:
    from django.db.models import Model

pytestmark = pytest.mark.django_db

LEFT_OUT = ("/admin/", "/api/", "/akun/keluar/", "/akun/masuk/batal/")  # the last two sign out
RAW = (MARK, "\\u001f", "%1F", "&#31;", "&#x1f;")  # also as JSON, addresses and HTML may have it


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ask as fast as it goes, and keep refusals out of the report."""
    monkeypatch.setattr("guard.limits._hit", lambda *asked: None)
    logging.disable(logging.CRITICAL)
    cache.clear()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def author(settings: Any, work_outbox: Any) -> User:
    """Everything that the site does by itself, most of it to one new member."""
    settings.COMMENT_HOLD_FIRST = True
    author = MemberFactory(email="penulis@example.org", handle="penulis", is_listed=True, language="en")
    BlockedTerm.objects.create(text="judi")
    story = make_story()
    make_visitor_comment(story)
    make_comment(story, "Main judi yuk.", author=author)
    TopicFactory(author=author, body="Main judi di sini.")
    topic = TopicFactory(author=author)
    things = [make_reply(author=author), topic, make_comment(story, "Beli murah.", author=author), author.profile]
    for thing in things:
        for _number in range(2):
            report_thing(thing, by=MemberFactory(trust_level=4))
        assert state(thing) == "hidden"
    later = make_reply(author=author, body="Beli jam sekarang juga.")
    reply = make_reply(author=author, body="Beli jam tangan sekarang.")
    for _number in range(3):
        report_thing(reply, reason=Reason.SPAM)
    work_outbox()
    author.refresh_from_db()
    assert (author.silenced_until is not None, state(later)) == (True, "held")
    set_trust_levels({author.pk: (0, 1)}, reason=LEVEL_REACHED.kept())
    other = MemberFactory()
    report_thing(make_reply(author=other))
    people.undo_removal(
        by=ModeratorFactory(), removal=people.remove_spammer(by=ModeratorFactory(), member=other, reason="x")
    )
    decide(by=ModeratorFactory(), review=case_of(later), verdict=Verdict(Decision.KEEP, "", sanction=LIFT))
    User.objects.filter(pk=author.pk).update(
        silenced_until=author.silenced_until, silenced_reason=author.silenced_reason
    )
    return User.objects.get(pk=author.pk)


def test_no_page_shows_a_reason_as_it_is_kept(author: User) -> None:
    found: set[tuple[str, str]] = set()
    said = ""
    for person in (author, AdministratorFactory(language="en")):
        client = Client(raise_request_exception=False)
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        with translation.override("id"):  # whatever the last page spoke: `_pages` puts English before it
            walk = sorted({*_pages(author), *(_editing_room(author) if person.is_superuser else ())})
        for address in walk:
            response = client.get(address)
            body = b"".join(response) if response.streaming else response.content
            text = f"{response.headers}\n{body.decode(errors='replace')}"
            said += text
            found |= {(str(person), address) for sign in RAW if sign in text}
            assert client.session.get("_auth_user_id") == str(person.pk), address  # it is a walk of theirs to the end
    assert found == set()
    for sentence in (
        *("Blocked word or site: judi", "Reported by members", "First comment of a visitor", "Looked at", "Undone"),
        *("Its author was reported for spam by several members", "The numbers are reached."),
        "Several members reported what you wrote as advertising",
    ):
        assert sentence in said, sentence


def test_nor_does_a_mail_or_a_copy_of_personal_data(author: User, work_outbox: Any) -> None:
    moderator = ModeratorFactory(language="en")
    digest.send_due()
    export = request_export(member=author)
    work_outbox()
    export.refresh_from_db()
    letters = "\n".join(f"{each.subject} {each.body}" for each in mail.outbox)
    assert not any(sign in letters for sign in RAW)
    assert "Several members reported what you wrote as advertising" in letters
    assert any("Blocked word or site: judi" in each.body for each in mail.outbox if moderator.email in each.to)
    archive = zipfile.ZipFile(io.BytesIO(export.file.read()))
    copy = "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    assert not any(sign in copy for sign in RAW)
    assert "Reported by members" in copy
    Comment.objects.filter(user=None).update(hidden_reason=BLOCKED.kept(term="judi"))
    with translation.override("en"):
        [told] = copy_of("tamu@example.org")["comments"]
    assert told["hidden_reason"] == "Blocked word or site: judi"


@pytest.mark.parametrize("model", [Topic, Post, Comment, Profile, User, Review])
def test_every_column_for_a_reason_that_the_site_may_write_words_it(model: type[Model]) -> None:
    names = [field.name for field in model._meta.fields if field.name.endswith("_reason")]
    assert names
    for name in names:
        thing = model(**{name: BLOCKED.kept(term="judi")})
        assert isinstance(model._meta.get_field(name), ReasonField)
        with translation.override("en"):
            assert getattr(thing, f"get_{name}_display")() == "Blocked word or site: judi"


def test_each_reason_is_said_in_the_language_of_the_reader_and_fits_into_the_shortest_column() -> None:
    shortest = min(
        field.max_length or 0
        for model in (*Contribution.__subclasses__(), Comment, Profile, User, Review)
        for field in model._meta.fields
        if isinstance(field, ReasonField)
    )
    assert shortest >= reasons.LONGEST
    for reason in KNOWN.values():
        kept = reason.kept(**dict.fromkeys(reason.takes, "3" * (1 if "count" in reason.takes else 300)))
        said = set()
        for language in ("id", "en"):
            with translation.override(language):
                said.add(worded(kept))
        assert len(kept) <= shortest
        assert len(said) == 2, reason.code
        assert not any(MARK in each or "%(" in each for each in said)


def test_a_number_decides_about_the_plural() -> None:
    with translation.override("en"):
        assert worded(SAME_NETWORK.kept(count=1)) == "1 new account from one network"
        assert worded(SAME_NETWORK.kept(count=4)) == "4 new accounts from one network"
        assert worded(IN_A_ROW.kept(count=5)) == "More than 5 texts of a new account in a row"


def test_a_parameter_can_hold_no_mark_of_its_own() -> None:
    with translation.override("en"):
        assert worded(SAME_SITE.kept(site=f"a{MARK}b")) == "Same site from several new accounts: a b"


@pytest.mark.parametrize(
    "kept", [f"{MARK}gone", f"{MARK}blocked", f"{MARK}blocked{MARK}a{MARK}b", f"{MARK}in_a_row{MARK}x", MARK]
)
def test_what_nobody_knows_any_more_is_said_to_be_the_sites(kept: str) -> None:
    with translation.override("en"):
        assert worded(kept) == "The site did this by itself."


@pytest.mark.parametrize("kept", ["", "Dilaporkan oleh anggota", "blocked", "100% salah", " \x1fblocked"])
def test_what_people_wrote_and_what_was_kept_before_is_shown_as_it_is(kept: str) -> None:
    assert worded(kept) == kept


def test_a_code_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        declare("blocked", BLOCKED.sentence)


def test_nobody_types_what_the_site_keeps(client: Client) -> None:
    """Not at the desk, not on the page of a text, not in the editing room, and not about an account."""
    typed, moderator = f"{MARK}blocked{MARK}judi", AdministratorFactory()
    client.force_login(moderator)
    post, comment, member = make_reply(), make_comment(make_story()), MemberFactory()
    report_thing(post)
    case = reverse("moderation:review", args=[case_of(post).pk])
    client.post(case, _shown(client, case) | {"decision": "hide", "reason": typed})
    edit = reverse("comments_admin:edit", args=[comment.pk])
    client.post(edit, _shown(client, edit) | {"reason": typed, "state": ""})
    standing = reverse("member_standing", args=[member.pk])
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    client.post(standing, _shown(client, standing) | {"act": "silence", "until": day, "reason": typed})
    for thing in (post, comment, member):
        thing.refresh_from_db()
    kept = [post.hidden_reason, comment.hidden_reason, member.silenced_reason]
    kept += [entry.data.get("reason", "") for entry in ModelLogEntry.objects.all() if entry.data]
    assert all(kept[:3])
    assert not any(reason.startswith(MARK) for reason in kept)


def _shown(client: Client, address: str) -> dict[str, str]:
    """Give the hidden fields of a form as its page shows them."""

    page = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def _pages(author: User) -> Iterator[str]:
    """Give the addresses of pages where reasons might stand, in English: of one thing in each state, and of people."""
    cases = Review.objects.filter(author=author).order_by("kind", "is_hidden", "-pk")
    shown = {(case.kind, case.is_hidden, bool(case.decision)): case.pk for case in cases}
    first = Review.objects.filter(author=None).values_list("pk", flat=True)
    forum = {_one(model, name) for model in (Topic, Post) for name in ("held", "hidden")}
    comments = {_one(Comment, name) for name in ("held", "hidden")}
    choices = {
        "community.moderation": {"pk": {*shown.values(), *first, author.pk}, "kind": ["post"]},
        "community.forums": {"pk": forum},
        "community.comments": {"pk": comments, "key": Comment.objects.values_list("discussion__key", flat=True)[:1]},
        "community.members": {"pk": [author.pk], "handle": ["penulis"]},
    }
    yield from (f"/en{each}" for each in addresses(choices) if not each.startswith(LEFT_OUT))
    yield from (f"/en{Topic.objects.get(pk=key).get_absolute_url()}" for key in (_one(Topic, "held"),))


def _editing_room(author: User) -> Iterator[str]:
    """Give those of the editing room: each thing with its history, and the lists."""
    things = (("forum_topics", Topic), ("forum_posts", Post), ("comments_admin", Comment))
    for (name, model), state_name in product(things, ("held", "hidden")):
        key = _one(model, state_name)
        yield from (reverse(f"{name}:{page}", args=[key]) for page in ("inspect", "history", "edit"))
        yield reverse(f"{name}:index")
    yield from (reverse(name, args=[author.pk]) for name in ("wagtailusers_users:history", "member_standing"))
    for removed in ModelLogEntry.objects.filter(action="members.lift_suspension").values_list("object_id", flat=True):
        yield reverse("wagtailusers_users:history", args=[removed])
    yield from (reverse(name) for name in ("wagtailadmin_reports:site_history", "moderation_cases:index"))


def _one(model: type[Any], name: str) -> int:
    key: int = model.objects.exclude(**{f"{name}_at": None}).latest("pk").pk
    return key
