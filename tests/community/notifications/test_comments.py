"""What members are told of comments: by the bell, in the list, by mail."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from community.comments import services as comments
from community.comments.models import Comment, State
from community.comments.services.moderation import hide_comment, restore_comment, set_state
from community.members.blocking.services import block
from community.members.models import User, Watch
from community.members.permissions import Viewer
from community.notifications.models import Notification
from community.notifications.services.listing import page_of
from community.notifications.services.preferences import choose_mails
from community.notifications.services.unread import count_unread
from community.writing.reactions.services import react
from tests.factories.comments import make_comment, make_story, make_visitor_comment, translate
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.notifications import heard, send_mails, tell, watch
from tests.factories.organisations import make_organisation, owner_of

pytestmark = pytest.mark.django_db
LIST = "/pemberitahuan/"


@pytest.fixture
def story():
    return make_story()


def answer(comment: Comment, author: User, body: str = "Di tempat kami juga begitu.") -> Comment:
    """An answer that everybody was told of."""
    written = comments.write_comment(key=comment.discussion.key, author=author, body=body, reply_to=comment.pk)
    tell()
    return written


def lines(user: User) -> list[str]:
    """The sentences of a member's page, the newest first; the bell counts as many while none was read."""
    viewer = Viewer(User.objects.get(pk=user.pk))
    found = [line for group in page_of(viewer).groups for line in group.lines]
    assert count_unread(viewer) == sum(line.is_unread for line in found)
    return [line.said for line in found]


def test_an_answer_tells_whose_comment_it_answers_who_began_the_thread_and_whom_it_mentions(story):
    first, second, called = MemberFactory(), MemberFactory(), MemberFactory(handle="siti-m")
    root = make_comment(story, author=first)
    reply = answer(root, second)
    answer(reply, MemberFactory(), "Apa kata @siti-m?")
    assert heard(first) == [("comment", "reply"), ("comment", "reply")]
    assert heard(second) == [("comment", "reply")]
    assert heard(called) == [("comment", "mention")]


def test_a_comment_tells_who_follows_the_discussion_and_not_its_own_author(story):
    author, follower, muted = MemberFactory(), MemberFactory(), MemberFactory(handle="agus-o")
    root = make_comment(story, author=author)
    tell()
    for somebody, level in ((author, 3), (follower, 3), (muted, Watch.Level.MUTED)):
        watch(somebody, "discussion", root.discussion_id, level)
    make_comment(story, author=author, body="Sekali lagi, @agus-o.")
    tell()
    assert heard(author) == heard(muted) == []
    assert heard(follower) == [("comment", "watching")]


def test_a_reaction_tells_the_author_once_however_often_it_is_changed(story):
    author, reader = MemberFactory(), MemberFactory()
    comment = make_comment(story, author=author)
    for name in ("agree", "agree", "thanks"):
        react(user=reader, kind="comment", key=comment.pk, name=name)
    tell()
    assert heard(author) == [("comment_reaction", "reaction")]


def test_a_change_calls_who_is_new_in_it_and_nobody_twice(story):
    author, first, second = MemberFactory(), MemberFactory(handle="siti-m"), MemberFactory(handle="agus-o")
    comment = make_comment(story, author=author, body="Halo @siti-m")
    tell()
    comments.edit_comment(by=author, comment=comment, body="Halo @siti-m dan @agus-o")
    tell()
    assert heard(first) == [("comment", "mention")]
    assert heard(second) == [("comment_edit", "mention")]


def test_a_visitor_is_named_as_they_signed_and_hears_nothing(client, story):
    author = MemberFactory()
    root = make_comment(story, author=author)
    comments.write_comment(
        key=root.discussion.key,
        author=AnonymousUser(),
        body="Salam.",
        name="Tamu Tual",
        email="t@example.org",
        reply_to=root.pk,
    )
    tell()
    assert lines(author) == ["Tamu Tual menjawab komentar Anda"]
    visitors = make_visitor_comment(story)
    answer(visitors, author)
    assert Notification.objects.count() == 1


def test_the_list_shows_it_in_both_languages_and_leads_to_the_comment(client, story):
    author = MemberFactory()
    translate(story)
    comment = answer(make_comment(story, author=author), MemberFactory(name="Agus Ohoiwutun"), "Sudah **seminggu**.")
    client.force_login(author)
    for address, said in (
        (LIST, "Agus Ohoiwutun menjawab komentar Anda"),
        ("/en/pemberitahuan/", "Agus Ohoiwutun answered your comment"),
    ):
        page = client.get(address).content.decode()
        assert f'/komentar/{comment.pk}/">{said}</a>' in page
        assert "Tali yang sama" in page
        assert "Sudah seminggu." in page


def test_where_it_is_shown_it_is_read_on_its_page_by_its_link_and_on_the_page_of_its_thread(client, story):
    author = MemberFactory()
    root = make_comment(story, author=author)
    client.force_login(author)
    for address in (lambda comment: story.url, lambda comment: f"/diskusi/utas/{root.pk}/"):
        comment = answer(root, MemberFactory())
        assert len(_unread(author)) == 1
        client.get(address(comment))
        assert _unread(author) == []
    comment = answer(root, MemberFactory())
    client.get(f"/diskusi/komentar/{comment.pk}/", follow=True)
    assert _unread(author) == []


