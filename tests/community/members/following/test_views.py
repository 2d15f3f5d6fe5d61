from __future__ import annotations

import re

import pytest
from django.test import Client

from community.members.following import news, services, views
from community.members.following.kinds import MEMBER, ORGANISATION, REGION, SECTOR
from community.members.models import Profile, Watch
from community.members.organisations.services import close, suspend
from home.models import StoryPage
from tests.factories.home import make_region_page
from tests.factories.members import MemberFactory
from tests.factories.organisations import keeper, make_organisation, owner_of
from tests.factories.regions import make_region
from tests.factories.told import make_sector, make_story

pytestmark = pytest.mark.django_db
LIST, NEWS = "/anggota/saya/mengikuti/", "/anggota/saya/kabar/"


def signed_in(client, **fields):
    member = MemberFactory(**fields)
    client.force_login(member)
    return member


def text_of(client, address, **more):
    response = client.get(address, **more)
    assert response.status_code == 200
    return response.content.decode()


def test_a_region_is_followed_and_left_from_its_page_without_scripts(client):
    member, region = signed_in(client), make_region("81.02.01")
    form = f"{LIST}region/{region.pk}/"
    page = text_of(client, "/wilayah/81.02.01/")
    assert f'href="{form}"' in page
    assert 'method="post"' not in page.split("<main")[1]
    assert "Ikuti" in text_of(client, form)
    response = client.post(form, follow=True)
    assert f"Sekarang Anda mengikuti {region.full_name}." in response.content.decode()
    assert services.follows(member, REGION, region.pk)
    assert "Dipantau" in text_of(client, "/wilayah/81.02.01/")
    assert 'name="stop"' in text_of(client, form)
    client.post(form, {"stop": "1"})
    assert not Watch.objects.exists()


def test_htmx_gets_the_form_alone(client):
    signed_in(client)
    answer = text_of(client, f"{LIST}region/{make_region().pk}/", headers={"HX-Request": "true"})
    assert answer.strip().startswith("<form")
    assert "<html" not in answer


def test_a_visitor_sees_the_link_and_is_led_to_the_login_and_no_session_is_asked_for(client):
    region = make_region("81.02.01")
    response = client.get("/wilayah/81.02.01/")
    assert f'href="{LIST}region/{region.pk}/"' in response.content.decode()
    for level in ("Diikuti", "Dipantau"):
        assert level not in response.content.decode()
    assert client.get(f"{LIST}region/{region.pk}/").url.startswith("/akun/masuk/")


def test_a_page_kept_for_all_shows_to_each_their_own_state(client):
    page = make_region_page(make_region("81"))
    follower = signed_in(client)
    services.follow(user=follower, kind=REGION, key=page.region.pk)
    other = Client()
    signed_in(other)
    for _time in range(2):  # the second one is read from what was kept
        assert "Dipantau" in text_of(client, page.url)
        assert "Dipantau" not in text_of(other, page.url)
        assert "Dipantau" not in text_of(Client(), page.url)


def test_a_closed_organisation_is_named_in_the_list_and_can_be_left_but_not_followed_anew(client):
    member, organisation = signed_in(client), make_organisation(name="Mina Kei")
    services.follow(user=member, kind=ORGANISATION, key=organisation.pk)
    close(by=owner_of(organisation), organisation=organisation)
    address = f"{LIST}organisation/{organisation.pk}/"
    for page in (text_of(client, LIST), text_of(client, f"{LIST}?kind=organisation")):
        assert f'<a href="{organisation.get_absolute_url()}">Mina Kei (ditutup)</a>' in page
    assert client.get(address).status_code == 404
    client.post(address, {"stop": "1", "from_list": "1"})
    assert not Watch.objects.exists()
    assert client.post(address).status_code == 404


def test_one_that_staff_took_from_view_is_not_named(client):
    member, organisation = signed_in(client), make_organisation(name="Mina Kei")
    services.follow(user=member, kind=ORGANISATION, key=organisation.pk)
    suspend(by=keeper(), organisation=organisation, reason="x")
    assert "Mina Kei" not in text_of(client, LIST)


def test_what_one_may_not_see_has_no_form(client):
    member = signed_in(client, is_listed=True)
    hidden = MemberFactory(is_listed=False)
    for address in (
        f"member/{hidden.pk}",
        f"member/{member.pk}",
        "member/987654",
        f"region/{2**70}",
        f"x/{make_region().pk}",
    ):
        assert client.get(f"{LIST}{address}/").status_code == 404
        assert client.post(f"{LIST}{address}/").status_code == 404
    assert not Watch.objects.exists()


def test_a_member_is_followed_from_their_page(client):
    member, other = signed_in(client), MemberFactory(is_listed=True, handle="petrus")
    form = f"{LIST}member/{other.pk}/"
    assert f'href="{form}"' in text_of(client, "/anggota/petrus/")
    assert client.post(form).url == "/anggota/petrus/"
    assert services.follows(member, MEMBER, other.pk)


def test_ones_own_page_leads_to_what_is_new_and_offers_no_following(client):
    signed_in(client, handle="agnes", is_listed=True)
    page = text_of(client, "/anggota/agnes/").split("<main")[1]
    assert NEWS in page
    assert f"{LIST}member/" not in page


