"""Drafts in forms: saved by script and by button, taken up again, listed, deleted."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.forums import services as forums
from community.forums.models import Post
from community.writing.drafts.services import save
from community.writing.models import Draft, Upload
from tests.factories import pictures
from tests.factories.assistance import make_assistance
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.texts import make_upload, showing
from tests.factories.told import make_sector

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


def test_a_script_saves_what_the_form_holds(client, member):
    told = {"body": "Setengah", "draft_writer": "a", "draft_sequence": "0", "idempotency_key": "x", "acting_for": ""}
    answer = client.post("/tulisan/draf/reply-7/", told)
    assert answer.json() == {"state": "saved", "sequence": 1}
    assert Draft.objects.get().data == {"body": ["Setengah"]}
    answer = client.post("/tulisan/draf/reply-7/", {**told, "draft_writer": "b"})
    assert answer.status_code == 409
    assert answer.json()["text"] == "Setengah"
    assert client.post("/tulisan/draf/reply-7/", {"body": "a" * 90_000}).status_code == 400
    assert client.get("/tulisan/draf/reply-7/").status_code == 405


def test_visitors_keep_no_drafts(client):
    assert client.post("/tulisan/draf/topic/", {"body": "x"}).status_code == 302
    assert client.get(LIST).status_code == 302


def test_a_form_takes_its_draft_up_again(client, member):
    topic = TopicFactory()
    save(user=member, key=f"reply-{topic.pk}", data={"body": ["Setengah <jadi>"]}, sequence=3)
    page = client.get(f"/forum/balas/{topic.pk}/").content.decode()
    assert "Setengah &lt;jadi&gt;</textarea>" in page
    assert field("draft_sequence", page) == "3"
    assert f"/tulisan/draf/reply-{topic.pk}/hapus/" in page


def test_a_quote_comes_after_the_draft(client, member):
    post = PostFactory(body="Kata orang.")
    save(user=member, key=f"reply-{post.topic_id}", data={"body": ["Setengah"]})
    page = client.get(f"/forum/balas/{post.topic_id}/?kutip={post.pk}").content.decode()
    text = page.split("<textarea")[1].split("</textarea>")[0]
    assert text.index("Setengah") < text.index("Kata orang.")


def test_a_quote_that_stands_in_the_draft_is_not_put_there_again(client, member):
    post = PostFactory(body="Kata orang.")
    address = f"/forum/balas/{post.topic_id}/?kutip={post.pk}"
    typed = client.get(address).context["form"]["body"].value()
    save(user=member, key=f"reply-{post.topic_id}", data={"body": [f"{typed}\nBetul.".replace("\n", "\r\n")]})
    page = client.get(address).content.decode()
    assert page.split("<textarea")[1].split("</textarea>")[0].count("Kata orang.") == 1
    assert f"%3Fkutip%3D{post.pk}" in page  # who discards the draft comes back to the quote


def test_all_of_a_new_topic_comes_back(client, member):
    room = CategoryFactory()
    data = {"category": [room.slug], "title": ["Bibit memutih"], "body": ["Isi"], "regions": ["Kota Tual"]}
    save(user=member, key="topic", data=data)
    page = client.get("/forum/baru/").content.decode()
    for kept in ("Bibit memutih", ">Isi</textarea>", "Kota Tual", f'<option value="{room.slug}" selected'):
        assert kept in page.replace("\n", "")


def test_so_do_its_kind_its_tags_and_its_poll(client, member):
    told = {"kind": "poll", "title": "", "body": "", "tags": "perahu, jadwal", "sectors": str(make_sector().pk)}
    poll = {"options": "Pagi\nSore", "mode": "ranked", "max_choices": "2", "is_secret": "on", "closes_on": "2026-12-24"}
    sent = {**told, **{f"poll-{name}": value for name, value in poll.items()}}
    assert client.post("/tulisan/draf/topic/", {**sent, "draft_writer": "a"}).json()["state"] == "saved"
    form, poll_form = (client.get("/forum/baru/").context[name] for name in ("form", "poll_form"))
    assert {name: form[name].value() for name in told} == {**told, "sectors": [told["sectors"]]}
    assert {name: str(poll_form[name].value()) for name in poll} == poll
    assert poll_form.is_filled


def test_options_of_a_poll_alone_are_worth_a_draft(client, member):
    told = {"title": "", "body": "", "tags": "", "poll-options": "Pagi", "draft_writer": "a"}
    client.post("/tulisan/draf/topic/", told)
    assert Draft.objects.exists()
    client.post("/tulisan/draf/topic/", {**told, "poll-options": " ", "draft_sequence": "1", "poll-mode": "single"})
    assert not Draft.objects.exists()


def test_the_button_that_saves_finds_no_fault_in_a_poll(client, member):
    answer = client.post("/forum/baru/", {"kind": "poll", "poll-options": "Pagi", "save_draft": "1", "title": "A"})
    assert not answer.context["form"].errors
    assert not answer.context["poll_form"].errors
    assert Draft.objects.get().values("poll-options") == ["Pagi"]


def test_the_button_saves_a_draft_without_scripts(client, member):
    topic = TopicFactory()
    told = {"body": "Setengah", "draft_sequence": "0", "draft_writer": "a", "save_draft": "1"}
    answer = client.post(f"/forum/balas/{topic.pk}/", told)
    assert answer.status_code == 200
    assert Draft.objects.get().text == "Setengah"
    assert topic.posts.count() == 1
    assert 'class="error"' not in answer.content.decode()
    again = {**told, "body": "Dari jendela lain", "draft_writer": "b"}
    page = client.post(f"/forum/balas/{topic.pk}/", again).content.decode()
    assert Draft.objects.get().text == "Setengah"
    assert "Dari jendela lain</textarea>" in page
    client.post(f"/forum/balas/{topic.pk}/", {**again, "draft_sequence": field("draft_sequence", page)})
    assert Draft.objects.get().text == "Dari jendela lain"


def test_sending_deletes_the_draft_and_tells_the_browser(client, member):
    topic = TopicFactory()
    save(user=member, key=f"reply-{topic.pk}", data={"body": ["Setengah"]})
    told = {"body": "Sudah jadi.", "draft_sequence": "1", "draft_writer": ""}
    answer = client.post(f"/forum/balas/{topic.pk}/", told)
    assert not Draft.objects.exists()
    assert answer.cookies["draft_sent"].value == f"reply-{topic.pk}"
    assert topic.posts.count() == 2


def test_what_can_not_be_sent_leaves_the_draft(client, member):
    topic = TopicFactory()
    save(user=member, key=f"reply-{topic.pk}", data={"body": ["Setengah"]})
    forums.lock_topic(moderator=ModeratorFactory(), topic=topic)
    answer = client.post(f"/forum/balas/{topic.pk}/", {"body": "Jadi.", "draft_sequence": "1"})
    assert answer.status_code == 403
    assert "Jadi.</textarea>" in answer.content.decode()
    assert Draft.objects.get().text == "Setengah"


def test_htmx_is_led_to_the_post_and_shown_what_is_wrong(client, member):
    topic = TopicFactory()
    sent = client.post(f"/forum/balas/{topic.pk}/", {"body": "Jadi."}, headers={"HX-Request": "true"})
    assert sent["HX-Redirect"] == Post.objects.get(number=2).get_absolute_url()
    wrong = client.post(f"/forum/balas/{topic.pk}/", {"body": ""}, headers={"HX-Request": "true"})
    assert wrong.content.decode().lstrip().startswith("<form")
    assert 'class="error"' in wrong.content.decode()


def test_a_draft_that_is_saved_between_two_presses_makes_no_second_post(client, member):
    topic = TopicFactory()
    page = client.get(f"/forum/balas/{topic.pk}/").content.decode()
    told = {"body": "Jadi.", "idempotency_key": field("idempotency_key", page), "draft_writer": "a"}
    for number in ("0", "1"):
        client.post(f"/forum/balas/{topic.pk}/", {**told, "draft_sequence": number})
    assert topic.posts.count() == 2


@pytest.mark.parametrize("is_edit", [False, True])
def test_a_draft_is_locked_before_its_pictures_when_it_is_sent_as_when_it_is_saved(client, member, is_edit):
    upload = make_upload(member)
    post = PostFactory(author=member, body=showing(upload))
    place = f"edit-{post.pk}" if is_edit else f"reply-{post.topic_id}"
    save(user=member, key=place, data={"body": [showing(upload)]})
    address = f"/forum/kiriman/{post.pk}/ubah/" if is_edit else f"/forum/balas/{post.topic_id}/"
    body = "Tanpa gambar." if is_edit else f"{showing(upload)}\n\nLagi."
    with CaptureQueriesContext(connection) as asked:
        client.post(address, {"body": body, "draft_sequence": "1"})
    assert not Draft.objects.exists()
    read = [query["sql"] for query in asked]
    draft, picture = (
        next(place for place, sql in enumerate(read) if f'FROM "writing_{table}"' in sql)
        for table in ("draft", "upload")
    )
    assert draft < picture


def test_changing_a_post_has_a_draft_of_its_own(client, member):
    post = TopicFactory(author=member).posts.get()
    save(user=member, key=f"edit-{post.pk}", data={"title": ["Judul baru"], "body": ["Isi baru"], "note": ["Salah"]})
    page = client.get(f"/forum/kiriman/{post.pk}/ubah/").content.decode()
    for kept in ("Judul baru", "Isi baru</textarea>", 'value="Salah"'):
        assert kept in page
    client.post(f"/forum/kiriman/{post.pk}/ubah/", {"title": "Judul", "body": "Isi", "draft_sequence": "1"})
    assert not Draft.objects.exists()


def test_a_mentor_has_a_draft_for_each_person(client):
    assistance = make_assistance()
    client.force_login(assistance.mentor)
    topic = TopicFactory()
    save(user=assistance.mentor, key=f"reply-{topic.pk}", data={"body": ["Untuk diri sendiri"]})
    client.post(f"/anggota/saya/dampingan/{assistance.pk}/menulis/")
    page = client.get(f"/forum/balas/{topic.pk}/").content.decode()
    assert "Untuk diri sendiri" not in page
    assert f"/tulisan/draf/reply-{topic.pk}-for-{assistance.pk}/" in page


def test_pictures_come_with_a_form_without_scripts_and_want_to_be_described(client, member):
    topic = TopicFactory()
    files = [pictures.make_photo(name="satu.jpg"), pictures.make_script()]
    answer = client.post(f"/forum/balas/{topic.pk}/", {"body": "Lihat.", "pictures": files})
    page = answer.content.decode()
    upload = Upload.objects.get()
    assert topic.posts.count() == 1
    assert f"Lihat.\n\n![](/media/unggahan/{upload.name})</textarea>" in page
    assert "foto.jpg: " in page


def test_saving_counts(client, member, monkeypatch):
    monkeypatch.setattr("community.writing.drafts.views.RATE", "1/hour")
    assert client.post("/tulisan/draf/topic/", {"body": "a"}).status_code == 200
    assert client.post("/tulisan/draf/topic/", {"body": "b"}).status_code == 429


def test_a_suspended_member_is_told_so(client, member):
    type(member).objects.filter(pk=member.pk).update(suspended_until=timezone.now() + timedelta(days=1))
    answer = client.post("/tulisan/draf/topic/", {"body": "a"})
    assert answer.status_code in {302, 403}
    assert not Draft.objects.exists()


def field(name: str, page: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]
