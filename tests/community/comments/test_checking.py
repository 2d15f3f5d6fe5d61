"""What waits before anybody sees it: the first comment of a visitor, and what a checker of spam is asked about."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation
from outbox.models import Job

from community.comments import services
from community.comments.models import Comment
from community.comments.services import checking
from tests.factories.comments import make_comment, make_visitor_comment
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_indonesian():
    with translation.override("id"):
        yield


def test_the_first_comment_of_a_visitor_waits_and_those_after_it_do_not(story, settings):
    settings.COMMENT_HOLD_FIRST = True
    first = make_visitor_comment(story)
    assert (first.is_live, first.get_held_reason_display()) == (False, "Komentar pertama seorang tamu")
    assert not make_visitor_comment(story, "Masih menunggu.").is_live
    services.restore_comment(by=ModeratorFactory(), comment=first)
    assert make_visitor_comment(story, "Sudah dikenal.").is_live
    services.hide_comment(by=ModeratorFactory(), comment=Comment.objects.get(pk=first.pk), reason="iklan")
    Comment.objects.exclude(pk=first.pk).delete()
    assert not make_visitor_comment(story, "Tidak lagi.").is_live


def test_members_are_known(story, settings):
    settings.COMMENT_HOLD_FIRST = True
    assert make_comment(story).is_live


def test_a_visitor_reads_that_a_moderator_reads_it_first(client, story, settings):
    settings.COMMENT_HOLD_FIRST = True
    words = {"name": "Ina", "email": "ina@example.org", "body": "Salam dari Ambon."}
    waiting = services.ask_to_confirm(key=str(story.translation_key), **words)
    told = "Komentar pertama Anda dibaca moderator dulu"
    assert told in mail.outbox[-1].body
    assert told in client.get(reverse("comments:confirm", args=[services.token_of(waiting)])).content.decode()
    answer = client.post(reverse("comments:confirm", args=[services.token_of(waiting)]), follow=True)
    page = answer.content.decode()
    assert "Komentar Anda dibaca moderator dulu" in page
    for method in (client.get, client.post):
        again = method(reverse("comments:confirm", args=[services.token_of(waiting)]), follow=True)
        assert again.status_code == 200
        assert "Komentar Anda dibaca moderator dulu" in again.content.decode()
    assert "Salam dari Ambon." not in page


def test_without_a_checker_nothing_is_asked(story):
    assert make_visitor_comment(story).is_live
    assert not Job.objects.filter(name=checking.TASK).exists()


@pytest.mark.parametrize(("said", "is_live"), [("false", True), ("true\n", False)])
def test_what_the_checker_says_is_done(story, settings, said, is_live):
    with checker(said) as (address, asked):
        settings.SPAM_CHECK_URL, settings.SPAM_CHECK_KEY = address, "kunci"
        comment = make_visitor_comment(story, "Beli murah!")
        assert (comment.is_live, comment.get_held_reason_display()) == (False, "Sedang diperiksa apakah spam")
        assert Job.objects.filter(name=checking.TASK, args=[comment.pk]).exists()
        checking.check(comment_id=comment.pk)
        checking.check(comment_id=comment.pk)
    comment.refresh_from_db()
    assert comment.is_live is is_live
    assert comment.get_held_reason_display() == ("" if is_live else "Menurut pemeriksa ini spam")
    [told] = asked
    assert told["api_key"] == ["kunci"]
    assert told["comment_content"] == ["Beli murah!"]
    assert told["comment_author_email"] == ["tamu@example.org"]
    assert told["permalink"] == [f"http://testserver{comment.get_absolute_url()}"]


@pytest.mark.parametrize("said", ["invalid", "", "x" * 100_000, None])
def test_as_long_as_it_does_not_answer_the_comment_waits_and_a_moderator_may_let_it_pass(story, settings, said):
    with checker(said) as (address, _asked):
        settings.SPAM_CHECK_URL = address if said is not None else "http://127.0.0.1:9/"
        comment = make_visitor_comment(story)
        with pytest.raises(checking.CheckFailedError):
            checking.check(comment_id=comment.pk)
    comment.refresh_from_db()
    assert not comment.is_live
    services.restore_comment(by=ModeratorFactory(), comment=comment)
    checking.check(comment_id=comment.pk)
    comment.refresh_from_db()
    assert comment.is_live


def test_members_for_whom_something_speaks_are_not_checked(story, settings):
    settings.SPAM_CHECK_URL = "http://127.0.0.1:9/"
    assert make_comment(story, author=MemberFactory(trust_level=1)).is_live
    assert not make_comment(story, author=MemberFactory(trust_level=0)).is_live


def test_what_a_moderator_hid_meanwhile_stays_hidden(story, settings):
    with checker("false") as (address, _asked):
        settings.SPAM_CHECK_URL = address
        comment = make_visitor_comment(story)
        services.hide_comment(by=ModeratorFactory(), comment=comment, reason="iklan")
        checking.check(comment_id=comment.pk)
    comment.refresh_from_db()
    assert (comment.is_live, comment.hidden_reason) == (False, "iklan")


def test_a_comment_that_is_gone_is_not_asked_about(settings):
    settings.SPAM_CHECK_URL = "http://127.0.0.1:9/"
    checking.check(comment_id=2**40)


@contextmanager
def checker(said: str | None) -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """Run a server that answers so; give its address, and what it is asked."""
    asked: list[dict[str, list[str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked.append(parse_qs(body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write((said or "").encode())

        def log_message(self, *arguments: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/1.1/comment-check", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
