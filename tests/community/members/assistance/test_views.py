"""The pages of mentors."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from guard.limits import forget_counts

from community.members.assistance import claiming
from community.members.models import Assistance, ClaimCode, Erasure
from tests.factories.assistance import hidden_fields, make_assistance
from tests.factories.members import AdministratorFactory, MemberFactory, MentorFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db

LIST = "/anggota/saya/dampingan/"
NEW = f"{LIST}baru/"


@pytest.fixture
def mentor(client):
    user = MentorFactory(name="Yosep Contoh")
    client.force_login(user)
    return user


def filled(**fields):
    return {
        "name": "Maria Contoh",
        "region": "81.02",
        "phone": "0812 345 678",
        "language": "id",
        "consent_on": timezone.localdate().isoformat(),
        "consent_place": "Ohoi Elat",
        "agreed": "on",
    } | fields


def test_the_form_shows_the_words_in_both_languages(client, mentor):
    page = client.get(NEW).content.decode()
    assert "I agree that Yosep Contoh makes" in page
    assert "Saya setuju Yosep Contoh membuatkan" in page


def test_a_mentor_registers_a_person_once_however_often_the_button_is_pressed(client, mentor):
    make_region("81.02")
    sent = hidden_fields(client.get(NEW).content.decode()) | filled()
    assert client.post(NEW, sent).url == client.post(NEW, sent).url
    assistance = Assistance.objects.get()
    page = client.get(f"{LIST}{assistance.pk}/").content.decode()
    assert "0812 345 678" in page
    assert "Ohoi Elat" in page
    assert "Maria Contoh" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("name", ""), ("name", "www.judi.example"), ("region", ""), ("region", "Atlantis"), ("consent_place", "")),
        *(("phone", "telepon saya"), ("consent_on", ""), ("language", "kei")),
        ("consent_on", (timezone.localdate() + timedelta(days=2)).isoformat()),
        ("consent_on", (timezone.localdate() - timedelta(days=40)).isoformat()),
        ("agreed", ""),
    ],
)
def test_what_is_missing_or_wrong_is_said_in_a_sentence(client, mentor, field, value):
    make_region("81.02")
    answer = client.post(NEW, {key: text for key, text in filled(**{field: value}).items() if text})
    assert answer.context["form"].errors[field]
    assert not Assistance.objects.exists()


def test_a_namesake_is_asked_about_and_may_then_be_registered(client, mentor):
    make_assistance(name="Maria Contoh", mentor=mentor)
    answer = client.post(NEW, filled(name="maria  contoh"))
    assert answer.context["form"].errors["is_another"]
    assert 'name="is_another"' in answer.content.decode()
    assert Assistance.objects.count() == 1
    assert client.post(NEW, filled(name="maria  contoh", is_another="on")).status_code == 302


def test_past_the_day_s_number_the_form_says_so(client, mentor, settings):
    settings.ASSISTED_A_DAY = 0
    make_region("81.02")
    answer = client.post(NEW, filled())
    assert answer.status_code == 403
    assert "dalam sehari" in answer.content.decode()


@pytest.mark.parametrize("who", [MemberFactory, AdministratorFactory])
def test_others_read_what_it_is_about_and_register_nobody(client, who):
    client.force_login(who())
    make_region("81.02")
    assert "Hanya pendamping" in client.get(LIST).content.decode()
    assert "Hanya pendamping" in client.post(NEW, filled()).content.decode()
    assert not Assistance.objects.exists()


OWN = ["", "menulis/", "profil/", "kode/", "akhiri/", "hapus/", "hapus/batal/"]


@pytest.mark.parametrize("part", OWN)
@pytest.mark.parametrize("who", [MemberFactory, MentorFactory, AdministratorFactory])
def test_there_is_no_way_to_the_people_of_another_mentor(client, who, part):
    assistance = make_assistance()
    client.force_login(who())
    for method in (client.get, client.post):
        answer = method(f"{LIST}{assistance.pk}/{part}", {"reason": "x", "keeps": "no", "asked": "on", "name": "X"})
        assert answer.status_code in (404, 405)
    assert not Erasure.objects.exists()
    assert not ClaimCode.objects.exists()
    assert Assistance.objects.get().ended_at is None


def test_the_list_costs_as_much_for_fifty_and_has_pages(client, mentor):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        with CaptureQueriesContext(connection) as seen:
            page = client.get(LIST)
        return len(seen), page

    make_assistance(mentor=mentor)
    client.get(LIST)
    few, _page = queries()
    for number in range(30):
        person = make_assistance(mentor=mentor, name=f"Orang {number}") if number < 19 else None
        if person:
            claiming.issue_code(by=mentor, person=person.person)
    many, page = queries()
    assert few == many
    assert page.content.decode().count('<h2 class="title">') == 20
    assert few <= 10


def test_an_empty_list_says_how_to_begin(client, mentor):
    assert "Belum ada siapa-siapa" in client.get(LIST).content.decode()


def test_the_code_is_shown_once_in_both_languages_with_the_address_to_type(client, mentor, settings):
    settings.BASE_URL = "https://negeri.example.org"
    assistance = make_assistance(mentor=mentor)
    address = f"{LIST}{assistance.pk}/kode/"
    sent = hidden_fields(client.get(address).content.decode())
    answer = client.post(address, sent)
    page = answer.content.decode()
    codes = set(re.findall(r"\b(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}\b", page))
    assert len(codes) == 1
    assert claiming.code_of(codes.pop())
    assert "negeri.example.org/akun/klaim/" in page
    assert "negeri.example.org/en/akun/klaim/" in page
    assert "no-store" in answer["Cache-Control"]
    before_it, told = page.split("<main")[1].split('<div class="messages">')  # which print leaves out
    assert "Ctrl+P" in told.split("</p>")[0]
    assert "Ctrl+P" not in before_it + told.split("</p>", 1)[1]
    before = ClaimCode.objects.get().hashed
    again = client.post(address, sent)
    assert again.url == address
    assert ClaimCode.objects.get().hashed == before
    assert not re.search(r"\b(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}\b", client.get(address).content.decode())


def test_the_mentor_edits_the_profile_without_what_only_the_person_decides(client, mentor):
    assistance = make_assistance(mentor=mentor, name="Maria Contoh")
    address = f"{LIST}{assistance.pk}/profil/"
    page = client.get(address)
    form = page.context["form"]
    assert not {"is_listed", "handle"} & set(form.fields)
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [], "")}
    sent |= {"region": "81.02", "bio": "Menganyam.", "phone": "0813 000 111", "is_listed": "on", "handle": "lain"}
    assert client.post(address, sent).status_code == 302
    profile = assistance.person.profile
    profile.refresh_from_db()
    assistance.refresh_from_db()
    assert (profile.bio, profile.is_listed, assistance.phone) == ("Menganyam.", False, "0813 000 111")
    assert profile.handle.text != "lain"
    assert "Profil diubah" in client.get(f"{LIST}{assistance.pk}/").content.decode()


def test_the_mentor_ends_it_with_a_reason(client, mentor):
    assistance = make_assistance(mentor=mentor)
    address = f"{LIST}{assistance.pk}/akhiri/"
    assert client.post(address, {}).context["form"].errors["reason"]
    assert client.post(address, {"reason": "Saya pindah."}).url == LIST
    assistance.refresh_from_db()
    assert assistance.ended_how == "ended"


def test_the_mentor_asks_for_deletion_as_the_person_wishes_and_stops_it(client, mentor):
    assistance = make_assistance(mentor=mentor)
    address = f"{LIST}{assistance.pk}/"
    assert set(client.post(f"{address}hapus/", {"keeps": "no"}).context["form"].errors) == {"asked", "reason"}
    client.post(f"{address}hapus/", {"keeps": "no", "asked": "on", "reason": "Minta sendiri."})
    assert not Erasure.objects.get().keeps
    assert client.get(f"{address}hapus/").url == address
    assert "akan dihapus" in client.get(address).content.decode()
    client.post(f"{address}hapus/batal/")
    client.post(f"{address}hapus/batal/")
    assert not Erasure.objects.exists()


def test_a_telephone_number_is_on_no_page_but_the_mentor_s(client, mentor):
    assistance = make_assistance(mentor=mentor, phone="0812 345 678")
    profile = assistance.person.profile
    profile.is_listed = True
    profile.save()
    client.logout()
    assert "0812 345 678" not in client.get(profile.get_absolute_url()).content.decode()
    assert "0812 345 678" not in client.get("/anggota/").content.decode()


def test_codes_are_not_made_without_end(client, mentor):
    forget_counts()
    assistance = make_assistance(mentor=mentor)
    answers = {client.post(f"{LIST}{assistance.pk}/kode/").status_code for _time in range(21)}
    assert answers == {200, 429}


def test_who_was_never_accompanied_finds_nothing_there(client):
    client.force_login(MemberFactory())
    assert "Tidak ada yang menulis untuk Anda" in client.get("/anggota/saya/data/atas-nama-saya/").content.decode()
    assert "atas-nama-saya" not in client.get("/anggota/saya/data/").content.decode()


def test_who_took_the_account_over_stands_below_with_the_day_and_leads_to_nothing_of_the_mentors(client, mentor):
    left, stays = (make_assistance(name=name, mentor=mentor) for name in ("Maria Contoh", "Yohana Contoh"))
    others = make_assistance(name="Petrus Contoh")
    for number, assistance in enumerate((left, others)):
        code = claiming.code_of(claiming.issue_code(by=assistance.mentor, person=assistance.person))
        claiming.claim(code=code, email=f"a{number}@example.org", password="perahu-merah-1985")
    Assistance.objects.filter(pk=left.pk).update(ended_at=datetime(2026, 5, 4, 3, tzinfo=UTC))
    page = client.get(LIST).content.decode().split("<main")[1]
    above, below = page.split("Kini mereka berbicara sendiri")
    assert "Yohana Contoh" in above
    assert "Maria Contoh" not in above
    assert "Maria Contoh" in below
    assert "mengambil alih akunnya pada 4 Mei 2026" in below
    assert f"{LIST}{left.pk}/" not in page
    assert f"{LIST}{stays.pk}/" in page
    assert "Petrus" not in page


def test_who_deleted_the_account_afterwards_is_listed_no_more(client, mentor):
    assistance = make_assistance(name="Maria Contoh", mentor=mentor)
    Assistance.objects.update(ended_at=timezone.now(), ended_how="claimed")
    assert "Kini mereka berbicara sendiri" in client.get(LIST).content.decode()
    type(assistance.person).objects.filter(pk=assistance.person_id).update(erased_at=timezone.now())
    assert "Kini mereka berbicara sendiri" not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("start", "named", "own"),
    [
        ("", "Tentang Maria Contoh", ["Tentang saya", "Hanya saya", "Bahasa yang saya"]),
        ("/en", "About Maria Contoh", ["About me", "Only me", "I speak", "Your pages", "with me", "find you"]),
    ],
)
def test_the_form_of_the_profile_speaks_of_the_person_not_of_the_mentor(client, mentor, start, named, own):
    assistance = make_assistance(mentor=mentor, name="Maria Contoh")
    page = client.get(f"{start}{LIST}{assistance.pk}/profil/").content.decode()
    form = page.split('<form class="form')[1].split("</form>")[0]
    assert named in form
    assert [words for words in own if words in form] == []


def test_a_name_is_no_html_in_the_form_of_the_profile(client, mentor):
    assistance = make_assistance(mentor=mentor, name="<i>Maria</i>")
    page = client.get(f"{LIST}{assistance.pk}/profil/").content.decode()
    assert "&lt;i&gt;Maria" in page
    assert "<i>Maria" not in page
