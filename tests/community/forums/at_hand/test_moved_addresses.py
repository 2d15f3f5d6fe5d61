"""Where addresses of moved posts and merged topics lead."""

from __future__ import annotations

import pytest

from community.forums import services
from tests.factories.forums import topic_of
from tests.factories.members import ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    user = ModeratorFactory()
    client.force_login(user)
    return user


def test_addresses_of_a_merged_topic_lead_to_where_its_posts_are(client):
    gone, standing = topic_of(3, title="Ombak"), topic_of(2, title="Bibit memutih")
    second = gone.posts.get(number=2)
    services.merge_topics(moderator=ModeratorFactory(), topic=gone, into=standing, reason="Ganda")
    standing.refresh_from_db()
    first = standing.posts.exclude(act="").first().number + 1
    for anybody in (None, gone.author, ModeratorFactory()):
        client.logout()
        if anybody:
            client.force_login(anybody)
        assert client.get(gone.get_absolute_url()).url == standing.url_at(first)
        assert client.get(f"{gone.get_absolute_url()}2/").url == standing.url_at(first + 1)
        assert client.get(second.get_absolute_url()).url == standing.url_at(first + 1)
    assert "Ombak" not in client.get("/forum/").content.decode()


def test_a_merged_topic_leads_nowhere_for_who_may_not_see_the_other_one(client):
    gone, standing = topic_of(2), topic_of(1)
    services.merge_topics(moderator=ModeratorFactory(), topic=gone, into=standing, reason="Ganda")
    type(standing.category).objects.filter(pk=standing.category_id).update(audience_see="group:99")
    assert client.get(gone.get_absolute_url()).status_code == 404
    assert client.get(f"{gone.get_absolute_url()}1/").status_code == 404


def test_a_topic_that_was_merged_twice_leads_to_the_last(client):
    one, two, three = topic_of(2), topic_of(1), topic_of(1)
    moderator = ModeratorFactory()
    services.merge_topics(moderator=moderator, topic=one, into=two, reason="x")
    services.merge_topics(moderator=moderator, topic=two, into=three, reason="x")
    assert client.get(one.get_absolute_url()).url.startswith(three.get_absolute_url())


def test_marks_and_acts_name_the_other_topic_to_who_may_see_it(client):
    source, target = topic_of(4, title="Bibit memutih"), topic_of(1, title="Ombak tinggi")
    moved = source.posts.get(number=2)
    moderator = ModeratorFactory()
    services.move_posts(moderator=moderator, posts=[moved], into=target, reason="Cocok di sana")
    here = client.get(source.get_absolute_url()).content.decode()
    assert "Kiriman ini dipindahkan ke topik lain" in here
    assert moved.get_absolute_url() in here
    assert "Ombak tinggi" in here
    assert "Bibit memutih" in client.get(target.get_absolute_url()).content.decode()
    type(target.category).objects.filter(pk=target.category_id).update(audience_see="group:99")
    here = client.get(source.get_absolute_url()).content.decode()
    assert "Kiriman ini dipindahkan ke topik lain" in here
    assert "Ombak tinggi" not in here
    assert moved.get_absolute_url() not in here
    english = client.get(f"/en{source.get_absolute_url()}").content.decode()
    assert "This post was moved to another topic" in english
