"""Two handles from before look-alikes were the same: both lead to their owners, and nobody gets a third."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from community.members import services
from community.members.handles import fold_lightly
from community.members.models import Handle
from tests.factories.members import AdministratorFactory, MemberFactory

pytestmark = pytest.mark.django_db

migration = import_module("community.members.migrations.0016_handles_that_look_alike")


@pytest.fixture
def older():
    """Members whose handles are folded as before, and what they are folded to by the migration."""
    owners = {text: MemberFactory(is_listed=True) for text in ("maria", "ma-ria", "sinta-5", "bakri")}
    for text, owner in owners.items():
        Handle.objects.filter(user=owner).update(text=text, folded=fold_lightly(text))
    move(migration.fold_anew)
    return owners


def test_the_older_one_is_folded_anew_and_the_other_stays(older):
    assert folded() == {"maria": "marla", "ma-ria": "ma-ria", "sinta-5": "slntas", "bakri": "bakrl"}
    move(migration.fold_anew)
    assert folded()["ma-ria"] == "ma-ria"


def test_what_is_there_as_it_would_be_is_not_taken_away():
    for text in ("maria", "marla"):
        Handle.objects.filter(user=MemberFactory()).update(text=text, folded=text)
    move(migration.fold_anew)
    assert folded() == {"maria": "maria", "marla": "marla"}


def test_the_way_back_folds_as_before(older):
    Handle.objects.filter(text="bakri").update(user=None, text="", is_current=False)  # a deleted account
    move(migration.fold_as_before)
    assert folded() == {"maria": "maria", "ma-ria": "ma-ria", "sinta-5": "sinta-5", "": "bakrl"}


def test_a_batch_ends_without_leaving_any_out(monkeypatch):
    monkeypatch.setattr(migration, "BATCH", 2)
    for number, text in enumerate(("sinta", "siti", "rini", "dina", "wisnu")):
        Handle.objects.filter(user=MemberFactory(name=f"Anggota {number}")).update(text=text, folded=text)
    move(migration.fold_anew)
    assert sorted(folded().values()) == ["dlna", "rlnl", "slnta", "sltl", "wlsnu"]


def test_each_leads_to_its_owner_and_a_third_spelling_to_one_of_them(client, older):
    for text in ("maria", "ma-ria"):
        page = client.get(f"/anggota/{text}/")
        assert page.status_code == 200
        assert page.context["profile"].user == older[text]
    assert client.get("/anggota/ma_ria/").url.endswith("/anggota/ma-ria/")
    assert client.get("/anggota/mar1a/").url.endswith("/anggota/maria/")


@pytest.mark.parametrize("text", ["mar1a", "maria_", "maria-", "ma-ria", "ma_ria", "marla"])
def test_nobody_else_gets_one_that_looks_like_them(older, text):
    assert services.claim_handle(text, user=MemberFactory()) is None
    assert services.taken(text)


def test_the_owners_keep_theirs_and_do_not_take_each_others(older):
    assert not services.taken("maria", owner=older["maria"])
    assert not services.taken("ma-ria", owner=older["ma-ria"])
    assert services.taken("ma-ria", owner=older["maria"])
    assert services.reclaim_handle("mar-1a", user=older["maria"]).text == "mar-1a"
    with pytest.raises(ValidationError):
        services.change_handle(by=older["maria"], profile=older["maria"].profile, handle="ma_ria")
    assert services.reclaim_handle("ma_ria", user=older["ma-ria"]).user == older["ma-ria"]


def test_the_list_of_accounts_finds_both(client, older):
    client.force_login(AdministratorFactory())
    found = client.get(reverse("wagtailusers_users:index"), {"q": "ma-ri"}).context["object_list"]
    assert {older["maria"], older["ma-ria"]} <= set(found)
    assert older["bakri"] not in found


def folded() -> dict[str, str]:
    return dict(Handle.objects.values_list("text", "folded"))


def move(step) -> None:
    step(apps, SimpleNamespace(connection=connection))
