"""What was reported stays known to who decides, though its author changes it at once."""

from __future__ import annotations

import pytest

from community.comments.services import edit_comment
from community.forums.services import edit_post, edit_topic
from community.moderation.kinds import KINDS
from community.moderation.models import Decision
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide
from community.writing.history.models import Version
from tests.factories.comments import make_comment, make_story
from tests.factories.conversations import make_conversation
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, decided, make_reply, report_thing, state

pytestmark = pytest.mark.django_db
CHANGED, OTHER = "Changed since then", "It said something else then"


@pytest.fixture(autouse=True)
def _soon(settings):
    settings.EDIT_GRACE_SECONDS = 300


def page_of(client, thing):
    answer = client.get(f"/en/moderasi/perkara/{case_of(thing).pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_post_is_changed_without_a_trace_until_it_is_reported():
    post = make_reply(body="Kata kasar.")
    edit_post(editor=post.author, post=post, body="Kata kotor.")
    assert not Version.objects.exists()
    report_thing(post)
    edit_post(editor=post.author, post=post, body="Kata manis.")
    assert [version.body for version in Version.objects.all()] == ["Kata kotor."]
    post.refresh_from_db()
    assert post.edited_at


def test_nor_what_is_out_of_view_and_again_without_one_once_it_was_let_stand():
    hidden, kept = make_reply(body="Kata kasar."), make_reply(body="Kata biasa.")
    for _number in range(2):
        report_thing(hidden, by=MemberFactory(trust_level=4))
    assert state(hidden) == "hidden"
    edit_post(editor=hidden.author, post=hidden, body="Kata manis.")
    assert Version.objects.get().was_live is False
    decided(kept, Decision.KEEP)
    edit_post(editor=kept.author, post=kept, body="Kata lain.")
    assert Version.objects.count() == 1


@pytest.mark.usefixtures("moderator")
def test_who_decides_reads_what_was_reported_beside_what_its_author_made_of_it(client):
    comment, post = make_comment(make_story(), "Dasar kasar."), make_reply(body="Dasar kasar.")
    for thing in (comment, post):
        report_thing(thing)
    assert CHANGED not in page_of(client, comment)
    edit_comment(by=comment.user, comment=comment, body="Dasar manis.")
    edit_post(editor=post.author, post=post, body="Dasar manis.")
    for thing in (comment, post):
        page = page_of(client, thing)
        assert CHANGED in page
        assert "<del>kasar</del>" in page
        assert "<ins>manis</ins>" in page
        assert OTHER in page
        report_thing(thing)
        assert page_of(client, thing).count(OTHER) == 1  # the second report is about what it says now


@pytest.mark.usefixtures("moderator")
def test_of_a_topic_the_title_is_told_too(client):
    topic = TopicFactory(title="Judul kasar", body="Isi kasar.")
    report_thing(topic)
    edit_topic(editor=topic.author, topic=topic, title="Judul manis", regions=[], body="Isi manis.")
    page = page_of(client, topic)
    assert "Judul <del>kasar</del>" in page
    assert "Isi <del>kasar</del>" in page


@pytest.mark.usefixtures("moderator")
def test_of_a_private_conversation_the_reported_words_are_told_and_not_its_title(client):
    topic = make_conversation(title="Rahasia kita", body="Kata kasar.")
    post, other = topic.posts.get(number=1), topic.participants.exclude(user=topic.author).first().user
    report_thing(post, by=other)
    edit_topic(editor=topic.author, topic=topic, title="Rahasia mereka", regions=[], body="Kata manis.")
    page = page_of(client, post)
    assert "<del>kasar</del>" in page
    assert "Rahasia" not in page
    assert "/tulisan/riwayat/" not in page


@pytest.mark.usefixtures("moderator")
def test_a_profile_that_says_something_else_by_now_is_marked_so(client):
    member = MemberFactory(is_listed=True, bio="Kata kasar.")
    report_thing(member.profile)
    assert OTHER not in page_of(client, member.profile)
    member.profile.bio = "Kata manis."
    member.profile.save()
    assert OTHER in page_of(client, member.profile)


@pytest.mark.usefixtures("moderator")
def test_what_was_reported_is_shown_however_often_it_was_changed_since_and_how_many_more_changes_there_are(client):
    comment = make_comment(make_story(), "Kata pertama.")
    report_thing(comment)
    for number in range(7):
        edit_comment(by=comment.user, comment=comment, body=f"Kata ke-{number}.")
    edit_comment(by=comment.user, comment=comment, body="Kata terburuk.")
    report_thing(comment)
    edit_comment(by=comment.user, comment=comment, body="Kata manis.")
    page = page_of(client, comment)
    assert "<del>pertama</del>" in page
    assert "<del>terburuk</del>" in page
    assert "And 4 more." in page


@pytest.mark.usefixtures("moderator")
def test_a_report_is_about_what_was_read_when_its_form_was_opened(client):
    comment, reader = make_comment(make_story(), "Kata kasar."), MemberFactory()
    address = f"/en/moderasi/laporkan/comment/{comment.pk}/"
    client.force_login(reader)
    said = client.get(address).context["form"].initial["said"]
    edit_comment(by=comment.user, comment=comment, body="Kata manis.")
    client.post(address, {"reason": "rude", "said": said})
    client.force_login(ModeratorFactory())
    page = page_of(client, comment)
    assert OTHER in page
    assert "<del>kasar</del>" in page


def test_a_forged_mark_counts_for_none(client):
    comment = make_comment(make_story(), "Kata kasar.")
    other = make_comment(make_story("Lain"), "Kata lain.")
    client.force_login(MemberFactory())
    of_another = client.get(f"/en/moderasi/laporkan/comment/{other.pk}/").context["form"].initial["said"]
    for said in ("<b>x</b>" * 20, "0" * 32, of_another, "a\x00b"):
        client.force_login(MemberFactory())
        client.post(f"/en/moderasi/laporkan/comment/{comment.pk}/", {"reason": "rude", "said": said})
    marks = set(case_of(comment).flags.values_list("said", flat=True))
    assert marks == {KINDS["comment"].said(comment)}


def test_who_decides_an_appeal_reads_what_was_reported_too(client):
    comment = make_comment(make_story(), "Kata kasar.")
    report_thing(comment)
    edit_comment(by=comment.user, comment=comment, body="Kata manis.")
    case = decide(by=ModeratorFactory(), review=case_of(comment), verdict=Verdict(Decision.HIDE, "Kasar."))
    against = appeal(author=comment.user, review=case, words="Kenapa?")
    client.force_login(ModeratorFactory())
    page = client.get(f"/en/moderasi/perkara/{against.pk}/").content.decode()
    assert OTHER in page
    assert "<del>kasar</del>" in page
