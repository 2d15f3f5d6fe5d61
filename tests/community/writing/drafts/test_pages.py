"""The list of one's drafts, and deleting one."""

from __future__ import annotations

import pytest
from django.utils import timezone

from community.forums.models import Topic
from community.writing.drafts.services import save
from community.writing.models import Draft
from tests.factories.assistance import make_assistance
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db
LIST = "/tulisan/draf/"


@pytest.fixture
def member(client):
    user = MemberFactory()
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def _stores(settings, tmp_path) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"


def test_the_list_names_what_drafts_are_for(client, member):
    topic = TopicFactory(title="Bibit memutih")
    post = PostFactory(author=member, topic=topic)
    gone = TopicFactory(title="Sudah hilang")
    for key in ("topic", f"reply-{topic.pk}", f"edit-{post.pk}", f"reply-{gone.pk}", "reply-x", "unknown-1"):
        save(user=member, key=key, data={"body": [f"Isi {key}"]})
    save(user=MemberFactory(), key="topic", data={"body": ["Milik orang lain"]})
    Topic.objects.filter(pk=gone.pk).update(is_live=False, hidden_at=timezone.now())
    page = client.get(LIST).content.decode()
    for link in ("/forum/baru/", f"/forum/balas/{topic.pk}/", f"/forum/kiriman/{post.pk}/ubah/"):
        assert f'href="{link}"' in page
    assert f"/forum/balas/{gone.pk}/" not in page
    assert "Isi unknown-1" in page
    assert "Milik orang lain" not in page


def test_a_topic_says_that_one_has_begun_to_answer_it(client, member):
    topic, other = TopicFactory(), TopicFactory()
    save(user=member, key=f"reply-{topic.pk}", data={"body": ["Setengah jadi"]})
    save(user=MemberFactory(), key=f"reply-{other.pk}", data={"body": ["Milik orang lain"]})
    assert "Lanjutkan draf Anda" in client.get(topic.get_absolute_url()).content.decode()
    page = client.get(other.get_absolute_url()).content.decode()
    assert "Lanjutkan draf Anda" not in page
    assert "Balas topik ini" in page
    client.logout()
    assert "Lanjutkan draf Anda" not in client.get(topic.get_absolute_url()).content.decode()


def test_who_writes_for_others_finds_what_they_began_for_them(client):
    assistance, topic = make_assistance(), TopicFactory()
    client.force_login(assistance.mentor)
    save(user=assistance.mentor, key=f"reply-{topic.pk}-for-{assistance.pk}", data={"body": ["Setengah jadi"]})
    assert "Lanjutkan draf Anda" not in client.get(topic.get_absolute_url()).content.decode()
    session = client.session
    session["acting_for"] = assistance.pk
    session.save()
    assert "Lanjutkan draf Anda" in client.get(topic.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_costs_the_same_for_few_and_many(client, member, count, django_assert_max_num_queries):
    for _number in range(count):
        save(user=member, key=f"reply-{TopicFactory().pk}", data={"body": ["Isi"]})
    with django_assert_max_num_queries(15):
        assert client.get(LIST).status_code == 200


def test_a_draft_is_shown_once_more_before_it_is_deleted(client, member):
    save(user=member, key="topic", data={"body": ["Isi <b>"]})
    asked = client.get("/tulisan/draf/topic/hapus/?next=/forum/baru/")
    assert "Isi &lt;b&gt;</textarea>" in asked.content.decode()
    first = client.post("/tulisan/draf/topic/hapus/?next=/forum/baru/")
    again = client.post("/tulisan/draf/topic/hapus/?next=/forum/baru/")
    assert first.url == again.url == "/forum/baru/"
    assert first.cookies["draft_sent"].value == "topic"
    assert not Draft.objects.exists()
    assert client.get("/tulisan/draf/topic/hapus/").url == LIST


@pytest.mark.parametrize("goal", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)"])
def test_deleting_leads_to_no_other_site(client, member, goal):
    save(user=member, key="topic", data={"body": ["Isi"]})
    assert client.post(f"/tulisan/draf/topic/hapus/?next={goal}").url == LIST


def test_nobody_deletes_anothers(client, member):
    save(user=MemberFactory(), key="topic", data={"body": ["Isi"]})
    client.post("/tulisan/draf/topic/hapus/")
    assert Draft.objects.exists()


def test_the_lists_of_the_forum_lead_members_to_their_drafts(client, member):
    for address in ("/forum/", CategoryFactory().get_absolute_url(), "/forum/markah/", "/forum/pesan/"):
        assert f'href="{LIST}"' in client.get(address).content.decode(), address
    client.logout()
    assert f'href="{LIST}"' not in client.get("/forum/").content.decode()


def test_what_deletes_a_draft_says_which_one(client, member):
    for key in ("topic", "unknown-1"):
        save(user=member, key=key, data={"body": [f"Isi {key}"]})
    page = client.get(LIST).content.decode()
    for named in ("Topik baru", "Isi unknown-1"):
        assert f'<span class="visually-hidden">: {named}</span></a>' in page
