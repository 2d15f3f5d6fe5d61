"""A tag tells what a closed room talks about: it is known to those alone who see something that has it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ValidationError
from django.urls import reverse

from community.forums import services
from community.forums.services.tags import check_tags, tags_seen_by
from community.members.following.kinds import TAG
from community.members.following.services import choose_level
from community.members.permissions import Refused, Viewer
from home.models import StoryTag, Tag
from search.suggesting import suggestions
from tests.factories.comments import make_story
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
NAME = "pemecatan direktur"


@pytest.fixture
def insider():
    user = MemberFactory(trust_level=3)
    user.groups.add(Group.objects.create(name="Pengurus"))
    return user


@pytest.fixture
def topic(insider):
    closed = CategoryFactory(audience_see=f"group:{insider.groups.get().pk}")
    return TopicFactory(category=closed, author=insider, tags=[NAME])


def seen(user=None) -> set[str]:
    return set(tags_seen_by(Viewer(user or AnonymousUser())).values_list("name", flat=True))


def test_only_those_who_see_a_topic_with_it_know_a_tag(topic, insider):
    assert NAME in seen(insider)
    assert NAME in seen(ModeratorFactory())
    for stranger in (None, MemberFactory(), MemberFactory(trust_level=4)):
        assert NAME not in seen(stranger)


def test_its_page_its_filter_and_a_link_to_a_new_topic_are_not_there_for_others(client, topic, insider):
    tag = topic.tags.get()
    Tag.objects.create(name="pecat", slug="pecat", synonym_of=tag)
    addresses = [reverse("forums:tag", args=[slug]) for slug in (tag.slug, "pecat")]
    addresses += [f"/forum/?tag={tag.slug}", "/sitemap-forum.xml", "/forum/", "/cerita/"]
    for user in (None, MemberFactory()):
        if user:
            client.force_login(user)
        for address in addresses[:3]:
            assert client.get(address).status_code == 404, address
        for address in addresses[3:]:
            assert NAME not in client.get(address, follow=True).content.decode(), address
    assert NAME not in client.get(f"/forum/baru/?tag={tag.slug}").content.decode()
    assert not suggestions(NAME[:6], viewer=Viewer(MemberFactory()), language="id")
    client.force_login(insider)
    assert client.get(addresses[0]).status_code == 200
    assert client.get(addresses[1]).status_code == 301
    assert client.get(addresses[2]).status_code == 200
    assert NAME in client.get(f"/forum/baru/?tag={tag.slug}").content.decode()
    assert suggestions(NAME[:6], viewer=Viewer(insider), language="id")


def test_who_makes_no_new_ones_learns_nothing_by_naming_it_and_is_proposed_nothing(topic, insider):
    newcomer = MemberFactory(trust_level=0)
    said = []
    for name in (NAME, "pemecatan lain"):
        with pytest.raises(ValidationError) as refused:
            check_tags(author=newcomer, names=[name])
        said.append(refused.value.messages[0].replace(name, "x"))
    assert said[0] == said[1]
    assert NAME not in said[0]
    insider.trust_level = 0
    insider.save()
    check_tags(author=insider, names=[NAME])


def test_who_names_it_in_a_public_topic_makes_it_public(topic):
    TopicFactory(author=MemberFactory(trust_level=3), tags=[NAME])
    assert Tag.objects.filter(name=NAME).count() == 1
    assert NAME in seen()


def test_it_is_followed_by_those_alone_who_know_it(topic, insider):
    tag = topic.tags.get()
    choose_level(user=insider, kind=TAG, key=tag.pk, level=3)
    with pytest.raises(Refused):
        choose_level(user=MemberFactory(), kind=TAG, key=tag.pk, level=3)


def test_one_that_nothing_has_or_that_a_story_has_is_for_all_and_a_hidden_topic_shows_none(topic):
    tag = topic.tags.get()
    Tag.objects.create(name="bibit unggul", slug="bibit-unggul")
    assert "bibit unggul" in seen()
    shown = TopicFactory(author=MemberFactory(trust_level=3), tags=["harga ikan"])
    assert "harga ikan" in seen()
    services.hide_topic(moderator=ModeratorFactory(), topic=shown, reason="x")
    assert "harga ikan" not in seen()
    story = make_story()
    StoryTag.objects.create(tag=tag, content_object=story)
    assert NAME in seen()
    story.unpublish()
    assert NAME not in seen()
