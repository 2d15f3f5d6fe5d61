from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.forums.models import Topic
from community.members.models import Consent, Erasure, Export, User
from community.members.rights import consents, erasing, exporting
from home.models import StoryAuthor
from tests.factories.members import PASSWORD, AdministratorFactory, EditorFactory, MemberFactory
from tests.factories.rights import make_active_member, work

pytestmark = pytest.mark.django_db

DATA, ERASE, KEEP = "/anggota/saya/data/", "/anggota/saya/hapus/", "/anggota/saya/hapus/batal/"


@pytest.fixture
def member(client) -> User:
    user = make_active_member()
    client.force_login(user)
    return user


def text(answer) -> str:
    return answer.content.decode()


def wish(**fields: str) -> dict[str, str]:
    return {"keeps": "yes", "password": PASSWORD, "sure": "on"} | fields


def ready(member: User) -> Export:
    exporting.request_export(member=member)
    work()
    return Export.objects.get(user=member)


def test_the_page_is_found_from_the_profile_form(client, member):
    assert f'href="{DATA}"' in text(client.get("/anggota/saya/"))


@pytest.mark.parametrize("language", ["", "/en"])
def test_one_asks_waits_and_downloads(client, member, language):
    client.get(f"{language}{DATA}")
    assert client.post(f"{language}{DATA}").url == f"{language}{DATA}"
    waiting = text(client.get(f"{language}{DATA}"))
    assert f'action="{language}{DATA}"' not in waiting
    work()
    page = text(client.get(f"{language}{DATA}"))
    answer = client.get(re.search(rf'href="({language}{DATA}\d+/)"', page)[1])
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment" in answer["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert "account.json" in archive.namelist()


def test_a_double_click_asks_once(client, member):
    client.post(DATA)
    client.post(DATA)
    assert Export.objects.count() == 1


def test_a_second_copy_on_one_day_is_refused_in_a_sentence(client, member):
    ready(member)
    page = text(client.post(DATA, follow=True))
    assert "Besok Anda dapat memintanya lagi." in page
    assert Export.objects.count() == 1


def test_a_failed_copy_is_shown_with_a_way_to_ask_again(client, member):
    Export.objects.create(user=member, state="failed")
    page = text(client.get(DATA))
    assert "gagal dibuat" in page
    assert f'action="{DATA}"' in page


@pytest.mark.parametrize("factory", [MemberFactory, EditorFactory, AdministratorFactory])
def test_a_copy_of_another_is_not_there_for_anyone(client, factory):
    export = ready(MemberFactory())
    client.force_login(factory())
    assert client.get(f"{DATA}{export.pk}/").status_code == 404


def test_a_copy_is_not_there_for_a_visitor_nor_by_a_forged_address(client, member):
    export = ready(member)
    for forged in (f"{DATA}{export.pk + 1}/", f"{DATA}0/", f"{DATA}{export.file.name}", f"{DATA}x/"):
        assert client.get(forged).status_code == 404
    client.logout()
    assert "/akun/masuk/" in client.get(f"{DATA}{export.pk}/").url


def test_a_copy_whose_days_are_over_or_that_is_not_made_yet_is_not_there(client, member):
    waiting = exporting.request_export(member=member)
    assert client.get(f"{DATA}{waiting.pk}/").status_code == 404
    work()
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(f"{DATA}{waiting.pk}/").status_code == 404
    assert f"{DATA}{waiting.pk}/" not in text(client.get(DATA))


def test_the_page_explains_and_the_wish_is_taken_with_password_and_tick(client, member):
    page = text(client.get(ERASE))
    assert "14 hari" in page
    assert "30 hari" in page
    assert client.post(ERASE, wish(keeps="no")).url == ERASE
    assert not Erasure.objects.get(user=member).keeps
    assert f'action="{KEEP}"' in text(client.get(ERASE))


def test_the_page_says_for_either_choice_what_becomes_of_quoted_words(client):
    client.force_login(MemberFactory())
    page = client.get(ERASE).content.decode()
    assert "termasuk yang dikutip orang lain; kalau tidak" in page
    assert "“(dihapus)” sebagai ganti kata-kata Anda dalam kutipan" in page
    assert "kata-kata Anda yang dikutip orang lain, dan" not in page


@pytest.mark.parametrize("wrong", [{"password": "salah-sekali-1"}, {"password": ""}, {"sure": ""}, {"keeps": "x"}])
def test_a_wish_with_a_mistake_changes_nothing(client, member, wrong):
    answer = client.post(ERASE, wish(**wrong))
    assert answer.status_code == 200
    assert "error" in text(answer)
    assert not Erasure.objects.exists()


def test_guessing_the_password_there_is_stopped(client, member):
    answers = [client.post(ERASE, wish(password="salah-sekali-1")).status_code for _time in range(11)]
    assert answers[-1] == 429
    assert client.post(ERASE, wish()).status_code == 429
    assert not Erasure.objects.exists()


