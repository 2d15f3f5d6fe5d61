"""Tags in the editing room: what they may be called, and what is said before one goes."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import StoryPage, StoryTag, Tag
from home.services.tags import what_carries
from tests.factories.forums import TopicFactory
from tests.factories.members import AdministratorFactory
from tests.factories.told import make_story, story_index

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/home/tag/add/"


@pytest.fixture(autouse=True)
def editor(client):
    user = AdministratorFactory()
    client.force_login(user)
    return user


def make_tag(name: str, **fields: object) -> Tag:
    return Tag.objects.create(name=name, slug=name.replace(" ", "-"), **fields)


def filled(tag: Tag | None = None, **changed: str) -> dict[str, str]:
    """What the form of a tag sends."""
    sent = {"name": "", "name_en": "", "slug": "lain", "synonym_names": ""}
    if tag is not None:
        sent |= {"name": tag.name, "name_en": tag.name_en, "slug": tag.slug}
        sent["synonym_names"] = ", ".join(tag.synonyms.values_list("name", flat=True))
    return sent | changed


@pytest.mark.parametrize("name", ["KAPAL", " kapal ", "#Kapal", "Boat", "perahu", "kapal!", "a,b;c", "a;b", "?"])
def test_a_tag_that_means_another_one_or_cannot_be_typed_is_not_made(client, name):
    kapal = make_tag("kapal", name_en="boat")
    make_tag("perahu", synonym_of=kapal)
    answer = client.post(ADD, filled(name=name, slug="kapal-2"))
    assert answer.status_code == 200
    assert "name" in answer.context["form"].errors
    assert Tag.objects.count() == 2


def test_a_tag_is_made_without_its_sign_and_doubled_spaces(client):
    assert client.post(ADD, filled(name="#rumput   laut", slug="rumput-laut")).status_code == 302
    assert Tag.objects.get().name == "rumput laut"


def test_a_tag_is_written_otherwise_but_not_like_another_one(client):
    kapal, other = make_tag("kapal"), make_tag("ikan")
    url = reverse("wagtailsnippets_home_tag:edit", args=[kapal.pk])
    assert client.post(url, filled(kapal, name="Kapal")).status_code == 302
    assert client.post(url, filled(kapal, name="IKAN")).status_code == 200
    assert client.post(url, filled(kapal, name_en="boat;ship")).status_code == 200
    kapal.refresh_from_db()
    assert (kapal.name, kapal.name_en, other.name) == ("Kapal", "", "ikan")


def test_a_tag_that_was_doubled_before_can_still_be_changed(client):
    make_tag("kapal")
    double = Tag.objects.create(name="KAPAL", slug="kapal-2")
    url = reverse("wagtailsnippets_home_tag:edit", args=[double.pk])
    assert client.post(url, filled(double, name_en="boat")).status_code == 302


def test_names_with_separators_in_a_story_are_taken_as_several_tags(client):
    kapal = make_tag("kapal")
    form = {
        "title": "Tali yang sama",
        "slug": "tali-yang-sama",
        "intro": "Jarak tanam yang baru.",
        "date": "2026-03-04",
        "format": "article",
        "tags": '"KAPAL; ikan", "#ikan"',
        "body": streamfield([]),
        **{name: inline_formset([]) for name in ("authors", "further_regions", "comments")},
    }
    url = reverse("wagtailadmin_pages:add", args=["home", "storypage", story_index().pk])
    assert client.post(url, nested_form_data(form)).status_code == 302
    named = StoryPage.objects.get().get_latest_revision_as_object().tags.all()
    assert sorted(tag.name for tag in named) == ["ikan", "kapal"]
    assert kapal in named


def test_merging_says_what_it_moves_and_asks_once(client):
    tag, into = make_tag("harga"), make_tag("kapal")
    make_tag("mutu", synonym_of=tag)
    topics = [TopicFactory(tags=[tag]) for _number in range(2)]
    story = make_story()
    StoryTag.objects.create(tag=tag, content_object=story)
    assert what_carries(tag) == ["2 topik", "1 cerita"]
    url = reverse("tag_merge", args=[tag.pk])
    assert "“harga” ada pada: 2 topik, 1 cerita." in client.get(url).content.decode()
    asked = client.post(url, {"into": into.pk, "reason": "sama"})
    html = asked.content.decode()
    for told in ("Gabungkan “harga” ke “kapal”?", "2 topik, 1 cerita", "mutu", "Ya, gabungkan"):
        assert told in html
    assert not Tag.objects.get(pk=tag.pk).synonym_of
    hidden = {field.html_name: field.value() for field in asked.context["form"].hidden_fields()}
    assert client.post(url, hidden).status_code == 302
    assert Tag.objects.get(pk=tag.pk).synonym_of == into
    assert [list(topic.tags.all()) for topic in topics] == [[into], [into]]


def test_merging_into_what_is_gone_or_a_synonym_says_which_before_it_asks(client):
    tag, kapal = make_tag("harga"), make_tag("kapal")
    synonym = make_tag("perahu", synonym_of=kapal)
    url = reverse("tag_merge", args=[tag.pk])
    for into, said in ((synonym.pk, "sebuah sinonim"), (999_999, "Tag itu sudah tidak ada")):
        answer = client.post(url, {"into": into})
        assert said in str(answer.context["form"].errors["into"])


def test_words_that_are_left_out_are_asked_about_once_and_named(client):
    tag = make_tag("kapal")
    for name in ("harga", "mutu", "perahu"):
        make_tag(name, synonym_of=tag)
    url = reverse("wagtailsnippets_home_tag:edit", args=[tag.pk])
    assert "lets_go" not in client.get(url).context["form"].fields
    for emptied in ("perahu", "perahu ,,,"):
        answer = client.post(url, filled(tag, synonym_names=emptied))
        assert answer.status_code == 200
        assert "harga, mutu" in str(answer.context["form"].errors["lets_go"])
        assert 'name="lets_go"' in answer.content.decode()
    assert client.get("/forum/tag/harga/").status_code == 301
    assert client.post(url, filled(tag, synonym_names="perahu", lets_go="on")).status_code == 302
    assert [each.name for each in tag.synonyms.all()] == ["perahu"]
    assert client.get("/forum/tag/harga/").status_code == 404


def test_deleting_a_tag_says_who_loses_it_and_offers_merging(client):
    tag = make_tag("harga")
    make_tag("mutu", synonym_of=tag)
    TopicFactory(tags=[tag])
    html = client.get(reverse("wagtailsnippets_home_tag:delete", args=[tag.pk])).content.decode()
    for told in ("“harga” ada pada: 1 topik.", "mutu", reverse("tag_merge", args=[tag.pk]), "Tidak, kembali"):
        assert told in html


def test_the_names_of_a_tag_are_labelled_in_indonesian(client):
    url = reverse("wagtailsnippets_home_tag:list")
    assert ">Name<" not in "".join(client.get(url).content.decode().split())
    assert str(client.get(ADD).context["form"]["name"].label) == "Nama (Indonesia)"
