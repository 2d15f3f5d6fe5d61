"""Many new accounts from one network: what they write waits, and of where they come from little is kept, for hours."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.comments import services as comments
from community.members.models import User
from community.moderation.models import Arrival, ModerationSettings
from community.moderation.protection.fingerprints import network_mark
from community.moderation.protection.services import note_arrival
from community.moderation.tasks import forget_traces
from tests.factories.comments import make_comment, make_story, make_visitor_comment
from tests.factories.members import PASSWORD, MemberFactory

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


def test_of_members_who_are_not_new_nothing_is_noted():
    come_in(ADDRESS.format(0), trust_level=1)
    come_in(ADDRESS.format(0), date_joined=timezone.now() - timedelta(days=30))
    assert not Arrival.objects.exists()


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
