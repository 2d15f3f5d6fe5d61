"""What an organisation tells of itself waits where a text would, and is shown where nothing speaks against it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from community.members.models import Organisation
from community.members.organisations import services as organisations
from community.moderation.models import BlockedTerm, Decision, ModerationSettings, Review, Trace
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.people import hold_all, show_all
from community.moderation.services.reports import retract
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.opened import opened
from tests.factories.organisations import ADVERT, add_member, facts_of, make_organisation
from tests.factories.regions import make_region
from tests.factories.reports import case_of, decided, report_thing, state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_indonesian")]


def test_what_a_blocked_word_holds_waits_from_the_beginning(client):
    BlockedTerm.objects.create(text="slotgacor.example", kind="host")
    member = MemberFactory()
    client.force_login(member)
    region = make_region()
    typed = {**opened(client, "/organisasi/baru/"), "kind": "company", "region": region.code, "handle": "", **ADVERT}
    answer = client.post("/organisasi/baru/", typed, follow=True)
    organisation = Organisation.objects.get()
    assert answer.status_code == 200
    assert "Moderator akan melihatnya, lalu orang lain dapat melihatnya." in answer.text
    assert "Sekarang undang" not in answer.text
    case = case_of(organisation)
    assert (organisation.is_public, case.is_held, case.author) == (False, True, member)
    decide(by=ModeratorFactory(), review=case, verdict=Verdict(Decision.KEEP))
    assert state(organisation) == "live"


def test_what_a_moderator_let_stand_waits_again_only_where_it_says_something_else():
    BlockedTerm.objects.create(text="slotgacor.example", kind="host")
    owner = MemberFactory()
    organisation = make_organisation(owner, **ADVERT)
    assert not organisation.is_public
    decide(by=ModeratorFactory(), review=case_of(organisation), verdict=Verdict(Decision.KEEP))
    facts = facts_of(**ADVERT, region=organisation.region)
    assert organisations.edit_organisation(by=owner, organisation=organisation, facts=facts).is_public
    facts = facts_of(**{**ADVERT, "description": "slotgacor.example, lebih besar."}, region=organisation.region)
    assert not organisations.edit_organisation(by=owner, organisation=organisation, facts=facts).is_public


@pytest.mark.compared
def test_new_accounts_that_advertise_the_same_site_wait():
    facts = [{"name": f"Usaha {n}", "description": f"Kata {n}: https://slotgacor.example/{n}"} for n in range(5)]
    made = [make_organisation(MemberFactory(), **each) for each in facts]
    assert [each.is_public for each in made] == [True, True, False, False, False]
    assert Review.objects.open().filter(kind="organisation", is_held=True).count() == 3


def test_those_of_somebody_who_is_silenced_as_a_spammer_wait():
    member = MemberFactory()
    organisation = make_organisation(member)
    assert hold_all(person_id=member.pk) >= 1
    assert state(organisation) == "hidden"
    assert case_of(organisation).is_held


@pytest.mark.compared
def test_what_settled_members_say_of_theirs_is_compared_with_nothing():
    settled = {"date_joined": timezone.now() - timedelta(days=30), "trust_level": 2}
    made = [make_organisation(MemberFactory(**settled), **ADVERT) for _number in range(4)]
    assert all(each.is_public for each in made)


def test_what_is_written_while_reports_hide_it_waits_when_these_are_taken_back():
    BlockedTerm.objects.create(text="slotgacor.example", kind="host")
    owner, reporter = MemberFactory(), MemberFactory(trust_level=4)
    organisation = make_organisation(owner)
    other = report_thing(organisation, by=MemberFactory(trust_level=4))
    flag = report_thing(organisation, by=reporter)
    assert state(organisation) == "hidden"
    facts = facts_of(**ADVERT, region=organisation.region)
    organisations.edit_organisation(by=owner, organisation=organisation, facts=facts)
    for each, by in ((flag, reporter), (other, other.reporter)):
        retract(member=by, flag=each)
    assert state(organisation) == "hidden"
    assert case_of(organisation).is_held


@pytest.mark.compared
def test_what_a_newcomer_says_of_their_organisation_they_and_others_of_it_say_again():
    words = "Kami koperasi nelayan di pesisir timur yang mengeringkan rumput laut bersama dan menjualnya ke kota. " * 3
    owner, manager = MemberFactory(), MemberFactory()
    organisation = make_organisation(owner, name="Koperasi Ain", description=words)
    add_member(organisation, manager, role="manager")
    facts = facts_of(name="Koperasi Ain", description=words, founded=2020, region=organisation.region)
    assert organisations.edit_organisation(by=manager, organisation=organisation, facts=facts).is_public
    topic = TopicFactory(author=owner, title="Perkenalkan koperasi kami", body=words)
    assert state(topic) == "live"


@pytest.mark.compared
def test_many_that_one_newcomer_enters_in_a_row_wait():
    owner = MemberFactory()
    made = [make_organisation(owner) for _number in range(7)]
    assert [each.is_public for each in made] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("facts", [{"registration_number": "slotgacor.example"}, {"handle": "slotgacor"}])
def test_all_that_is_shown_of_it_is_looked_at(facts):
    BlockedTerm.objects.create(text="slotgacor.example", kind="host")
    BlockedTerm.objects.create(text="slotgacor")
    assert not make_organisation(**facts).is_public


def test_what_waited_for_nothing_but_a_wrong_silence_is_shown_again():
    member = MemberFactory()
    waits, put_away = make_organisation(member), make_organisation(member)
    decided(put_away, Decision.HIDE)
    hold_all(person_id=member.pk)
    assert state(waits) == "hidden"
    assert show_all(person_id=member.pk) == 1
    assert [state(each) for each in (waits, put_away)] == ["live", "hidden"]


@pytest.mark.compared
def test_a_harmless_change_long_after_is_nothing_new():
    owner = MemberFactory()
    organisation = make_organisation(owner)
    Organisation.objects.update(created_at=timezone.now() - timedelta(days=8))
    Trace.objects.all().delete()
    for _number in range(6):
        make_organisation(MemberFactory())
    ModerationSettings.objects.create(newcomer_texts=3)
    facts = facts_of(name=organisation.name, founded=2020, region=organisation.region)
    assert organisations.edit_organisation(by=owner, organisation=organisation, facts=facts).is_public


def test_its_owner_reads_that_it_waits(client):
    BlockedTerm.objects.create(text="slotgacor.example", kind="host")
    owner = MemberFactory()
    case = case_of(make_organisation(owner, **ADVERT))
    client.force_login(owner)
    words = "Ini menunggu sampai dibaca moderator; sesudah itu ditampilkan."
    assert words in client.get(f"/moderasi/tulisan-saya/{case.pk}/").text