def test_without_a_password_a_fresh_sign_in_is_asked_for(client):
    user = MemberFactory(password=None)
    client.force_login(user)
    assert "password" not in client.get(ERASE).context["form"].fields
    client.post(ERASE, wish())
    assert not Erasure.objects.exists()
    _signed_in(client, user, timezone.now() - timedelta(minutes=6))
    client.post(ERASE, wish())
    assert not Erasure.objects.exists()
    _signed_in(client, MemberFactory(), timezone.now())
    client.post(ERASE, wish())
    assert not Erasure.objects.exists()
    _signed_in(client, user, timezone.now())
    client.post(ERASE, wish())
    assert Erasure.objects.exists()


def test_a_double_click_asks_for_one_deletion(client, member):
    client.post(ERASE, wish())
    client.post(ERASE, wish(keeps="no"))
    assert Erasure.objects.get().keeps


def test_one_button_stops_it_and_a_second_press_harms_nobody(client, member):
    client.post(ERASE, wish())
    assert client.post(KEEP).url == DATA
    assert client.post(KEEP).url == DATA
    assert not Erasure.objects.exists()


def test_signing_in_shows_what_is_about_to_happen(client, member):
    client.post(ERASE, wish())
    client.post("/akun/keluar/")
    cache.clear()
    answer = client.post("/akun/masuk/", {"login": member.email, "password": PASSWORD})
    assert answer.url == ERASE
    assert f'action="{KEEP}"' in text(client.get(ERASE))
    client.post("/akun/keluar/")
    cache.clear()
    back = client.post("/akun/masuk/", {"login": member.email, "password": PASSWORD, "next": "/forum/"}, follow=True)
    assert "akan dihapus" in text(back)


def test_the_page_names_the_button_that_stops_it(client, member):
    assert "masuklah, lalu pilih “Batal, akun saya tetap ada”" in text(client.get(ERASE))
    english = text(client.get(f"/en{ERASE}"))
    assert "sign in and choose “Keep my account”" in english
    assert "is enough to stop" not in english


@pytest.mark.parametrize(
    ("door", "asked_for", "said"),
    [
        ("", "", "akan dihapus pada 13 Desember 2026"),
        ("/en", "", "deleted on 13 December 2026"),
        ("", "/en/forum/", "deleted on 13 December 2026"),
    ],
)
def test_signing_in_names_the_day_of_the_members_zone_in_the_language_of_the_page_that_follows(
    client, door, asked_for, said
):
    member = make_active_member(zone="Asia/Jayapura", language="id")
    erasing.request_erasure(member=member, keeps=True)
    Erasure.objects.update(due_at=datetime(2026, 12, 12, 16, tzinfo=UTC))  # an hour past midnight in Jayapura
    sent = {"login": member.email, "password": PASSWORD} | ({"next": asked_for} if asked_for else {})
    page = text(client.post(f"{door}/akun/masuk/", sent, follow=True))
    assert said in page
    assert not re.search(r"\b12 (December|Desember)", page)


def test_the_last_administrator_is_told_so(client):
    client.force_login(AdministratorFactory())
    assert "satu-satunya administrator" in text(client.get(ERASE))
    answer = client.post(ERASE, wish())
    assert answer.status_code == 403
    assert not Erasure.objects.exists()


def test_these_forms_need_their_token(member):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)
    assert [strict.post(path, wish()).status_code for path in (DATA, ERASE, KEEP)] == [403, 403, 403]


def test_consents_are_shown_and_can_be_taken_back(client, member):
    consent = consents.record(user=member, kind=Consent.Kind.LISTED)
    page = text(client.get(DATA))
    assert consent.text in page
    client.post(f"{DATA}persetujuan/{consent.pk}/")
    consent.refresh_from_db()
    assert consent.withdrawn_at
    assert "ditarik kembali" in text(client.get(DATA))


def test_a_consent_of_another_is_not_there(client, member):
    other = consents.record(user=MemberFactory(is_listed=True), kind=Consent.Kind.LISTED)
    assert client.post(f"{DATA}persetujuan/{other.pk}/").status_code == 404
    other.refresh_from_db()
    assert other.withdrawn_at is None


def test_a_former_members_contributions_are_shown_without_a_link(client, member):
    erasing.request_erasure(member=member, keeps=True)
    erasing.begin_due(now=timezone.now() + timedelta(days=15))
    work()
    client.logout()
    topic = Topic.objects.get(title="Dijawab")
    assert topic.author_id == member.pk
    page = text(client.get(topic.get_absolute_url()))
    assert "Mantan anggota" in page
    assert "Zulaikha" not in page
    assert "/anggota/zulaikha" not in page
    assert "Former member" in text(client.get(f"/en{topic.get_absolute_url()}"))
    StoryAuthor.objects.exclude(user=member).delete()
    assert "Mantan anggota" in text(client.get("/cerita/"))


def test_administrators_see_copies_and_deletions_but_no_content(client, member):
    export = ready(member)
    erasing.request_erasure(member=member, keeps=True)
    client.force_login(AdministratorFactory())
    for name in ("member_exports", "member_erasures"):
        assert "Zulaikha" in text(client.get(reverse(f"{name}:index")))
    inspected = text(client.get(reverse("member_exports:inspect", args=[export.pk])))
    assert export.file.name not in inspected
    client.force_login(EditorFactory())
    assert client.get(reverse("member_exports:index")).status_code == 302


def _signed_in(client, user: User, at: datetime) -> None:
    """Note in the session what allauth notes when somebody signs in."""
    session = client.session
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": at.timestamp()}]
    session.save()
