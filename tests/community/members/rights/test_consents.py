from __future__ import annotations

import pytest
from django.utils import translation

from community.members.models import Consent, Profile, User
from community.members.permissions import Refused
from community.members.rights import consents
from community.members.services import edit_profile
from home.services.privacy_page import make_privacy_page
from home.services.site_tree import make_site_tree
from search.models import SearchEntry
from tests.factories.members import PASSWORD, MemberFactory

pytestmark = pytest.mark.django_db

TYPED = {"name": "Maria Letsoin", "email": "maria@example.org", "password1": PASSWORD, "handle": ""}


def test_who_does_not_agree_does_not_join(client):
    answer = client.post("/akun/daftar/", TYPED)
    assert answer.status_code == 200
    assert answer.context["form"].errors["agrees"]
    assert not User.objects.exists()


def test_the_words_that_were_read_are_kept_with_the_pages_as_they_stood(client):
    make_site_tree()
    make_privacy_page()
    page = client.get("/en/akun/daftar/").content.decode()
    assert 'href="/en/privacy/"' in page
    client.post("/en/akun/daftar/", TYPED | {"agrees": "on"})
    consent = Consent.objects.get()
    assert (consent.kind, consent.language, consent.version) == ("terms", "en", consents.VERSION)
    assert consent.text in page.replace("&#x27;", "'")
    assert [each["title"] for each in consent.pages] == ["Privacy"]
    assert consent.pages[0]["revision"]


def test_account_and_consent_are_made_together_or_not_at_all(client, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr(consents, "record", fail)
    with pytest.raises(RuntimeError):
        client.post("/akun/daftar/", TYPED | {"agrees": "on"})
    assert not User.objects.exists()


def test_the_choice_to_be_found_is_a_consent_and_its_end_is_kept():
    member = MemberFactory(agreed=False)
    for is_listed in (True, True, False, True):
        edit(member, is_listed)
    assert [bool(each.withdrawn_at) for each in Consent.objects.filter(kind="listed").order_by("pk")] == [True, False]


def test_taking_it_back_hides_the_profile_everywhere_and_counts_once():
    member = MemberFactory(agreed=False)
    edit(member, True)
    member = User.objects.select_related("profile").get(pk=member.pk)
    assert SearchEntry.objects.filter(kind="member", is_deleted=False).exists()
    consent = consents.withdraw(member=member, consent=Consent.objects.get())
    again = consents.withdraw(member=member, consent=consent)
    assert again.withdrawn_at == consent.withdrawn_at
    assert not Profile.objects.get(user=member).is_listed
    assert not SearchEntry.objects.filter(kind="member", is_deleted=False).exists()


def test_that_of_membership_is_taken_back_by_deleting_the_account(in_english):
    member = MemberFactory(agreed=False)
    consent = consents.record(user=member, kind=Consent.Kind.TERMS)
    with pytest.raises(Refused, match="delete your account"):
        consents.withdraw(member=member, consent=consent)


def test_nobody_takes_back_anothers():
    member = MemberFactory(agreed=False)
    edit(member, True)
    with pytest.raises(Refused):
        consents.withdraw(member=MemberFactory(agreed=False), consent=Consent.objects.get())


def test_agreeing_twice_is_agreeing_once():
    member = MemberFactory(agreed=False)
    with translation.override("en"):
        first = consents.record(user=member, kind=Consent.Kind.TERMS)
    assert consents.record(user=member, kind=Consent.Kind.TERMS) == first


def edit(member: User, is_listed: bool) -> None:
    profile = Profile.objects.get(user=member)
    fields = {"name": member.name, "bio": "", "region": None, "language": "id", "zone": member.zone}
    edit_profile(by=member, profile=profile, is_listed=is_listed, **fields)
