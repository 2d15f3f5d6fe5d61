"""Topics of members whom one has blocked are folded in every list that shows topics, for oneself alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.forums.models import Topic
from community.members.blocking.services import block
from tests.factories.forums import TopicFactory
from tests.factories.home import make_region_page
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db
FOLD = "Anda memblokir anggota ini. Tampilkan"


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def member(client):
    user = MemberFactory()
    client.force_login(user)
    return user


def lists_with(topic):
    """Every page that lists the topic."""
    region = make_region_page(topic.regions.get()).url
    return ["/", "/forum/", topic.category.get_absolute_url(), region, topic.author.profile.get_absolute_url()]


def test_a_blocked_members_topic_is_folded_in_each_list_for_oneself_alone(client, member):
    author = MemberFactory(is_listed=True)
    topic = TopicFactory(author=author, title="Topik yang terlipat", regions=[make_region("81.02")])
    block(user=member, other=author)
    other = Client()
    other.force_login(MemberFactory())
    for address in lists_with(topic):
        page = text_of(client, address)
        assert page.count(FOLD) == 1, address
        assert "Topik yang terlipat" in page.split(FOLD)[1].split("</details>")[0]
        for elsewhere in (other, Client()):
            unfolded = text_of(elsewhere, address)
            assert FOLD not in unfolded, address
            assert "Topik yang terlipat" in unfolded


def test_a_pinned_topic_is_folded_too_and_others_are_not(client, member):
    pinned, _other = TopicFactory(), TopicFactory()
    Topic.objects.filter(pk=pinned.pk).update(pinned_at=timezone.now())
    block(user=member, other=pinned.author)
    assert text_of(client, "/forum/").count(FOLD) == 1


def test_the_list_asks_once_however_many_are_folded(client, member):
    def cost() -> int:
        client.get("/forum/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/forum/")
        return len(captured)

    TopicFactory()
    costs = [cost()]
    for _number in range(20):
        block(user=member, other=TopicFactory(category=Topic.objects.first().category).author)
    costs.append(cost())
    assert costs[0] == costs[1]
    assert text_of(client, "/forum/").count(FOLD) == 20
