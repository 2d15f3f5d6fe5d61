"""What staff do, in the services and in the editing room: verified, suspended, named; evidence stays private."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.models import Evidence, Membership, Organisation, User
from community.members.organisations import services
from community.members.organisations.admin import OrganisationViewSet
from community.members.permissions import Refused
from home.services.editors import make_editors
from tests.factories.mails import link_in, mails_to
from tests.factories.members import AdministratorFactory, EditorFactory, MemberFactory, ModeratorFactory
from tests.factories.organisations import add_member, evidence_of, keeper, make_organisation, owner_of, save
from tests.factories.pictures import make_photo
from tests.factories.regions import make_region
from tests.factories.told import make_sector, make_story

pytestmark = pytest.mark.django_db
INDEX = "organisations_admin:index"


@pytest.fixture(autouse=True)
def stores(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def organisation():
    return make_organisation(MemberFactory(handle="pemilik-lama"), name="Mina Kei", handle="mina-kei")


@pytest.mark.parametrize("factory", [MemberFactory, ModeratorFactory, EditorFactory])
def test_who_has_not_the_right_does_nothing(client, organisation, factory):
    user, evidence = factory(), evidence_of(make_organisation())
    add_member(organisation, user, "owner")
    for act in (
        lambda: services.verify(by=user, organisation=organisation, seen="x"),
        lambda: services.suspend(by=user, organisation=organisation, reason="x"),
        lambda: services.name_owner(by=user, organisation=organisation, user=user, reason="x"),
        lambda: services.tell_of(by=user, organisation=organisation, keys=[]),
        lambda: services.remove_evidence(by=user, evidence=evidence, reason="x"),
    ):
        with pytest.raises(Refused):
            act()
    client.force_login(user)
    assert save(client, organisation, is_verified="on", seen="x").status_code in (302, 403)
    organisation.refresh_from_db()
    assert (organisation.verified_at, organisation.suspended_at) == (None, None)


def test_editors_have_the_right(organisation):
    user = MemberFactory()
    user.groups.add(make_editors())
    assert services.verify(by=user, organisation=organisation, seen="Akta 3/2020").by == user


def test_it_is_verified_with_evidence_that_nobody_else_fetches(client, organisation):
    staff = keeper()
    client.force_login(staff)
    file = SimpleUploadedFile("akta.pdf", b"%PDF-1.4 rahasia")
    save(client, organisation, is_verified="on", seen="Akta 3/2020", evidence=file)
    organisation.refresh_from_db()
    assert organisation.verified_at
    assert organisation.verifications.get().by == staff
    evidence = Evidence.objects.get()
    with pytest.raises(ValueError, match="no URL"):
        assert evidence.file.url
    address = reverse("organisations_admin:evidence", args=[evidence.pk])
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 rahasia"
    assert "attachment" in answer.headers["Content-Disposition"]
    for other in (owner_of(organisation), ModeratorFactory(), EditorFactory()):
        client.force_login(other)
        assert client.get(address).status_code in (302, 403)


def test_who_verifies_it_sees_on_the_form_all_that_it_says_of_itself_and_who_runs_it(client):
    owner = MemberFactory(name="Yosina Contoh", handle="yosina")
    organisation = make_organisation(
        owner,
        name="Mina Kei",
        kind="cooperative",
        region=make_region("81.02"),
        sectors=[make_sector()],
        registration_number="NIB-77",
        founded=1987,
        website="https://mina.example/",
        description="Mengeringkan teripang.\n<b>Bersama</b>.",
    )
    manager = add_member(organisation, MemberFactory(name="Petrus Contoh"), "manager")
    plain = add_member(organisation, MemberFactory(name="Anggota Biasa"))
    Organisation.objects.update(created_at=timezone.now() - timedelta(days=800))
    client.force_login(keeper())
    page = client.get(reverse("organisations_admin:edit", args=[organisation.pk])).content.decode().replace("\xa0", " ")
    told = ("Koperasi", "81.02", make_sector().name, "NIB-77", "1987", "https://mina.example/", "2 tahun")
    people = ("Yosina Contoh", 'href="/anggota/yosina/"', manager.user.name)
    for part in (
        *told,
        *people,
        "Mengeringkan teripang.<br>&lt;b&gt;Bersama",
        f'href="/organisasi/{organisation.handle.text}/"',
    ):
        assert part in page, part
    assert plain.user.name not in page


def test_each_act_stands_in_the_history_with_its_reason(client, organisation):
    client.force_login(keeper())
    save(client, organisation, is_verified="on", seen="Akta 3/2020")
    save(client, organisation, is_suspended="on", seen="", reason="palsu")
    save(client, organisation, reason="sudah jelas")
    acts = ("verify", "unverify", "suspend", "restore")
    logged = {name: ModelLogEntry.objects.get(action=f"members.{name}_organisation") for name in acts}
    assert (logged["unverify"].data["reason"], logged["suspend"].data["reason"]) == ("palsu", "palsu")
    assert logged["restore"].data["reason"] == "sudah jelas"
    history = client.get(reverse("organisations_admin:history", args=[organisation.pk])).content.decode()
    assert "Disembunyikan" in history


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"is_verified": "on"}, "seen"),
        ({"is_suspended": "on"}, "reason"),
        ({"owner": "mina-kei", "reason": "x"}, "owner"),
        ({"owner": "pemilik-baru"}, "reason"),
        ({"owner": "ditangguhkan", "reason": "x"}, "owner"),
        ({"owner": "pemilik-lama", "reason": "x"}, "owner"),
        ({"pages": "/tidak/ada/"}, "pages"),
        ({"evidence": SimpleUploadedFile("akta.exe", b"MZ"), "is_verified": "on", "seen": "x"}, "evidence"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_done(client, organisation, typed, field):
    MemberFactory(handle="pemilik-baru")
    MemberFactory(handle="ditangguhkan", suspended_until=timezone.now() + timedelta(days=1))
    client.force_login(keeper())
    answer = save(client, organisation, **typed)
    assert field in answer.context["form"].errors
    organisation.refresh_from_db()
    assert (organisation.verified_at, organisation.suspended_at) == (None, None)
    assert organisation.memberships.count() == 1


def test_an_organisation_whose_owners_can_do_nothing_counts_as_ownerless(client, organisation):
    client.force_login(keeper())
    User.objects.filter(pk=owner_of(organisation).pk).update(suspended_until=timezone.now() + timedelta(days=9))
    other = make_organisation()
    assert list(client.get(reverse(INDEX), {"ownerless": "true"}).context["object_list"]) == [organisation]
    assert list(client.get(reverse(INDEX), {"ownerless": "false"}).context["object_list"]) == [other]


def test_staff_name_an_owner_who_is_one_after_saying_yes(client, organisation):
    heir = MemberFactory(handle="ahli-waris")
    Membership.objects.all().delete()
    client.force_login(keeper())
    save(client, organisation, owner="@ahli-waris", reason="Pemilik lama pergi")
    assert not Membership.objects.exists()
    assert ModelLogEntry.objects.get(action="members.name_owner").data["member"] == heir.pk
    client.force_login(heir)
    client.post(link_in(mails_to(heir.email)[0]))
    assert (Membership.objects.get().user, Membership.objects.get().role) == (heir, "owner")


@pytest.mark.parametrize("how", ["suspended_at", "closed_at"])
def test_nobody_is_asked_to_own_what_is_out_of_view_or_closed(client, organisation, how):
    heir = MemberFactory(handle="ahli-waris")
    Organisation.objects.update(**{how: timezone.now()})
    with pytest.raises(Refused):
        services.name_owner(by=keeper(), organisation=organisation, user=heir, reason="x")
    client.force_login(keeper())
    kept = {"is_suspended": "on"} if how == "suspended_at" else {}
    answer = save(client, organisation, owner="@ahli-waris", reason="x", **kept)
    assert "owner" in answer.context["form"].errors
    assert mails_to(heir.email) == []


def test_stories_are_named_by_their_addresses_and_what_is_hidden_stays_named(client, organisation):
    story, draft = make_story("Panen Raya"), make_story("Belum Terbit")
    client.force_login(keeper())
    save(client, organisation, pages=f"{story.url}\nhttps://negeri.example{draft.url}")
    assert set(organisation.told_of.values_list("translation_key", flat=True)) == {
        story.translation_key,
        draft.translation_key,
    }
    draft.unpublish()
    form = client.get(reverse("organisations_admin:edit", args=[organisation.pk])).context["form"]
    assert form.fields["pages"].initial == story.url
    save(client, organisation, pages="")
    assert organisation.told_of.get().translation_key == draft.translation_key


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "sathean"}, {"Koperasi Sathean"}),
        ({"q": "NIB-77"}, {"Mina Kei"}),
        ({"kind": "cooperative"}, {"Koperasi Sathean"}),
        ({"region": "81"}, {"Koperasi Sathean", "Mina Kei"}),
        ({"region": "81.02.01"}, {"Koperasi Sathean"}),
        ({"verified": "true"}, {"Mina Kei"}),
        ({"suspended": "true"}, {"Koperasi Sathean"}),
        ({"ownerless": "true"}, {"Tanpa Tuan"}),
    ],
)
def test_the_list_finds_filters_and_exports(client, asked, found):
    mina = make_organisation(name="Mina Kei", registration_number="NIB-77")
    other = make_organisation(name="Koperasi Sathean", kind="cooperative", region=make_region("81.02.01"))
    Membership.objects.filter(organisation=make_organisation(name="Tanpa Tuan", region=make_region("82"))).delete()
    staff = AdministratorFactory()
    services.verify(by=staff, organisation=mina, seen="x")
    services.suspend(by=staff, organisation=other, reason="x")
    client.force_login(staff)
    assert {each.name for each in client.get(reverse(INDEX), asked).context["object_list"]} == found
    answer = client.get(reverse(INDEX), asked | {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert {row[0] for row in rows[1:]} == found


def test_a_spreadsheet_is_exported(client, organisation):
    client.force_login(keeper())
    answer = client.get(reverse(INDEX), {"export": "xlsx"})
    assert (answer.getvalue() if hasattr(answer, "getvalue") else b"".join(answer.streaming_content))[:2] == b"PK"


def test_nobody_adds_or_deletes_an_organisation_here(client, organisation):
    client.force_login(keeper())
    assert client.post(reverse("organisations_admin:delete", args=[organisation.pk])).status_code in (302, 403)
    assert client.get(reverse("organisations_admin:add")).status_code in (302, 403)
    assert Organisation.objects.count() == 1
    assert OrganisationViewSet.add_to_reference_index is False


def test_a_logo_leaves_the_open_while_its_organisation_is_suspended(organisation, django_capture_on_commit_callbacks):
    organisation = services.change_logo(by=owner_of(organisation), organisation=organisation, file=make_photo())
    with django_capture_on_commit_callbacks(execute=True):
        organisation = services.suspend(by=keeper(), organisation=organisation, reason="palsu")
    assert organisation.logo.startswith("private/")
    with django_capture_on_commit_callbacks(execute=True):
        organisation = services.restore(by=keeper(), organisation=organisation)
    assert organisation.logo.startswith("avatars/")


def test_no_cell_of_the_export_is_a_formula(client):
    make_organisation(name="=1+1 Kei", registration_number="=cmd|x")
    client.force_login(keeper())
    answer = client.get(reverse(INDEX), {"export": "csv"})
    cells = [cell for row in csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())) for cell in row]
    assert any("=cmd" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith("=")] == []


def test_their_form_calls_the_handle_what_the_rest_of_the_site_calls_it(client, organisation):
    client.force_login(keeper())
    page = client.get(reverse("organisations_admin:edit", args=[organisation.pk])).content.decode()
    assert "Nama singkat seorang anggota" in page
    assert "Nama panggilan" not in page
