"""Tags that are merged, and the synonyms that lead to one."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from community.forums.models import Topic
from home.models import StoryPage, StoryTag, Tag
from home.services.tags import merge_tag, set_synonyms
from search.models import EntryTerm
from search.typed import Typed
from tests.factories.forums import TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory
from tests.factories.told import make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = AdministratorFactory()
    client.force_login(user)
    return user


def make_tag(name: str, **fields: object) -> Tag:
    return Tag.objects.create(name=name, slug=name.replace(" ", "-"), **fields)


def tagged(story: StoryPage, *tags: Tag) -> StoryPage:
    story.tags.add(*tags)
    story.save_revision().publish()
    return StoryPage.objects.get(pk=story.pk)


def test_all_that_carried_a_tag_carries_the_other_one(editor, work_outbox):
    old, new = make_tag("agar"), make_tag("rumput laut")
    make_tag("agar-agar", synonym_of=old)
    only_old, both = tagged(make_story(), old), tagged(make_story("Dua"), old, new)
    topics = [TopicFactory(tags=[old]), TopicFactory(tags=[old, new])]
    merge_tag(by=editor, tag=old, into=new, reason="sama saja")
    for thing in (only_old, both, *topics):
        assert list(type(thing).objects.get(pk=thing.pk).tags.all()) == [new]
    assert {tag.name: tag.synonym_of for tag in Tag.objects.all()} == {
        "agar": new,
        "agar-agar": new,
        "rumput laut": None,
    }
    work_outbox()
    assert set(EntryTerm.objects.filter(field="tag").values_list("value", flat=True)) == {new.slug}
    entry = ModelLogEntry.objects.get(action="home.merge_tag")
    assert entry.data == {"reason": "sama saja", "before": "agar", "after": "rumput laut"}


def test_a_draft_from_before_a_merge_brings_the_old_tag_not_back(editor):
    old, new = make_tag("agar"), make_tag("rumput laut")
    story = tagged(make_story(), old)
    draft = story.save_revision()
    merge_tag(by=editor, tag=old, into=new)
    draft.publish()
    assert list(StoryTag.objects.values_list("tag", "content_object")) == [(new.pk, story.pk)]


def test_a_synonym_typed_in_a_story_or_the_search_is_taken_as_its_tag(editor):
    tag = make_tag("rumput laut")
    set_synonyms(by=editor, tag=tag, names=["agar", "agar-agar"])
    assert Tag.called(["Agar", "AGAR-AGAR", "rumput-laut", "lain"]) == {
        "Agar": tag,
        "AGAR-AGAR": tag,
        "rumput-laut": tag,
    }
    assert Typed.read("tag:agar").demanded["tag"] == ("rumput-laut",)


@pytest.mark.parametrize("into", ["itself", "a synonym"])
def test_a_tag_is_not_merged_into(editor, into):
    tag, other = make_tag("agar"), make_tag("rumput laut")
    target = tag if into == "itself" else make_tag("ganggang", synonym_of=other)
    with pytest.raises(ValidationError):
        merge_tag(by=editor, tag=tag, into=target)


def test_a_synonym_is_not_merged_once_more(editor):
    tag = make_tag("rumput laut")
    with pytest.raises(ValidationError):
        merge_tag(by=editor, tag=make_tag("agar", synonym_of=tag), into=make_tag("ganggang"))


def test_who_may_not_change_tags_merges_none(client):
    tag, other = make_tag("agar"), make_tag("rumput laut")
    member = MemberFactory()
    with pytest.raises(PermissionDenied):
        merge_tag(by=member, tag=tag, into=other)
    with pytest.raises(PermissionDenied):
        set_synonyms(by=member, tag=tag, names=["x"])
    client.force_login(member)
    client.post(reverse("tag_merge", args=[tag.pk]), {"into": other.pk})
    assert not Tag.objects.exclude(synonym_of=None).exists()


def test_an_editor_merges_on_a_page_that_the_list_leads_to(client, editor):
    tag, other = make_tag("agar"), make_tag("rumput laut")
    topic = TopicFactory(tags=[tag])
    url = reverse("tag_merge", args=[tag.pk])
    assert url in client.get(reverse("wagtailsnippets_home_tag:list")).content.decode()
    assert client.get(url).status_code == 200
    answer = client.post(url, {"into": tag.pk})
    assert answer.status_code == 200
    assert "into" in answer.context["form"].errors
    assert client.post(url, {"into": other.pk, "reason": "sama", "is_sure": "on"}).status_code == 302
    assert list(Topic.objects.get(pk=topic.pk).tags.all()) == [other]


def test_an_editor_writes_synonyms_beside_a_tag_and_takes_them_away(client, editor):
    tag = make_tag("rumput laut")
    make_tag("bibit")
    url = reverse("wagtailsnippets_home_tag:edit", args=[tag.pk])
    sent = {"name": tag.name, "name_en": "seaweed", "slug": tag.slug}
    assert client.post(url, sent | {"synonym_names": "agar, Agar-agar\n, agar"}).status_code == 302
    assert sorted(tag.synonyms.values_list("name", flat=True)) == ["Agar-agar", "agar"]
    form = client.get(url).context["form"]
    assert form["synonym_names"].value() == "Agar-agar, agar"
    assert client.post(url, sent | {"synonym_names": "bibit"}).status_code == 200
    client.post(url, sent | {"synonym_names": "agar", "lets_go": "on"})
    assert list(tag.synonyms.values_list("name", flat=True)) == ["agar"]
    assert ModelLogEntry.objects.filter(action="home.change_synonyms").count() == 2


def test_a_new_tag_has_synonyms_at_once(client):
    client.force_login(AdministratorFactory())
    sent = {"name": "rumput laut", "name_en": "", "slug": "rumput-laut", "synonym_names": "agar"}
    assert client.post(reverse("wagtailsnippets_home_tag:add"), sent).status_code == 302
    assert Tag.objects.get(name="agar").synonym_of == Tag.objects.get(name="rumput laut")
