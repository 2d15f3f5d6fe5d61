"""A silence or a suspension that goes on: the desk shows it, and never shortens it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.members.models import User
from community.members.standing import services as standing
from community.members.standing.services import LONGEST_YEARS
from community.moderation.models import Decision, Review
from community.moderation.services import people
from community.moderation.services.deciding import Verdict, decide
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, decided, make_reply, report_thing, state

pytestmark = pytest.mark.django_db

COLUMN = {"silence": "silenced_until", "suspend": "suspended_until"}
WHY = "Iklan di sepuluh topik."
FAR = datetime(9999, 12, 30, 15, tzinfo=UTC)  # as it could be chosen before there was a bound


@pytest.mark.parametrize("act", COLUMN)
def test_a_shorter_one_with_a_decision_is_refused_with_until_when_it_goes_on(client, moderator, act):
    post = reported_of(act, FAR)
    told = {"decision": "hide", "reason": "Iklan.", "sanction": act, "hours": "24"}
    answer = client.post(address(post), told)
    assert "9999" in answer.context["form"].errors["hours"][0]
    assert (answer.status_code, state(post), getattr(fresh(post.author), COLUMN[act])) == (200, "live", FAR)


@pytest.mark.parametrize("act", COLUMN)
def test_the_service_of_the_desk_refuses_it_too_and_nothing_is_decided(act):
    post = reported_of(act, FAR)
    verdict = Verdict(Decision.HIDE, "Iklan.", sanction=act, until=timezone.now() + timedelta(days=1))
    with pytest.raises(ValidationError, match="9999"):
        decide(by=ModeratorFactory(), review=case_of(post), verdict=verdict)
    assert (state(post), case_of(post).decided_at, Review.objects.sanctions().count()) == ("live", None, 0)


@pytest.mark.parametrize("act", COLUMN)
def test_a_longer_one_takes_its_place(act):
    until = timezone.now() + timedelta(days=30)
    post = reported_of(act, timezone.now() + timedelta(days=3))
    decided(post, Decision.HIDE, sanction=act, until=until)
    assert getattr(fresh(post.author), COLUMN[act]) == until


def test_a_silence_shortens_no_suspension_and_one_that_is_over_stands_in_no_way():
    until = timezone.now() + timedelta(days=1)
    suspended, over = reported_of("suspend", FAR), reported_of("silence", timezone.now() - timedelta(days=1))
    for post in (suspended, over):
        decided(post, Decision.HIDE, sanction="silence", until=until)
        assert fresh(post.author).silenced_until == until
    assert fresh(suspended.author).suspended_until == FAR


def test_a_day_after_all_the_years_that_are_possible_is_refused(client, moderator):
    post = make_reply()
    report_thing(post)
    told = {"decision": "hide", "reason": "x", "sanction": "suspend", "hours": "date"}
    for day in ("9999-12-31", f"{timezone.now().year + LONGEST_YEARS + 1}-12-31"):
        answer = client.post(address(post), {**told, "day": day})
        assert str(LONGEST_YEARS) in answer.context["form"].errors["day"][0]
    assert (state(post), fresh(post.author).suspended_until) == ("live", None)
    client.post(address(post), {**told, "day": f"{timezone.now().year + LONGEST_YEARS - 1}-06-15"})
    assert fresh(post.author).suspended_until.year == timezone.now().year + LONGEST_YEARS - 1


@pytest.mark.parametrize("act", COLUMN)
def test_the_case_and_the_person_show_until_when_it_goes_on_and_why(client, moderator, act):
    post = reported_of(act, timezone.now() + timedelta(days=700))
    member = post.author
    year = str(getattr(member, COLUMN[act]).year)
    for page in (address(post), f"/moderasi/orang/{member.pk}/"):
        (shown,) = client.get(page).context["going_on"]
        assert (year in shown.text, shown.reason) == (True, WHY)
        assert shown.text in client.get(page).content.decode()


def test_nothing_is_shown_of_what_is_over_or_never_was(client, moderator):
    never, over = make_reply(), reported_of("suspend", timezone.now() - timedelta(days=1))
    report_thing(never)
    for post in (never, over):
        for page in (address(post), f"/moderasi/orang/{post.author.pk}/"):
            assert client.get(page).context["going_on"] == []


def test_a_case_of_a_removed_account_says_that_and_no_year_in_a_hundred_years(client, moderator):
    member = MemberFactory()
    post = make_reply(author=member)
    report_thing(post)
    people.remove_spammer(by=moderator, member=member, reason="Iklan.")
    (shown,) = client.get(address(post)).context["going_on"]
    assert shown.text == "Akun ini disingkirkan beserta semua tulisannya."
    assert client.get(f"/moderasi/orang/{member.pk}/").context["going_on"] == []


@pytest.mark.parametrize("act", COLUMN)
def test_who_was_shown_it_in_the_editing_room_may_shorten_it(act):
    member, until = restricted(act, FAR), timezone.now() + timedelta(days=1)
    by = ModeratorFactory()
    with pytest.raises(ValidationError, match="9999"):
        getattr(standing, act)(by=by, member=member, until=until, reason="Cukup.")
    getattr(standing, act)(by=by, member=member, until=until, reason="Cukup.", may_shorten=True)
    assert getattr(fresh(member), COLUMN[act]) == until


def reported_of(act, until):
    """Have something reported, of whose author something goes on."""
    post = make_reply()
    report_thing(post)
    post.author = restricted(act, until, member=post.author)
    return post


def restricted(act, until, *, member=None):
    """Give a member of whom something goes on."""
    member = member or MemberFactory()
    User.objects.filter(pk=member.pk).update(**{COLUMN[act]: until, COLUMN[act].replace("until", "reason"): WHY})
    return fresh(member)


def fresh(member):
    return User.objects.get(pk=member.pk)


def address(thing):
    return case_of(thing).get_absolute_url()
