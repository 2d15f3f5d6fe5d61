from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from community.forums.models import Topic
from community.members.blocking import services as blocking
from community.members.following import news, services
from community.members.following.kinds import MEMBER, ORGANISATION, REGION, SECTOR
from community.members.models import Organisation, OrganisationPage, Profile, Watch
from community.members.permissions import Viewer
from home.models import EventPage, StoryAuthor, StoryPage
from tests.factories.events import in_days, make_event
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.organisations import make_organisation, owner_of
from tests.factories.regions import make_region
from tests.factories.told import make_sector, make_story, translate

pytestmark = pytest.mark.django_db


def titles(member, **place):
    return [line.title for line in news.page_of(Viewer(member), **place).lines]


def follower(kind=REGION, key=None):
    member = MemberFactory()
    services.follow(user=member, kind=kind, key=key or make_region("81.02").pk)
    return member


def test_stories_events_and_topics_of_a_region_and_below_it_the_latest_first():
    member, ohoi, elsewhere = follower(), make_region("81.02.01"), make_region("82")
    make_story("Cerita", regions=(ohoi,))
    make_event("Acara", regions=(ohoi,))
    TopicFactory(title="Topik di sini", regions=[ohoi])
    make_story("Cerita lain", regions=(elsewhere, make_region("81")))
    make_event("Acara lain", regions=(make_region("81.72"),))
    TopicFactory(title="Topik di tempat lain", regions=[elsewhere])
    assert titles(member) == ["Topik di sini", "Acara", "Cerita"]


def test_a_region_whose_code_only_begins_alike_is_another():
    member = follower(key=make_region("81.0").pk)
    make_story("Cerita", regions=(make_region("81.02"),))
    assert titles(member) == []


def test_what_is_about_a_sector():
    sector = make_sector()
    member = follower(SECTOR, sector.pk)
    make_story("Cerita", sectors=[sector])
    make_event("Acara", sectors=[sector])
    TopicFactory(title="Topik tentang ini", sectors=[sector])
    make_story("Cerita lain", sectors=[make_sector("pala")])
    assert titles(member) == ["Topik tentang ini", "Acara", "Cerita"]


def test_what_a_member_starts_and_tells():
    author = MemberFactory(is_listed=True)
    member = follower(MEMBER, author.pk)
    story = make_story("Cerita")
    StoryAuthor.objects.create(page=story, user=author)
    TopicFactory(title="Topik darinya", author=author)
    TopicFactory(title="Topik orang lain")
    assert titles(member) == ["Topik darinya", "Cerita"]


def test_who_no_longer_lets_themselves_be_found_is_no_longer_followed():
    author = MemberFactory(is_listed=True)
    member = follower(MEMBER, author.pk)
    TopicFactory(author=author)
    Profile.objects.filter(user=author).update(is_listed=False)
    assert titles(member) == []


def test_what_is_started_in_the_name_of_an_organisation_and_told_of_it():
    organisation, other = make_organisation(), make_organisation()
    member = follower(ORGANISATION, organisation.pk)
    story, event = make_story("Cerita"), make_event("Acara")
    for page in (story, event):
        OrganisationPage.objects.create(organisation=organisation, translation_key=page.translation_key)
    make_story("Cerita lain")
    TopicFactory(title="Topik darinya", author=owner_of(organisation), organisation=organisation)
    TopicFactory(title="Topik yang lain", author=owner_of(other), organisation=other)
    assert sorted(titles(member)) == ["Acara", "Cerita", "Topik darinya"]


def test_an_organisation_that_is_out_of_view_brings_nothing():
    organisation = make_organisation()
    member = follower(ORGANISATION, organisation.pk)
    TopicFactory(author=owner_of(organisation), organisation=organisation)
    assert len(titles(member)) == 1
    Organisation.objects.filter(pk=organisation.pk).update(suspended_at=timezone.now())
    assert titles(member) == []


def test_each_thing_stands_once_however_many_ways_lead_to_it():
    sector, region = make_sector(), make_region("81.02")
    member = follower()
    services.follow(user=member, kind=SECTOR, key=sector.pk)
    services.follow(user=member, kind=REGION, key=make_region("81").pk)
    make_story("Cerita", regions=(region, make_region("81.02.01")), sectors=[sector])
    assert titles(member) == ["Cerita"]


def test_what_is_only_muted_or_normal_brings_nothing():
    member, region = MemberFactory(), make_region("81.02")
    for level in (Watch.Level.MUTED, Watch.Level.NORMAL):
        Watch.objects.update_or_create(user=member, kind=REGION, object_id=region.pk, defaults={"level": level})
        make_story("Cerita", regions=(region,))
        assert titles(member) == []


