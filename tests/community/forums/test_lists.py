"""The lists of topics: their tabs, what narrows them, their pages, and what they cost."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from community.forums import services
from community.forums.models import Topic, TopTopic
from community.forums.services.lists import TOPICS_PER_PAGE
from community.forums.services.tabs import Tab, register_tab, tabs_for
from community.forums.services.top import SCORE_SOURCES, count_top
from community.members.permissions import Viewer
from home.models import Tag
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db

PERIODS = ("day", "week", "month", "year", "all")


@pytest.fixture
def member(client):
    user = MemberFactory()
    client.force_login(user)
    return user


def listed(client, address: str) -> list[Topic]:
    return client.get(address).context["page"].topics


def count_all() -> None:
    for period in PERIODS:
        count_top(period)


def test_the_latest_come_first_and_a_reply_brings_a_topic_up(client):
    first, second = TopicFactory(), TopicFactory()
    assert listed(client, "/forum/") == [second, first]
    PostFactory(topic=first)
    assert listed(client, "/forum/") == [first, second]


def test_top_is_ordered_by_what_was_said_in_the_time(client):
    now = timezone.now()
    loud_long_ago, lately = TopicFactory(at=now - timedelta(days=400)), TopicFactory(at=now - timedelta(days=400))
    for _number in range(3):
        PostFactory(topic=loud_long_ago, at=now - timedelta(days=300))
    PostFactory(topic=lately, at=now - timedelta(days=3))
    silent = TopicFactory()
    count_all()
    assert listed(client, "/forum/?tab=top&period=all") == [loud_long_ago, lately]
    assert listed(client, "/forum/?tab=top&period=year") == [loud_long_ago, lately]
    assert listed(client, "/forum/?tab=top&period=week") == [lately]
    assert listed(client, "/forum/?tab=top&period=day") == []
    assert silent not in listed(client, "/forum/?tab=top&period=all")


def test_scores_follow_what_happens_and_count_nothing_twice():
    post = PostFactory()
    count_all()
    assert set(TopTopic.objects.values_list("period", "score")) == {(period, 1) for period in PERIODS}
    assert count_top("day") == 0
    PostFactory(topic=post.topic)
    assert count_top("day") == 1
    assert TopTopic.objects.get(period="day").score == 2
    services.hide_topic(moderator=ModeratorFactory(), topic=post.topic, reason="x")
    count_all()
    assert not TopTopic.objects.exists()


def test_what_the_day_knows_the_longer_periods_know_at_once():
    post = PostFactory()
    old = PostFactory(at=timezone.now() - timedelta(days=3))
    count_all()
    PostFactory(topic=post.topic)
    fresh = PostFactory()
    count_top("day")
    for period in PERIODS:
        scores = dict(TopTopic.objects.filter(period=period).values_list("topic", "score"))
        assert scores.get(post.topic_id) == 2, period
        assert scores.get(fresh.topic_id) == 1, period
        assert scores.get(old.topic_id) == (None if period == "day" else 1), period


def test_the_day_takes_nothing_from_what_a_longer_period_knows():
    post = PostFactory(at=timezone.now() - timedelta(days=3))
    PostFactory(topic=post.topic)
    count_all()
    count_top("day")
    assert TopTopic.objects.get(period="week").score == 2


def test_what_others_say_of_a_topic_adds_to_its_score(monkeypatch):
    topic, other = PostFactory().topic, TopicFactory()
    monkeypatch.setattr(
        "community.forums.services.top.SCORE_SOURCES", [*SCORE_SOURCES, lambda since: [(topic.pk, 4), (other.pk, 2)]]
    )
    count_top("week")
    assert dict(TopTopic.objects.values_list("topic", "score")) == {topic.pk: 5, other.pk: 2}


def test_unanswered_are_those_that_somebody_could_still_answer(client):
    waiting, moderator = TopicFactory(), ModeratorFactory()
    PostFactory()
    services.lock_topic(moderator=moderator, topic=TopicFactory())
    services.archive_topic(moderator=moderator, topic=TopicFactory())
    TopicFactory(author=moderator, kind="announcement")
    assert listed(client, "/forum/?tab=unanswered") == [waiting]


def test_mine_are_those_that_one_started_or_answered_in(client, member):
    started, answered = TopicFactory(author=member), TopicFactory()
    PostFactory(topic=answered, author=member)
    PostFactory()
    assert listed(client, "/forum/?tab=mine") == [answered, started]


def test_a_visitor_who_asks_for_their_own_is_led_to_sign_in_and_back(client):
    answer = client.get("/forum/?tab=mine")
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["next"] == ["/forum/?tab=mine"]
    assert "tab=mine" not in client.get("/forum/").content.decode()


def test_region_sector_and_tag_narrow_together_and_in_each_tab(client):
    kei, other = make_region("81.02.01"), make_region("82.01")
    sector, tag = make_sector(), Tag.objects.create(name="bibit", slug="bibit")
    author = MemberFactory()
    wanted = TopicFactory(author=author, regions=[kei], sectors=[sector], tags=[tag])
    for about in (
        {"regions": [other], "sectors": [sector], "tags": [tag]},
        {"regions": [kei], "tags": [tag]},
        {"regions": [kei], "sectors": [sector]},
    ):
        TopicFactory(author=author, **about)
    query = "region=81&sector=rumput-laut&tag=bibit"
    assert listed(client, f"/forum/?{query}") == [wanted]
    assert listed(client, f"/forum/?tab=unanswered&{query}") == [wanted]
    assert listed(client, f"/forum/?tab=top&{query}") == []
    assert listed(client, f"{wanted.category.get_absolute_url()}?{query}") == [wanted]


def test_a_tag_has_a_page_and_its_synonyms_lead_there(client):
    tag = Tag.objects.create(name="rumput laut", name_en="seaweed", slug="rumput-laut")
    Tag.objects.create(name="agar", slug="agar", synonym_of=tag)
    topic, other = TopicFactory(tags=[tag]), TopicFactory()
    html = client.get("/forum/tag/rumput-laut/").content.decode()
    assert topic.title in html
    assert other.title not in html
    assert "#seaweed" in client.get("/en/forum/tag/rumput-laut/").content.decode()
    answer = client.get("/forum/tag/agar/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/forum/tag/rumput-laut/")
    assert listed(client, "/forum/?tag=agar") == [topic]


def test_lists_to_choose_from_have_no_length(client):
    TopicFactory()
    selects = re.findall("<select[^>]*>", client.get("/forum/").content.decode())
    assert len(selects) >= 3
    assert not [select for select in selects if "maxlength" in select]


def test_what_narrows_a_list_is_offered_and_shown_as_chosen(client):
    TopicFactory(regions=[make_region("81.02.01")], tags=[Tag.objects.create(name="bibit", slug="bibit")])
    make_sector()
    form = client.get("/forum/").context["filter_form"]
    offered = {
        name: [value for value, _label in form.fields[name].widget.choices]
        for name in form.fields
        if name in "region sector tag"
    }
    assert offered == {"region": ["", "81", "81.02"], "sector": ["", "rumput-laut"], "tag": ["", "bibit"]}
    html = client.get("/forum/?region=81.02.01").content.decode()
    assert '<option value="81.02.01" selected>' in html


def test_pages_show_each_topic_once_also_while_others_are_answered(client):
    author, category = MemberFactory(), CategoryFactory()
    made = [TopicFactory(author=author, category=category) for _number in range(2 * TOPICS_PER_PAGE + 3)]
    services.pin_topic(moderator=ModeratorFactory(), topic=made[10], everywhere=True)
    page = client.get("/forum/").context["page"]
    seen = [*page.pinned, *page.topics]
    PostFactory(topic=made[0], author=author)
    while page.after:
        page = client.get("/forum/", {"after": page.after}).context["page"]
        assert not page.pinned
        seen += page.topics
    assert [topic.pk for topic in seen] == [made[10].pk, *(each.pk for each in reversed(made[1:]) if each != made[10])]


def test_topics_of_one_moment_are_paged_by_their_keys(client):
    author, category = MemberFactory(), CategoryFactory()
    made = [TopicFactory(author=author, category=category) for _number in range(TOPICS_PER_PAGE + 5)]
    Topic.objects.update(last_post_at=timezone.now(), reply_count=2)
    count_top("all")
    for address in ("/forum/?tab=latest", "/forum/?tab=top&period=all"):
        first = client.get(address).context["page"]
        rest = client.get(f"{address}&after={first.after}").context["page"]
        assert [topic.pk for topic in (*first.topics, *rest.topics)] == [each.pk for each in reversed(made)]


def test_a_place_of_another_list_is_no_place_here(client):
    author, category = MemberFactory(), CategoryFactory()
    for _number in range(TOPICS_PER_PAGE + 1):
        TopicFactory(author=author, category=category)
    after = client.get("/forum/").context["page"].after
    assert client.get("/forum/", {"tab": "unanswered", "after": after}).status_code == 404
    assert client.get("/forum/", {"after": f"{after}x"}).status_code == 404


def test_each_tab_says_when_it_is_empty_and_leads_on(client, member):
    for tab in ("latest", "new", "unread", "top", "unanswered", "mine"):
        html = client.get(f"/forum/?tab={tab}").content.decode()
        assert 'class="empty"' in html
        assert 'href="/forum/baru/"' in html
    assert "region=81" in client.get(f"/forum/?region={make_region('81').code}").content.decode()


def test_a_part_adds_a_tab_of_its_own_and_its_place(client, member, monkeypatch):
    monkeypatch.setattr("community.forums.services.tabs._tabs", {tab.name: tab for tab in tabs_for(Viewer(member))})
    oldest = Tab("oldest", "Tertua", lambda topics, asked: topics.order_by(), place=15, nothing="-", for_members=True)
    register_tab(oldest)
    assert [tab.name for tab in tabs_for(Viewer(member))][:2] == ["latest", "oldest"]
    assert ">Tertua</a>" in client.get("/forum/").content.decode()


@pytest.mark.parametrize("count", [2, TOPICS_PER_PAGE * 2])
@pytest.mark.parametrize(
    "address",
    [
        "/forum/",
        "/forum/?tab=top&period=all",
        "/forum/?tab=unanswered",
        "/forum/?region=81&sector=rumput-laut&tag=bibit",
        "/forum/ruang/laut/",
        "/forum/tag/bibit/",
    ],
)
def test_a_list_costs_the_same_for_few_and_many(client, count, address, django_assert_max_num_queries):
    author, parent, tag = MemberFactory(), CategoryFactory(slug="laut"), Tag.objects.create(name="bibit", slug="bibit")
    child, about = CategoryFactory(parent=parent), {"regions": [make_region("81.02")], "sectors": [make_sector()]}
    made = [TopicFactory(author=author, category=child, tags=[tag], **about) for _number in range(count)]
    services.pin_topic(moderator=ModeratorFactory(), topic=made[0], everywhere=True)
    if "top" in address:
        PostFactory(topic=made[0], author=author)
        count_top("all")
    client.get(address)
    with django_assert_max_num_queries(10) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) == COSTS.setdefault(address, len(queries))


COSTS: dict[str, int] = {}


@pytest.mark.parametrize(("address", "count"), [("/forum/", "4.312"), ("/en/forum/", "4,312")])
def test_large_counts_are_grouped_as_the_language_does(client, address, count):
    topic = TopicFactory()
    Topic.objects.filter(pk=topic.pk).update(reply_count=4312)
    assert f"<i>{count}</i>" in client.get(address).content.decode()
