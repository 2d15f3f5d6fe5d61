"""Many new accounts from one network: what they write waits, and of where they come from little is kept, for hours."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.comments import services as comments
from community.members.models import User
from community.moderation.models import Arrival, Decision, ModerationSettings, Review
from community.moderation.protection.fingerprints import network_mark
from community.moderation.protection.services import note_arrival, why_looked_at
from community.moderation.services.reviews import close
from community.moderation.tasks import forget_traces
from tests.factories.assistance import make_assistance
from tests.factories.comments import make_comment, make_story, make_visitor_comment
from tests.factories.members import PASSWORD, MemberFactory, ModeratorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.compared]

ADDRESS = "36.80.12.{}"
BODIES = [
    "Keramba kami hanyut waktu musim barat, jadi kami ganti jangkarnya dengan batu karang.",
    "Siapa tahu harga kopra di Tual minggu ini? Di pasar Langgur turun lagi sejak Jumat.",
]


@pytest.fixture(autouse=True)
def _few():
    ModerationSettings.objects.update_or_create(defaults={"network_accounts": 3, "network_hours": 24})


def come_in(address: str, **facts) -> User:
    member = MemberFactory(**facts)
    note_arrival(user=member, request=RequestFactory().get("/", REMOTE_ADDR=address))
    return member


def test_texts_of_all_new_accounts_of_a_network_wait_once_there_are_as_many_as_are_set():
    story = make_story()
    first, second = (come_in(ADDRESS.format(number)) for number in range(2))
    assert make_comment(story, BODIES[0], first).is_live
    third, elsewhere = come_in(ADDRESS.format(2)), come_in("36.80.13.2")
    held = [make_comment(story, author=author) for author in (first, second, third)]
    assert [each.get_held_reason_display().split()[0] for each in held] == ["3", "3", "3"]
    assert make_comment(story, BODIES[1], elsewhere).is_live


def test_who_came_long_ago_and_visitors_and_texts_that_are_changed_are_not_counted(settings):
    settings.COMMENT_HOLD_FIRST = False
    story = make_story()
    first = come_in(ADDRESS.format(0))
    comment = make_comment(story, BODIES[0], first)
    for number in (1, 2):
        come_in(ADDRESS.format(number))
    assert comments.edit_comment(by=first, comment=comment, body=f"{BODIES[0]} Begitu.").is_live
    assert make_visitor_comment(story).is_live
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert make_comment(story, BODIES[1], first).is_live


def test_of_members_who_are_settled_nothing_is_noted():
    come_in(ADDRESS.format(0), trust_level=2)
    come_in(ADDRESS.format(0), date_joined=timezone.now() - timedelta(days=30), trust_level=1)
    assert not Arrival.objects.exists()


def test_idle_accounts_and_those_of_level_one_in_their_first_days_are_noted():
    unproven = [
        come_in(ADDRESS.format(0), date_joined=timezone.now() - timedelta(days=30)),
        come_in(ADDRESS.format(0), trust_level=1),
    ]
    assert set(Arrival.objects.values_list("user", flat=True)) == {member.pk for member in unproven}
    third = come_in(ADDRESS.format(1), date_joined=timezone.now() - timedelta(days=4))
    assert why_looked_at(user=third)


def test_with_the_rule_switched_off_nothing_is_noted():
    ModerationSettings.objects.update(network_accounts=0)
    come_in(ADDRESS.format(0))
    assert not Arrival.objects.exists()


def test_signing_in_is_noted_once_for_a_network_by_one_query():
    member, request = MemberFactory(), RequestFactory().get("/", REMOTE_ADDR=ADDRESS.format(7))
    ModerationSettings.objects.first()
    note_arrival(user=member, request=request)
    first = Arrival.objects.get()
    with CaptureQueriesContext(connection) as queries:
        note_arrival(user=member, request=request)
    assert len(queries) == 1
    assert Arrival.objects.get().pk == first.pk
    assert Arrival.objects.get().at > first.at


def test_a_sign_in_through_the_site_is_noted():
    request = RequestFactory().post("/", REMOTE_ADDR=ADDRESS.format(7))
    request.session = SessionStore()
    member = MemberFactory()
    login(request, member, backend="django.contrib.auth.backends.ModelBackend")
    assert Arrival.objects.get().user == member


def test_a_sign_up_through_the_site_is_noted(client):
    typed = {"name": "Mama Contoh", "email": "baru@example.org", "password1": PASSWORD, "agrees": "on"}
    client.post(reverse("account_signup"), typed, REMOTE_ADDR=ADDRESS.format(7))
    assert Arrival.objects.get().user.email == "baru@example.org"


# Accounts that a moderator looks at


def sign_up(number: int, network: str = ADDRESS) -> User:
    typed = {"name": f"Warga {number}", "email": f"warga{number}@example.org", "password1": PASSWORD, "agrees": "on"}
    Client().post("/akun/daftar/", typed, REMOTE_ADDR=network.format(number + 1))
    return User.objects.get(email=typed["email"])


def cases():
    return Review.objects.filter(kind="account").order_by("object_id")


def test_sign_ups_from_one_network_come_to_the_moderators_once_there_are_as_many_as_are_set(client):
    people = [sign_up(number) for number in range(6)]
    assert [case.object_id for case in cases()] == [person.pk for person in people[2:]]
    assert {(case.author_id, case.is_held, case.decided_at) for case in cases()} == {
        (person.pk, True, None) for person in people[2:]
    }
    client.force_login(ModeratorFactory())
    page = client.get("/en/moderasi/?why=account").content.decode()
    assert "3 new accounts from one network" in page
    assert "Warga 5" in page


def test_a_case_names_the_others_who_came_from_there(client):
    people = [sign_up(number) for number in range(4)]
    sign_up(5, "36.80.13.{}")
    client.force_login(ModeratorFactory())
    page = client.get(f"/en/moderasi/perkara/{cases().first().pk}/").content.decode()
    named = page.partition("From the same network")[2].partition("</section>")[0]
    assert re.findall(r"Warga [0-9]", named) == ["Warga 3", "Warga 1", "Warga 0"]
    assert reverse("moderation:person", args=[people[0].pk]) in named
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        client.force_login(ModeratorFactory())
        page = client.get(f"/en/moderasi/perkara/{cases().first().pk}/").content.decode()
    assert "From the same network" not in page


def test_fewer_of_them_and_those_from_elsewhere_come_to_nobody():
    for number in range(2):
        sign_up(number)
    sign_up(2, "36.80.13.{}")
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        sign_up(3)
    assert not cases()


def test_nor_do_any_with_the_rule_switched_off():
    ModerationSettings.objects.first().delete()
    ModerationSettings.objects.create(network_accounts=0)
    for number in range(4):
        sign_up(number)
    assert not cases()


def test_who_signs_up_once_more_or_in_is_one_case_also_when_it_was_decided():
    people = [sign_up(number) for number in range(3)]
    sign_up(2)
    case = cases().get()
    close(case, decision=Decision.KEEP, by=ModeratorFactory())
    request = RequestFactory().post("/", REMOTE_ADDR=ADDRESS.format(3))
    request.session = SessionStore()
    login(request, people[2], backend="django.contrib.auth.backends.ModelBackend")
    assert cases().get() == case


def test_a_moderator_who_signs_in_there_is_nobody_to_look_at():
    for number in range(3):
        sign_up(number)
    request = RequestFactory().post("/", REMOTE_ADDR=ADDRESS.format(7))
    request.session = SessionStore()
    login(request, ModeratorFactory(trust_level=0), backend="django.contrib.auth.backends.ModelBackend")
    assert cases().count() == 1


def test_who_is_registered_by_a_mentor_comes_from_no_network():
    for number in range(3):
        sign_up(number)
    make_assistance()
    assert cases().count() == 1


@pytest.mark.parametrize("address", ["", "unix:", "127.0.0.1", "10.1.2.3", "192.168.0.9", "::1", "fe80::1", "fd00::1"])
def test_an_address_that_belongs_to_no_network_of_the_internet_says_nothing(address):
    assert not network_mark(address)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("36.80.12.1", "36.80.12.254", True),
        ("36.80.12.1", "36.80.13.1", False),
        ("36.80.12.1", "::ffff:36.80.12.9", True),
        ("2400:9800:1:1::1", "2400:9800:1:ffff::2", True),
        ("2400:9800:1::1", "2400:9800:2::1", False),
    ],
)
def test_a_network_is_a_24_or_a_48_of_the_newer_kind(one, other, agree):
    assert (network_mark(one) == network_mark(other)) is agree
    assert one not in network_mark(one)


def test_arrivals_go_after_the_hours_that_are_set():
    come_in(ADDRESS.format(0))
    for hours, left in ((23, True), (25, False)):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            forget_traces()
        assert Arrival.objects.exists() is left
