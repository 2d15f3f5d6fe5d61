"""Who was removed with all they wrote appeals within a day, by a link; until that is decided nothing is erased."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from community.forums.models import Post
from community.members.models import Erasure, User
from community.members.permissions import Refused
from community.moderation.models import Decision, Removal, Review
from community.moderation.services import people
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide
from tests.factories.members import PASSWORD, AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.reports import make_reply, report_thing, state

pytestmark = pytest.mark.django_db

WHY = "Iklan jam tangan."
LINK = re.compile(r"https?://[^/]+(\S+/banding/\S+/)")
A_DAY = timedelta(hours=25)
UNFOUNDED = Verdict(Decision.GRANTED, "Bukan iklan.")
FOUNDED = Verdict(Decision.REFUSED, "Tetap iklan.")


@pytest.fixture
def removal():
    member = MemberFactory(email="maria@example.org", name="Maria Rahakbauw")
    report_thing(make_reply(author=member))
    removal = people.remove_spammer(by=ModeratorFactory(), member=member, reason=WHY)
    people.clean(removal_id=removal.pk)
    return removal


def link_in(message):
    return LINK.search(message.body)[1]


def appealed(removal, words="Itu dagangan kelompok kami."):
    return appeal(author=User.objects.get(pk=removal.person_id), review=removal.cases.sanctions().get(), words=words)


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", ("menyingkirkan", "banding", "dihapus")), ("en", ("removed", "appeal", "deleted for good"))],
)
def test_a_mail_says_why_and_leads_to_the_appeal_without_signing_in(client, language, words):
    member = MemberFactory(language=language)
    removal = people.remove_spammer(by=ModeratorFactory(), member=member, reason=WHY)
    (message,) = mail.outbox
    assert message.to == [member.email]
    assert [said for said in (*words, WHY) if said not in message.body] == []
    address = link_in(message)
    page = client.get(address).content.decode()
    assert (WHY in page, 'name="words"' in page) == (True, True)
    assert client.post(address, {"words": "Itu dagangan kelompok kami."}).status_code == 302
    assert Review.objects.get(appeal_of__removal=removal).words == "Itu dagangan kelompok kami."
    assert 'name="words"' not in client.get(address).content.decode()


def test_the_page_after_signing_in_leads_there_too(client, removal):
    client.post("/akun/masuk/", {"login": "maria@example.org", "password": PASSWORD})
    page = client.get("/akun/ditangguhkan/").content.decode()
    address = re.search(r'href="https?://[^/]+(/moderasi/banding/[^"]+)"', page)[1]
    assert client.get(address).status_code == 200
    appealed(removal)
    assert "Anda sudah mengajukan banding" in client.get("/akun/ditangguhkan/").content.decode()


def test_nothing_is_erased_before_the_appeal_is_decided(removal):
    made = appealed(removal)
    with time_machine.travel(timezone.now() + A_DAY):
        assert people.finish_removals() == 0
        decide(by=ModeratorFactory(), review=made, verdict=FOUNDED)
        assert (people.finish_removals(), Erasure.objects.get().reason) == (1, "spam")


def test_another_moderator_grants_it_and_everything_is_there_again(client, removal):
    made, member = appealed(removal), User.objects.get(email="maria@example.org")
    with pytest.raises(Refused):
        decide(by=removal.by, review=made, verdict=UNFOUNDED)
    with time_machine.travel(timezone.now() + A_DAY):
        decide(by=ModeratorFactory(), review=made, verdict=UNFOUNDED)
        people.bring_back(removal_id=removal.pk)
        assert people.finish_removals() == 0
    member.refresh_from_db()
    case = removal.cases.sanctions().get()
    waiting = Review.objects.open().get(author=member)
    assert (member.suspended_until, bool(case.withdrawn_at), waiting.kind) == (None, True, "post")
    answer = mail.outbox[-1]
    assert (answer.to, f"/moderasi/tulisan-saya/{case.pk}/" in answer.body) == ([member.email], True)
    assert "Akun Anda ada kembali" in answer.body
    client.force_login(member)
    page = client.get(f"/moderasi/tulisan-saya/{case.pk}/").content.decode()
    assert ("Akun Anda ada kembali" in page, 'href="/moderasi/tulisan-saya/' in page) == (True, True)


def test_what_they_wrote_is_shown_again(removal):
    post = Removal.objects.get().things.get()
    decide(by=ModeratorFactory(), review=appealed(removal), verdict=UNFOUNDED)
    people.bring_back(removal_id=removal.pk)
    assert state(Post.objects.get(pk=post.object_id)) == "live"


def test_a_refusal_is_told_with_why_and_the_removal_goes_on(client, removal):
    decide(by=ModeratorFactory(), review=appealed(removal), verdict=FOUNDED)
    assert ("putusannya tetap" in mail.outbox[-1].body, "Tetap iklan." in mail.outbox[-1].body) == (True, True)
    page = client.get(link_in(mail.outbox[-1])).content.decode()
    assert ("putusannya tetap" in page, 'name="words"' in page) == (True, False)
    assert Removal.objects.get().undone_at is None


def test_who_was_refused_and_gets_the_account_back_all_the_same_is_told(client, removal):
    decide(by=ModeratorFactory(), review=appealed(removal), verdict=FOUNDED)
    assert "ditangguhkan" not in mail.outbox[-1].body
    address = link_in(mail.outbox[-1])
    people.undo_removal(by=ModeratorFactory(), removal=removal)
    assert (len(mail.outbox), "bisa masuk lagi" in mail.outbox[-1].body) == (3, True)
    assert "Tidak dihitung lagi" in client.get(address).content.decode()


def test_undoing_the_removal_on_the_page_of_the_person_grants_the_appeal(removal):
    made = appealed(removal)
    with time_machine.travel(timezone.now() + A_DAY):
        people.undo_removal(by=ModeratorFactory(), removal=removal)
    made.refresh_from_db()
    assert (made.decision, bool(removal.cases.sanctions().get().withdrawn_at)) == (Decision.GRANTED, True)
    assert "Akun Anda ada kembali" in mail.outbox[-1].body


def test_one_appeals_against_the_removal_alone_and_once(removal):
    member = User.objects.get(pk=removal.person_id)
    text = removal.cases.exclude(kind="standing").get()
    with pytest.raises(Refused):
        appeal(author=member, review=text, words="Bukan iklan.")
    assert appealed(removal) == appealed(removal, "Sekali lagi.")


def test_a_day_later_it_is_too_late(client, removal):
    address = link_in(mail.outbox[-1])
    with time_machine.travel(timezone.now() + A_DAY):
        with pytest.raises(Refused):
            appealed(removal)
        assert client.get(address).status_code == 403


def test_what_was_undone_needs_no_appeal(client, removal):
    address = link_in(mail.outbox[-1])
    people.undo_removal(by=removal.by, removal=removal)
    assert "bisa masuk lagi" in mail.outbox[-1].body
    with pytest.raises(Refused):
        appealed(removal)
    assert 'name="words"' not in client.get(address).content.decode()


def test_moderators_read_on_the_page_of_the_person_that_it_is_appealed_against(client, removal):
    client.force_login(AdministratorFactory())
    page = f"/moderasi/orang/{removal.person_id}/"
    assert "mengajukan banding" not in client.get(page).content.decode()
    made = appealed(removal)
    with time_machine.travel(timezone.now() + A_DAY):
        client.force_login(AdministratorFactory())
        said = client.get(page).content.decode()
        assert ("mengajukan banding" in said, "Batalkan" in said) == (True, True)
        case = client.get(f"/moderasi/perkara/{made.pk}/").content.decode()
        assert ("Kembalikan akunnya" in case, WHY in case, "masih berlaku" in case) == (True, True, True)
