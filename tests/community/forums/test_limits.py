"""How much one may write, at, below and above each bound."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from community.forums import services
from community.forums.models import ForumSettings, Post
from community.forums.services.limits import LimitReached
from community.forums.services.quoting import quote
from community.writing.signals import Hold, screening
from tests.factories.assistance import make_assistance
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import CategoryFactory
from tests.factories.limits import as_filled_in
from tests.factories.members import AdministratorFactory, EditorFactory, MemberFactory, MentorFactory, ModeratorFactory
from tests.factories.said import a_topic, say

pytestmark = [pytest.mark.django_db, pytest.mark.real_limits]

NOW = datetime(2026, 7, 15, 3, tzinfo=UTC)  # noon in Kei
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def settled(clock):
    return MemberFactory(date_joined=NOW - 10 * DAY)


@pytest.fixture
def newcomer(clock):
    return MemberFactory(date_joined=NOW - HOUR)


@pytest.fixture
def topic(clock):
    return a_topic(MemberFactory(date_joined=NOW - 10 * DAY))


@pytest.mark.parametrize(("joined_ago", "pause"), [(10 * DAY, 5), (HOUR, 30)])
def test_between_two_posts_there_is_a_pause(clock, topic, joined_ago, pause):
    member = MemberFactory(date_joined=NOW - joined_ago)
    say(member, topic)
    clock.move_to(NOW + pause * SECOND - timedelta(milliseconds=1))
    with pytest.raises(LimitReached, match=f"jeda {pause} detik. Anda dapat mengirim lagi dalam 1 detik") as refusal:
        say(member, topic)
    assert refusal.value.retry_after == 1
    with pytest.raises(LimitReached):
        a_topic(member)
    clock.move_to(NOW + pause * SECOND)
    say(member, topic)


def test_the_pause_is_said_in_seconds(clock, settled, topic):
    say(settled, topic)
    with translation.override("en"):
        for left, words in ((3, "in 3 seconds."), (1, "in 1 second.")):
            clock.move_to(NOW + (5 - left) * SECOND)
            with pytest.raises(LimitReached, match=f"must be 5 seconds. You can post again {words}"):
                say(settled, topic)


def test_what_is_held_hidden_or_deleted_counts_as_well(clock, settled, topic):
    def hold(**kwargs):
        return Hold("x")

    screening.connect(hold)
    try:
        held = say(settled, topic)
    finally:
        screening.disconnect(hold)
    assert held.held_at
    with pytest.raises(LimitReached):
        say(settled, topic)
    clock.shift(5)
    services.delete_post(member=settled, post=say(settled, topic))
    with pytest.raises(LimitReached):
        say(settled, topic)
    clock.shift(5)
    services.hide_post(moderator=ModeratorFactory(), post=say(settled, topic, "Kata kasar."), reason="kasar")
    clock.shift(5)
    with pytest.raises(LimitReached, match="5 menit"):
        say(settled, topic, "Kata kasar.")


def test_the_same_text_is_taken_again_after_five_minutes_wherever_it_stands(clock, settled, topic):
    say(settled, topic, "Jual bibit, hubungi saya.")
    clock.shift(5 * MINUTE - SECOND)
    with pytest.raises(LimitReached, match=r"sekali dalam 5 menit.* dalam 1 detik"):
        say(settled, a_topic(MemberFactory()), "  jual BIBIT,\n\nhubungi\u200b saya. ")
    with pytest.raises(LimitReached):
        a_topic(settled, body="Jual bibit, hubungi saya.")
    say(MemberFactory(), topic, "Jual bibit, hubungi saya.")
    say(settled, topic, "Beli bibit, hubungi saya.")
    clock.shift(6)
    say(settled, topic, "Jual bibit, hubungi saya.")


def test_the_moment_is_said_by_the_clock_of_the_members_zone(clock, topic):
    member = MemberFactory(date_joined=NOW - 10 * DAY, zone="Asia/Makassar")
    say(member, topic, "Jual bibit.")
    clock.shift(10.5)
    with pytest.raises(LimitReached, match=r"hari ini pukul 11.05 WITA"):
        say(member, topic, "Jual bibit.")
    with translation.override("en"), pytest.raises(LimitReached, match=r"today at 11:05 WITA"):
        say(member, topic, "Jual bibit.")


def test_a_post_is_not_changed_into_what_was_just_said(clock, settled, topic):
    say(settled, topic, "Jual bibit.")
    clock.shift(10)
    other = say(settled, topic, "Sama di sini.")
    with pytest.raises(LimitReached):
        services.edit_post(editor=settled, post=other, body="Jual  bibit.")
    services.edit_post(editor=settled, post=other, body="SAMA di sini.")


def test_a_newcomer_answers_three_times_in_a_topic_of_others(clock, newcomer, topic):
    posts = in_time(clock, newcomer, topic, 3)
    services.delete_post(member=newcomer, post=posts[0])
    with pytest.raises(LimitReached, match=r"3 balasan. Anda dapat melanjutkan pada 18 Juli 2026 pukul 11.00 WIT"):
        say(newcomer, topic)
    say(newcomer, a_topic(MemberFactory()))
    clock.move_to(NOW - HOUR + 3 * DAY - SECOND)
    with pytest.raises(LimitReached):
        say(newcomer, topic)
    clock.move_to(NOW - HOUR + 3 * DAY)
    say(newcomer, topic)


def test_a_topic_of_ones_own_and_trust_are_no_such_bound(clock, newcomer, topic):
    own = a_topic(newcomer)
    clock.shift(30)
    in_time(clock, newcomer, own, 4)
    newcomer.trust_level = 1
    in_time(clock, newcomer, topic, 4)


def test_on_the_first_day_one_starts_three_topics(clock, newcomer):
    for number in range(3):
        topic = a_topic(newcomer, body=f"Pertanyaan nomor {number}.")
        clock.shift(30)
    services.delete_post(member=newcomer, post=topic.posts.get())
    with pytest.raises(LimitReached, match=r"memulai 3 topik. Anda dapat melanjutkan besok pukul 11.00 WIT") as refusal:
        a_topic(newcomer)
    assert refusal.value.retry_after == 23 * 3600 - 90
    with (
        translation.override("en"),
        pytest.raises(LimitReached, match=r"3 topics. You can go on tomorrow at 11:00 WIT"),
    ):
        a_topic(newcomer)
    say(newcomer, a_topic(MemberFactory()))
    clock.move_to(NOW + 23 * HOUR - SECOND)
    with pytest.raises(LimitReached):
        a_topic(newcomer)
    clock.move_to(NOW + 23 * HOUR)
    a_topic(newcomer)


def test_on_the_first_day_one_answers_ten_times(clock, newcomer):
    topic = a_topic(newcomer)
    clock.shift(30)
    in_time(clock, newcomer, topic, 10)
    with pytest.raises(LimitReached, match=r"10 balasan. .*besok pukul 11.00 WIT"):
        say(newcomer, topic)
    clock.move_to(NOW + 23 * HOUR)
    say(newcomer, topic)


@pytest.mark.parametrize("factory", [ModeratorFactory, EditorFactory, AdministratorFactory])
def test_the_staff_and_moderators_are_held_to_lengths_alone(clock, topic, factory):
    member = factory(date_joined=NOW - HOUR)
    for _number in range(11):
        say(member, topic, "Silakan baca aturan: https://a.example https://b.example https://c.example")
    for _number in range(4):
        a_topic(member)
    with pytest.raises(ValidationError):
        say(member, topic, "Ya")


def test_a_moderator_of_a_room_is_free_there_only(clock, settled, topic):
    topic.category.moderators.add(settled)
    for _number in range(2):
        say(settled, topic)
        a_topic(settled, category=topic.category)
    elsewhere = a_topic(MemberFactory(), category=CategoryFactory())
    with pytest.raises(LimitReached):
        say(settled, elsewhere)
    with pytest.raises(LimitReached):
        a_topic(settled)


def test_what_is_brought_in_with_its_date_is_not_counted_against_anybody(clock, newcomer, topic):
    for _number in range(5):
        services.reply(author=newcomer, topic=topic, body="Dari milis lama.", at=NOW - 400 * DAY)
    say(newcomer, topic, "Dari milis lama.")


def test_a_mentor_is_counted_by_what_they_wrote_for_whomever(clock, topic):
    mentor = MentorFactory(date_joined=NOW - 10 * DAY)
    one, other = (make_assistance(mentor=mentor).person for _number in range(2))
    for number in range(4):  # more than the person, who is new, could write there
        say(one, topic, f"Kata Mama, {number}.", acted_by=mentor)
        clock.shift(5)
    say(one, topic, "Kata Mama juga.", acted_by=mentor)
    with pytest.raises(LimitReached, match="5 detik"):
        say(other, topic, "Kata Bapa.", acted_by=mentor)
    with pytest.raises(LimitReached, match="5 detik"):
        say(mentor, topic, "Kata saya.")
    say(one, topic, "Saya sendiri.")  # what the mentor wrote uses up nothing of the person's
    clock.shift(5)
    with pytest.raises(LimitReached, match="5 menit"):
        say(other, topic, "Kata Mama juga.", acted_by=mentor)


@pytest.mark.parametrize(("links", "fits"), [(2, True), (3, False)])
def test_a_text_of_a_newcomer_leads_to_two_other_sites(clock, newcomer, settled, topic, links, fits):
    body = " ".join(f"https://toko-{number}.example" for number in range(links))
    body += "\n\nhttps://toko-0.example http://testserver/forum/"
    ways = [
        lambda who: say(who, topic, body),
        lambda who: a_topic(who, body=body),
        lambda who: services.edit_post(editor=who, post=say(who, topic, "Sama di sini."), body=body),
        lambda who: make_comment(make_story(), author=who, body=body),
    ]
    for way in ways:
        clock.shift(10 * MINUTE)
        if fits:
            way(newcomer)
        else:
            with pytest.raises(ValidationError, match=r"2 tautan ke situs lain.*ada 3.*18 Juli 2026 pukul 11\.00 WIT"):
                way(newcomer)
        clock.shift(10 * MINUTE)
        way(settled)


def test_links_that_a_newcomer_really_quotes_are_free_and_a_mark_of_quotes_is_no_way_around(clock, newcomer, topic):
    links = "https://toko-1.example https://toko-2.example https://toko-3.example"
    post = say(MemberFactory(date_joined=NOW - 10 * DAY), topic, f"Lihat {links}")
    hidden = say(MemberFactory(date_joined=NOW - 10 * DAY), topic, "Lihat https://gelap.example")
    services.hide_post(moderator=ModeratorFactory(), post=hidden, reason="iklan")
    clock.shift(10 * MINUTE)
    say(newcomer, topic, f"{quote(post)}Yang pertama bagus, juga https://lain.example")
    for body in (
        f"> {links}\n\nBeli di sini.",
        f"{quote(post)}> https://a.example https://b.example https://c.example",
        f"> **Ina**, [#9](/forum/kiriman/{hidden.pk}/):\n> https://gelap.example https://a.example https://b.example",
        f"{quote(post)}Beli di https://toko-1.example https://toko-2.example https://toko-3.example",
    ):
        clock.shift(10 * MINUTE)
        with pytest.raises(ValidationError, match="2 tautan ke situs lain"):
            say(newcomer, topic, body)
        with pytest.raises(ValidationError, match="2 tautan ke situs lain"):
            a_topic(newcomer, body=body)


def test_ones_own_words_are_no_quote_that_frees_links(clock, newcomer, topic):
    own = say(newcomer, topic, "Lihat https://a.example https://b.example")
    clock.shift(10 * MINUTE)
    body = f"> **Saya**, [#9](/forum/kiriman/{own.pk}/):\n> https://a.example https://b.example\n\nhttps://c.example"
    with pytest.raises(ValidationError, match="2 tautan ke situs lain"):
        services.edit_post(editor=newcomer, post=own, body=body)


def test_settings_that_administrators_change_take_effect_at_once(clock, client, settled, topic):
    client.force_login(AdministratorFactory())
    url = reverse("wagtailsettings:edit", args=["forums", "forumsettings", ForumSettings.load().pk])
    assert "Anggota baru" in client.get(url).content.decode()
    client.post(url, as_filled_in(title_min=4, seconds_between=60, newcomer_seconds_between=60, same_text_minutes=0))
    assert len(a_topic(settled, title="Bibit").title) == 5
    clock.shift(59)
    with pytest.raises(LimitReached, match="60 detik"):
        say(settled, topic)
    clock.shift(1)
    say(settled, topic, "Tentang bibit.")
    clock.shift(60)
    say(settled, topic, "Tentang bibit.")
    client.post(url, as_filled_in(newcomer_days=20, newcomer_links=0))
    clock.shift(60)
    with pytest.raises(ValidationError, match="0 tautan"):
        say(settled, topic, "https://toko.example")


def test_settings_between_which_nothing_lies_are_refused(client):
    client.force_login(AdministratorFactory())
    url = reverse("wagtailsettings:edit", args=["forums", "forumsettings", ForumSettings.load().pk])
    for wrong in ({"title_min": 30, "title_max": 20}, {"post_max": 32_001}, {"title_max": 256}, {"post_min": 0}):
        client.post(url, as_filled_in(**wrong))
        found = ForumSettings.objects.get()
        assert (found.title_min, found.title_max, found.post_min, found.post_max) == (15, 255, 5, 32_000)


@pytest.mark.parametrize(("new", "settled", "is_taken"), [(4, 5, False), (0, 5, False), (5, 5, True), (0, 0, True)])
def test_new_members_never_pause_for_less_than_the_others(client, new, settled, is_taken):
    client.force_login(AdministratorFactory())
    url = reverse("wagtailsettings:edit", args=["forums", "forumsettings", ForumSettings.load().pk])
    answer = client.post(url, as_filled_in(newcomer_seconds_between=new, seconds_between=settled))
    found = ForumSettings.objects.get()
    assert ((found.newcomer_seconds_between, found.seconds_between) == (new, settled)) == is_taken
    if not is_taken:
        assert "Jeda anggota baru tidak boleh lebih pendek" in answer.content.decode()


def in_time(clock, author, topic, count) -> list[Post]:
    """Answer so often, with pauses as long as they must be."""
    posts = []
    for _number in range(count):
        posts.append(say(author, topic))
        clock.shift(30)
    return posts
