"""What kind a topic is of, and the tags that it is given."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from community.forums import services
from community.forums.kinds import KINDS, KindChoice, register_kind
from community.forums.models import ForumSettings, Topic
from community.forums.models.site_settings import forum_settings
from community.members.permissions import Refused
from home.models import Tag
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.limits import as_filled_in
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db

REGULAR = 3


@pytest.fixture
def member(client):
    user = MemberFactory(trust_level=REGULAR)
    client.force_login(user)
    return user


def sent(topic_or_category, **other):
    return {"category": topic_or_category.slug, "title": "Bibit", "body": "Ada bibit?", "regions": "", **other}


def test_a_member_asks_and_only_moderators_announce():
    category, keeper = CategoryFactory(), MemberFactory()
    category.moderators.add(keeper)
    assert TopicFactory(category=category).kind == "discussion"
    assert TopicFactory(category=category, kind="question").kind == "question"
    for somebody in (keeper, ModeratorFactory()):
        assert TopicFactory(category=category, author=somebody, kind="announcement").kind == "announcement"
    for nobody, place in ((MemberFactory(), category), (keeper, CategoryFactory())):
        with pytest.raises(Refused):
            TopicFactory(category=place, author=nobody, kind="announcement")


def test_a_kind_that_nobody_registered_is_refused_and_one_that_somebody_did_is_taken(monkeypatch):
    known = {name: choice for name, choice in KINDS.items() if name != "question"}
    monkeypatch.setattr("community.forums.kinds.KINDS", known)
    with pytest.raises(Refused):
        TopicFactory(kind="question")
    register_kind(KindChoice("question", "to know"))
    assert TopicFactory(kind="question").get_kind_display()


def test_the_form_offers_announcements_to_those_who_may(client, member):
    category = CategoryFactory()
    assert 'value="announcement"' not in client.get("/forum/baru/").content.decode()
    category.moderators.add(member)
    assert 'value="announcement"' in client.get("/forum/baru/").content.decode()


def test_a_member_chooses_kind_and_tags_and_sees_them(client, member):
    Tag.objects.create(name="penyakit", slug="penyakit")
    typed = sent(CategoryFactory(), kind="question", tags="Penyakit, #air  tawar,, penyakit")
    html = client.post("/forum/baru/", typed, follow=True).content.decode()
    topic = Topic.objects.get()
    assert topic.kind == "question"
    assert sorted(topic.tags.values_list("name", flat=True)) == ["air tawar", "penyakit"]
    assert "Pertanyaan" in html
    assert 'href="/forum/tag/air-tawar/"' in html


def test_an_author_changes_kind_and_tags_and_keeps_what_isnt_sent(client, member):
    topic = TopicFactory(author=member, kind="question", tags=["bibit"])
    url = reverse("forums:edit", args=[topic.posts.get().pk])
    form = client.get(url).context["form"]
    assert (form["kind"].value(), form["tags"].value()) == ("question", "bibit")
    typed = {"title": topic.title, "body": "Ada bibit?", "regions": "", "tags": "bibit, hujan"}
    client.post(url, typed)
    topic.refresh_from_db()
    assert topic.kind == "question"
    assert sorted(topic.tags.values_list("name", flat=True)) == ["bibit", "hujan"]
    client.post(url, typed | {"kind": "discussion", "tags": ""})
    topic.refresh_from_db()
    assert (topic.kind, topic.tags.count()) == ("discussion", 0)


def test_an_author_who_may_not_announce_leaves_an_announcement_what_it_is(client, member):
    topic = TopicFactory(author=member)
    Topic.objects.update(kind="announcement")
    url = reverse("forums:edit", args=[topic.posts.get().pk])
    assert 'name="kind"' not in client.get(url).content.decode()
    client.post(url, {"title": "Lain", "body": "Ada bibit?", "regions": "", "kind": "discussion"})
    topic.refresh_from_db()
    assert (topic.title, topic.kind) == ("Lain", "announcement")


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("level", [0, 2])
def test_new_tags_are_made_by_those_of_the_standing_that_is_asked_for(level):
    newcomer, category = MemberFactory(trust_level=level), CategoryFactory()
    Tag.objects.create(name="bibit unggul", slug="bibit-unggul")
    with pytest.raises(ValidationError, match="bibit unggul"):
        TopicFactory(author=newcomer, category=category, tags=["bibit"])
    assert not Topic.objects.exists()
    TopicFactory(author=newcomer, category=category, tags=["Bibit Unggul"])
    for somebody in (MemberFactory(trust_level=REGULAR), ModeratorFactory()):
        TopicFactory(author=somebody, category=category, tags=["bibit", f"baru {somebody.pk}"])
    assert Tag.objects.count() == 4


def test_a_form_of_a_newcomer_says_which_tag_there_is_not_and_keeps_what_was_typed(client):
    client.force_login(MemberFactory())
    html = client.post("/forum/baru/", sent(CategoryFactory(), tags="hujan")).content.decode()
    assert "Belum ada tag “hujan”" in html
    assert 'value="hujan"' in html
    assert not Tag.objects.exists()


@pytest.mark.parametrize("name", ["!?", "x" * 41])
def test_what_can_be_no_tag_is_refused(name):
    with pytest.raises(ValidationError):
        TopicFactory(author=ModeratorFactory(), tags=[name])


def test_a_topic_has_at_most_five_tags_or_as_many_as_the_settings_say():
    names, author = [f"kata {n}" for n in range(6)], ModeratorFactory()
    with pytest.raises(ValidationError):
        TopicFactory(author=author, tags=names)
    topic = TopicFactory(author=author, tags=names[:5])
    with pytest.raises(ValidationError):
        services.edit_topic(editor=author, topic=topic, title="x", regions=[], tags=[*topic.tags.all(), "satu lagi"])
    ForumSettings.objects.create(max_tags=6)
    TopicFactory(author=author, tags=names)


def test_settings_are_read_once_and_take_effect_as_soon_as_they_are_saved(client, django_assert_num_queries):
    assert forum_settings().new_tags_from == REGULAR
    with django_assert_num_queries(0):
        forum_settings()
    client.force_login(AdministratorFactory())
    url = "/admin/settings/forums/forumsettings/"
    address = client.get(url).headers.get("Location", url)
    client.post(address, as_filled_in(new_tags_from=0, max_tags=3, top_period="week"))
    assert (forum_settings().new_tags_from, forum_settings().max_tags, forum_settings().top_period) == (0, 3, "week")


def test_a_synonym_that_is_typed_gives_the_tag_that_it_leads_to():
    tag = Tag.objects.create(name="rumput laut", slug="rumput-laut")
    Tag.objects.create(name="agar-agar", slug="agar-agar", synonym_of=tag)
    topic = TopicFactory(tags=["Agar-Agar", "rumput laut"])
    assert list(topic.tags.all()) == [tag]


def test_the_form_has_filled_in_what_the_page_was_about(client, member):
    region, sector = make_region("81.02"), make_sector()
    category, tag = CategoryFactory(), Tag.objects.create(name="bibit", slug="bibit")
    query = {"ruang": category.slug, "region": region.code, "sector": sector.slug, "tag": tag.slug}
    form = client.get("/forum/baru/", query).context["form"]
    shown = {name: form[name].value() for name in ("category", "regions", "sectors", "tags")}
    assert shown == {
        "category": category.slug,
        "regions": "Kabupaten Maluku Tenggara (81.02)",
        "sectors": [sector.pk],
        "tags": "bibit",
    }


@pytest.mark.parametrize("query", ["region=%00&tag=%00", "region=nirgends", "sector=x&tag=y", f"tag={'x' * 5000}"])
def test_an_address_with_nonsense_opens_an_empty_form(client, member, query):
    CategoryFactory()
    assert client.get(f"/forum/baru/?{query}").status_code == 200


def test_the_page_of_a_region_leads_to_its_topics_and_to_a_new_one_about_it(client):
    below, elsewhere = make_region("81.02.01"), make_region("82.01")
    about, other = TopicFactory(regions=[below]), TopicFactory(regions=[elsewhere])
    page = client.get("/wilayah/81.02/", follow=True).content.decode()
    assert about.title in page
    assert other.title not in page
    for address in ("/forum/?region=81.02", "/forum/baru/?region=81.02"):
        assert f'href="{address}"' in page
    listed = client.get("/forum/?region=81.02").content.decode()
    assert about.title in listed
    assert other.title not in listed
    assert client.get("/forum/?region=81.02.01").status_code == 200
