"""Who keeps order and is silenced themselves reads on, and acts nowhere: not at the desk, by no link, on no page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.utils import timezone, translation
from django.utils.html import escape

from community.comments.services import hide_comment
from community.forums import services as forums
from community.members.permissions import Refused
from community.members.standing import services as standing
from community.members.standing.wording import until_when
from community.moderation.models import Decision, Note, Removal, Review, ReviewLink
from community.moderation.services import people
from community.moderation.services.deciding import Verdict, claim, decide
from community.moderation.services.digest import send_due, token_of
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import CategoryFactory
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, make_reply, report_thing, state

pytestmark = pytest.mark.django_db
CANNOT = "belum bisa menulis"


def silenced(member):
    standing.silence(
        by=AdministratorFactory(), member=member, until=timezone.now() + timedelta(days=3), reason="Kasar di meja."
    )
    member.refresh_from_db()
    return member


@pytest.fixture
def post():
    """What is reported, in a category of its own."""
    post = make_reply(category=CategoryFactory())
    report_thing(post)
    return post


@pytest.fixture
def keeper(client, post):
    """A moderator of that category, who is silenced."""
    member = MemberFactory()
    post.topic.category.moderators.add(member)
    client.force_login(silenced(member))
    return member


@pytest.mark.parametrize("decision", [Decision.EDIT, Decision.HIDE, Decision.KEEP])
@pytest.mark.parametrize("sanction", ["", "warn"])
def test_they_decide_no_case_neither_about_the_words_nor_about_the_author(post, keeper, decision, sanction):
    before = post.body
    with pytest.raises(Refused, match=CANNOT):
        decide(
            by=keeper,
            review=case_of(post),
            verdict=Verdict(decision, "Bukan tempatnya.", text="Kata orang lain.", sanction=sanction),
        )
    with pytest.raises(Refused, match=CANNOT):
        claim(by=keeper, review=case_of(post))
    post.refresh_from_db()
    assert (post.body, state(post), Review.objects.sanctions().filter(author=post.author).count()) == (
        before,
        "live",
        0,
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_desk_and_the_case_are_read_and_say_until_when_in_the_place_of_what_is_done_there(
    client, post, keeper, language
):
    begin = {"id": "", "en": "/en"}[language]
    with translation.override(language):
        words = escape(until_when(keeper))
    for path in ("/moderasi/", f"/moderasi/perkara/{case_of(post).pk}/"):
        page = client.get(begin + path)
        html = page.content.decode()
        assert (page.status_code, words in html, post.topic.title in html) == (200, True, True)
        assert not [name for name in ('name="case"', 'name="decision"', "/ambil/") if name in html]
    answer = client.post(
        f"{begin}/moderasi/perkara/{case_of(post).pk}/", {"decision": "hide", "reason": "Bukan tempatnya."}
    )
    assert (answer.status_code, words in answer.content.decode(), state(post)) == (403, True, "live")


def test_nothing_is_decided_by_many_at_once_and_they_are_told_why(client, post, keeper):
    answer = client.post(
        "/moderasi/banyak/", {"case": [case_of(post).pk], "send": "1", "decision": "hide", "reason": "Iklan."}
    )
    assert answer.status_code == 302
    [told] = get_messages(answer.wsgi_request)
    assert (CANNOT in str(told), "Kasar di meja." in str(told), state(post)) == (True, True, "live")


def test_no_link_decides_either_and_no_mail_of_what_waits_goes_to_them(client, post, keeper):
    client.logout()
    link = ReviewLink.objects.create(review=case_of(post), moderator=keeper)
    address = f"/moderasi/tautan/{token_of(link)}/"
    for answer in (client.get(address), client.post(address, {"decision": "keep", "shown": "-"})):
        assert (answer.status_code, CANNOT in answer.content.decode()) == (403, True)
        assert "Kasar di meja." not in answer.content.decode()
    link.refresh_from_db()
    assert (link.used_at, case_of(post).decided_at) == (None, None)
    ReviewLink.objects.all().delete()
    silenced(ModeratorFactory())
    mail.outbox.clear()
    send_due()
    assert not [sent for sent in mail.outbox if "/moderasi/tautan/" in sent.body and keeper.email in sent.to]
    assert ReviewLink.objects.exclude(moderator__silenced_until=None).count() == 0


def test_a_silenced_moderator_of_all_writes_no_note_and_removes_nobody(client):
    one, person = ModeratorFactory(), MemberFactory()
    note = people.write_note(by=one, person=person, text="Sudah ditelepon.")
    removal = people.remove_spammer(by=ModeratorFactory(), member=MemberFactory(), reason="Iklan.")
    client.force_login(silenced(one))
    for act in (
        lambda: people.write_note(by=one, person=person, text="x"),
        lambda: people.delete_note(by=one, note=note),
        lambda: people.remove_spammer(by=one, member=person, reason="Iklan."),
        lambda: people.undo_removal(by=one, removal=removal),
        lambda: standing.silence(by=one, member=person, until=timezone.now() + timedelta(days=1), reason="Kasar."),
    ):
        with pytest.raises(Refused, match=CANNOT):
            act()
    page = client.get(f"/moderasi/orang/{person.pk}/").content.decode()
    assert (CANNOT in page, "Sudah ditelepon." in page) == (True, True)
    assert not [name for name in ('name="text"', "/hapus/", "/singkirkan/") if name in page]
    assert 'name="person"' not in client.get("/moderasi/orang/").content.decode()
    for path, sent in (
        (f"/moderasi/orang/{person.pk}/", {"text": "Catatan."}),
        ("/moderasi/orang/singkirkan/", {"person": [person.pk], "send": "1", "reason": "Iklan."}),
        (f"/moderasi/orang/{removal.person_id}/kembalikan/", {}),
        (f"/moderasi/orang/{person.pk}/catatan/{note.pk}/hapus/", {}),
    ):
        answer = client.post(path, sent)
        told = " ".join(str(message) for message in get_messages(answer.wsgi_request))
        assert (answer.status_code, CANNOT in told) == (302, True), path
    assert (Note.objects.count(), Removal.objects.filter(undone_at=None).count()) == (1, 1)


def test_on_the_pages_of_the_forum_and_under_comments_they_do_nothing_either(client, post, keeper):
    topic = post.topic
    for act in (
        lambda: forums.hide_post(moderator=keeper, post=post, reason="Kasar."),
        lambda: forums.remove_post(moderator=keeper, post=post, reason="Kasar."),
        lambda: forums.lock_topic(moderator=keeper, topic=topic, reason="Cukup."),
        lambda: forums.pin_topic(moderator=keeper, topic=topic, everywhere=False, until=None, reason=""),
        lambda: forums.rename_topic(moderator=keeper, topic=topic, title="Judul lain", reason="x"),
    ):
        with pytest.raises(Refused, match=CANNOT):
            act()
    answer = client.get(f"/forum/moderasi/kiriman/{post.pk}/")
    assert (answer.status_code, CANNOT in answer.content.decode()) == (403, True)
    comment, moderator = make_comment(make_story()), silenced(ModeratorFactory())
    with pytest.raises(Refused, match=CANNOT):
        hide_comment(by=moderator, comment=comment, reason="Kasar.")
    post.refresh_from_db()
    assert (state(post), state(comment), topic.locked_at) == ("live", "live", None)


def test_what_is_offered_on_a_page_of_the_forum_is_what_can_be_done(client, post, keeper):
    def offered():
        return f"/forum/moderasi/topik/{post.topic_id}/" in client.get(post.topic.get_absolute_url()).content.decode()

    assert not offered()
    standing.lift_silence(by=AdministratorFactory(), member=keeper, reason="Cukup.")
    assert offered()


def test_once_they_may_write_again_they_decide_as_before(post, keeper):
    standing.lift_silence(by=AdministratorFactory(), member=keeper, reason="Cukup.")
    keeper.refresh_from_db()
    assert decide(by=keeper, review=case_of(post), verdict=Verdict(Decision.HIDE, "Iklan.")).decided_by == keeper


def test_in_the_editing_room_they_look_and_change_nothing(client, post):
    comment = make_comment(make_story())
    moderator = ModeratorFactory()
    paths = (f"/admin/forum/posts/edit/{post.pk}/", f"/admin/comments/edit/{comment.pk}/", "/admin/moderation/blocked/")
    client.force_login(moderator)
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]
    client.force_login(silenced(moderator))
    assert [client.get(path).status_code for path in paths] == [302, 302, 302]
    lists = ("/admin/forum/posts/", f"/admin/forum/posts/inspect/{post.pk}/", "/admin/comments/")
    assert [client.get(path).status_code for path in lists] == [200, 200, 200]
    client.post(paths[0], {"reason": "Kasar."})
    client.post(paths[1], {"reason": "Kasar.", "state": comment.discussion.state})
    assert (state(post), state(comment)) == ("live", "live")
