"""Moderators act on a comment where it stands, and its author reads why and appeals as after a report."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from community.comments.services import bring_back_comment, delete_comment
from community.comments.services.by_address import empty
from community.members.permissions import Refused
from community.moderation.models import Decision, Review
from community.moderation.services.at_hand import DELETE, HIDE, SHOW, act_on, acts_for
from tests.factories.comments import make_comment, make_visitor_comment
from tests.factories.home import make_region_page
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region
from tests.factories.reports import case_of, report_thing
from tests.factories.told import make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region("81.02")


@pytest.fixture
def comment(region):
    return make_comment(make_story(parent=make_region_page(region)), "Beli sekarang juga di sini.")


def page_of(comment, language="/en"):
    return f"{language}/moderasi/komentar/{comment.pk}/"


def send(client, comment, act, reason="Iklan."):
    return client.post(page_of(comment), {"act": act, "reason": reason})


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize(
    ("act", "decision", "field"), [(HIDE, Decision.HIDE, "hidden_at"), (DELETE, Decision.DELETE, "deleted_at")]
)
def test_it_is_hidden_or_deleted_with_a_reason_and_can_be_appealed_against(client, comment, act, decision, field):
    assert page_of(comment, "") in client.get(comment.get_absolute_url(), follow=True).content.decode()
    assert send(client, comment, act).status_code == 302
    comment.refresh_from_db()
    assert getattr(comment, field)
    case = case_of(comment)
    assert (case.decision, case.reason, case.appeal_ends_at is not None) == (decision, "Iklan.", True)
    [told] = [message for message in mail.outbox if comment.user.email in message.to]
    assert "Iklan." in told.body
    assert send(client, comment, SHOW, reason="").status_code == 302
    comment.refresh_from_db()
    assert comment.is_live


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize(("language", "why"), [("/en", "Please write why"), ("", "Tuliskan alasannya")])
def test_without_a_reason_nothing_is_hidden(client, comment, language, why):
    answer = client.post(page_of(comment, language), {"act": HIDE, "reason": "  "})
    assert why in answer.content.decode()
    comment.refresh_from_db()
    assert comment.is_live


@pytest.mark.usefixtures("moderator")
def test_what_was_reported_is_decided_in_its_case(client, comment):
    report_thing(comment)
    assert client.get(page_of(comment)).url.endswith(f"/moderasi/perkara/{case_of(comment).pk}/")


def test_only_who_keeps_order_there_gets_in(client, comment, region):
    there, elsewhere = RegionalModeratorFactory(of=region), RegionalModeratorFactory(of=make_region("81.03"))
    for person, status in ((MemberFactory(), 404), (comment.user, 404), (elsewhere, 404), (there, 200)):
        client.force_login(person)
        assert client.get(page_of(comment)).status_code == status
        shown = client.get(reverse("comments:comment", args=[comment.pk]), follow=True).content.decode()
        assert (f"/moderasi/komentar/{comment.pk}/" in shown) is (status == 200)
    client.force_login(elsewhere)
    assert send(client, comment, HIDE).status_code == 404
    with pytest.raises(Refused):
        act_on(by=elsewhere, comment=comment, act=HIDE, reason="Iklan.")


def test_nobody_acts_on_a_comment_of_their_own_or_of_who_looks_after_more(client, comment, region):
    regional, story = RegionalModeratorFactory(of=region), make_story(parent=make_region_page(region))
    client.force_login(regional)
    for author, status in ((regional, 404), (ModeratorFactory(), 403)):
        made = make_comment(story, author=author)
        assert 'name="act"' not in client.get(page_of(made)).content.decode()
        assert send(client, made, DELETE).status_code == status
        made.refresh_from_db()
        assert made.is_live


@pytest.mark.usefixtures("moderator")
def test_who_comes_second_is_told_so_and_changes_nothing(client, comment):
    act_on(by=ModeratorFactory(), comment=comment, act=DELETE, reason="Iklan.")
    assert "Somebody has acted on it meanwhile" in send(client, comment, HIDE).content.decode()
    comment.refresh_from_db()
    assert comment.hidden_at is None
    with pytest.raises(Refused):
        act_on(by=ModeratorFactory(), comment=comment, act=HIDE, reason="Iklan.")
    assert Review.objects.filter(kind="comment", object_id=comment.pk).count() == 1


@pytest.mark.usefixtures("moderator")
def test_with_what_its_author_took_back_there_is_nothing_to_do(client, comment):
    delete_comment(by=comment.user, comment=comment)
    comment.refresh_from_db()
    assert acts_for(comment) == []
    page = client.get(page_of(comment)).content.decode()
    assert "There is nothing to decide" in page
    assert "There is nothing to decide" in send(client, comment, HIDE).content.decode()
    comment.refresh_from_db()
    assert (comment.hidden_at, Review.objects.filter(object_id=comment.pk).exists()) == (None, False)
    assert 'name="act"' not in page
    assert reverse("comments:comment", args=[comment.pk]) in page


@pytest.mark.usefixtures("moderator")
def test_a_reason_may_be_as_long_as_the_field_lets_one_type_and_what_is_longer_is_refused_in_words(client, comment):
    typed = ("a" * 24 + "\r\n") * 20  # 500 characters as browsers count them
    answer = send(client, comment, HIDE, reason=typed + "x")
    assert answer.status_code == 200
    assert "Please write why" not in answer.content.decode()
    assert "500" in str(answer.context["form"].errors["reason"])
    assert send(client, comment, HIDE, reason="a\x00b").status_code == 200
    assert send(client, comment, HIDE, reason="b" + typed[1:]).status_code == 302
    comment.refresh_from_db()
    assert comment.hidden_at


@pytest.mark.usefixtures("moderator")
def test_what_was_hidden_and_then_deleted_is_shown_again_by_one_press(client, comment):
    for act in (HIDE, DELETE):
        send(client, comment, act)
    comment.refresh_from_db()
    assert comment.hidden_at
    assert comment.deleted_at
    send(client, comment, SHOW, reason="")
    comment.refresh_from_db()
    assert comment.is_live


@pytest.mark.usefixtures("moderator")
def test_words_that_a_visitor_had_removed_come_back_by_nobody(client, comment):
    visitors = make_visitor_comment(make_story(), "Salam dari Ambon.")
    empty(visitors)
    visitors.refresh_from_db()
    assert acts_for(visitors) == []
    bring_back_comment(by=ModeratorFactory(), comment=visitors)
    visitors.refresh_from_db()
    assert visitors.deleted_at
    assert "There is nothing to decide" in client.get(page_of(visitors)).content.decode()
