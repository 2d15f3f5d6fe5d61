from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.opened import opened
from tests.factories.polls import make_poll, vote
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


def url(poll) -> str:
    return reverse("forum_polls:edit", args=[poll.pk])


def test_a_moderator_closes_a_poll_with_a_reason(client):
    poll = make_poll()
    client.force_login(ModeratorFactory())
    assert poll.topic.title in client.get(reverse("forum_polls:index")).content.decode()
    assert client.post(url(poll), opened(client, url(poll)) | {"is_closed": "on", "reason": ""}).status_code == 200
    poll.refresh_from_db()
    assert not poll.is_closed
    client.post(url(poll), opened(client, url(poll)) | {"is_closed": "on", "reason": "Sudah jelas"})
    poll.refresh_from_db()
    assert poll.is_closed
    assert ModelLogEntry.objects.get(action="forums.close_poll").data["reason"] == "Sudah jelas"
    assert client.get(reverse("forum_polls:history", args=[poll.pk])).status_code == 200


def test_a_closed_poll_is_not_opened_again(client):
    poll = make_poll()
    client.force_login(ModeratorFactory())
    client.post(url(poll), opened(client, url(poll)) | {"is_closed": "on", "reason": "Sudah jelas"})
    client.post(url(poll), opened(client, url(poll)) | {"reason": ""})
    poll.refresh_from_db()
    assert poll.is_closed


def test_the_editing_room_shows_no_vote_and_no_count(client):
    poll, voter = make_poll(results="after_close"), MemberFactory(name="Hamid Rahayaan")
    vote(poll, 2, member=voter)
    client.force_login(ModeratorFactory())
    for name in ("edit", "inspect", "history", "usage"):
        page = client.get(reverse(f"forum_polls:{name}", args=[poll.pk])).content.decode()
        assert "Hamid Rahayaan" not in page


def test_a_regional_moderator_sees_the_polls_of_their_region_only(client):
    region, elsewhere = make_region("81.02"), make_region("82")
    theirs, others = make_poll(topic={"regions": [region]}), make_poll(topic={"regions": [elsewhere]})
    client.force_login(RegionalModeratorFactory(of=region))
    index = client.get(reverse("forum_polls:index")).content.decode()
    assert url(theirs) in index
    assert url(others) not in index
    assert client.get(url(theirs)).status_code == 200
    assert client.get(url(others)).status_code == 404
