"""A mentor writes for a person: what becomes theirs, what stays the mentor's own, and when it is over."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.comments.models import Comment
from community.forums.models import Post, Topic
from community.forums.services import edit_post, start_topic
from community.members.assistance import services
from community.members.models import Role, User
from tests.factories.assistance import hidden_fields, make_assistance
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory, MentorFactory, ModeratorFactory

pytestmark = pytest.mark.django_db

BANNER = "Anda sekarang menulis untuk"


@pytest.fixture
def assistance():
    return make_assistance(name="Maria Contoh", mentor=MentorFactory(name="Yosep Contoh"))


@pytest.fixture
def acting(client, assistance):
    """A mentor's browser that writes for a person."""
    client.force_login(assistance.mentor)
    client.post(f"/anggota/saya/dampingan/{assistance.pk}/menulis/")
    return client


def form_of(client, address, **typed):
    """Open a form, and send it as it stood with what was typed."""
    return client.post(address, hidden_fields(client.get(address).content.decode()) | typed)


def test_every_page_says_for_whom_until_it_is_stopped(acting):
    for address in ("/forum/", "/anggota/", "/anggota/saya/data/", "/wilayah/daftar/", "/tidak-ada/"):
        assert BANNER in acting.get(address).content.decode()
    assert "You write for <b>Maria Contoh</b> now" in acting.get("/en/forum/").content.decode()
    acting.post("/anggota/saya/dampingan/berhenti/")
    assert BANNER not in acting.get("/forum/").content.decode()


def test_nobody_else_sees_it_and_visitors_get_no_session(acting, client, assistance):
    from django.test import Client

    visitor = Client()
    answer = visitor.get("/forum/")
    assert BANNER not in answer.content.decode()
    assert not answer.cookies
    assert '<form method="post"' not in answer.content.decode()


def test_a_topic_is_the_persons_and_names_both(acting, assistance):
    room = CategoryFactory()
    typed = {"category": room.slug, "title": "Bibit mati", "body": "Siapa tahu sebabnya?"}
    assert form_of(acting, "/forum/baru/", **typed).status_code == 302
    topic = Topic.objects.get()
    assert (topic.author, topic.acted_by) == (assistance.person, assistance.mentor)
    page = acting.get(topic.get_absolute_url()).content.decode()
    assert "ditulis oleh <b>Yosep Contoh</b> atas namanya" in page
    assert '<span class="visually-hidden">Yosep Contoh' in page
    assert "(ditulis oleh Yosep Contoh)" in acting.get("/forum/").content.decode()


def test_a_reply_is_the_persons_and_names_both(acting, assistance):
    topic = TopicFactory()
    address = reverse("forums:reply", args=[topic.pk])
    assert "sebagai <b>Maria Contoh</b>" in acting.get(address).content.decode()
    form_of(acting, address, body="Sejak kemarin.")
    post = topic.posts.get(number=2)
    assert (post.author, post.acted_by) == (assistance.person, assistance.mentor)
    assert "ditulis oleh <b>Yosep Contoh</b>" in acting.get(topic.get_absolute_url()).content.decode()


def test_a_comment_is_the_persons_and_names_both(acting, assistance):
    story = make_story()
    address = reverse("comments:write", args=[story.translation_key])
    assert form_of(acting, address, comment="Di tempat kami juga.").status_code == 302
    comment = Comment.objects.get()
    assert (comment.user, comment.acted_by) == (assistance.person, assistance.mentor)
    assert "ditulis oleh <b>Yosep Contoh</b>" in acting.get(story.url).content.decode()


def test_a_list_of_comments_and_of_topics_costs_as_much_with_mentors_as_without(assistance, client):
    story, topic = make_story(), TopicFactory()
    names = {"author": assistance.person, "acted_by": assistance.mentor}
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(address):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    pages = (story.url, topic.get_absolute_url(), "/forum/")
    make_comment(story)
    PostFactory(topic=topic)
    before = [queries(page) for page in pages]
    for _number in range(5):
        make_comment(story, **names)
        PostFactory(topic=topic, **names)
    assert [queries(page) for page in pages] == before


@pytest.mark.parametrize("what", ["started", "stopped", "another"])
def test_a_form_that_was_opened_for_somebody_else_is_not_sent_under_a_wrong_name(client, assistance, what):
    client.force_login(assistance.mentor)
    act = f"/anggota/saya/dampingan/{assistance.pk}/menulis/"
    other = make_assistance(name="Yohana Contoh", mentor=assistance.mentor)
    if what != "started":
        client.post(act)
    topic = TopicFactory()
    address = reverse("forums:reply", args=[topic.pk])
    fields = hidden_fields(client.get(address).content.decode())
    if what == "started":
        client.post(act)
    elif what == "stopped":
        client.post("/anggota/saya/dampingan/berhenti/")
    else:
        client.post(f"/anggota/saya/dampingan/{other.pk}/menulis/")
    answer = client.post(address, fields | {"body": "Sejak kemarin."})
    assert answer.status_code == 403
    assert "Sejak kemarin.</textarea>" in answer.content.decode()
    assert topic.posts.count() == 1
    again = hidden_fields(answer.content.decode())
    assert client.post(address, again | {"body": "Sejak kemarin."}).status_code == 302


def claimed(assistance):
    from community.members.assistance import claiming

    code = claiming.issue_code(by=assistance.mentor, person=assistance.person)
    claiming.claim(code=claiming.code_of(code), email="maria@example.org", password="perahu-merah-1985")


