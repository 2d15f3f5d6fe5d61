"""Closing an organisation: what is left of it, whom it is told, what can still be done, and who opens it again."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from guard.limits import forget_counts
from wagtail.models import ModelLogEntry

from community.forums.services import start_topic
from community.members.models import Invitation, Membership, MembershipRequest, Organisation
from community.members.organisations import services
from community.members.organisations.services import closing
from community.members.organisations.services.invitations import token_of, waiting_for
from community.members.permissions import Refused, Viewer
from community.members.sitemaps import OrganisationSitemap
from search.models import SearchEntry
from tests.factories.forums import CategoryFactory
from tests.factories.mails import mails_to
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.organisations import add_member, facts_of, keeper, make_organisation, owner_of, save
from tests.factories.pictures import make_photo
from tests.factories.rights import work

pytestmark = pytest.mark.django_db

PAGE = "/organisasi/mina-kei/"


@pytest.fixture(autouse=True)
def stores(settings, tmp_path):
    forget_counts()
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"


@pytest.fixture
def organisation():
    return make_organisation(MemberFactory(name="Yosina Contoh"), name="Mina Kei", handle="mina-kei")


def close(organisation, reason=""):
    return services.close(by=owner_of(organisation), organisation=organisation, reason=reason)


def test_its_owner_closes_it_on_a_page_that_asks_once_more(client, organisation):
    client.force_login(owner_of(organisation))
    assert f"{PAGE}tutup/" in client.get(f"{PAGE}anggota/").content.decode()
    assert client.get(f"{PAGE}tutup/").status_code == 200
    organisation.refresh_from_db()
    assert organisation.closed_at is None
    first = client.post(f"{PAGE}tutup/", {"reason": "Usaha berhenti."})
    assert first.url == client.post(f"{PAGE}tutup/").url == client.get(f"{PAGE}tutup/").url == "/organisasi/saya/"
    organisation.refresh_from_db()
    assert organisation.closed_at
    entry = ModelLogEntry.objects.get(action="members.close_organisation")
    assert (entry.data["reason"], entry.user) == ("Usaha berhenti.", owner_of(organisation))
    mine = client.get("/organisasi/saya/").content.decode()
    assert "Ditutup" in mine
    assert f"{PAGE}anggota/" not in mine


@pytest.mark.parametrize("role", ["manager", "member", ""])
def test_nobody_else_closes_it(client, organisation, role):
    member = MemberFactory()
    if role:
        add_member(organisation, member, role)
    with pytest.raises(Refused):
        services.close(by=member, organisation=organisation)
    client.force_login(member)
    assert client.post(f"{PAGE}tutup/").status_code == 403
    with pytest.raises(Refused):
        services.close(by=keeper(), organisation=organisation)


@pytest.mark.parametrize("address", [PAGE, "/organisasi/mina-lama/"])
def test_its_page_answers_410_and_tells_no_more_than_that(client, organisation, address):
    owner, facts = owner_of(organisation), facts_of(name="Mina Kei", description="Teripang.")
    for handle in ("mina-lama", "mina-kei"):
        services.edit_organisation(by=owner, organisation=organisation, facts=facts, handle=handle)
    close(organisation)
    for viewer in (None, MemberFactory(), owner, ModeratorFactory()):
        if viewer:
            client.force_login(viewer)
        answer = client.get(address, follow=True)
        page = answer.content.decode()
        assert answer.status_code == 410
        assert "Organisasi ini ditutup oleh pemiliknya pada" in page
        assert "Teripang." not in page
        assert "Yosina Contoh" not in page.split("<main")[1]
    assert "This organisation was closed by its owner" in client.get(f"/en{PAGE}").content.decode()


def test_one_that_staff_took_from_view_before_is_not_even_named(client, organisation):
    close(organisation)
    services.suspend(by=keeper(), organisation=organisation, reason="palsu")
    assert client.get(PAGE).status_code == 404


def test_who_would_join_it_reads_the_same_whoever_they_are(client, organisation):
    close(organisation)
    for viewer in (MemberFactory(), owner_of(organisation), ModeratorFactory(), keeper()):
        client.force_login(viewer)
        for answer in (client.get(f"{PAGE}gabung/"), client.post(f"{PAGE}gabung/", {"text": "Saya nelayan."})):
            assert answer.status_code == 410
            assert "Organisasi ini ditutup oleh pemiliknya pada" in answer.content.decode()


def test_of_one_that_staff_took_from_view_before_nobody_reads_that_it_could_be_joined(client, organisation):
    close(organisation)
    services.suspend(by=keeper(), organisation=organisation, reason="palsu")
    client.force_login(MemberFactory())
    assert client.get(f"{PAGE}gabung/").status_code == 404


def test_what_was_written_in_its_name_keeps_it_without_a_link(client, organisation):
    topic = start_topic(
        author=owner_of(organisation), category=CategoryFactory(), title="Bibit", body="Ada.", organisation=organisation
    )
    close(organisation)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "<b>Mina Kei</b>" in page
    assert f'href="{PAGE}"' not in page
    assert "atas nama Mina Kei" in client.get("/forum/").content.decode()


def test_nobody_finds_it_any_more(client, organisation):
    owner = owner_of(organisation)
    assert SearchEntry.objects.filter(kind="organisation", is_deleted=False).count() == 1
    close(organisation)
    assert not SearchEntry.objects.filter(kind="organisation", is_deleted=False).exists()
    assert "Mina Kei" not in client.get("/organisasi/").content.decode()
    assert not list(OrganisationSitemap().items())
    assert not Organisation.objects.visible_to(Viewer(MemberFactory())).exists()
    owner.profile.is_listed = True
    owner.profile.save()
    assert "Mina Kei" not in client.get(owner.profile.get_absolute_url()).content.decode()


def test_its_people_are_mailed_once_in_steps(organisation, monkeypatch):
    monkeypatch.setattr(closing, "STEP", 2)
    people = [owner_of(organisation), *(add_member(organisation).user for _number in range(4))]
    stranger = MemberFactory()
    close(organisation, "Usaha  berhenti\n.")
    work()
    for member in people:
        (message,) = mails_to(member.email)
        assert message.subject == "Mina Kei ditutup"
        assert "Usaha berhenti ." in message.body
    assert mails_to(stranger.email) == []


def test_each_is_mailed_in_their_language_and_of_no_reason_nothing_is_said(organisation):
    reader = add_member(organisation, MemberFactory(language="en")).user
    close(organisation)
    work()
    (message,) = mails_to(reader.email)
    assert message.subject == "Mina Kei was closed"
    assert "Why:" not in message.body


def test_one_that_is_open_again_meanwhile_mails_nobody(organisation):
    member = add_member(organisation).user
    close(organisation)
    services.reopen(by=keeper(), organisation=organisation)
    work()
    assert mails_to(member.email) == []


def test_nothing_more_is_done_with_it(organisation):
    owner, other = owner_of(organisation), add_member(organisation)
    invited, asking = MemberFactory(), MemberFactory()
    invitation = services.invite(by=owner, organisation=organisation, user=invited)
    request = services.ask_to_join(member=asking, organisation=organisation)
    close(organisation)
    assert waiting_for(invited) == []
    assert (Invitation.objects.get().state, MembershipRequest.objects.get().state) == ("withdrawn", "withdrawn")
    room = CategoryFactory()
    for act in (
        lambda: services.edit_organisation(by=owner, organisation=organisation, facts=facts_of()),
        lambda: services.change_logo(by=owner, organisation=organisation, file=make_photo()),
        lambda: services.invite(by=owner, organisation=organisation, email="baru@example.org"),
        lambda: services.accept_invitation(member=invited, token=token_of(invitation)),
        lambda: services.accept_request(by=owner, asking=request),
        lambda: services.ask_to_join(member=MemberFactory(), organisation=organisation),
        lambda: services.change_role(by=owner, membership=other, role="manager"),
        lambda: services.remove_member(by=owner, membership=other),
        lambda: start_topic(author=owner, category=room, title="Bibit", body="Ada.", organisation=organisation),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert organisation.memberships.count() == 2


def test_its_people_may_leave_even_the_last_owner_and_nobody_is_told_that_none_is_left(organisation):
    owner, staff = owner_of(organisation), keeper()
    close(organisation)
    assert services.leave(member=owner, organisation=organisation)
    assert mails_to(staff.email) == []
    assert not Organisation.objects.without_owner().exists()


def test_closed_ones_leave_room_for_others(organisation, monkeypatch):
    from community.members.organisations.services import founding

    monkeypatch.setattr(founding, "MOST_OWNED", 1)
    owner = owner_of(organisation)
    with pytest.raises(Refused):
        make_organisation(owner)
    close(organisation)
    assert make_organisation(owner)


def test_its_logo_leaves_the_open(organisation, django_capture_on_commit_callbacks):
    organisation = services.change_logo(by=owner_of(organisation), organisation=organisation, file=make_photo())
    with django_capture_on_commit_callbacks(execute=True):
        organisation = close(organisation)
    assert organisation.logo.startswith("private/")
    with django_capture_on_commit_callbacks(execute=True):
        organisation = services.reopen(by=keeper(), organisation=organisation)
    assert organisation.logo.startswith("avatars/")


def test_staff_open_it_again_as_it_was_and_its_owners_are_told(client, organisation):
    owner = owner_of(organisation)
    close(organisation)
    work()
    client.force_login(keeper())
    form = client.get(reverse("organisations_admin:edit", args=[organisation.pk])).context["form"]
    assert "is_reopened" in form.fields
    save(client, organisation, is_reopened="on", reason="Ternyata berlanjut")
    organisation.refresh_from_db()
    assert organisation.closed_at is None
    assert ModelLogEntry.objects.get(action="members.reopen_organisation").data["reason"] == "Ternyata berlanjut"
    assert [message.subject for message in mails_to(owner.email)] == ["Mina Kei ditutup", "Mina Kei dibuka lagi"]
    assert Membership.objects.get().role == "owner"
    client.logout()
    assert client.get(PAGE).status_code == 200
    assert SearchEntry.objects.filter(kind="organisation", is_deleted=False).count() == 1


def test_of_an_open_one_the_form_asks_no_such_thing(client, organisation):
    client.force_login(keeper())
    address = reverse("organisations_admin:edit", args=[organisation.pk])
    assert "is_reopened" not in client.get(address).context["form"].fields


def test_only_staff_open_it_again(organisation):
    owner = owner_of(organisation)
    close(organisation)
    for by in (owner, MemberFactory(), ModeratorFactory()):
        with pytest.raises(Refused):
            services.reopen(by=by, organisation=organisation)
    organisation.refresh_from_db()
    assert organisation.closed_at


def test_the_list_of_staff_finds_closed_ones(client, organisation):
    make_organisation()
    close(organisation)
    client.force_login(keeper())
    listed = client.get(reverse("organisations_admin:index"), {"closed": "true"}).context["object_list"]
    assert list(listed) == [organisation]
