"""What moderators did, in the editing room: each moderator sees it of what is theirs to look after."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.forums import services
from community.forums.admin.acts import acts_for
from community.forums.polls.services import close_poll
from community.members.permissions import Viewer
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import EditorFactory, MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.polls import make_poll
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db
URL = "/admin/forum/acts/"


def topics():
    mine, other = make_region("81.02"), make_region("82")
    closed = CategoryFactory(audience_see=f"group:{Group.objects.create(name='Pengurus').pk}")
    return mine, [
        TopicFactory(title="Milik saya", regions=[mine]),
        TopicFactory(title="Daerah lain", regions=[other]),
        TopicFactory(title="Ruang tertutup", regions=[mine], category=closed, author=ModeratorFactory()),
    ]


def test_a_moderator_of_a_region_sees_the_acts_of_that_region_alone(client):
    region, (mine, *others) = topics()
    moderator = ModeratorFactory(name="Dewi Rahayaan")
    for topic in (mine, *others):
        services.lock_topic(moderator=moderator, topic=topic, reason=f"Alasan {topic.title}")
    services.hide_post(moderator=moderator, post=mine.posts.get(number=1), reason="Iklan kapal")
    client.force_login(RegionalModeratorFactory(of=region))
    html = client.get(URL).content.decode()
    for told in ("Alasan Milik saya", "Iklan kapal", "Dewi Rahayaan"):
        assert told in html
    for untold in ("Daerah lain", "Ruang tertutup"):
        assert untold not in html
    assert reverse("forum_topics:history", args=[mine.pk]) in html
    assert client.get(reverse("forum_topics:history", args=[mine.pk])).status_code == 200


def test_a_moderator_sees_all_and_finds_an_act(client):
    _region, all_topics = topics()
    moderator, poll = ModeratorFactory(name="Dewi Rahayaan"), make_poll(topic={"title": "Perahu bersama"})
    for topic in all_topics:
        services.lock_topic(moderator=moderator, topic=topic, reason=f"Alasan {topic.title}")
    services.archive_topic(moderator=ModeratorFactory(name="Hamid"), topic=all_topics[0], reason="Sudah lama")
    close_poll(member=moderator, poll=poll, reason="Sudah jelas")
    client.force_login(moderator)
    html = client.get(URL).content.decode()
    for told in ("Alasan Milik saya", "Alasan Daerah lain", "Alasan Ruang tertutup", "Sudah lama", "Sudah jelas"):
        assert told in html
    html = client.get(f"{URL}?action=forums.archive").content.decode()
    assert "Sudah lama" in html
    assert "Alasan Milik saya" not in html
    assert "Sudah lama" in client.get(f"{URL}results/?user=hamid").content.decode()


def test_who_moderates_nothing_has_no_such_list(client):
    for user, status in ((MemberFactory(), 403), (EditorFactory(), 302)):
        client.force_login(user)
        assert client.get(URL).status_code == status
    assert not acts_for(Viewer(MemberFactory())).exists()


def test_the_list_costs_the_same_for_few_and_many(client):
    region = make_region("81.02")
    costs = set()
    moderator = ModeratorFactory()
    client.force_login(RegionalModeratorFactory(of=region))
    for count in (1, 12):
        for _number in range(count):
            services.lock_topic(moderator=moderator, topic=TopicFactory(regions=[region]))
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        costs.add(len(queries))
    assert len(costs) == 1
