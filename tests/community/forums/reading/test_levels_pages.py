"""Where levels are chosen and shown, and what lists leave out by them."""

from __future__ import annotations

import pytest

from community.forums.services.top import count_top
from community.members.following.kinds import CATEGORY, REGION, TAG, TOPIC
from community.members.following.services import choose_level
from community.members.models import Watch
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.levels import choose, level_of, whole_topic
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db
MUTED, NORMAL, TRACKING, WATCHING = Watch.Level


@pytest.mark.parametrize("kind", [TOPIC, CATEGORY, TAG, REGION])
def test_what_is_muted_stands_neither_among_the_latest_nor_the_new_ones(client, kind):
    member, (topic, tag) = MemberFactory(), whole_topic()
    things = {TOPIC: topic, CATEGORY: topic.category, TAG: tag, REGION: make_region("81")}
    client.force_login(member)
    choose(member, kind, things[kind], MUTED)
    PostFactory(topic=topic)
    count_top("all")
    for url in ("/forum/", "/forum/?tab=new", "/forum/?tab=top&period=all"):
        assert topic.title not in client.get(url).content.decode()
    assert topic.title in client.get(topic.category.get_absolute_url()).content.decode()
    choose(member, TOPIC, topic, TRACKING)
    assert topic.title in client.get("/forum/").content.decode()


@pytest.mark.parametrize("kind", [CATEGORY, TAG, REGION])
def test_who_goes_to_what_they_muted_finds_what_is_there(client, kind):
    member, (topic, tag) = MemberFactory(), whole_topic()
    things = {CATEGORY: topic.category, TAG: tag, REGION: make_region("81")}
    pages = {
        CATEGORY: topic.category.get_absolute_url(),
        TAG: "/forum/tag/bibit/",
        REGION: "/forum/?region=81",
    }
    client.force_login(member)
    choose(member, kind, things[kind], MUTED)
    assert topic.title in client.get(pages[kind]).content.decode()


def test_what_one_wrote_in_stands_among_ones_own_also_when_it_is_muted(client):
    topic = TopicFactory()
    client.force_login(topic.author)
    choose(topic.author, TOPIC, topic, MUTED)
    assert topic.title in client.get("/forum/?tab=mine").content.decode()
    assert topic.title not in client.get("/forum/?tab=unanswered").content.decode()


def test_what_one_muted_is_there_for_others_and_visitors(client):
    member, topic = MemberFactory(), TopicFactory()
    choose(member, TOPIC, topic, MUTED)
    assert topic.title in client.get("/forum/").content.decode()
    client.force_login(MemberFactory())
    assert topic.title in client.get("/forum/").content.decode()


def test_the_button_names_the_level_and_leads_to_all_of_them(client):
    member, topic = MemberFactory(), TopicFactory()
    client.force_login(member)
    url = f"/anggota/saya/mengikuti/topic/{topic.pk}/"
    assert f'href="{url}"' in client.get(topic.get_absolute_url()).content.decode()
    form = client.get(url).content.decode()
    assert all(f'name="level" value="{level.value}"' in form for level in Watch.Level)
    assert f"/anggota/saya/mengikuti/category/{topic.category_id}/" in form
    for level, name in ((TRACKING, "Dipantau"), (MUTED, "Dibisukan"), (WATCHING, "Diikuti")):
        assert client.post(url, {"level": level.value}).url == topic.get_absolute_url()
        assert f"{name}</a>" in client.get(topic.get_absolute_url()).content.decode()
        assert level_of(member, topic) == level
    client.post(url, {"level": NORMAL.value})
    assert Watch.objects.get(user=member).level == NORMAL


def test_what_is_muted_is_saved_and_unmuted_and_never_followed_or_unfollowed(client):
    member, topic = MemberFactory(), TopicFactory()
    client.force_login(member)
    url = f"/anggota/saya/mengikuti/topic/{topic.pk}/"
    asked = form_in(client, url)
    assert ("Simpan</button>" in asked, "Ikuti</button>" in asked) == (True, False)
    assert "jadi yang berlaku “Biasa”" in asked
    assert '<p class="lead">Topik</p>' not in client.get(url).content.decode()
    client.post(url, {"level": MUTED.value})
    for page in (form_in(client, url), client.get("/anggota/saya/mengikuti/").content.decode()):
        assert "Batal bisukan" in page
        assert "Berhenti mengikuti" not in page
    answer = client.post(url, {"stop": "1"}, follow=True).content.decode()
    assert "Tidak lagi dibisukan." in answer
    client.post(url, {"level": WATCHING.value})
    for page in (form_in(client, url), client.get("/anggota/saya/mengikuti/").content.decode()):
        assert "Berhenti mengikuti" in page


