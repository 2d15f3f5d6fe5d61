"""Who is suspended can't sign in: a signed link leads them to why, and lets them appeal once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from community.members.models import User
from community.members.standing import services as standing
from community.moderation.models import Decision, Review
from community.moderation.services import people
from community.moderation.services.appeal_links import review_of, token_of
from community.moderation.services.deciding import Verdict, decide
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.reports import decided, make_reply

pytestmark = pytest.mark.django_db

WHY = "Iklan yang sama di sepuluh topik."
PASSWORD = "perahu-biru-di-teluk"
LINK = re.compile(r"https?://[^/]+(\S+/banding/\S+/)")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_link_of_the_mail_shows_why_and_sends_the_appeal_without_signing_in(client, language):
    case = suspended(language=language)
    address = link_in(mail.outbox[-1])
    page = client.get(address)
    assert (page.status_code, WHY in page.content.decode(), "<form" in page.content.decode()) == (200, True, True)
    assert Review.objects.exclude(appeal_of=None).count() == 0
    assert client.post(address, {"words": "Itu bukan saya."}).status_code == 302
    made = Review.objects.get(appeal_of=case)
    assert (made.author, made.words) == (case.author, "Itu bukan saya.")
    after = client.get(address).content.decode()
    assert ("Itu bukan saya." in after, 'name="words"' in after) == (True, False)


def test_it_tells_what_became_of_it(client):
    case = suspended()
    address = link_in(mail.outbox[-1])
    client.post(address, {"words": "Itu bukan saya."})
    decide(
        by=ModeratorFactory(),
        review=Review.objects.get(appeal_of=case),
        verdict=Verdict(Decision.REFUSED, "Sudah diperiksa."),
    )
    page = client.get(link_in(mail.outbox[-1])).content.decode()
    assert client.get(address).status_code == 200
    assert ("putusannya tetap" in page, "Sudah diperiksa." in page) == (True, True)


def test_after_it_is_granted_they_sign_in_again(client):
    case = suspended()
    client.post(link_in(mail.outbox[-1]), {"words": "Itu bukan saya."})
    decide(by=ModeratorFactory(), review=Review.objects.get(appeal_of=case), verdict=Verdict(Decision.GRANTED))
    assert User.objects.get(pk=case.author_id).suspended_until is None
    assert f"/moderasi/tulisan-saya/{case.pk}/" in mail.outbox[-1].body


def test_an_appeal_without_words_comes_back_with_what_is_wrong(client):
    suspended()
    answer = client.post(link_in(mail.outbox[-1]), {"words": "  "})
    assert (answer.status_code, "words" in answer.context["form"].errors) == (200, True)
    assert not Review.objects.exclude(appeal_of=None).exists()


def test_it_is_sent_once_however_often_the_button_is_pressed(client):
    suspended()
    address = link_in(mail.outbox[-1])
    for words in ("Sekali.", "Dua kali."):
        client.post(address, {"words": words})
    assert [each.words for each in Review.objects.exclude(appeal_of=None)] == ["Sekali."]


def test_a_link_that_was_tampered_with_or_is_too_old_says_so_and_does_nothing(client):
    case = suspended()
    address = link_in(mail.outbox[-1])
    forged = f"/moderasi/banding/{token_of(case)[:-2]}xx/"
    for path in ("/moderasi/banding/x/", forged):
        for answer in (client.get(path), client.post(path, {"words": "x"})):
            assert (answer.status_code, "Tautan ini tidak bisa dipakai" in answer.content.decode()) == (403, True)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert client.post(address, {"words": "x"}).status_code == 403
    assert not Review.objects.exclude(appeal_of=None).exists()


def test_a_link_is_for_its_author_and_ends_with_the_account():
    case = suspended()
    token = token_of(case)
    assert review_of(token) == case
    User.objects.filter(pk=case.author_id).update(is_active=False)
    assert review_of(token) is None
    other = suspended()
    Review.objects.filter(pk=other.pk).update(author=MemberFactory())
    assert review_of(token_of(other)) is None


def test_a_removed_account_gets_no_further_by_an_earlier_link(client):
    case = suspended()
    address = link_in(mail.outbox[-1])
    people.remove_spammer(by=ModeratorFactory(), member=case.author, reason="Iklan.")
    assert client.get(address).status_code == 403


def test_what_was_decided_with_the_suspension_is_appealed_against_by_a_link_too(client):
    post, until = make_reply(), timezone.now() + timedelta(days=3)
    case = decided(post, Decision.HIDE, sanction="suspend", until=until)
    sent = next(each for each in reversed(mail.outbox) if "menyembunyikan" in each.body)
    assert client.post(link_in(sent), {"words": "Itu bukan iklan."}).status_code == 302
    assert Review.objects.get(appeal_of=case).words == "Itu bukan iklan."


@pytest.mark.parametrize(("prefix", "words"), [("", "Lihat putusannya"), ("/en", "See the decision and appeal")])
def test_the_page_that_turns_them_away_leads_there_too(client, prefix, words):
    case = suspended(password=PASSWORD)
    answer = client.post(f"{prefix}/akun/masuk/", {"login": case.author.email, "password": PASSWORD}, follow=True)
    page = answer.content.decode()
    assert (words in page, f"{prefix}/moderasi/banding/" in page) == (True, True)


def test_who_only_reads_is_led_to_their_case_in_the_place_of_a_form(client):
    member = MemberFactory()
    standing.silence(by=ModeratorFactory(), member=member, until=timezone.now() + timedelta(days=3), reason=WHY)
    client.force_login(member)
    page = client.get("/forum/baru/").content.decode()
    assert f"/moderasi/tulisan-saya/{Review.objects.get(author=member).pk}/" in page


def suspended(**member):
    """Suspend somebody; give the case."""
    user = MemberFactory(**member)
    standing.suspend(by=ModeratorFactory(), member=user, until=timezone.now() + timedelta(days=60), reason=WHY)
    return Review.objects.get(author=user)


def link_in(sent):
    found = LINK.search(sent.body)
    assert found, sent.body
    return found[1]
