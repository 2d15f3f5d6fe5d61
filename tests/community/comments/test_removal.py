"""Pages that are moved, unpublished, closed or deleted take their comments along."""

from __future__ import annotations

import pytest
from celery import current_app
from django.urls import reverse
from django.utils import translation
from django_comments.models import Comment as PlainComment
from outbox.models import Sweep
from outbox.services import work_sweeps
from wagtail.models import ModelLogEntry, Page, PageViewRestriction

from community.comments import services
from community.comments.kinds import place_of
from community.comments.models import COMMENT, Comment, Discussion, UnconfirmedComment
from community.comments.rules import comments_seen_by
from community.comments.services import following, removal
from community.members.following.models import Watch
from community.members.permissions import Viewer
from community.writing.history.models import Version
from community.writing.kinds import everyone
from community.writing.mentions.models import Mention
from community.writing.reactions.models import Reaction
from community.writing.reactions.services import react
from search.models import SearchEntry
from tests.factories.comments import make_comment, make_story, translate
from tests.factories.home import make_region_page
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_indonesian():
    with translation.override("id"):
        yield


def test_a_moved_page_keeps_its_comments(client, story):
    comment = make_comment(story)
    story.move(make_region_page(make_region("81.02")), pos="last-child")
    moved = Page.objects.get(pk=story.pk)
    assert client.get(comment.get_absolute_url()).url == f"{moved.url}#c{comment.pk}"


@pytest.mark.parametrize("act", ["unpublish", "close"])
def test_under_what_is_not_open_no_comment_is_reached(client, story, act):
    comment = make_comment(story)
    react(user=MemberFactory(), kind=COMMENT, key=comment.pk, name="thanks")
    addresses = [
        comment.get_absolute_url(),
        reverse("comments:thread", args=[comment.pk]),
        reverse("comments:threads", args=[story.translation_key]),
        reverse("comments:write", args=[story.translation_key]),
        reverse("comments:follow", args=[story.translation_key]),
        reverse("writing:history", args=[COMMENT, comment.pk]),
        reverse("writing:reactions", args=[COMMENT, comment.pk]),
    ]
    assert {client.get(address).status_code for address in addresses} <= {200, 302}
    if act == "unpublish":
        story.unpublish()
    else:
        PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert not comments_seen_by(everyone()).exists()
    assert comments_seen_by(Viewer(MemberFactory())).exists() is (act == "close")


def test_with_a_deleted_page_all_of_its_comments_go_for_good(story, monkeypatch):
    monkeypatch.setattr(removal, "STEP", 2)
    author, named = MemberFactory(), MemberFactory(handle="disebut", is_listed=True)
    first = make_comment(story, "Terima kasih @disebut", author=author)
    services.edit_comment(by=author, comment=first, body="Terima kasih banyak @disebut")
    reply = make_comment(story, reply_to=first.pk)
    make_comment(story, reply_to=reply.pk)
    react(user=named, kind=COMMENT, key=first.pk, name="thanks")
    services.hide_comment(by=ModeratorFactory(), comment=reply, reason="iklan")
    services.ask_to_confirm(key=str(story.translation_key), name="Ina", email="ina@example.org", body="Salam.")
    assert Mention.objects.exists()
    following.follow(user=named, place=place_of(str(story.translation_key), everyone()))
    elsewhere = make_comment(make_story("Lain"))
    story.delete()
    work()
    assert list(Comment.objects.all()) == [elsewhere]
    assert PlainComment.objects.count() == 1
    assert list(Discussion.objects.all()) == [elsewhere.discussion]
    for left in (Version, Mention, Reaction, UnconfirmedComment, Watch):
        assert not left.objects.exists(), left
    entries = SearchEntry.objects.filter(kind="comment", is_deleted=False)
    assert list(entries.values_list("object_id", flat=True)) == [str(elsewhere.pk)]
    labels = ModelLogEntry.objects.filter(action="comments.hide").values_list("label", flat=True)
    assert set(labels) == {"—"}


def test_comments_stay_as_long_as_the_page_has_another_language(story):
    english = translate(story)
    comment = make_comment(story)
    Page.objects.get(pk=story.pk).specific.delete()
    work()
    assert list(Comment.objects.all()) == [comment]
    Page.objects.get(pk=english.pk).specific.delete()
    work()
    assert not Comment.objects.exists()


def test_a_page_without_comments_leaves_no_work(story):
    story.delete()
    assert not Sweep.objects.exists()


def work() -> None:
    current_app.loader.import_default_modules()
    while work_sweeps():
        pass
