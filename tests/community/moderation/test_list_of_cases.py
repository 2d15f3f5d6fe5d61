"""The list of cases in the editing room: those that wait first, and of each decision whether it still counts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone, translation

from community.moderation.admin import ReviewIndexView, decision_told
from community.moderation.kinds import KINDS
from community.moderation.models import Decision, Review
from community.moderation.services import people
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.reviews import open_review
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, decided, make_reply, report_thing

pytestmark = pytest.mark.django_db
LIST = "/admin/moderation/cases/"
ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)


def test_those_that_wait_come_first_and_then_what_was_decided_last(client, moderator):
    now = timezone.now()
    cases = [decided(make_reply(), Decision.HIDE), waiting(), decided(make_reply(), Decision.DELETE), waiting()]
    for number, case in enumerate(cases):
        Review.objects.filter(pk=case.pk).update(created_at=now - timedelta(days=number))
    Review.objects.filter(pk=cases[0].pk).update(decided_at=now - timedelta(hours=1))
    shown = list(client.get(LIST).context["object_list"])
    assert shown == [cases[1], cases[3], cases[2], cases[0]]
    older = list(client.get(f"{LIST}?ordering=created_at").context["object_list"])
    assert older == cases[::-1]


@pytest.mark.parametrize(
    ("language", "hidden", "taken_back"),
    [("id", "Disembunyikan", "Disembunyikan (dicabut)"), ("en", "Hidden", "Hidden (taken back)")],
)
def test_a_decision_that_was_taken_back_says_so(client, moderator, language, hidden, taken_back):
    standing, post = decided(make_reply(), Decision.HIDE), make_reply()
    case = decided(post, Decision.HIDE)
    asked = appeal(author=post.author, review=case, words="Itu canda.")
    decide(by=ModeratorFactory(), review=asked, verdict=Verdict(Decision.GRANTED))
    with translation.override(language):
        told = [decision_told(Review.objects.get(pk=each.pk)) for each in (standing, case)]
    assert told == [hidden, taken_back]
    if language == "id":
        assert [taken_back in row_of(client, each) for each in (standing, case)] == [False, True]


def test_so_does_a_removal_that_was_undone_with_what_went_with_it_and_does_not_wait_again(client, moderator):
    member, by = MemberFactory(), ModeratorFactory()
    post = make_reply(author=member)
    report_thing(post)
    case = case_of(post)
    removal = people.remove_spammer(by=by, member=member, reason="Iklan.")
    removed = removal.cases.sanctions().get()
    assert "dicabut" not in row_of(client, removed)
    begun = open_review(KINDS["post"], post)  # while the account was away
    people.undo_removal(by=by, removal=removal)
    assert "Akun disingkirkan beserta semua tulisannya (dicabut)" in row_of(client, removed)
    assert "Dihapus bersama akunnya (dicabut)" in row_of(client, case)
    assert begun.pk == Review.objects.open().get(kind="post").pk


@pytest.mark.skipif(connection.vendor != "postgresql", reason="others are small")
def test_the_first_page_reads_no_further_than_it_shows(moderator):
    now, author = timezone.now(), MemberFactory()
    rows = [
        Review(
            kind="post",
            object_id=number,
            author=author,
            created_at=now - timedelta(minutes=number),
            decided_at=None if number % 100 == 0 else now - timedelta(seconds=number),
            decision="" if number % 100 == 0 else Decision.HIDE,
        )
        for number in range(20_000)
    ]
    Review.objects.bulk_create(rows, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE moderation_review")
    view = ReviewIndexView(request=RequestFactory().get(LIST), model=Review)
    view.request.user = moderator
    plan = view.get_base_queryset()[:20].explain()
    assert ("review_waiting_first" in plan, "Sort" in plan) == (True, False), plan


def waiting():
    post = make_reply()
    report_thing(post)
    return case_of(post)


def row_of(client, case):
    """Read the row of a case."""
    page = client.get(LIST).content.decode()
    return next(row for row in ROW.findall(page) if f'/perkara/{case.pk}/"' in row)
