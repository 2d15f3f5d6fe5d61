from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from community.members import services
from community.members.audiences import PARTS, Audience, audience_field
from community.members.middleware import ViewerMiddleware
from community.members.models import Handle
from community.members.rights import consents
from community.members.rights.models import Consent
from home.models import Region
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def test_a_listed_profile_is_open_to_all(client):
    MemberFactory(handle="maria", is_listed=True, bio="Saya menanam *rumput laut*.")
    page = client.get("/anggota/maria/").content.decode()
    assert "<em>rumput laut</em>" in page
    assert "example.org" not in page


def test_an_unlisted_profile_is_404_for_others_and_open_to_oneself_and_moderators(client):
    owner = MemberFactory(handle="maria")
    assert client.get("/anggota/maria/").status_code == 404
    client.force_login(MemberFactory())
    assert client.get("/anggota/maria/").status_code == 404
    client.force_login(owner)
    assert client.get("/anggota/maria/").status_code == 200
    client.force_login(ModeratorFactory())
    assert client.get("/anggota/maria/").status_code == 200


def test_a_switched_off_account_is_not_shown(client):
    MemberFactory(handle="maria", is_listed=True, is_active=False)
    assert client.get("/anggota/maria/").status_code == 404
    assert "maria" not in client.get("/anggota/").content.decode()


def test_an_old_handle_leads_to_the_new_one(client):
    user = MemberFactory(handle="maria", is_listed=True)
    services.change_handle(by=user, profile=user.profile, handle="maria-l")
    assert client.get("/anggota/maria/").url == "/anggota/maria-l/"


def test_an_old_handle_of_an_unlisted_member_tells_nothing(client):
    user = MemberFactory(handle="maria")
    services.change_handle(by=user, profile=user.profile, handle="maria-l")
    assert client.get("/anggota/maria/").status_code == 404


def test_nobody_is_404(client):
    assert client.get("/anggota/tidak-ada/").status_code == 404


def test_the_list_shows_who_chose_so_in_constant_queries(client, django_assert_max_num_queries):
    for number in range(30):
        MemberFactory(name=f"Anggota {number:02}", is_listed=True)
    MemberFactory(name="Tersembunyi")
    client.get("/anggota/")
    with django_assert_max_num_queries(4):
        page = client.get("/anggota/").content.decode()
    assert page.count("member-card") == 24
    assert "Tersembunyi" not in page
    assert "Anggota 29" in client.get("/anggota/?before=last").content.decode()


def test_the_list_is_narrowed_by_name_and_by_region_and_below(client):
    maluku = region("81", "Maluku", "province")
    kei = region("81.02", "Maluku Tenggara", "regency", maluku)
    MemberFactory(name="Maria", is_listed=True, region=kei, region_audience=Audience.EVERYONE)
    bali = region("51", "Bali", "province")
    MemberFactory(name="Made", is_listed=True, region=bali, region_audience=Audience.EVERYONE)
    assert names(client, q="mad") == ["Made"]
    assert names(client, region="Maluku") == ["Maria"]
    assert names(client, region="81.02") == ["Maria"]
    assert names(client, region="81", q="Made") == []


@pytest.mark.parametrize(
    "query",
    [
        "page=999",
        "after=x",
        "before=x",
        "region=Atlantis",
        "q=%00%ff",
        "region=' OR 1=1",
        "role=x",
        "skill=%00",
        "sector=x",
    ],
)
def test_odd_filters_give_a_friendly_page(client, query):
    MemberFactory(is_listed=True)
    assert client.get(f"/anggota/?{query}").status_code == 200


def test_one_edits_ones_own_profile(client):
    user = MemberFactory(handle="maria")
    kei = region("81.02", "Maluku Tenggara", "regency")
    client.force_login(user)
    answer = client.post(reverse("members:edit"), profile(handle="mia", region="Kab. Maluku Tenggara", is_listed="on"))
    assert answer.url == "/anggota/mia/"
    user.profile.refresh_from_db()
    assert user.profile.region == kei
    page = client.get(reverse("members:edit")).content.decode()
    assert "Kabupaten Maluku Tenggara (81.02)" in page


def test_a_profile_form_keeps_what_was_typed_and_says_what_is_wrong(client):
    MemberFactory(handle="petrus")
    client.force_login(MemberFactory(handle="maria"))
    page = client.post(reverse("members:edit"), profile(handle="petrus", bio="Cerita saya")).content.decode()
    assert "Cerita saya" in page
    assert "petrus-2" in page


