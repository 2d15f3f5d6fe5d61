"""Organisations are discussed like pages: by those who see them, looked after by those of their region."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from community.comments import services
from community.comments.kinds import place_of, place_under
from community.comments.models import Comment, Discussion, State
from community.comments.rules import comments_seen_by
from community.comments.templatetags.discussion_tags import comment_rule_address
from community.members.models import User
from community.members.organisations.models import Organisation
from community.members.permissions import Refused, Viewer
from community.members.roles import services as roles
from community.writing.kinds import everyone
from search.models import SearchEntry
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.organisations import make_organisation, owner_of
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_indonesian():
    with translation.override("id"):
        yield


@pytest.fixture
def organisation():
    return make_organisation()


def test_members_comment_on_an_organisation(client, organisation):
    client.force_login(MemberFactory())
    html = client.get(organisation.get_absolute_url()).content.decode()
    assert f"/diskusi/organisation-{organisation.pk}/tulis/" in html
    comment = comment_on(organisation, "Ikannya segar.")
    assert "Ikannya segar." in client.get(organisation.get_absolute_url()).content.decode()
    assert client.get(comment.get_absolute_url()).url == f"{organisation.get_absolute_url()}#c{comment.pk}"


def test_they_are_found_by_what_is_discussed_while_it_is_in_view(organisation):
    comment = comment_on(organisation, "Ikannya segar.")
    entry = SearchEntry.objects.get(kind="comment", object_id=str(comment.pk))
    assert (entry.title, entry.group, entry.is_deleted) == (organisation.name, f"organisation:{organisation.pk}", False)


@pytest.mark.parametrize("column", ["suspended_at", "closed_at"])
def test_under_one_that_is_not_in_view_nothing_is_read_or_written(client, organisation, column):
    comment = comment_on(organisation)
    Organisation.objects.filter(pk=organisation.pk).update(**{column: comment.submit_date})
    assert client.get(comment.get_absolute_url()).status_code == 404
    assert not comments_seen_by(everyone()).exists()
    with pytest.raises(Refused):
        comment_on(organisation)


def test_who_keeps_order_in_its_region_does_so_under_it(organisation):
    comment = comment_on(organisation)
    code = organisation.region.code
    there = User.objects.get(pk=RegionalModeratorFactory(of=make_region(code.split(".")[0])).pk)
    elsewhere = User.objects.get(pk=RegionalModeratorFactory(of=make_region("11")).pk)
    with pytest.raises(Refused):
        services.hide_comment(by=elsewhere, comment=comment, reason="iklan")
    services.hide_comment(by=there, comment=comment, reason="iklan")
    for moderator, sees in ((there, True), (elsewhere, False), (ModeratorFactory(), True)):
        assert comments_seen_by(Viewer(moderator)).filter(pk=comment.pk).exists() is sees
        assert Comment.objects.moderated_by(Viewer(moderator)).exists() is sees


def test_editors_of_all_and_of_its_region_choose_for_it_and_are_led_there(client, organisation):
    rule = reverse("comment_rule", args=[f"organisation-{organisation.pk}"])
    code = organisation.region.code
    for person, may in (
        (MemberFactory(), False),
        (owner_of(organisation), False),
        (editor_of("11"), False),
        (editor_of(code.split(".")[0]), True),
        (editor_of(None), True),
        (ModeratorFactory(), True),
    ):
        client.force_login(person)
        assert (rule in client.get(organisation.get_absolute_url()).content.decode()) is may, person
        assert (client.get(rule).status_code == 200) is may
        Discussion.objects.all().delete()
        client.post(rule, {"state": State.READ_ONLY, "days": "", "reason": ""})
        assert Discussion.objects.filter(state=State.READ_ONLY).exists() is may
    client.force_login(editor_of(None))
    assert rule in client.get(reverse("organisations_admin:edit", args=[organisation.pk])).content.decode()


def test_a_member_pays_nothing_for_the_link_of_editors(client, organisation):
    place = place_under(organisation)
    member = Viewer(MemberFactory())
    assert not member.is_staff
    request = SimpleNamespace(viewer=member)
    with CaptureQueriesContext(connection) as captured:
        assert comment_rule_address({"request": request}, place.thing) == ""
    assert len(captured) == 0


def test_under_one_out_of_view_its_people_are_offered_nothing_that_leads_nowhere(client, organisation):
    comment_on(organisation)
    Organisation.objects.filter(pk=organisation.pk).update(suspended_at=organisation.created_at)
    client.force_login(owner_of(organisation))
    html = client.get(organisation.get_absolute_url()).content.decode()
    assert organisation.name in html
    assert "/diskusi/" not in html


@pytest.mark.parametrize(
    "key",
    ["organisation-0", "organisation-x", "organisation-999999", "organisation-", "organisation-01", "Organisation-1"],
)
def test_a_key_of_nothing_leads_nowhere(client, key):
    assert place_of(key, everyone()) is None
    assert client.get(f"/diskusi/{key}/tulis/").status_code == 404


def editor_of(code: str | None) -> User:
    editor = MemberFactory()
    roles.give(user=editor, kind="editor", region=make_region(code) if code else None, reason="x")
    return User.objects.get(pk=editor.pk)


def comment_on(organisation: Organisation, body: str = "Terima kasih.") -> Comment:
    place = place_under(organisation)
    assert place
    return services.write_comment(key=place.key, author=MemberFactory(), body=body)
