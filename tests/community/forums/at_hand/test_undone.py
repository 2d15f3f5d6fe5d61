"""What is said of acts that are taken back: before, after, and by whom."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext, override, pgettext

from community.forums import services
from community.forums.models import Post
from community.forums.services.acting import undo
from tests.factories.forums import PostFactory
from tests.factories.members import ModeratorFactory

pytestmark = pytest.mark.django_db


def closed(moderator) -> Post:
    topic = PostFactory().topic
    services.lock_topic(moderator=moderator, topic=topic)
    return topic.posts.get(act="closed")


def test_the_button_speaks_of_the_act_and_not_of_vouching(client):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    html = client.get(f"/forum/moderasi/tindakan/{closed(moderator).pk}/batal/").content.decode()
    assert "Batalkan tindakan ini</button>" in html
    assert "dukungan" not in html.split("<main", 1)[1].split("</main>")[0].lower()
    with override("id"):
        assert gettext("Take it back") != pgettext("act", "Take it back")


def test_what_was_taken_back_already_is_not_asked_about(client):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    act = closed(moderator)
    undo(moderator=moderator, act=act)
    html = client.get(f"/forum/moderasi/tindakan/{act.pk}/batal/").content.decode()
    main = html.split("<main", 1)[1].split("</main>")[0]
    assert "<form" not in main
    assert "Batalkan tindakan ini?" not in main
    assert "Ini sudah dibatalkan" in main


def test_it_is_said_who_took_it_back(client):
    act = closed(ModeratorFactory(name="Hamid Rahayaan"))
    undo(moderator=ModeratorFactory(name="Yosina Ubro"), act=act)
    html = client.get(act.topic.get_absolute_url()).content.decode()
    assert "Hamid Rahayaan menutup topik ini" in html
    assert "dibatalkan oleh Yosina Ubro" in html
    assert "taken back by Yosina Ubro" in client.get(f"/en{act.topic.get_absolute_url()}").content.decode()
