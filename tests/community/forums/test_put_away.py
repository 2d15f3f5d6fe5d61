"""What is held, hidden or deleted is found by who keeps order where it stands, and by nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.services import put_away as lists
from community.forums.services.personal import NO_TITLE
from community.forums.services.put_away import Put, Thing, put_away
from community.members.permissions import Viewer
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db
URL = "/forum/moderasi/"


def hidden(topic: Topic, body: str) -> Post:
    post = PostFactory(topic=topic, author=MemberFactory(), body=body)
    services.hide_post(moderator=ModeratorFactory(), post=post, reason=f"Alasan {body}")
    return post


def keeper_of(category) -> object:
    member = MemberFactory()
    category.moderators.add(member)
    return member


def test_who_keeps_order_finds_what_is_theirs(client):
    region, elsewhere, category = make_region("81.02"), make_region("82"), CategoryFactory()
    hidden(TopicFactory(regions=[region]), "Bibit di wilayah.")
    hidden(TopicFactory(regions=[elsewhere]), "Bibit di tempat lain.")
    hidden(TopicFactory(category=category), "Bibit di ruang.")
    seen = {
        RegionalModeratorFactory(of=region): {"Bibit di wilayah."},
        keeper_of(category): {"Bibit di ruang."},
        ModeratorFactory(): {"Bibit di wilayah.", "Bibit di tempat lain.", "Bibit di ruang."},
    }
    for user, bodies in seen.items():
        client.force_login(user)
        html = client.get(URL).content.decode()
        for body in ("Bibit di wilayah.", "Bibit di tempat lain.", "Bibit di ruang."):
            assert (body in html) == (f"Alasan {body}" in html) == (body in bodies)
        assert f'href="{URL}"' in client.get("/forum/").content.decode()


def test_members_find_no_such_list(client):
    post = hidden(TopicFactory(), "Bibit.")
    for user in (MemberFactory(), post.author, post.topic.author):
        client.force_login(user)
        assert client.get(URL).status_code == 403
        assert f'href="{URL}"' not in client.get("/forum/").content.decode()


def test_each_state_and_topics_have_their_list_and_lead_to_restoring(client):
    moderator, topic = ModeratorFactory(), TopicFactory(title="Ombak tinggi di Kei")
    post, waiting = PostFactory(topic=topic), PostFactory(topic=topic)
    Post.objects.filter(pk=waiting.pk).update(held_at=timezone.now(), is_live=False)
    services.remove_post(moderator=moderator, post=post, reason="Iklan")
    gone, merged, into = TopicFactory(title="Kapal feri"), TopicFactory(), TopicFactory()
    erased = TopicFactory()
    for each in (gone, erased):
        services.remove_topic(moderator=moderator, topic=each, reason="Iklan")
    Topic.objects.filter(pk=erased.pk).update(title=NO_TITLE)
    services.hide_topic(moderator=moderator, topic=topic, reason="Ditinjau")
    services.merge_topics(moderator=moderator, topic=merged, into=into)
    client.force_login(moderator)

    def listed(thing: Thing, put: Put) -> list[int]:
        answer = client.get(URL, {"isi": thing.value, "keadaan": put.value})
        act = "pulihkan" if put == Put.DELETED else "tampilkan"
        for row in answer.context["rows"]:
            assert f"/{thing.value}/{row.pk}/{act}/" in answer.content.decode()
        return [row.pk for row in answer.context["rows"]]

    assert listed(Thing.POST, Put.DELETED) == [post.pk]
    assert listed(Thing.POST, Put.HELD) == [waiting.pk]
    assert listed(Thing.POST, Put.HIDDEN) == []
    assert listed(Thing.TOPIC, Put.DELETED) == [gone.pk]
    assert listed(Thing.TOPIC, Put.HIDDEN) == [topic.pk]
    assert client.get(URL, {"after": "x"}).status_code == 404


def test_the_list_is_paged_and_costs_the_same_for_few_and_many(client, monkeypatch):
    monkeypatch.setattr(lists, "PER_PAGE", 4)
    moderator, topic = ModeratorFactory(), TopicFactory()
    client.force_login(moderator)
    costs = set()
    posts = []
    for count in (1, 8):
        posts += [hidden(topic, f"Bibit {count}-{number}.") for number in range(count)]
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        costs.add(len(queries))
    assert len(costs) == 1
    found, after = [], ""
    for _page in range(3):
        page = put_away(Viewer(moderator), Thing.POST, Put.HIDDEN, after=after)
        found, after = [*found, *(row.pk for row in page.rows)], page.after
    assert (found, after) == ([post.pk for post in reversed(posts)], "")


def test_it_opens_on_the_first_list_that_holds_something_and_counts_all(client):
    moderator, topic = ModeratorFactory(), TopicFactory()
    client.force_login(moderator)
    assert client.get(URL).context["rows"] == []
    services.remove_topic(moderator=moderator, topic=TopicFactory(title="Kapal feri"), reason="Iklan")
    answer = client.get(URL)
    assert (answer.context["thing"], answer.context["put"]) == (Thing.TOPIC, Put.DELETED)
    assert "Kapal feri" in answer.content.decode()
    hidden(topic, "Bibit satu.")
    services.remove_post(moderator=moderator, post=hidden(topic, "Bibit dua."), reason="Iklan")
    answer = client.get(URL)
    assert (answer.context["thing"], answer.context["put"]) == (Thing.POST, Put.HIDDEN)
    assert dict(answer.context["things"]) == {Thing.POST: 2, Thing.TOPIC: 1}
    assert dict(answer.context["states"]) == {Put.HELD: 0, Put.HIDDEN: 1, Put.DELETED: 1}
    assert client.get(URL, {"isi": "topik"}).context["put"] == Put.DELETED
    html = answer.content.decode()
    assert 'class="pill" href="?isi=kiriman#topik" aria-current="true"' in html
    assert html.count('class="tabs"') == 1


def test_further_pages_are_of_the_same_list_whatever_comes_into_another_one(client, monkeypatch):
    monkeypatch.setattr(lists, "PER_PAGE", 1)
    moderator, topic = ModeratorFactory(), TopicFactory()
    for number in range(2):
        services.remove_post(moderator=moderator, post=PostFactory(topic=topic, body=f"Bibit {number}."), reason="x")
    client.force_login(moderator)
    html = client.get(URL).content.decode()
    further = re.search(r'href="(\?[^"]*after=[^"]+)#topik"', html)
    hidden(topic, "Bibit lain.")
    answer = client.get(URL + unescape(further[1]))
    assert [row.body for row in answer.context["rows"]] == ["Bibit 0."]


def test_rows_say_when_by_whom_why_and_in_which_category(client):
    moderator, category = ModeratorFactory(name="Hamid Rahayaan"), CategoryFactory(name="Pasar dan angkutan")
    post = PostFactory(topic=TopicFactory(category=category))
    services.hide_post(moderator=moderator, post=post, reason="Iklan kapal")
    Post.objects.filter(pk=post.pk).update(hidden_at=timezone.now() - timedelta(hours=2))
    client.force_login(moderator)
    row = client.get(URL).content.decode().split('<article class="saved-row">')[1].split("</article>")[0]
    for told in ("Pasar dan angkutan", "Disembunyikan oleh Hamid Rahayaan", "2 jam lalu", "Iklan kapal"):
        assert told in row


def test_an_address_that_names_no_list_shows_the_list_all_the_same(client):
    client.force_login(ModeratorFactory())
    post = hidden(TopicFactory(), "Bibit.")
    for asked in ({"isi": "x"}, {"keadaan": "x"}, {"isi": "", "keadaan": ""}):
        answer = client.get(URL, asked)
        assert answer.status_code == 200
        assert [row.pk for row in answer.context["rows"]] == [post.pk]
