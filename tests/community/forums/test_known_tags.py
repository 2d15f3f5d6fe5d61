"""Tags as addresses of lists name them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from community.forums.services.known_tags import known_tags
from community.members.permissions import Viewer
from home.models import Tag
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


def test_what_everybody_may_know_is_asked_once_and_anew_when_it_changes(django_assert_num_queries):
    tag, into = (Tag.objects.create(name=name, slug=name) for name in ("bibit", "benih"))
    visitor = Viewer(AnonymousUser())
    for queries in (1, 0):
        with django_assert_num_queries(queries):
            assert known_tags(["bibit"], visitor)["bibit"].synonym_of is None
    tag.synonym_of = into
    tag.save()
    assert known_tags(["bibit"], visitor)["bibit"].synonym_of == into
    tag.delete()
    assert known_tags(["bibit"], visitor) == {}


def test_an_address_that_no_database_takes_is_not_found(client):
    assert client.get("/forum/tag/%00/").status_code == 404


def test_what_an_insider_knows_is_not_remembered_for_others():
    insider = MemberFactory(trust_level=3)
    insider.groups.add(group := Group.objects.create(name="Pengurus"))
    topic = TopicFactory(category=CategoryFactory(audience_see=f"group:{group.pk}"), author=insider, tags=["gaji"])
    slug = topic.tags.get().slug
    for _time in range(2):
        assert list(known_tags([slug], Viewer(insider))) == [slug]
        assert known_tags([slug], Viewer(MemberFactory())) == {}
        assert known_tags([slug], Viewer(AnonymousUser())) == {}
