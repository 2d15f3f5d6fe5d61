"""Regional moderators look after the discussions under pages of their region, and no others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from community.comments import services
from community.comments.models import Comment, Discussion
from community.comments.threads import thread_page
from community.members.models import User
from community.members.permissions import Refused, Viewer
from tests.factories.comments import make_comment
from tests.factories.home import make_region_page
from tests.factories.members import ModeratorFactory, RegionalModeratorFactory
from tests.factories.opened import opened
from tests.factories.regions import make_region
from tests.factories.told import make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> User:
    return User.objects.get(pk=RegionalModeratorFactory(of=make_region("81.02")).pk)


def pages():
    """Pages with whether they are of 81.02 or below."""
    kei, tual = make_region_page(make_region("81.02")), make_region_page(make_region("81.72"))
    return [
        (kei, True),
        (make_story(parent=kei), True),
        (make_story(regions=(make_region("81.02.01"),)), True),
        (tual, False),
        (make_story(parent=tual), False),
        (make_story(), False),
        (make_region_page(make_region("81")), False),
    ]


def test_they_hide_restore_and_close_under_pages_of_their_region_only(moderator):
    for page, is_theirs in pages():
        comment = make_comment(page)
        for act in (
            lambda comment=comment: services.hide_comment(by=moderator, comment=comment, reason="x"),
            lambda comment=comment: services.restore_comment(by=moderator, comment=comment),
            lambda comment=comment: services.set_state(by=moderator, discussion=comment.discussion, state="closed"),
        ):
            if is_theirs:
                act()
            else:
                with pytest.raises(Refused):
                    act()


def test_they_see_what_is_hidden_under_pages_of_their_region_only(moderator):
    viewer = Viewer(moderator)
    for page, is_theirs in pages():
        comment = hidden_comment(page)
        assert Comment.objects.visible_to(viewer).filter(pk=comment.pk).exists() is is_theirs
        assert Comment.objects.moderated_by(viewer).filter(pk=comment.pk).exists() is is_theirs
        assert comment.is_visible_to(viewer) is is_theirs
        assert bool(thread_page(comment.discussion, viewer).nodes) is is_theirs


def test_a_page_that_is_closed_to_them_stays_so(moderator):
    page = make_story(parent=make_region_page(make_region("81.02")))
    comment = hidden_comment(page)
    closed = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    closed.groups.add(Group.objects.create(name="Dewan"))
    assert not comment.is_visible_to(Viewer(moderator))
    assert not Comment.objects.moderated_by(Viewer(moderator)).exists()


def test_a_discussion_of_something_else_than_a_page_is_nobodys_region(moderator):
    assert not Comment.objects.moderated_by(Viewer(moderator)).exists()
    with pytest.raises(Refused):
        services.set_state(by=moderator, discussion=Discussion.objects.create(key="lain:1"), state="closed")


def test_a_suspended_moderator_moderates_nothing(moderator):
    comment = make_comment(make_region_page(make_region("81.02")))
    for by in (moderator, ModeratorFactory()):
        by.suspended_until = timezone.now() + timedelta(days=1)
        with pytest.raises(Refused):
            services.hide_comment(by=by, comment=comment, reason="x")


@pytest.mark.parametrize("count", [1, 15])
def test_a_discussion_costs_regional_moderators_the_same_for_few_and_many(
    moderator, count, django_assert_max_num_queries
):
    page = make_region_page(make_region("81.02"))
    for _number in range(count):
        comment = hidden_comment(page)
    viewer = Viewer(moderator)
    assert viewer.moderated_codes
    with django_assert_max_num_queries(9):
        assert len(thread_page(comment.discussion, viewer).nodes) == count


def test_the_editing_room_shows_and_opens_only_what_is_theirs(client, moderator):
    kei, tual = make_region_page(make_region("81.02")), make_region_page(make_region("81.72"))
    mine, other = make_comment(kei, "Milik saya."), make_comment(tual, "Milik lain.")
    client.force_login(moderator)
    page = client.get(reverse("comments_admin:index")).content.decode()
    assert ("Milik saya." in page, "Milik lain." in page) == (True, False)
    for view in ("edit", "inspect", "history", "usage"):
        pair = [client.get(reverse(f"comments_admin:{view}", args=[each.pk])).status_code for each in (mine, other)]
        assert pair == [200, 404]
    url = reverse("comments_admin:edit", args=[mine.pk])
    client.post(url, opened(client, url) | {"state": "open", "reason": "Iklan"})
    mine.refresh_from_db()
    assert mine.hidden_reason == "Iklan"


def hidden_comment(page) -> Comment:
    return services.hide_comment(by=ModeratorFactory(), comment=make_comment(page), reason="x")
