"""Deciding several cases at once: what is told of them, and what is left as it is."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages

from community.forums.services import delete_post
from community.moderation.models import Decision, Removal, Review
from community.moderation.services.deciding import Verdict, decide
from tests.factories.comments import make_comment, make_story, make_visitor_comment, translate
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region
from tests.factories.reports import case_of, decided, make_reply, report_thing, state

pytestmark = pytest.mark.django_db
MANY = "/moderasi/banyak/"


def test_only_what_this_act_decided_is_counted_and_the_others_are_told_with_why(client, moderator):
    one, two = reported(), reported()
    decide(by=ModeratorFactory(name="Bu Cepat"), review=case_of(one), verdict=Verdict(Decision.KEEP))
    told = sent(client, [one, two], decision="hide", reason="Iklan.")
    assert told[0] == "1 perkara diputuskan."
    assert told[1].startswith("1 perkara tetap seperti adanya.")
    assert "Bu Cepat" in told[1]
    assert "dibiarkan tampil" in told[1]
    assert (len(told), state(one), state(two)) == (2, "live", "hidden")


def test_a_second_send_of_the_same_form_answers_as_the_first(client, moderator):
    posts = [reported(), reported()]
    decide(by=ModeratorFactory(name="Bu Cepat"), review=case_of(posts[0]), verdict=Verdict(Decision.KEEP))
    form = {"decision": "hide", "reason": "Iklan.", "idempotency_key": "k" * 32}
    first = sent(client, posts, **form)
    assert len(first) == 2
    assert sent(client, posts, **form) == first
    assert Review.objects.filter(decided_by=moderator).count() == 1


def test_what_is_decided_elsewhere_stays_unknown_to_a_moderator_of_a_region(client):
    here, there = make_region("81.02"), make_region("72.01")
    inside, outside = reported(regions=[here]), reported(regions=[there])
    decide(by=ModeratorFactory(name="Bu Cepat"), review=case_of(outside), verdict=Verdict(Decision.KEEP))
    client.force_login(RegionalModeratorFactory(of=here))
    told = sent(client, [inside, outside], decision="hide", reason="Iklan.")
    assert told[0] == "1 perkara diputuskan."
    assert "Bu Cepat" not in " ".join(told)
    assert (len(told), state(outside)) == (2, "live")


def test_what_its_author_took_back_meanwhile_is_not_counted(client, moderator):
    one, two = reported(), reported()
    key = case_of(one).pk
    Review.objects.filter(pk=key).update(decided_at=None)
    delete_post(member=one.author, post=one)
    Review.objects.filter(pk=key).update(decided_at=None, decision="")  # as if both were at the same time
    told = sent(client, [one, two], decision="hide", reason="Iklan.")
    assert (told[0], len(told)) == ("1 perkara diputuskan.", 2)


def test_what_is_no_longer_there_is_told_too(client, moderator):
    post = reported()
    told = told_after(client, [case_of(post).pk, 999_999], decision="hide", reason="Iklan.")
    assert (told[0], len(told)) == ("1 perkara diputuskan.", 2)


def test_all_cases_that_end_with_one_account_are_decided_by_removing_it_and_asked_once_more(client, moderator):
    spammer = MemberFactory()
    posts = [reported(author=spammer) for _number in range(3)]
    visitors = make_visitor_comment(make_story())
    report_thing(visitors)
    things = [*posts, visitors]
    form = {"decision": "spammer", "reason": "Iklan."}
    asked = post_many(client, [case_of(each).pk for each in things], **form)
    assert [person.pk for person in asked.context["people"]] == [spammer.pk]
    assert not Removal.objects.exists()
    told = sent(client, things, **form, sure="1")
    assert (told[0], len(told)) == ("3 perkara diputuskan.", 2)
    assert Removal.objects.get().person == spammer
    assert case_of(visitors).decided_at is None


def test_who_was_asked_goes_back_to_the_form_with_what_they_typed(client, moderator):
    post = reported()
    keys = [case_of(post).pk]
    page = post_many(client, keys, decision="spammer", reason="Iklan.", back="1")
    assert (page.status_code, page.context["form"]["reason"].value()) == (200, "Iklan.")
    assert not Removal.objects.exists()


def test_a_page_without_cases_says_what_to_do_instead_of_offering_to_decide_none(client, moderator):
    post = reported()
    decided(post, Decision.KEEP)
    key = case_of(post).pk
    page = client.post(MANY, {"case": [key]})
    assert 'name="decision"' not in page.content.decode()
    assert "Kembali ke daftar perkara" in page.content.decode()
    waiting = case_of(reported()).pk
    page = client.post(MANY, {"case": [key, waiting]})
    assert (page.context["left"], len(page.context["rows"])) == (1, 1)
    assert "1 dari yang dicentang" in page.content.decode()


def test_who_ticks_nothing_is_told_to(client, moderator):
    assert "centang" in " ".join(told_after(client, [], decision="hide")).lower()


def reported(**told):
    post = make_reply(**told)
    report_thing(post)
    return post


def sent(client, things, **form):
    """Decide several at once; give what is told of it."""
    return told_after(client, [case_of(each).pk for each in things], **form)


def told_after(client, keys, **form):
    client.get("/moderasi/")  # which tells what was told before
    answer = post_many(client, keys, **form)
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def post_many(client, keys, **form):
    return client.post(MANY, {"case": keys, "send": "1", **form})


def test_who_can_remove_no_account_is_not_offered_to(client, moderator):
    region = make_region("81.02")
    post = reported(regions=[region])
    visitors = make_visitor_comment(make_story())
    report_thing(visitors)
    assert offered(client, post) == ["keep", "hide", "delete", "ignore", "spammer"]
    assert "spammer" not in offered(client, visitors)
    regional = RegionalModeratorFactory(of=region)
    client.force_login(regional)
    assert offered(client, post) == ["keep", "hide", "delete", "ignore"]
    answer = post_many(client, [case_of(post).pk], decision="spammer", reason="Iklan.", sure="1")
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["decision"])
    assert (state(post), Removal.objects.count()) == ("live", 0)


def test_a_removal_that_is_sent_twice_is_answered_as_the_first_time(client, moderator):
    post = reported()
    form = {"decision": "spammer", "reason": "Iklan.", "sure": "1", "idempotency_key": "k" * 32}
    first = sent(client, [post], **form)
    assert sent(client, [post], **form) == first == ["1 perkara diputuskan."]


def offered(client, thing):
    """Say how the form for several offers to end one."""
    page = client.post(MANY, {"case": [case_of(thing).pk]})
    return [name for name, _label in page.context["form"].fields["decision"].choices]


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("language", ["", "/en"])
def test_comments_under_a_page_that_is_called_otherwise_in_another_language_are_decided_in_both(client, language):
    story = make_story()
    english = translate(story)
    english.title = "The same rope"
    english.save_revision().publish()
    comments = [make_comment(story, f"Kata kasar {number}.") for number in range(2)]
    for comment in comments:
        report_thing(comment)
    form = {"case": [case_of(comment).pk for comment in comments], "decision": "hide", "reason": "Kasar."}
    page = client.post(f"{language}{MANY}", {"case": form["case"]}).content.decode()
    shown = dict(re.findall(r'name="(shown-\d+)" value="(\w+)"', page))
    assert len(shown) == 2
    client.post(f"{language}{MANY}", {**form, **shown, "send": "1"})
    assert [state(comment) for comment in comments] == ["hidden", "hidden"]
