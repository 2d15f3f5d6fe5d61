"""The faults of django-comments-xtd that were seen when it was tried: each is kept away from what we build on it."""

from __future__ import annotations

import base64
import json
import re

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from guard.limits import forget_counts
from outbox.services import deliver_mail

from community.comments import services
from community.comments.models import Comment
from community.comments.permissions import may_moderate
from community.comments.threads import thread_page
from community.members.permissions import Viewer
from community.writing.kinds import everyone
from tests.factories.comments import make_comment, make_story, make_visitor_comment
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
APP = settings.ROOT / "community" / "comments"


@pytest.fixture(autouse=True)
def _afresh():
    forget_counts()
    with translation.override("id"):
        yield


def test_1_saving_a_comment_neither_shows_hidden_answers_nor_counts_answers_again(story):
    first = make_comment(story)
    reply = make_comment(story, reply_to=first.pk)
    make_comment(story, reply_to=reply.pk)
    services.hide_comment(by=ModeratorFactory(), comment=reply, reason="kasar")
    for _time in range(3):
        first.refresh_from_db()
        first.save()
    first.refresh_from_db()
    reply.refresh_from_db()
    assert (reply.is_public, reply.is_live, first.nested_count) == (False, False, 2)


@pytest.mark.parametrize("answered", ["another page's", "too deep", "nobody's", "no number", "too large"])
def test_2_a_forged_answer_is_refused_with_a_word_and_leaves_no_row(client, story, answered):
    first = make_comment(story)
    third = make_comment(story, reply_to=make_comment(story, reply_to=first.pk).pk)
    forged = {
        "another page's": make_comment(make_story("Lain")).pk,
        "too deep": third.pk,
        "nobody's": 999_999,
        "no number": "x",
        "too large": 2**80,
    }
    before = Comment.objects.count()
    client.force_login(MemberFactory())
    url = reverse("comments:write", args=[story.translation_key])
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', client.get(url).content.decode()))
    answer = client.post(url, {**sent, "comment": "Salam.", "reply_to": forged[answered]})
    assert answer.status_code == 200
    assert Comment.objects.count() == before


def test_3_answers_have_places_of_their_own_in_reading_order(story):
    """Of many at once `test_concurrency` tells, with threads on PostgreSQL."""
    first = make_comment(story)
    answers = [make_comment(story, reply_to=first.pk) for _number in range(4)]
    make_comment(story, reply_to=answers[0].pk)
    orders = list(Comment.objects.order_by("order").values_list("order", flat=True))
    assert orders == sorted(set(orders))


def test_4_a_page_of_many_comments_takes_few_queries(story, django_assert_max_num_queries):
    author = MemberFactory()
    for _thread in range(25):
        first = make_comment(story, author=author)
        for _reply in range(4):
            make_comment(story, author=author, reply_to=first.pk)
    with django_assert_max_num_queries(4):
        assert len(thread_page(first.discussion, everyone()).nodes) == 25


def test_5_who_moderates_is_decided_by_our_permissions_in_templates_too(story):
    assert may_moderate(Viewer(ModeratorFactory()), make_comment(story).discussion)
    for path in (APP / "templates").rglob("*.html"):
        assert "perms.comments" not in path.read_text(encoding="utf-8"), path


def test_6_no_programming_interface_of_it_is_reachable(client, story):
    comment = make_comment(story)
    for name in ("comments-xtd-api-create", "comments-xtd-api-list", "comments-xtd-api-count", "comments-xtd-api-flag"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/comments/api/", "/comments/post/", f"/comments/api/home-storypage/{story.pk}/", "/comments/sent/"):
        assert client.get(path).status_code == 404
        assert client.get(path.replace("/comments/", "/diskusi/")).status_code == 404
    assert comment.is_live


def test_7_a_link_to_a_comment_leads_to_its_page_and_goes_with_it(client, story):
    comment = make_comment(story)
    assert client.get(comment.get_absolute_url()).url == f"{story.url}#c{comment.pk}"
    story.delete()
    assert client.get(comment.get_absolute_url()).status_code == 404


def test_8_a_link_to_confirm_holds_no_pickle(client, story):
    words = {"name": "Ina", "email": "ina@example.org", "body": "Salam."}
    waiting = services.ask_to_confirm(key=str(story.translation_key), **words)
    deliver_mail()
    token = re.search(r"/konfirmasi/([^/\s]+)/", mail.outbox[-1].body)[1]
    payload = token.partition(":")[0].lstrip(".")
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    assert json.loads(raw) == {"comment": waiting.pk}


def test_9_no_picture_comes_from_another_host(client, story):
    make_visitor_comment(story)
    make_comment(story, author=MemberFactory(email="rahasia@example.org"))
    html = client.get(story.url).content.decode()
    assert "gravatar" not in html
    assert "example.org" not in html


def test_10_it_speaks_indonesian_and_mails_nobody_by_settings(client, story):
    assert isinstance(settings.MANAGERS, tuple | list)
    for name in ("comment_form", "discussion", "comment_sent", "comment_confirm"):
        assert get_template(f"comments/{name}.html").origin.name.startswith(str(APP))
    html = client.get(reverse("comments:write", args=[story.translation_key])).content.decode()
    for english in ("Your comment", "Mail me", "Required", "Post", "Notify me"):
        assert f">{english}" not in html
