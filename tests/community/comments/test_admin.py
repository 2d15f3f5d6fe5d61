from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex

from community.comments import services
from community.comments.models import Comment, Discussion
from community.moderation.models import Review
from tests.factories.comments import make_comment, make_story
from tests.factories.home import make_region_page
from tests.factories.members import AdministratorFactory, EditorFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.opened import opened
from tests.factories.regions import make_region
from tests.factories.told import make_story as make_told_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return make_comment(make_story(), "Beli <b>murah</b>!")


@pytest.fixture
def moderator(client):
    user = ModeratorFactory()
    client.force_login(user)
    return user


def test_moderators_find_comments_in_the_editing_room(client, moderator, comment):
    page = client.get(reverse("comments_admin:index"), {"q": "murah"}).content.decode()
    assert "Beli" in page
    assert "Beli" not in client.get(reverse("comments_admin:index"), {"q": "mahal"}).content.decode()


def test_the_list_takes_the_same_queries_however_long_it_is(client, moderator, django_assert_max_num_queries):
    story = make_story()
    for _number in range(15):
        make_comment(story)
    client.get(reverse("comments_admin:index"))
    with django_assert_max_num_queries(14):
        client.get(reverse("comments_admin:index"))


@pytest.mark.parametrize("filters", [{"held": "true"}, {"hidden": "true"}, {"held": "false"}, {"hidden": "x"}])
def test_the_list_can_be_narrowed(client, moderator, comment, filters):
    assert client.get(reverse("comments_admin:index"), filters).status_code == 200


def test_moderators_hide_with_a_reason_and_restore(client, moderator, comment):
    url = reverse("comments_admin:edit", args=[comment.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, opened(client, url) | {"state": "open", "reason": ""}).status_code == 200
    comment.refresh_from_db()
    assert comment.is_live
    client.post(url, opened(client, url) | {"state": "open", "reason": "iklan"})
    comment.refresh_from_db()
    assert (comment.is_live, comment.hidden_by, comment.hidden_reason) == (False, moderator, "iklan")
    client.post(url, opened(client, url) | {"state": "read_only", "is_shown": "on"})
    comment.refresh_from_db()
    assert comment.is_live
    assert Discussion.objects.get().state == "read_only"
    assert ModelLogEntry.objects.filter(action="comments.hide", user=moderator).count() == 1


def test_what_another_moderator_decides_is_told_and_not_offered(client):
    regional = RegionalModeratorFactory(of=make_region("81.02"))
    comment = make_comment(
        make_told_story(parent=make_region_page(make_region("81.02"))), author=AdministratorFactory()
    )
    client.force_login(regional)
    url = reverse("comments_admin:edit", args=[comment.pk])
    page = client.get(url)
    assert "di atasnya yang memutuskan" in page.content.decode()
    assert set(page.context["form"].fields) == {"shown_state", "state"}
    answer = client.post(url, opened(client, url) | {"state": "", "reason": "iklan"})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    client.post(url, opened(client, url) | {"state": "read_only"})
    comment.refresh_from_db()
    assert comment.is_live
    assert Discussion.objects.get().state == "read_only"


def test_what_is_deleted_is_not_hidden_besides_and_its_author_hears_nothing_more(client, moderator, comment):
    url = reverse("comments_admin:edit", args=[comment.pk])
    services.remove_comment(by=ModeratorFactory(), comment=comment, reason="iklan")
    cases, mails = Review.objects.count(), len(mail.outbox)
    page = client.get(url)
    assert "Sudah dihapus. Di sini" in page.content.decode()
    assert set(page.context["form"].fields) == {"shown_state", "state"}
    client.post(url, opened(client, url) | {"state": "read_only", "reason": "iklan juga"})
    comment.refresh_from_db()
    assert (comment.hidden_at, Review.objects.count(), len(mail.outbox)) == (None, cases, mails)
    assert Discussion.objects.get().state == "read_only"


def test_who_can_no_longer_restore_reads_why_above_the_form(client, moderator, monkeypatch):
    comment = make_comment(make_story(), author=moderator)
    url = reverse("comments_admin:edit", args=[comment.pk])
    services.hide_comment(by=ModeratorFactory(), comment=comment, reason="iklan")
    assert "perkara Anda sendiri" in client.get(url).content.decode()
    # Reported between the look at the form and the act: the services refuse what the form still offered.
    monkeypatch.setattr("community.comments.admin.objection_to", lambda *asked: "")
    answer = client.post(url, opened(client, url) | {"state": "", "is_shown": "on", "reason": "x"})
    assert answer.status_code == 200
    assert "perkara Anda sendiri" in answer.content.decode()
    comment.refresh_from_db()
    assert not comment.is_live


def test_a_form_that_was_open_meanwhile_undoes_nothing(client, moderator, comment):
    url = reverse("comments_admin:edit", args=[comment.pk])
    sent = opened(client, url) | {"state": "open", "is_shown": "on", "reason": ""}
    services.hide_comment(by=moderator, comment=comment, reason="iklan")
    answer = client.post(url, sent)
    assert Comment.objects.get(pk=comment.pk).hidden_reason == "iklan"
    assert "sudah berubah sejak Anda membuka" in answer.content.decode()
    sent = opened(client, url) | {"state": "open", "reason": "iklan"}
    services.set_state(by=moderator, discussion=comment.discussion, state="closed")
    client.post(url, sent)
    assert Discussion.objects.get().state == "closed"


def test_a_form_without_a_mark_of_what_it_showed_does_nothing(client, moderator, comment):
    for mark in ({}, {"shown_state": "x"}):
        client.post(reverse("comments_admin:edit", args=[comment.pk]), mark | {"state": "closed", "reason": "iklan"})
    comment.refresh_from_db()
    assert comment.is_live
    assert Discussion.objects.get().state == ""


def test_nobody_adds_or_deletes_comments_there(client, moderator, comment):
    client.get(reverse("comments_admin:add"))
    client.post(reverse("comments_admin:add"), {"state": "open", "is_shown": "on"})
    client.post(reverse("comments_admin:delete", args=[comment.pk]))
    assert Comment.objects.count() == 1


def test_editors_who_are_no_moderators_see_no_comments_there(client, comment):
    client.force_login(EditorFactory())
    assert client.get(reverse("comments_admin:index")).status_code == 302


def test_comments_are_not_in_the_reference_index(comment):
    assert Comment not in ReferenceIndex.tracked_models


def test_a_suspended_moderator_reads_nothing_there(client, moderator, comment):
    address = reverse("comments_admin:index")
    assert client.get(address).status_code == 200
    type(moderator).objects.filter(pk=moderator.pk).update(suspended_until=timezone.now() + timedelta(days=1))
    assert client.get(address).status_code in (302, 403)


@pytest.mark.parametrize("view", ["edit", "delete", "history", "usage", "inspect"])
def test_a_key_that_is_too_large_for_a_row_leads_nowhere(client, moderator, comment, view):
    address = reverse(f"comments_admin:{view}", args=[comment.pk]).replace(f"/{comment.pk}/", f"/{2**63}/")
    assert client.get(address).status_code == 404