def form_in(client, url: str) -> str:
    """The form alone, as htmx gets it."""
    return client.get(url, headers={"HX-Request": "true"}).content.decode()


def test_a_category_is_muted_from_its_page_and_the_list_says_so(client):
    member, category = MemberFactory(), CategoryFactory()
    client.force_login(member)
    url = f"/anggota/saya/mengikuti/category/{category.pk}/"
    assert f'href="{url}"' in client.get(category.get_absolute_url()).content.decode()
    client.post(url, {"level": MUTED.value})
    assert "Dibisukan" in client.get(category.get_absolute_url()).content.decode()
    page = client.get("/anggota/saya/mengikuti/").content.decode()
    assert category.local_name in page
    assert "Dibisukan" in page
    client.post(url, {"level": NORMAL.value})
    assert not Watch.objects.filter(user=member).exists()


@pytest.mark.parametrize("kind", ["category", "tag", "region"])
def test_each_page_of_what_can_be_followed_offers_it_and_names_the_level(client, kind):
    member, (topic, tag) = MemberFactory(), whole_topic()
    region = make_region("81.02.01")
    page, key = {
        "category": (topic.category.get_absolute_url(), topic.category_id),
        "tag": ("/forum/tag/bibit/", tag.pk),
        "region": (region.get_absolute_url(), region.pk),
    }[kind]
    form = f"/anggota/saya/mengikuti/{kind}/{key}/"
    assert f'href="{form}"' in client.get(page).content.decode()  # a visitor is led to the login
    client.force_login(member)
    assert f'href="{form}"' in client.get(page).content.decode()
    client.post(form, {"level": WATCHING.value})
    assert "Diikuti</a>" in client.get(page).content.decode()


def test_a_category_within_a_followed_one_names_the_level_that_it_has_from_there(client):
    member, parent = MemberFactory(), CategoryFactory()
    child = CategoryFactory(parent=parent)
    client.force_login(member)
    choose(member, CATEGORY, parent, MUTED)
    assert "Dibisukan</a>" in client.get(child.get_absolute_url()).content.decode()
    form = client.get(f"/anggota/saya/mengikuti/category/{child.pk}/").content.decode()
    assert 'value="0" checked' in form
    assert f"/anggota/saya/mengikuti/category/{parent.pk}/" in form


def test_topics_categories_and_tags_stand_in_what_one_follows_with_their_levels(client):
    member, (topic, tag) = MemberFactory(), whole_topic()
    client.force_login(member)
    for kind, thing, level in ((TOPIC, topic, WATCHING), (CATEGORY, topic.category, TRACKING), (TAG, tag, MUTED)):
        choose_level(user=member, kind=kind, key=thing.pk, level=level)
    page = client.get("/anggota/saya/mengikuti/").content.decode()
    for text in (topic.title, topic.category.local_name, "bibit", "Diikuti", "Dipantau", "Dibisukan"):
        assert text in page


def test_a_topic_that_is_not_open_has_no_levels(client):
    member, topic = MemberFactory(), TopicFactory(category=CategoryFactory(audience_see="members"))
    client.force_login(member)
    url = f"/anggota/saya/mengikuti/topic/{topic.pk}/"
    assert client.get(url).status_code == 200
    topic.category.audience_see = "group:1"
    topic.category.save()
    assert client.get(url).status_code == 404
    assert client.post(url, {"level": "3"}).status_code == 404


@pytest.mark.parametrize("level", ["9", "x", "-1"])
def test_a_level_that_is_none_is_refused_with_the_form(client, level):
    member, topic = MemberFactory(), TopicFactory()
    client.force_login(member)
    response = client.post(f"/anggota/saya/mengikuti/topic/{topic.pk}/", {"level": level})
    assert response.status_code == 400
    assert "Silakan pilih salah satu" in response.content.decode()
    assert not Watch.objects.filter(user=member).exists()
