"""Making, changing and closing a poll on its pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from community.forums.models import Poll, Topic
from tests.factories.forums import CategoryFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.polls import make_poll, url, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = MemberFactory()
    client.force_login(user)
    return user


def sent(**facts: object) -> dict[str, object]:
    return {"category": CategoryFactory().slug, "title": "Perahu bersama", "body": "Yang mana?", **facts}


def test_a_topic_is_sent_with_a_poll_one_option_on_each_line(client, member):
    tomorrow = timezone.localdate() + timedelta(days=1)
    facts = {"poll-options": "Perahu\r\n\r\nSampan\r\n", "poll-mode": "multiple", "poll-closes_on": str(tomorrow)}
    answer = client.post("/forum/baru/", sent(**facts, **{"poll-is_secret": "on"}), follow=True)
    poll = Poll.objects.get()
    assert [option.text for option in poll.options.order_by("order")] == ["Perahu", "Sampan"]
    assert (poll.mode, poll.is_secret, poll.last_day) == ("multiple", True, tomorrow)
    assert timezone.localtime(poll.closes_at).hour == 0
    assert 'id="jajak-pendapat"' in answer.content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "2099-01-01"])
def test_a_last_day_that_is_too_far_is_refused_with_words(client, member, day):
    answer = client.post("/forum/baru/", sent(**{"poll-options": "Perahu\nSampan", "poll-closes_on": day}))
    assert "Pilih hari terakhir dalam dua tahun ke depan" in answer.content.decode()
    assert not Topic.objects.exists()


def test_what_always_has_a_value_is_not_called_optional_and_the_poll_stands_in_a_part_of_its_name(client, member):
    CategoryFactory()
    page = client.get("/forum/baru/").content.decode()
    part = page[page.index('<section class="stack poll-part"') :].partition("</section>")[0]
    assert '<h2 id="poll-part">Jajak pendapat</h2>' in part
    assert part.count("(boleh dikosongkan)") == 1  # the last day
    kind = page[page.index("<legend>Jenis") :].partition("</legend>")[0]
    assert "(boleh dikosongkan)" not in kind


def test_a_topic_without_options_has_no_poll(client, member):
    client.post("/forum/baru/", sent(**{"poll-options": " \r\n", "poll-mode": "ranked"}))
    assert Topic.objects.exists()
    assert not Poll.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"poll-options": "Perahu"},
        {"poll-options": "Perahu\nperahu"},
        {"poll-options": "x" * 5000},
        {"poll-options": "Perahu\nSampan", "poll-mode": "x"},
        {"poll-options": "Perahu\nSampan", "poll-max_choices": "0"},
        {"poll-options": "Perahu\nSampan", "poll-closes_on": "2001-01-01"},
        {"poll-options": "", "kind": "poll"},
        {"poll-options": "", "poll-max_choices": "x"},
    ],
)
def test_a_mistake_in_the_poll_is_said_beside_it_and_keeps_all_that_was_typed(client, member, facts):
    answer = client.post("/forum/baru/", sent(**facts))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="with-poll" checked' in page
    assert 'class="error"' in page
    assert 'value="Perahu bersama"' in page
    assert not Topic.objects.exists()


def test_who_chooses_the_kind_without_options_or_options_without_the_kind_reads_what_to_do(client, member):
    page = client.post("/forum/baru/", sent(kind="poll")).content.decode()
    assert "Jajak pendapat punya 2 sampai 20 pilihan" in page
    assert re.search(r'<textarea[^>]* name="poll-options"[^>]* aria-invalid="true"', page)
    facts = sent(kind="question", **{"poll-options": "Perahu\nSampan"})
    page = client.post("/forum/baru/", facts).content.decode()
    assert "berjenis “jajak pendapat”" in page
    assert "Perahu\nSampan</textarea>" in page
    assert not Topic.objects.exists()


def test_a_preview_finds_no_fault_in_the_poll_yet(client, member):
    page = client.post("/forum/baru/", sent(**{"poll-options": "Perahu", "preview": "1"})).content.decode()
    assert 'class="error"' not in page
    assert ">Perahu</textarea>" in page.replace("\n", "")


def test_a_double_click_makes_one_topic_with_one_poll(client, member):
    facts = sent(**{"poll-options": "Perahu\nSampan", "idempotency_key": "k" * 32})
    first, second = (client.post("/forum/baru/", facts) for _click in range(2))
    assert first.url == second.url
    assert Poll.objects.count() == 1


def test_the_author_closes_a_poll_and_a_second_press_leads_to_the_same_place(client, member):
    poll = make_poll(topic={"author": member})
    page = client.get(url("poll_close", poll)).content.decode()
    assert 'name="reason"' not in page
    first, again = (client.post(url("poll_close", poll)) for _press in range(2))
    assert first.url == again.url == f"{poll.topic.get_absolute_url()}#jajak-pendapat"
    poll.refresh_from_db()
    assert poll.is_closed


def test_a_moderator_closes_a_poll_with_a_reason_and_others_do_not(client, member):
    poll = make_poll()
    assert client.post(url("poll_close", poll)).status_code == 403
    client.force_login(ModeratorFactory())
    assert 'name="reason"' in client.get(url("poll_close", poll)).content.decode()
    assert client.post(url("poll_close", poll), {"reason": "Sudah jelas"}).status_code == 302
    poll.refresh_from_db()
    assert poll.is_closed


def test_the_author_changes_a_poll_until_somebody_has_voted(client, member):
    poll = make_poll(topic={"author": member}, mode="multiple")
    page = client.get(url("poll_change", poll)).content.decode()
    assert "Perahu\nSampan\nRakit</textarea>" in page
    assert client.post(url("poll_change", poll), {"poll-options": "Satu"}).status_code == 200
    assert client.post(url("poll_change", poll), {"poll-options": "Rakit\nPerahu"}).status_code == 302
    assert [option.text for option in poll.options.order_by("order")] == ["Rakit", "Perahu"]
    vote(poll, 1)
    answer = client.post(url("poll_change", poll), {"poll-options": "Lain\nLagi"})
    assert answer.status_code == 403
    assert "Sudah ada yang memilih" in answer.content.decode()
    assert url("poll_change", poll) not in client.get(poll.topic.get_absolute_url()).content.decode()


def test_nobody_changes_anothers_poll(client, member):
    poll = make_poll()
    assert client.get(url("poll_change", poll)).status_code == 403
    assert client.post(url("poll_change", poll), {"poll-options": "Lain\nLagi"}).status_code == 403


def test_a_last_day_that_nobody_touched_stays_in_whichever_zone_one_saves(client, member):
    closes = datetime.combine(timezone.localdate() + timedelta(days=90), time(17), tzinfo=UTC)
    poll = make_poll(topic={"author": member}, closes_at=closes)
    type(member).objects.filter(pk=member.pk).update(zone="Asia/Jayapura")
    page = client.get(url("poll_change", poll)).content.decode()
    [shown] = re.findall(r'name="poll-closes_on" value="([^"]*)"', page)
    later = closes.date() + timedelta(days=5)
    options = {"poll-options": "Rakit\nPerahu"}
    client.post(url("poll_change", poll), {**options, "poll-closes_on": shown})
    poll.refresh_from_db()
    assert poll.closes_at == closes
    client.post(url("poll_change", poll), {**options, "poll-closes_on": str(later)})
    poll.refresh_from_db()
    assert poll.closes_at == datetime.combine(later, time(15), tzinfo=UTC)


def test_a_moderator_who_gives_no_reason_is_asked_for_one(client):
    poll = make_poll()
    client.force_login(ModeratorFactory())
    assert "boleh dikosongkan" not in client.get(url("poll_close", poll)).content.decode()
    answer = client.post(url("poll_close", poll), {"reason": " "})
    assert answer.status_code == 200
    assert "Tuliskan mengapa ini ditutup." in answer.content.decode()
    poll.refresh_from_db()
    assert not poll.is_closed
