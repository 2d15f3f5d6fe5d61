"""The mail to moderators: what waits for each, once in a while, with links that decide once without signing in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from community.moderation.models import Decision, ModerationSettings, Reason, Removal, Review, ReviewLink
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.digest import forget_links, send_due, token_of
from tests.factories.forums import CategoryFactory
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region
from tests.factories.reports import case_of, decided, make_reply, report_thing, state

pytestmark = pytest.mark.django_db


def link_in(message):
    return re.search(r"/moderasi/tautan/[^/\s]+/", message.body).group()


def test_everybody_who_keeps_order_is_mailed_of_what_is_theirs_once_a_day():
    region = make_region("81.02")
    category, of_category = CategoryFactory(), MemberFactory()
    category.moderators.add(of_category)
    everywhere, regional = ModeratorFactory(), RegionalModeratorFactory(of=region)
    RegionalModeratorFactory(of=make_region("72.01"))
    report_thing(make_reply(category=category, regions=[region]))
    mail.outbox.clear()
    assert send_due() == 3
    assert {to for sent in mail.outbox for to in sent.to} == {everywhere.email, regional.email, of_category.email}
    assert send_due() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert send_due() == 3


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_tells_how_many_wait_in_all_and_that_there_are_more_than_it_names(language):
    moderator = ModeratorFactory(language=language)
    for _number in range(12):
        report_thing(make_reply())
    report_thing(make_reply(), by=moderator)  # which another one decides
    report_thing(make_reply(author=AdministratorFactory()))
    decided(post := make_reply(), Decision.HIDE, by=moderator)
    appeal(author=post.author, review=case_of(post), words="Itu bukan iklan.")
    mail.outbox.clear()
    assert send_due() >= 1
    [sent] = [each for each in mail.outbox if each.to == [moderator.email]]
    assert sent.subject == {"id": "12 perkara menunggu Anda", "en": "12 cases wait for you"}[language]
    assert sent.body.count("/moderasi/tautan/") == 10
    assert {"id": "2 perkara lain juga menunggu.", "en": "2 more cases wait."}[language] in sent.body


def test_those_of_others_dont_crowd_out_what_one_can_decide():
    moderator = ModeratorFactory()
    for _number in range(21):
        report_thing(make_reply(), by=moderator)
    Review.objects.update(score=5)
    report_thing(make_reply())
    assert send_due() == 1
    assert mail.outbox[-1].subject == "1 perkara menunggu Anda"
    assert "lain juga menunggu" not in mail.outbox[-1].body


def test_for_what_it_was_reported_and_for_what_it_waits_stand_apart():
    ModeratorFactory()
    post = make_reply()
    report_thing(post, reason=Reason.SPAM)
    Review.objects.update(is_held=True, held_reason="Penulisnya baru.")
    send_due()
    assert "Iklan atau penipuan (1) · Penulisnya baru." in mail.outbox[-1].body


def test_without_cases_or_where_it_is_switched_off_nothing_is_mailed():
    moderator = ModeratorFactory()
    assert send_due() == 0
    report_thing(make_reply(author=moderator))
    assert send_due() == 0
    ModeratorFactory()
    ModerationSettings.objects.create(digest_hours=0)
    assert send_due() == 0


def test_a_link_shows_the_case_first_and_then_decides_it_once(client):
    moderator, post = ModeratorFactory(), make_reply()
    report_thing(post)
    send_due()
    address = link_in(mail.outbox[-1])
    page = client.get(address)
    assert (page.status_code, state(post)) == (200, "live")
    assert "Beli sekarang juga" in page.content.decode()
    shown = re.search(r'name="shown" value="(\w+)"', page.content.decode()).group(1)
    for wrong in ({}, {"reason": "x", "shown": "x"}, {"reason": "", "shown": shown}):
        answer = client.post(address, {"decision": "hide", **wrong})
        assert (answer.status_code, state(post)) == (200, "live")
    for other in ("delete", "spammer", "edit", "ngawur"):
        client.post(address, {"decision": other, "reason": "x", "shown": shown})
    assert (state(post), Removal.objects.count()) == ("live", 0)
    done = client.post(address, {"decision": "hide", "reason": "Iklan.", "shown": shown})
    assert done.status_code == 200
    assert (state(post), case_of(post).decided_by) == ("hidden", moderator)
    assert client.post(address, {"decision": "keep"}).status_code == 409
    assert (client.get(address).status_code, state(post)) == (409, "hidden")


def test_signs_that_no_database_takes_are_left_out_of_the_reason(client):
    ModeratorFactory()
    report_thing(post := make_reply())
    send_due()
    address = link_in(mail.outbox[-1])
    shown = re.search(r'name="shown" value="(\w+)"', client.get(address).text).group(1)
    client.post(address, {"decision": "hide", "reason": "Ik\0lan.", "shown": shown})
    assert case_of(post).reason == "Iklan."


@pytest.mark.parametrize("change", ["x", "forged", ""])
def test_a_forged_link_says_so_and_does_nothing(client, change):
    ModeratorFactory()
    report_thing(make_reply())
    send_due()
    address = link_in(mail.outbox[-1])
    forged = {"x": address[:-2] + "xx/", "forged": "/moderasi/tautan/1/", "": "/moderasi/tautan/:::/"}[change]
    for method in (client.get, client.post):
        assert method(forged).status_code == 403


def test_a_link_ends_after_a_week_and_with_the_duty(client):
    moderator, post = ModeratorFactory(), make_reply()
    report_thing(post)
    send_due()
    address = link_in(mail.outbox[-1])
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert client.get(address).status_code == 403
        assert forget_links() == 1
    link = ReviewLink.objects.create(review=case_of(post), moderator=moderator)
    moderator.groups.clear()
    assert client.get(f"/moderasi/tautan/{token_of(link)}/").status_code == 403


def test_a_link_to_what_another_decided_meanwhile_says_how(client):
    ModeratorFactory()
    post = make_reply()
    report_thing(post)
    send_due()
    decide(by=ModeratorFactory(name="Bu Cepat"), review=case_of(post), verdict=Verdict(Decision.KEEP))
    answer = client.post(link_in(mail.outbox[0]), {"decision": "hide", "reason": "Iklan."})
    assert (answer.status_code, "Bu Cepat" in answer.content.decode(), state(post)) == (409, True, "live")


@pytest.mark.parametrize(
    ("begin", "words"),
    [("", "Tautan ini untuk moderator lain"), ("/en", "This link is for another moderator")],
)
def test_who_is_signed_in_as_somebody_else_than_whom_the_link_is_for_decides_nothing_by_it(client, begin, words):
    moderator, other, post = ModeratorFactory(), ModeratorFactory(), make_reply()
    reporter = MemberFactory(name="Rosalina Rahayaan")
    report_thing(post, by=reporter)
    link = ReviewLink.objects.create(review=case_of(post), moderator=moderator)
    address = f"{begin}/moderasi/tautan/{token_of(link)}/"
    shown = re.search(r'name="shown" value="(\w+)"', client.get(address).content.decode()).group(1)
    for member in (post.author, other):
        client.force_login(member)
        page = client.get(address)
        sent = client.post(address, {"decision": "keep", "reason": "Tidak apa.", "shown": shown})
        for answer in (page, sent):
            assert (answer.status_code, words in answer.content.decode()) == (403, True)
            assert not [name for name in (reporter.name, post.body, moderator.name) if name in answer.content.decode()]
    link.refresh_from_db()
    assert (case_of(post).decided_at, link.used_at) == (None, None)
    client.force_login(moderator)
    assert client.post(address, {"decision": "hide", "reason": "Iklan.", "shown": shown}).status_code == 200
    assert case_of(post).decided_by == moderator


def test_the_page_of_a_link_tells_for_what_it_was_reported_and_never_by_whom(client):
    moderator, post = ModeratorFactory(), make_reply()
    reporter = MemberFactory(name="Rosalina Rahayaan")
    report_thing(post, by=reporter, reason=Reason.OTHER, words="Alamat rumah saya.")
    link = ReviewLink.objects.create(review=case_of(post), moderator=moderator)
    page = client.get(f"/moderasi/tautan/{token_of(link)}/").content.decode()
    assert ("Alamat rumah saya." in page, "Hal lain" in page) == (True, True)
    assert reporter.name not in page
    client.force_login(moderator)
    assert reporter.name not in client.get(f"/moderasi/tautan/{token_of(link)}/").content.decode()
    assert reporter.name in client.get(case_of(post).get_absolute_url()).content.decode()
