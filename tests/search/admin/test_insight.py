"""The report of what visitors look for."""

from __future__ import annotations

import pytest
from django.urls import reverse

from search.admin.chart import HEIGHT, WIDTH, chart_of
from search.insight import per_week
from tests.factories.members import AdministratorFactory, EditorFactory, MemberFactory
from tests.factories.wording import make_asked, make_word_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("search_insight:index")


@pytest.mark.parametrize("person", [AdministratorFactory, make_word_editor])
def test_each_text_leads_to_a_synonym_and_to_a_promotion(client, url, person):
    make_asked("sea cucumber & más", times=7, without_result=3, language="en")
    client.force_login(person())
    page = client.get(url).content.decode()
    assert f"{reverse('search_synonyms:add')}?words=sea%20cucumber%20%26%20m%C3%A1s" in page
    assert f"{reverse('search_promotions:add')}?words=sea%20cucumber%20%26%20m%C3%A1s" in page
    assert "<svg" in page
    assert "sea cucumber &amp; más" in page


@pytest.mark.parametrize("person", [MemberFactory, EditorFactory])
def test_who_may_not_change_synonyms_does_not_see_it(client, url, person):
    make_asked("rahasia dagang", language="id")
    client.force_login(person())
    answer = client.get(url, follow=True)
    assert "rahasia dagang" not in answer.content.decode()


@pytest.mark.parametrize(
    ("days", "weeks", "sees"), [("", 5, False), ("90", 13, True), ("365", 53, True), ("x", 5, False)]
)
def test_the_period_can_be_chosen_and_nothing_else(client, url, days, weeks, sees):
    make_asked("lama sekali", days_ago=60, language="id")
    make_asked("baru", language="id")
    client.force_login(make_word_editor())
    answer = client.get(url, {"days": days})
    assert ("lama sekali" in answer.content.decode()) == sees
    assert len(answer.context["weeks"]) == weeks


def test_without_a_search_it_says_so_and_draws_nothing(client, url):
    client.force_login(make_word_editor())
    page = client.get(url).content.decode()
    assert "per-week" not in page
    assert 'aria-current="true"' in page


def test_it_takes_the_same_queries_however_much_was_asked(client, url, django_assert_max_num_queries):
    client.force_login(make_word_editor())
    make_asked("pala", language="id")
    client.get(url)
    with django_assert_max_num_queries(14):
        client.get(url)
    for number in range(50):
        make_asked(f"kata {number}", without_result=1, language="id")
    with django_assert_max_num_queries(14):
        client.get(url)


def test_the_table_says_what_the_chart_draws(client, url):
    make_asked(times=1234, without_result=17, language="id")
    client.force_login(make_word_editor())
    page = client.get(url).content.decode()
    assert page.count("<rect") == 2 * 5
    table = page.partition("<details>")[2].partition("</details>")[0]
    assert table.count("<tr>") == 1 + 5
    assert "17" in table


def test_the_busiest_week_is_as_high_as_the_chart_and_an_only_search_can_still_be_seen():
    make_asked(times=1000, without_result=1, language="id")
    make_asked(days_ago=7, times=1, language="id")
    *_rest, before, last = chart_of(per_week(weeks=53)).bars
    assert (last.y, last.height, last.empty_height, before.height) == (0, HEIGHT, 1, 1)
    assert last.x + last.width <= WIDTH
    assert chart_of([]).bars == ()