@pytest.mark.parametrize("state", ["suspended_until", "silenced_until"])
@pytest.mark.parametrize(
    "typed", [{"bio": "Beli di sini"}, {"name": "Orang Lain"}, {"handle": "mia"}, {"is_listed": "on"}]
)
def test_who_may_not_write_tells_nothing_new_in_the_profile_either(client, state, typed):
    user = MemberFactory(handle="maria", name="Maria", **{state: timezone.now() + timedelta(days=1)})
    client.force_login(user)
    answer = client.post(reverse("members:edit"), profile(**({"name": "Maria", "handle": "maria", "bio": ""} | typed)))
    assert answer.status_code == 403
    assert 'class="notice danger"' in answer.content.decode()
    user = type(user).objects.get(pk=user.pk)
    told = (user.name, user.profile.handle.text, user.profile.bio, user.profile.is_listed)
    assert told == ("Maria", "maria", "", False)


def test_who_may_not_write_can_still_hide_and_choose_a_language(client):
    user = MemberFactory(
        handle="maria", name="Maria", suspended_until=timezone.now() + timedelta(days=1), is_listed=True
    )
    client.force_login(user)
    typed = profile(name="Maria", handle="maria", bio="", language="en")
    assert client.post(reverse("members:edit"), typed).status_code == 302
    user = type(user).objects.get(pk=user.pk)
    assert (user.language, user.profile.is_listed) == ("en", False)


def test_visitors_are_led_to_the_login(client):
    assert client.get(reverse("members:edit")).url == "/akun/masuk/?next=/anggota/saya/"


def test_an_account_without_profile_gets_one_when_it_is_edited(client, admin_user):
    consents.record(user=admin_user, kind=Consent.Kind.TERMS)
    client.force_login(admin_user)
    assert client.get(reverse("members:edit")).status_code == 200


def test_times_are_shown_in_the_zone_of_the_member(client, rf):
    user = MemberFactory(zone="Asia/Jakarta")
    request = rf.get("/")
    request.user = user
    seen = []
    answer = ViewerMiddleware(lambda request: seen.append(timezone.get_current_timezone_name()) or HttpResponse())
    answer(request)
    request.COOKIES["sessionid"] = "x"
    answer(request)
    assert seen == ["Asia/Jayapura", "Asia/Jakarta"]


def test_no_shared_cache_keeps_what_a_member_is_shown_while_feeds_and_visitors_pages_stay_cacheable(client):
    assert "Cache-Control" not in client.get("/anggota/").headers
    client.force_login(MemberFactory(handle="maria"))
    for address in ("/anggota/", reverse("account_email"), reverse("members:edit")):
        assert client.get(address)["Cache-Control"] == "private, max-age=0", address
    assert "public" in client.get("/cerita/atom.xml")["Cache-Control"]


def names(client, **query):
    return [shown.profile.user.name for shown in client.get("/anggota/", query).context["directory"].members]


def region(code, name, kind, parent=None):
    return Region.objects.create(code=code, name=name, kind=kind, parent=parent)


def profile(**typed):
    return {
        "name": "Maria",
        "handle": "maria",
        "bio": "",
        "region": "",
        "language": "id",
        "zone": "Asia/Jakarta",
        **{audience_field(part): Audience.MEMBERS for part in PARTS},
        "bio_audience": Audience.EVERYONE,
    } | typed


def test_a_handle_that_was_taken_while_the_form_was_sent_is_said_beside_the_field(client, monkeypatch):
    member = MemberFactory(handle="perahu")
    MemberFactory(handle="layar")
    client.force_login(member)
    monkeypatch.setattr("community.members.services.taken", lambda handle, owner=None: "" if owner else "diambil")
    answer = client.post("/anggota/saya/", profile(name="Ina", handle="layar"))
    assert answer.status_code == 200
    assert answer.context["form"].errors["handle"] == ["diambil"]
    assert Handle.objects.get(user=member, is_current=True).text == "perahu"


@pytest.mark.parametrize("count", [1, 8])
def test_a_profile_shows_topics_that_everyone_may_read_in_constant_queries(
    client, count, django_assert_max_num_queries
):
    member = MemberFactory(handle="perahu", is_listed=True)
    for _number in range(count):
        TopicFactory(author=member)
    private = TopicFactory(author=member, category=CategoryFactory(audience_see="members"))
    with django_assert_max_num_queries(10):
        page = client.get("/anggota/perahu/").content.decode()
    assert page.count('class="topic-row"') == min(count, 5)
    assert private.title not in page