def test_what_the_member_may_not_see_is_not_news():
    member, region = follower(), make_region("81.02")
    TopicFactory(category=CategoryFactory(audience_see="group:1"), author=ModeratorFactory(), regions=[region])
    Topic.objects.filter(pk=TopicFactory(regions=[region]).pk).update(is_live=False)
    closed = make_story("Tertutup", regions=(region,))
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="x")
    make_event("Draf", regions=(region,), live=False)
    assert titles(member) == []


def test_topics_of_those_one_has_blocked_are_left_out():
    member, region = follower(), make_region("81.02")
    topic = TopicFactory(regions=[region])
    blocking.block(user=member, other=topic.author)
    assert titles(member) == []


def test_stories_that_somebody_tells_whom_one_has_blocked_are_left_out_for_oneself_alone():
    member, other, region = follower(), follower(), make_region("81.02")
    story, told_by_blocked = make_story("Cerita", regions=(region,)), MemberFactory()
    StoryAuthor.objects.create(page=story, user=MemberFactory())
    StoryAuthor.objects.create(page=story, user=told_by_blocked)
    assert titles(member) == ["Cerita"]
    blocking.block(user=member, other=told_by_blocked)
    assert titles(member) == []
    assert titles(other) == ["Cerita"]


def test_an_event_that_is_over_is_no_news_and_one_that_comes_says_when():
    member, region = follower(), make_region("81.02")
    make_event("Dulu", regions=(region,), dates=[{"start_day": in_days(-9), "whole_day": True}])
    make_event("Nanti", regions=(region,), dates=[{"start_day": in_days(9), "whole_day": True}])
    [line] = news.page_of(Viewer(member)).lines
    assert (line.title, str(line.label)) == ("Nanti", "Acara")
    assert str(in_days(9).year) in line.facts[0]


def test_an_event_without_a_place_is_said_to_be_online():
    member, region = follower(), make_region("81.02")
    make_event(regions=(region,), venue="", online_url="https://example.org/ruang")
    assert news.page_of(Viewer(member)).lines[0].facts[1] == "daring"


def test_each_is_told_once_in_the_readers_language():
    member, region = follower(), make_region("81.02")
    story, event = make_story("Cerita", regions=(region,)), make_event("Acara", regions=(region,))
    make_event("Hanya di sini", regions=(region,))
    translate(story, "Story")
    translate(event, "Event")
    assert sorted(titles(member)) == ["Acara", "Cerita", "Hanya di sini"]
    with translation.override("en"):
        assert sorted(titles(member)) == ["Event", "Hanya di sini", "Story"]


def test_pages_follow_each_other_without_gap_or_repeat_even_where_all_is_of_one_moment(monkeypatch):
    monkeypatch.setattr(news, "PAGE_SIZE", 3)
    member, region, now = follower(), make_region("81.02"), timezone.now()
    for number in range(4):
        make_story(f"Cerita {number}", regions=(region,))
        make_event(f"Acara {number}", regions=(region,), slug=f"acara-{number}")
        TopicFactory(regions=[region])
    for model in (StoryPage, EventPage):
        model.objects.update(first_published_at=now)
    Topic.objects.update(last_post_at=now)
    Topic.objects.filter(pk=Topic.objects.latest("pk").pk).update(last_post_at=now - timedelta(days=1))
    pages, after = [], ""
    while True:
        page = news.page_of(Viewer(member), after=after)
        pages.append([line.title for line in page.lines])
        if not (after := page.after):
            break
    assert [len(page) for page in pages] == [3, 3, 3, 3]
    assert len({title for page in pages for title in page}) == 12


@pytest.mark.parametrize("after", ["x", "x:y:z", "1"])
def test_a_place_that_is_none_is_the_beginning(after):
    member = follower()
    make_story("Cerita", regions=(make_region("81.02"),))
    assert titles(member, after=after) == ["Cerita"]


def test_the_page_asks_as_much_for_fifty_things_as_for_one(client, django_assert_max_num_queries):
    member, region = follower(), make_region("81.02")
    for code in ("81", "82", "81.72"):
        services.follow(user=member, kind=REGION, key=make_region(code).pk)
    client.force_login(member)
    costs = []
    for number in range(17):
        make_story(f"Cerita {number}", regions=(region,))
        make_event(f"Acara {number}", regions=(region,), slug=f"acara-{number}")
        TopicFactory(regions=[region])
        if number in (0, 16):
            client.get("/anggota/saya/kabar/")  # what the frame of every page remembers
            with django_assert_max_num_queries(18) as captured:
                page = client.get("/anggota/saya/kabar/")
            costs.append(len(captured))
    assert costs[0] == costs[1]
    assert page.content.decode().count('class="result"') == news.PAGE_SIZE
