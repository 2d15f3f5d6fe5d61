"""What visitors hear of decisions about what they wrote."""

from __future__ import annotations

import pytest
from django.core import mail

from community.comments.models import Comment
from community.comments.services.visitors import ask_to_confirm, confirm_comment, token_of
from community.moderation.models import Decision
from community.moderation.services.deciding import Verdict, decide
from tests.factories.comments import make_story
from tests.factories.members import ModeratorFactory
from tests.factories.reports import case_of, report_thing

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    asked = {"name": "Tamu Tual", "email": "tamu@example.org", "body": "Salam dari Tual."}
    return ask_to_confirm(key=str(make_story().translation_key), reply_to=None, follows=False, **asked)


def judge(comment: Comment, decision: str, **told: str) -> None:
    decide(by=ModeratorFactory(), review=case_of(comment), verdict=Verdict(decision, **told))


@pytest.mark.parametrize(("decision", "words"), [(Decision.HIDE, "menyingkirkan"), (Decision.DELETE, "menyingkirkan")])
def test_a_visitor_reads_why_and_whom_to_write_to(client, settings, waiting, decision, words):
    comment = confirm_comment(waiting=waiting)
    report_thing(comment)
    judge(comment, decision, reason="Bukan tempatnya.")
    letter = next(sent for sent in mail.outbox if sent.to == ["tamu@example.org"] and "Kabar" in sent.subject)
    assert words in letter.body
    assert "Bukan tempatnya." in letter.body
    assert settings.CONTACT_EMAIL in letter.body
    assert "Salam dari Tual" not in letter.body
    page = client.get(f"/diskusi/konfirmasi/{token_of(waiting)}/", follow=True).content.decode()
    assert "Komentar ini disingkirkan." in page


def test_a_visitor_hears_that_what_waited_is_shown(settings, waiting):
    settings.COMMENT_HOLD_FIRST = True
    comment = confirm_comment(waiting=waiting)
    judge(comment, Decision.KEEP)
    letter = next(sent for sent in mail.outbox if sent.to == ["tamu@example.org"] and "Kabar" in sent.subject)
    assert "tulisan itu ditampilkan" in letter.body
    assert comment.get_absolute_url() in letter.body
