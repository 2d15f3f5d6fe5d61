"""What visitors look for, counted without them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template import Context, Template

from community.members.models import User
from community.members.signals import member_erased
from search import insight
from search.insight import note_click, note_search
from search.models import Asked
from tests.factories.members import MemberFactory
from tests.factories.wording import make_asked, today

pytestmark = pytest.mark.django_db


def test_searches_of_a_day_are_one_row_however_they_are_written(django_assert_num_queries):
    with django_assert_num_queries(3):
        note_search(text="Rumput Laut", language="id", found=True)
        note_search(text="  rumput   laut? ", language="id", found=False)
        note_search(text="rumput laut", language="id", found=True)
    note_search(text="rumput laut", language="en", found=False)
    row = Asked.objects.get(language="id")
    assert (row.day, row.text, row.times, row.without_result, row.clicked) == (today(), "rumput laut", 3, 1, 0)
    assert Asked.objects.get(language="en").without_result == 1


def test_each_day_is_counted_by_itself():
    make_asked(days_ago=1, language="id")
    note_search(text="rumput laut", language="id", found=True)
    assert [row.times for row in Asked.objects.all()] == [1, 1]


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "…", "😀", "x" * 101, "x " * 51),
        *("ibu.rahel@example.org", "a @ b. c", "081234567890", "nomor 1234567", "0812-3456-7890", "+62 812 3456 7890"),
        *("WA 812-3456-7890", "812 345 678", "budi@mail"),
        *("maria at example.org", "maria(at)example.org", "maria [at] example dot org", "maria AT example . org"),
        *("maria at example titik org", "maria_at_example_dot_org", "maria at example (dot) co (dot) id"),
        *("maria { at } x", "surel maria-at-mail-7 [titik] org", "kopra maria at kei.example.org"),
        *("@rahel", "author:@rahel", "kopra penulis:Budi Santoso", 'author:"Budi Santoso', "author: Budi Santoso"),
        *('"kopra author:Budi Santoso"', "tali,Author:budi", 'kopra -"budi"@mail', "budi[at]mail", "budi＠mail"),
        *("8102011203900001", "8102 0112 0390 0001", "81.02.01.120390.0001", "01.234.567.8-901.000"),
        *('kopra -budi" santoso', 'kopra tag:"budi" "santoso', "kopra -'Budi Santoso'", "tag:'Budi Santoso' kopra"),
        *('-"Budi Santoso', "kind:story"),
    ],
)
def test_empty_and_long_texts_and_those_that_tell_of_a_person_are_not_counted(text):
    note_search(text=text, language="id", found=False)
    assert not Asked.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        *("81.02.01.2001 2026", "kei 2026", "harga 150000", "810 kg 500 rupiah", "x" * 100, "0 emisi"),
        *("life at sea", "training at 8.30", "look at the dot", "titik tangkap", "at tual", "alat pertanian kei.id"),
    ],
)
def test_numbers_and_names_of_other_kinds_are_counted(text):
    note_search(text=text, language="id", found=True)
    assert Asked.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    ['kopra -"budi santoso"', "kopra -budi", 'kopra tag:"budi santoso"', "kopra region:81.02 -budi before:2026-01-01"],
)
def test_operators_and_what_is_left_out_are_not_counted_with_the_rest(text):
    note_search(text=text, language="id", found=True)
    assert Asked.objects.get().text == "kopra"


def test_who_deleted_their_account_is_no_longer_among_what_was_looked_for():
    for text in ("budi santoso", "petani budi santoso tual", "budi santosa", "abudi santoso", "budi"):
        note_search(text=text, language="id", found=True)
    assert insight.forget_name(name="Budi Santoso") == 2
    assert insight.forget_name(name="") == 0
    assert set(Asked.objects.values_list("text", flat=True)) == {"budi santosa", "abudi santoso", "budi"}
    note_search(text="budi yang baik", language="id", found=True)
    assert insight.forget_name(name="Budi") == 1
    assert Asked.objects.filter(text="budi yang baik").exists()


def test_the_end_of_an_account_forgets_who_looked_for_its_name():
    member = MemberFactory(name="Yosina Rahanra")
    note_search(text="yosina rahanra", language="id", found=True)
    member_erased.send(sender=User, user=member, name=member.name, profile_id=None)
    assert not Asked.objects.exists()


def test_a_click_is_counted_never_more_often_than_the_search(django_assert_num_queries):
    note_search(text="rumput laut", language="id", found=True)
    for _number in range(3):
        with django_assert_num_queries(1):
            note_click(text="Rumput laut", language="id")
    assert Asked.objects.get().clicked == 1


def test_a_click_after_midnight_belongs_to_the_evening_before_and_to_no_older_day():
    yesterday, older = make_asked(days_ago=1, language="id"), make_asked("pala", days_ago=2, language="id")
    note_click(text="rumput laut", language="id")
    note_click(text="pala", language="id")
    yesterday.refresh_from_db()
    older.refresh_from_db()
    assert (yesterday.clicked, older.clicked) == (1, 0)


def test_a_click_without_a_search_makes_no_row():
    note_click(text="rumput laut", language="id")
    assert not Asked.objects.exists()


def test_old_searches_are_forgotten(settings):
    settings.SEARCH_LOG_DAYS = 30
    make_asked("lama", days_ago=31, language="id")
    make_asked("baru", days_ago=30, language="id")
    assert insight.forget_old_searches() == 1
    assert Asked.objects.get().text == "baru"


def test_the_lists_sum_the_days_of_a_period_and_each_takes_one_query(django_assert_num_queries):
    make_asked("pala", days_ago=3, times=4, clicked=1, language="id")
    make_asked("pala", days_ago=29, times=3, language="id")
    make_asked("pala", days_ago=30, times=90, language="id")
    make_asked("cengkih", times=5, without_result=1, language="id")
    make_asked("zzz", times=2, without_result=2, language="en")
    with django_assert_num_queries(3):
        most = insight.most_asked(days=30)
        empty = insight.without_result(days=30)
        unopened = insight.without_click(days=30)
    assert [(each.text, each.times, each.clicked) for each in most] == [
        ("pala", 7, 1),
        ("cengkih", 5, 0),
        ("zzz", 2, 0),
    ]
    assert [(each.text, each.language, each.without_result) for each in empty] == [
        ("zzz", "en", 2),
        ("cengkih", "id", 1),
    ]
    assert [each.text for each in unopened] == ["cengkih"]


def test_the_lists_are_limited():
    for number in range(25):
        make_asked(f"kata {number}", without_result=1, times=2, language="id")
    lists = (insight.most_asked, insight.without_result, insight.without_click)
    assert [len(each(days=30)) for each in lists] == [20, 20, 20]


def test_weeks_begin_on_monday_and_those_without_a_search_are_there(django_assert_num_queries):
    monday = today() - timedelta(days=today().weekday())
    for day, times in ((monday, 2), (monday - timedelta(days=1), 3), (monday - timedelta(days=7), 4)):
        make_asked(days_ago=(today() - day).days, times=times, without_result=1, language="id")
    make_asked(days_ago=(today() - monday).days + 22, times=9, language="id")
    with django_assert_num_queries(1):
        weeks = insight.per_week(weeks=3)
    assert [(week.times, week.without_result) for week in weeks] == [(0, 0), (7, 2), (2, 1)]
    assert weeks[-1].start == monday


def test_the_page_of_results_gets_a_token_only_for_what_is_counted():
    assert drawn("rumput laut")
    assert drawn("ibu@example.org") == drawn("") == ""


def drawn(text: str) -> str:
    return Template("{% load insight_tags %}{% click_token text %}").render(Context({"text": text}))
