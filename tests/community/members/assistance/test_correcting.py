"""A mentor mends what they wrote for a person, while they accompany them: both names stay beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.comments.models import Comment
from community.forums.models import Post, Topic
from community.forums.services import edit_post, edit_topic, hide_topic, reply, start_topic
from community.members.assistance import claiming, services
from community.members.assistance.done import acts_page
from community.members.models import Role, User
from community.members.permissions import Refused
from tests.factories.assistance import make_assistance
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import AdministratorFactory, MentorFactory, ModeratorFactory

pytestmark = pytest.mark.django_db

BOTH = "ditulis oleh <b>Yosep Contoh</b> atas namanya"


@pytest.fixture
def assistance():
    return make_assistance(name="Maria Contoh", mentor=MentorFactory(name="Yosep Contoh"))


@pytest.fixture
def post(assistance):
    """The first post of a topic that the mentor began for the person."""
    names = {"author": assistance.person, "acted_by": assistance.mentor}
    return start_topic(**names, category=CategoryFactory(), title="Bibit mti", body="Siapa thu?").posts.get()


def claimed(assistance):
    code = claiming.issue_code(by=assistance.mentor, person=assistance.person)
    claiming.claim(code=claiming.code_of(code), email="maria@example.org", password="perahu-merah-1985")
    return User.objects.get(pk=assistance.person_id)


def ended(assistance):
    services.end_assistance(by=AdministratorFactory(), assistance=assistance, reason="x")


def handed_over(assistance):
    services.hand_over(by=AdministratorFactory(), person=assistance.person, to=MentorFactory(), reason="x")


def role_withdrawn(assistance):
    Role.objects.filter(user=assistance.mentor).delete()


def person_switched_off(assistance):
    User.objects.filter(pk=assistance.person_id).update(is_active=False)


OVER = [claimed, ended, handed_over, role_withdrawn, person_switched_off]


def test_a_typing_error_is_mended_on_the_page_and_both_names_stay(client, assistance, post):
    client.force_login(assistance.mentor)
    address = reverse("forums:edit", args=[post.pk])
    assert address in client.get(post.topic.get_absolute_url()).content.decode()
    assert "Anda mengubah yang Anda tulis untuk Maria Contoh" in client.get(address).content.decode()
    assert client.post(address, {"title": "Bibit mati", "body": "Siapa tahu?"}).status_code == 302
    topic = Topic.objects.get()
    page = client.get(topic.get_absolute_url()).content.decode()
    assert ("Bibit mati" in page, "Siapa tahu?" in page, BOTH in page) == (True, True, True)
    assert "disunting" in page
    assert "(ditulis oleh Yosep Contoh)" in client.get("/forum/").content.decode()
    assert (topic.mentor, Post.objects.get().mentor) == (assistance.mentor, assistance.mentor)


def test_the_person_finds_the_change_and_who_made_it_in_their_list(client, assistance, post):
    edit_post(editor=assistance.mentor, post=post, body="Siapa tahu sebabnya?")
    client.force_login(claimed(assistance))
    page = client.get("/anggota/saya/data/atas-nama-saya/").content.decode()
    assert f'<a href="{post.topic.get_absolute_url()}"><b>Topik “Bibit mti” diperbaiki</b></a>' in page
    assert "Yosep Contoh" in page
    assert "Siapa tahu sebabnya?" in page


def test_a_topic_and_its_first_post_that_were_mended_at_once_are_one_line(client, assistance, post):
    client.force_login(assistance.mentor)
    client.post(reverse("forums:edit", args=[post.pk]), {"title": "Bibit mati", "body": "Siapa tahu?"})
    told = acts_page(assistance.person, 1).object_list
    assert [act.what for act in told if "diperbaiki" in act.what] == ["Topik “Bibit mati” diperbaiki"]


def test_of_a_reply_that_was_mended_the_list_names_the_topic(assistance):
    names = {"author": assistance.person, "acted_by": assistance.mentor}
    answer = reply(topic=TopicFactory(title="Harga kopra"), body="Siapa thu?", **names)
    edit_post(editor=assistance.mentor, post=answer, body="Siapa tahu?")
    told = acts_page(assistance.person, 1).object_list[0]
    assert (told.what, told.url) == ("Balasan di “Harga kopra” diperbaiki", answer.get_absolute_url())


def test_what_was_mended_and_is_gone_since_leads_nowhere(assistance, post):
    edit_post(editor=assistance.mentor, post=post, body="Siapa tahu?")
    hide_topic(moderator=ModeratorFactory(), topic=post.topic, reason="x")
    assert acts_page(assistance.person, 1).object_list[0].url == ""
    Topic.objects.all().delete()
    assert acts_page(assistance.person, 1).object_list[0].what == "Tulisan diperbaiki"


def test_what_the_person_changes_afterwards_stands_under_their_name_alone(client, assistance, post):
    edit_post(editor=assistance.mentor, post=post, body="Siapa tahu?")
    person = claimed(assistance)
    assert BOTH in client.get(post.topic.get_absolute_url()).content.decode()
    edit_post(editor=person, post=post, body="Sudah tahu sebabnya.")
    assert "ditulis oleh" not in client.get(post.topic.get_absolute_url()).content.decode()
    assert "ditulis oleh" not in client.get("/forum/").content.decode()


def test_nothing_changed_is_no_change(assistance, post):
    edit_topic(editor=assistance.mentor, topic=post.topic, title="Bibit mti", regions=[])
    assert edit_post(editor=assistance.mentor, post=post, body="Siapa thu?").edited_at is None
    assert Topic.objects.get().corrected_at is None


@pytest.mark.parametrize("how", OVER)
def test_once_it_is_over_the_mentor_changes_nothing_more(client, assistance, post, how):
    comment = make_comment(make_story(), author=assistance.person, acted_by=assistance.mentor)
    how(assistance)
    for act in (
        lambda: edit_post(editor=assistance.mentor, post=post, body="Lain."),
        lambda: edit_topic(editor=assistance.mentor, topic=post.topic, title="Lain", regions=[]),
    ):
        with pytest.raises(Refused):
            act()
    client.force_login(assistance.mentor)
    address = reverse("forums:edit", args=[post.pk])
    assert address not in client.get(post.topic.get_absolute_url()).content.decode()
    assert client.post(address, {"title": "Lain", "body": "Lain."}).status_code == 403
    assert client.post(reverse("comments:delete", args=[comment.pk])).status_code == 404
    assert Post.objects.get().body == "Siapa thu?"


@pytest.mark.parametrize("other", [MentorFactory, ModeratorFactory, AdministratorFactory])
def test_nobody_else_mends_it(client, assistance, post, other):
    client.force_login(other())
    assert client.post(reverse("forums:edit", args=[post.pk]), {"title": "Lain", "body": "Lain."}).status_code == 403


def test_a_mentor_changes_nothing_that_another_one_wrote_before_them(assistance, post):
    heir = MentorFactory()
    services.hand_over(by=AdministratorFactory(), person=assistance.person, to=heir, reason="x")
    with pytest.raises(Refused):
        edit_post(editor=heir, post=post, body="Lain.")


@pytest.mark.parametrize("who", ["mentor", "person"])
def test_while_one_of_them_may_only_read_nothing_is_mended(client, assistance, post, who):
    User.objects.filter(pk=getattr(assistance, who).pk).update(silenced_until=timezone.now() + timedelta(days=1))
    mentor = User.objects.get(pk=assistance.mentor_id)
    with pytest.raises(Refused):
        edit_post(editor=mentor, post=post, body="Lain.")
    client.force_login(mentor)
    answer = client.get(reverse("forums:edit", args=[post.pk]))
    assert answer.status_code == 403
    assert "<textarea" not in answer.content.decode()


def test_a_page_costs_a_mentor_as_much_for_many_posts_of_theirs_as_for_one(client, assistance):
    topic, names = TopicFactory(), {"author": assistance.person, "acted_by": assistance.mentor}
    client.force_login(assistance.mentor)

    def queries():
        client.get(topic.get_absolute_url())
        with CaptureQueriesContext(connection) as seen:
            assert client.get(topic.get_absolute_url()).content.decode().count("/ubah/") == topic.posts.count() - 1
        return len(seen)

    reply(topic=topic, body="Satu.", **names)
    few = queries()
    for _number in range(10):
        reply(topic=topic, body="Lagi.", **names)
    assert queries() == few


def test_a_comment_is_taken_back_by_its_mentor_to_be_written_anew(client, assistance):
    story = make_story()
    comment = make_comment(story, author=assistance.person, acted_by=assistance.mentor)
    make_comment(story)
    client.force_login(assistance.mentor)
    address = reverse("comments:delete", args=[comment.pk])
    page = client.get(story.url).content.decode()
    assert page.count("/hapus/") == 1
    assert address in page
    assert client.get(address).status_code == 200
    assert client.post(address).url == client.post(address).url == f"{story.url}#komentar"
    assert Comment.objects.get(pk=comment.pk).deleted_by == assistance.mentor


def test_whose_comment_is_taken_back_is_said_to_its_mentor_and_its_author_is_spoken_to(client, assistance):
    story = make_story()
    of_person = make_comment(story, author=assistance.person, acted_by=assistance.mentor)
    client.force_login(assistance.mentor)
    for comment, asked, said in (
        (of_person, "Hapus komentar Maria Contoh?", "Komentar Maria Contoh sudah dihapus."),
        (make_comment(story, author=assistance.mentor), "Hapus komentar Anda?", "Komentar Anda sudah dihapus."),
    ):
        address = reverse("comments:delete", args=[comment.pk])
        page = client.get(address).content.decode()
        assert asked in page
        assert said in client.post(address, follow=True).content.decode()
        other = "Anda" if comment == of_person else "Maria Contoh"
        assert f"Hapus komentar {other}?" not in page
