"""The page on which members read what they may do, and what comes next, in both languages."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from community.members.trust.rights import NEWEST, Rank, new_days, rights_at
from community.moderation.models import ModerationSettings
from community.moderation.services.reports import weight_of
from tests.factories.assistance import make_assistance
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.trust import be_here, make_ready_for_known, make_topics, read

pytestmark = pytest.mark.django_db
PAGE = {"id": "/anggota/saya/tingkat/", "en": "/en/anggota/saya/tingkat/"}
MOST_QUERIES = 20


def ask(client, member, language="en"):
    client.force_login(member)
    return client.get(PAGE[language])


@pytest.mark.parametrize("language", ["id", "en"])
def test_visitors_are_led_to_sign_in(client, language):
    assert client.get(PAGE[language]).status_code == 302


@pytest.mark.parametrize("level", range(5))
@pytest.mark.parametrize("language", ["id", "en"])
def test_it_shows_each_level_in_both_languages_and_asks_no_script(client, language, level):
    answer = ask(client, MemberFactory(trust_level=level, language=language), language)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('<article class="prose">') == 5
    assert "<form" not in page.split("<main")[1]


def test_a_newcomer_reads_the_limits_that_bind_them(client):
    page = ask(client, MemberFactory())
    assert page.context["rights"] == rights_at(NEWEST)
    assert page.context["new_until"]
    for said in page.context["rights"]:
        assert said in page.content.decode()


def test_they_read_until_when_by_their_clock_and_their_limits_only_once(client):
    member = MemberFactory(zone="Asia/Jayapura", date_joined=timezone.now() - timedelta(days=1, hours=3))
    page = ask(client, member).content.decode()
    ends = timezone.localtime(member.date_joined + timedelta(days=new_days(), minutes=1), ZoneInfo("Asia/Jayapura"))
    assert f"Until {date_format(ends, 'j F Y')}, {ends:%H:%M} WIT a few limits" in page
    assert "after joining" not in page
    for said in rights_at(NEWEST):
        assert page.count(f"<li>{said}</li>") == 1
    others = ask(client, MemberFactory(trust_level=2)).content.decode()
    assert f"For {new_days()} days after joining" in others


@pytest.mark.parametrize("days", [0, 30])
def test_what_holds_at_the_first_level_stands_there_once(client, days):
    member = MemberFactory(date_joined=timezone.now() - timedelta(days=days))
    page = ask(client, member)
    for said in page.context["rights"]:
        assert page.content.decode().count(f"<li>{said}</li>") == 1


@pytest.mark.parametrize("factory", [ModeratorFactory, AdministratorFactory])
def test_who_looks_after_the_site_reads_what_their_reports_weigh(client, factory):
    member = factory(trust_level=1)
    for weight in (6, 4):
        assert weight_of(member) == weight
        assert f"weigh {weight}, later more" in ask(client, member).content.decode()
        ModerationSettings.objects.create(staff_weight=4)
    assert "weigh 2, later more" in ask(client, MemberFactory(trust_level=1)).content.decode()


def test_who_joined_before_reads_what_holds_for_them(client):
    page = ask(client, MemberFactory(date_joined=timezone.now() - timedelta(days=30)))
    assert page.context["rights"] == rights_at(Rank(0))
    assert not page.context["new_until"]


def test_the_numbers_towards_the_next_level_are_told_in_words_and_by_a_bar(client):
    member = MemberFactory()
    read(member, make_topics(3), posts=12, seconds=65)
    page = ask(client, member).content.decode()
    for words in ("3 of 5", "12 of 30", "1 of 10"):
        assert words in page
    assert page.count("<progress") == page.count('<label for="goal-') == 3
    assert 'value="12" max="30"' in page


def test_what_is_reached_is_said_and_a_bar_is_never_more_than_full(client):
    member = make_ready_for_known()
    be_here(member, 5, before=20)
    page = ask(client, member).content.decode()
    assert "20 of 15" in page
    assert 'value="15" max="15"' in page


def test_what_is_not_asked_is_said_with_the_reason(client):
    person = make_assistance().person
    client.force_login(person)
    page = client.get(PAGE["en"]).content.decode()
    assert "somebody stands for you" in page


def test_who_has_the_third_level_reads_what_it_takes_to_stay(client):
    page = ask(client, MemberFactory(trust_level=3))
    assert page.context["goal"] == page.context["level"]
    assert "nine tenths" in page.content.decode()


def test_whose_level_was_set_by_hand_reads_that_and_no_numbers(client):
    page = ask(client, MemberFactory(trust_level=1, trust_locked=True)).content.decode()
    assert "<progress" not in page
    assert "has set your level" in page


def test_a_moderator_reads_that_limits_do_not_hold_them_up(client):
    assert "don’t hold you up" in ask(client, ModeratorFactory()).content.decode()


def test_who_can_only_read_learns_that_the_level_waits(client):
    silenced = MemberFactory(silenced_until=timezone.now() + timedelta(days=1))
    assert "doesn’t rise" in ask(client, silenced).content.decode()


def test_it_is_found_from_the_menu_of_the_account_and_the_form_of_the_profile(client):
    client.force_login(MemberFactory())
    assert client.get("/anggota/saya/").content.decode().count(f'href="{PAGE["id"]}"') == 2


@pytest.mark.parametrize("level", [1, 3])
def test_it_costs_the_same_however_much_a_member_did(client, level):
    def cost(member) -> int:
        client.force_login(member)
        client.get(PAGE["id"])
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE["id"])
        return len(queries)

    nothing, much = MemberFactory(trust_level=level), make_ready_for_known(trust_level=level)
    assert cost(nothing) == cost(much) <= MOST_QUERIES