def test_what_the_person_changes_is_their_own_and_only_their_list_says_who_wrote_it_first(client, assistance):
    names = {"author": assistance.person, "acted_by": assistance.mentor}
    topic = start_topic(**names, category=CategoryFactory(), title="Bibit mati", body="Siapa tahu sebabnya?")
    claimed(assistance)
    person, places = User.objects.get(pk=assistance.person_id), (topic.get_absolute_url(), "/forum/")
    client.force_login(person)
    assert all("ditulis oleh" in client.get(place).content.decode() for place in places)
    edit_post(editor=person, post=topic.posts.get(), body="Sebabnya air tawar.")
    for place in places:
        page = client.get(place).content.decode()
        assert "Maria Contoh" in page
        assert "ditulis oleh" not in page
    done = client.get("/anggota/saya/data/atas-nama-saya/").content.decode()
    assert "Bibit mati" in done
    assert "Yosep Contoh" in done
    assert "Sebabnya air tawar." not in done


def ended(assistance):
    services.end_assistance(by=AdministratorFactory(), assistance=assistance, reason="x")


def handed_over(assistance):
    services.hand_over(by=AdministratorFactory(), person=assistance.person, to=MentorFactory(), reason="x")


def role_withdrawn(assistance):
    Role.objects.filter(user=assistance.mentor).delete()


def person_switched_off(assistance):
    User.objects.filter(pk=assistance.person_id).update(is_active=False)


@pytest.mark.parametrize("how", [claimed, ended, handed_over, role_withdrawn, person_switched_off])
def test_when_it_is_over_acting_ends_at_once_and_an_open_form_writes_nothing(acting, assistance, how):
    topic = TopicFactory()
    address = reverse("forums:reply", args=[topic.pk])
    fields = hidden_fields(acting.get(address).content.decode())
    how(assistance)
    assert acting.post(address, fields | {"body": "Halo."}).status_code == 403
    assert BANNER not in acting.get("/forum/").content.decode()
    assert topic.posts.count() == 1
    assert acting.get(f"/anggota/saya/dampingan/{assistance.pk}/").status_code == 404
    acting.post(f"/anggota/saya/dampingan/{assistance.pk}/menulis/")
    assert BANNER not in acting.get("/forum/").content.decode()


def test_a_forged_session_or_field_lets_nobody_write_for_another(client, assistance):
    stranger = MentorFactory()
    client.force_login(stranger)
    assert client.post(f"/anggota/saya/dampingan/{assistance.pk}/menulis/").status_code == 404
    session = client.session
    session["acting_for"] = assistance.pk
    session.save()
    topic = TopicFactory()
    address = reverse("forums:reply", args=[topic.pk])
    assert client.post(address, {"body": "Halo.", "acting_for": str(assistance.pk)}).status_code == 403
    assert not Post.objects.filter(author=assistance.person).exists()


def test_signing_out_ends_it(acting, assistance):
    acting.post("/akun/keluar/")
    acting.force_login(assistance.mentor)
    assert BANNER not in acting.get("/forum/").content.decode()


def test_a_text_that_waits_for_a_moderator_leads_to_the_forum_with_a_word(acting, assistance):
    from community.writing.services import Hold
    from community.writing.signals import screening

    def hold(**kwargs):
        return Hold("coba")

    screening.connect(hold)
    try:
        typed = {"category": CategoryFactory().slug, "title": "Bibit mati", "body": "Siapa tahu?"}
        answer = form_of(acting, "/forum/baru/", **typed)
    finally:
        screening.disconnect(hold)
    assert answer.url == "/forum/"
    assert "Terima kasih." in acting.get("/forum/").content.decode()


def test_everything_else_stays_the_mentors_own(acting, assistance):
    mentor = assistance.mentor
    assert mentor.email in acting.get("/akun/surel/").content.decode()
    acting.post("/anggota/saya/data/")
    from community.members.models import Export

    assert Export.objects.get().user == mentor
    acting.post("/anggota/saya/hapus/", {"keeps": "yes", "password": "sampan-biru-1985", "sure": "on"})
    assert mentor.erasure
    assert not hasattr(User.objects.get(pk=assistance.person_id), "erasure")
    assert 'value="Yosep Contoh"' in acting.get("/anggota/saya/").content.decode()


def test_the_mentor_takes_back_no_post_that_was_written(acting, assistance):
    post = PostFactory(author=assistance.person, acted_by=assistance.mentor)
    assert acting.post(reverse("forums:delete", args=[post.pk])).status_code == 403


def test_the_person_does_once_the_account_is_theirs(client, assistance):
    post = PostFactory(author=assistance.person, acted_by=assistance.mentor)
    claimed(assistance)
    client.force_login(User.objects.get(pk=assistance.person_id))
    assert client.post(reverse("forums:delete", args=[post.pk])).status_code == 302
    page = client.get("/anggota/saya/data/atas-nama-saya/").content.decode()
    assert "Yosep Contoh" in page
    assert post.topic.title in page


def test_who_accompanies_somebody_is_told_to_the_mentor_and_the_moderators_only(client, assistance):
    address = assistance.person.profile.get_absolute_url()
    for viewer, status in ((assistance.mentor, 200), (ModeratorFactory(), 200), (MemberFactory(), 404)):
        client.force_login(viewer)
        answer = client.get(address)
        assert answer.status_code == status
        assert ("Didampingi oleh Yosep Contoh" in answer.content.decode()) == (status == 200)
    client.logout()
    assert client.get(address).status_code == 404


def test_of_one_who_is_listed_others_read_no_mentor(client, assistance):
    assistance.person.profile.is_listed = True
    assistance.person.profile.save()
    for viewer in (None, MemberFactory(), MentorFactory()):
        if viewer:
            client.force_login(viewer)
        page = client.get(assistance.person.profile.get_absolute_url())
        assert page.status_code == 200
        assert "Yosep" not in page.content.decode()
