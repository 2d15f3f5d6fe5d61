"""What one tells of oneself, sent by the form: kept as typed, said to whom, and refused with a remedy."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from community.members.audiences import PARTS, Audience, audience_field
from community.members.models import Profile, User
from community.members.parts import ProgrammeRole, Skill
from tests.factories.members import PASSWORD, EditorFactory, MemberFactory
from tests.factories.parts import TOLD, make_whole
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db
ADDRESS = "/anggota/saya/"


@pytest.fixture
def member(client):
    user = MemberFactory(handle="maria", name="Maria")
    client.force_login(user)
    return user


def test_everything_one_tells_is_kept_with_its_audience(client, member):
    kei, tual, sector = make_region("81.02"), make_region("81.72"), make_sector()
    audiences = {part: Audience(number % 4) for number, part in enumerate(PARTS) if part != "picture"}
    answer = client.post(
        ADDRESS,
        typed(
            region="81.02",
            further_regions="81.72; 81.02",
            languages="Kei, Indonesia",
            skills="Pembukuan, menyelam",
            sectors=[sector.slug],
            roles=["land", "mentoring"],
            links="example.org/saya",
            **{audience_field(part): audience for part, audience in audiences.items()},
        ),
    )
    assert answer.url == "/anggota/maria/"
    profile = Profile.objects.get(user=member)
    assert (profile.region, set(profile.further_regions.all())) == (kei, {kei, tual})
    assert (profile.languages, profile.links) == (["Kei", "Indonesia"], ["https://example.org/saya"])
    assert set(profile.skills.values_list("folded", flat=True)) == {"pembukuan", "menyelam"}
    assert list(profile.sectors.all()) == [sector]
    assert profile.roles == [ProgrammeRole.LAND, ProgrammeRole.MENTORING]
    assert {part: getattr(profile, audience_field(part)) for part in audiences} == audiences


def test_what_was_kept_stands_in_the_form_and_sending_it_again_changes_nothing(client):
    owner = make_whole(Audience.CONTACTS)
    client.force_login(owner)
    form = client.get(ADDRESS).context["form"]
    sent = QueryDict(mutable=True)
    for field in form:
        value = field.value()
        sent.setlist(field.name, value if isinstance(value, list) and field.name in ("sectors", "roles") else [value])
    sent["is_listed"] = "on"
    before = told(owner)
    assert client.post(ADDRESS, sent.urlencode(), content_type="application/x-www-form-urlencoded").status_code == 302
    assert told(owner) == before


def test_what_is_taken_away_is_gone(client):
    owner = make_whole()
    client.force_login(owner)
    client.post(ADDRESS, typed(name=owner.name, handle=owner.profile.handle.text))
    profile = Profile.objects.get(user=owner)
    assert (profile.languages, profile.links, profile.roles, profile.region) == ([], [], [], None)
    assert not profile.skills.exists()
    assert not profile.sectors.exists()
    assert not profile.further_regions.exists()
    assert not Skill.objects.exists()


def test_a_word_that_another_has_too_stays(client):
    owner, other = make_whole(), MemberFactory()
    shared = owner.profile.skills.order_by("pk")[0]
    other.profile.skills.add(shared)
    client.force_login(owner)
    client.post(ADDRESS, typed(name=owner.name, handle=owner.profile.handle.text))
    assert [skill.name for skill in Skill.objects.all()] == [shared.name]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("further_regions", "81; 81.02; 81.72; 81.03; 81.04; 81.05"),
        ("further_regions", "Atlantis"),
        ("languages", ", ".join(f"bahasa {number}" for number in range(9))),
        ("skills", "x" * 60),
        ("sectors", "tidak-ada"),
        ("roles", "raja"),
        ("links", "javascript:alert(1)"),
        ("bio_audience", "9"),
        ("links_audience", ""),
        ("handle", "adm1n-maria"),
    ],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_mistake_is_said_beside_its_field_and_all_that_was_typed_stays(client, member, field, value, language):
    with translation.override(language):
        address = ADDRESS if language == "id" else f"/en{ADDRESS}"
        answer = client.post(address, typed(**{"bio": "Cerita saya", "skills": "mengukir", field: value}))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    page = answer.content.decode()
    assert "Cerita saya" in page
    assert field == "skills" or "mengukir" in page
    assert not Profile.objects.get(user=member).bio


def test_each_part_has_its_audience_beside_it(client, member):
    page = client.get(ADDRESS).content.decode()
    for part in set(PARTS) - {"picture", "organisations"}:  # they have pages of their own
        assert page.index(f'name="{part}"' if f'name="{part}"' in page else f'id="id_{part}') < page.index(
            f'name="{part}_audience"'
        )
    assert "belum ada" in page  # nobody is a contact yet, and the form says so


def test_the_note_on_contacts_goes_once_there_are_some(client, member, monkeypatch):
    monkeypatch.setattr("community.members.templatetags.members_tags.CONTACT_SOURCES", [lambda viewer: ()])
    assert "belum ada" not in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"languages": "Kei"}, 403),
        ({"skills": "judi"}, 403),
        ({"links": "https://judi.example"}, 403),
        ({"bio_audience": 3}, 302),
        ({"region_audience": 0}, 403),
        ({"zone": "Asia/Makassar"}, 302),
    ],
)
def test_who_may_not_write_may_tell_less_but_not_more(client, member, change, status):
    type(member).objects.filter(pk=member.pk).update(silenced_until=timezone.now() + timedelta(days=1))
    assert client.post(ADDRESS, typed(**change)).status_code == status


def test_who_looks_like_staff_already_keeps_the_handle(client):
    member = MemberFactory(handle="staf-lama", name="Maria")
    client.force_login(member)
    assert client.post(ADDRESS, typed(handle="staf-lama", bio="Baru")).status_code == 302


def test_a_form_without_scripts_and_styles_says_what_is_asked(client, member):
    page = client.get(f"/en{ADDRESS}").content.decode()
    for text in ("Who you are", "Where you live and work", "What you bring", "Who sees it"):
        assert text in page
    assert TOLD["skills"] not in page


def told(owner):
    profile = Profile.objects.get(user=owner)
    rows = (profile.further_regions, profile.skills, profile.sectors)
    columns = {field.name: getattr(profile, field.attname) for field in Profile._meta.concrete_fields}
    return columns, [set(row.values_list("pk", flat=True)) for row in rows], profile.roles


def typed(**changes):
    return {
        "name": "Maria",
        "handle": "maria",
        "bio": "",
        "region": "",
        "language": "id",
        "zone": "Asia/Jayapura",
        **{audience_field(part): Audience.MEMBERS for part in PARTS},
        "bio_audience": Audience.EVERYONE,
    } | changes


@pytest.mark.parametrize("name", ["Administrator", "Redaksi Negeri", "m0derator", "Staf", "Admin Ambon"])
def test_the_name_of_an_office_is_for_who_works_in_the_editing_room(client, member, name):
    assert client.post(ADDRESS, typed(name=name)).context["form"].errors["name"]
    editor = EditorFactory(handle="bram", name="Bram")
    client.force_login(editor)
    assert client.post(ADDRESS, typed(name=name, handle="bram")).status_code == 302
    User.objects.filter(pk=member.pk).update(name=name)
    client.force_login(member)
    assert client.post(ADDRESS, typed(name=name)).status_code == 302  # what one has one keeps


@pytest.mark.parametrize("name", ["Petrus Editor Ohoitimur", "Negeri Hila", "Modesta Ubro", "Siti Aminah"])
def test_names_that_only_resemble_an_office_are_taken(client, member, name):
    assert client.post(ADDRESS, typed(name=name)).status_code == 302


def test_nobody_signs_up_under_the_name_of_an_office(client):
    form = {"name": "Redaksi Negeri", "email": "x@example.org", "password1": PASSWORD, "agrees": "on"}
    assert client.post("/akun/daftar/", form).context["form"].errors["name"]