def test_a_page_that_doesn_t_show_it_leaves_it_unread(client, story):
    author = MemberFactory()
    root = make_comment(story, author=author)
    for _number in range(3):
        answer(root, MemberFactory())
    client.force_login(author)
    client.get(story.url)
    assert len(_unread(author)) == 1  # two answers are shown below the first comment


def test_a_page_writes_nothing_for_who_has_nothing_unread(client, story):
    author = MemberFactory()
    make_comment(story, author=author)
    client.force_login(author)
    client.get(story.url)
    with CaptureQueriesContext(connection) as captured:
        client.get(story.url)
    asked = [query["sql"] for query in captured if "notifications_" in query["sql"]]
    assert len(asked) == 1
    assert asked[0].startswith("SELECT")


@pytest.mark.parametrize("factory", [MemberFactory, ModeratorFactory], ids=["member", "moderator"])
def test_what_is_hidden_or_deleted_is_told_to_nobody_and_no_longer_shown(story, factory):
    author, other, moderator = factory(), MemberFactory(), ModeratorFactory()
    early = answer(make_comment(story, author=author), other)
    assert len(lines(author)) == 1
    hide_comment(by=moderator, comment=early, reason="x")
    assert lines(author) == []
    restore_comment(by=moderator, comment=early)
    assert len(lines(author)) == 1
    comments.delete_comment(by=other, comment=early)
    assert lines(author) == []


@pytest.mark.parametrize("change", ["unpublished", "private", "switched off"])
def test_what_stands_under_a_page_that_goes_from_view_goes_with_it_and_the_bell_doesn_t_count_it(client, story, change):
    author = MemberFactory()
    comment = answer(make_comment(story, author=author), MemberFactory())
    assert len(lines(author)) == 1
    if change == "unpublished":
        story.unpublish()
    elif change == "private":
        PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.GROUPS)
    else:
        set_state(by=ModeratorFactory(), discussion=comment.discussion, state=State.CLOSED)
    assert lines(author) == []
    client.force_login(author)
    assert "belum dibaca" not in client.get("/forum/").content.decode()
    send_mails()
    assert mail.outbox == []


def test_nobody_hears_of_somebody_they_have_blocked(story):
    author, blocked = MemberFactory(handle="siti-m"), MemberFactory()
    root = make_comment(story, author=author)
    block(user=author, other=blocked)
    answer(root, blocked, "Halo @siti-m")
    assert heard(author) == []


def test_the_people_of_an_organisation_hear_that_it_was_mentioned(story):
    organisation = make_organisation(name="Mina Kei", handle="mina-kei")
    make_comment(story, body="Ada bibit, @mina-kei?", author=MemberFactory(name="Agus Renyaan"))
    tell()
    assert lines(owner_of(organisation)) == ["Agus Renyaan menyebut Mina Kei"]


def test_an_answer_is_mailed_with_a_link_that_mutes_the_discussion_and_one_that_undoes_it(client, story):
    author = MemberFactory()
    root = make_comment(story, author=author)
    answer(root, MemberFactory(name="Agus Ohoiwutun"), "Sudah seminggu.")
    assert send_mails() == 1
    [sent] = mail.outbox
    assert sent.subject == "[Negeri] Tali yang sama"
    assert "Agus Ohoiwutun menjawab komentar Anda" in sent.body
    assert "Sudah seminggu." in sent.body
    assert "karena Anda menulis komentar di bawah “Tali yang sama”" in sent.body
    assert sent.extra_headers["References"] == f"<discussion-{root.discussion_id}@testserver>"
    path = re.search(r"http://testserver(/pemberitahuan/berhenti/[^/]+/)", sent.body)[1]
    assert "Tali yang sama" in client.get(path).content.decode()
    page = client.post(path, {"List-Unsubscribe": "One-Click"}).content.decode()
    answer(root, MemberFactory())
    assert heard(author) == [("comment", "reply")]
    undo = re.search(r'name="undo" value="([^"]+)"', page)[1]
    client.post(path, {"undo": undo})
    answer(root, MemberFactory())
    assert len(heard(author)) == 2


def test_who_gets_all_comments_by_mail_gets_no_second_mail(story):
    author = MemberFactory()
    root = make_comment(story, author=author)
    watch(author, "discussion", root.discussion_id)
    answer(root, MemberFactory())
    send_mails()
    assert mail.outbox == []
    assert len(lines(author)) == 1


def test_who_wants_no_mails_for_answers_gets_none(story):
    author = MemberFactory()
    choose_mails(user=author, mention=True, quote=True, reply=False, reminder=True)
    answer(make_comment(story, author=author), MemberFactory())
    send_mails()
    assert mail.outbox == []


def test_the_list_asks_as_much_for_twenty_discussions_as_for_one(client):
    author = MemberFactory()
    client.force_login(author)
    costs = []
    for many in (1, 19):
        for number in range(many):
            answer(make_comment(make_story(f"Cerita {many}-{number}"), author=author), MemberFactory())
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]


def _unread(user: User) -> list[Notification]:
    return list(Notification.objects.filter(recipient=user, read_at=None))
