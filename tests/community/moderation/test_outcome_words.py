"""A decision is told in the words for what was done; the form that decides keeps its commands."""

from __future__ import annotations

import pytest
from django.utils import translation

from community.moderation.models import DONE, TAKEN_BACK, Decision, Review
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide, why_not
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, decided, make_reply, report_thing

pytestmark = pytest.mark.django_db


def test_every_decision_has_words_for_what_was_done_that_are_no_command():
    with translation.override("en"):
        labels = {str(label) for label in Decision.labels}
        assert set(DONE) == set(Decision)
        assert not labels & {str(words).capitalize() for words in DONE.values()} - {"Warning", "Silence", "Suspension"}


@pytest.mark.parametrize(
    ("prefix", "told", "command"), [("", "disembunyikan", "Sembunyikan"), ("/en", "hidden", "Hide it")]
)
def test_an_author_reads_what_was_done_and_no_command(client, prefix, told, command):
    post = make_reply()
    case = decided(post, Decision.HIDE)
    client.force_login(post.author)
    for path in (f"{case.pk}/", f"{case.pk}/banding/", ""):
        page = client.get(f"{prefix}/moderasi/tulisan-saya/{path}").content.decode()
        assert told in page.lower()
        assert command not in page


def test_the_desk_tells_in_the_same_words_and_asks_in_commands(client):
    author = MemberFactory()
    post = make_reply(author=author)
    case = decided(post, Decision.HIDE)
    other = make_reply(author=author)
    report_thing(other)
    client.force_login(ModeratorFactory())
    person = client.get(f"/moderasi/orang/{author.pk}/").content.decode()
    assert "disembunyikan: 1" in person
    assert "Sembunyikan: 1" not in person
    assert (
        "sudah memutuskan perkara ini: disembunyikan." in client.get(f"/moderasi/perkara/{case.pk}/").content.decode()
    )
    assert "Sembunyikan" in client.get(f"/moderasi/perkara/{case_of(other).pk}/").content.decode()
    numbers = client.get("/en/moderasi/angka/").content.decode()
    assert ("hidden: 1" in numbers, "Hide it" in numbers) == (True, False)


@pytest.mark.parametrize("left", [False, True])
def test_an_appeal_that_is_granted_is_told_by_what_it_took_back(left):
    post = make_reply()
    case = decided(post, Decision.HIDE)
    asked = appeal(author=post.author, review=case, words="Itu bukan iklan.")
    ended = decide(by=ModeratorFactory(), review=asked, verdict=Verdict(Decision.GRANTED))
    Review.objects.filter(pk=ended.pk).update(is_left=left)
    ended.refresh_from_db()
    with translation.override("en"):
        assert ended.done == ("the decision was taken back" if left else TAKEN_BACK[Decision.HIDE])
        assert why_not(ModeratorFactory(), ended).endswith(f"has decided this case: {ended.done}.")


def test_a_case_that_waits_says_nothing_was_done():
    post = make_reply()
    report_thing(post)
    assert case_of(post).done == ""