def test_the_list_has_a_section_for_each_kind_and_what_is_gone_can_be_left(client):
    member, other = signed_in(client), MemberFactory(is_listed=True, name="Petrus Rahanra")
    region, sector = make_region("81.02"), make_sector()
    for kind, key in ((REGION, region.pk), (SECTOR, sector.pk), (MEMBER, other.pk)):
        services.follow(user=member, kind=kind, key=key)
    page = text_of(client, LIST)
    assert all(word in page for word in (region.full_name, "Rumput laut", "Petrus Rahanra"))
    Profile.objects.filter(user=other).update(is_listed=False)
    page = text_of(client, LIST)
    assert "Petrus Rahanra" not in page
    assert "Ini sudah tidak ada, atau tidak terbuka untuk Anda." in page
    assert client.post(f"{LIST}member/{other.pk}/", {"stop": "1", "from_list": "1"}).url == LIST
    assert Watch.objects.count() == 2


def test_many_of_a_kind_have_pages(client):
    member = signed_in(client)
    for number in range(30):
        services.follow(user=member, kind=REGION, key=make_region(f"81.{number + 10}").pk)
    assert "Semua 30" in text_of(client, LIST)
    assert text_of(client, f"{LIST}?kind=region").count('name="stop"') == 25
    assert text_of(client, f"{LIST}?kind=region&page=2").count('name="stop"') == 5
    assert client.get(f"{LIST}?kind=x").status_code == 404
    assert "Anda tidak mengikuti apa pun" in text_of(client, f"{LIST}?kind=sector")


def test_the_list_asks_as_much_for_fifty_things_as_for_one(client, django_assert_max_num_queries):
    member, costs = signed_in(client), []
    for many in (1, 50):
        for number in range(many):
            services.follow(user=member, kind=REGION, key=make_region(f"81.{number + 10}").pk)
        client.get(LIST)  # what the frame of every page remembers
        with django_assert_max_num_queries(12) as captured:
            client.get(LIST)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_who_follows_nothing_is_offered_what_their_profile_says(client):
    region, further, sector = make_region("81.02"), make_region("82"), make_sector()
    signed_in(client, region=region, further_regions=[further], sectors=[sector])
    for address in (LIST, NEWS):
        page = text_of(client, address)
        assert "Anda belum mengikuti apa pun" in page
        for kind, thing in (("region", region), ("region", further), ("sector", sector)):
            assert f'action="{LIST}{kind}/{thing.pk}/"' in page
    client.post(f"{LIST}region/{region.pk}/", {"from_list": "1"})
    assert "Belum ada kabar" in text_of(client, NEWS)


def test_who_has_told_nothing_is_shown_where_to_begin(client):
    signed_in(client)
    assert 'href="/wilayah/daftar/"' in text_of(client, NEWS)


def test_what_is_new_stands_on_its_page_and_its_end_is_said(client, monkeypatch):
    member, region = signed_in(client), make_region("81.02")
    services.follow(user=member, kind=REGION, key=region.pk)
    make_story("Cerita dari Kei", regions=(region,))
    assert "Cerita dari Kei" in text_of(client, NEWS)
    make_story("Cerita kedua", regions=(region,))
    monkeypatch.setattr(news, "PAGE_SIZE", 1)
    [after] = re.findall(r'\?after=([^"]+)"', text_of(client, NEWS))
    assert "Cerita dari Kei" in text_of(client, f"{NEWS}?after={after}")
    StoryPage.objects.all().delete()
    assert "Sampai di sini" in text_of(client, f"{NEWS}?after={after}")


def test_sectors_are_ticked_together(client):
    member, sector, other = signed_in(client), make_sector(), make_sector("pala")
    services.follow(user=member, kind=SECTOR, key=other.pk)
    form = f"{LIST}bidang/"
    page = text_of(client, form)
    assert page.count("checked") == 1
    assert client.post(form, {"sectors": [sector.pk]}).url == LIST
    assert services.watched_keys(member, SECTOR) == [sector.pk]
    client.post(form, {})
    assert services.watched_keys(member, SECTOR) == []


@pytest.mark.parametrize("wrong", ["x", "987654", str(2**70)])
def test_a_sector_that_is_none_is_refused(client, wrong):
    member = signed_in(client)
    response = client.post(f"{LIST}bidang/", {"sectors": [wrong]})
    assert response.context["form"].errors["sectors"]
    assert services.watched_keys(member, SECTOR) == []


def test_the_limit_is_said_in_a_sentence(client, monkeypatch):
    monkeypatch.setattr(services, "MOST_FOLLOWED", 0)
    signed_in(client)
    region, sector = make_region("81.02.01"), make_sector()
    said = "Anda sudah mengikuti 0 hal."
    assert said in client.post(f"{LIST}region/{region.pk}/", follow=True).content.decode()
    response = client.post(f"{LIST}bidang/", {"sectors": [sector.pk]})
    assert (response.status_code, said in response.content.decode()) == (403, True)


def test_following_is_limited_in_pace(client, monkeypatch):
    monkeypatch.setattr(views, "RATE", "1/hour")
    signed_in(client)
    address = f"{LIST}region/{make_region().pk}/"
    assert [client.post(address).status_code for _time in range(2)] == [302, 429]


@pytest.mark.parametrize("key", [0, 2**63, 2**70])
def test_leaving_what_never_was_leads_back_to_the_list(client, key):
    signed_in(client)
    assert client.post(f"{LIST}region/{key}/", {"stop": "1"}).url == LIST


def test_the_page_of_news_names_each_kind_of_thing_of_which_they_come(client):
    signed_in(client)
    assert "wilayah, bidang, ruang, tag, organisasi dan anggota yang Anda ikuti" in text_of(client, NEWS)
