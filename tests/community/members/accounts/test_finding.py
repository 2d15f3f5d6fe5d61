"""Finding accounts by parts of names, handles and addresses reads indexes, not all rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory

from community.members.accounts.listing import AccountIndexView
from community.members.models import Handle, Profile, User
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


def search(by: User, text: str) -> Any:
    view = AccountIndexView()
    view.request = RequestFactory().get("/", {"q": text})
    view.request.user = by
    view.is_searching, view.search_query = True, text
    return view.search_queryset(view.get_base_queryset())


@pytest.mark.parametrize("text", ["letso", "LETSO", "@maria-l", "maria@", "100%_", "’", "e"])
def test_each_is_found_once_by_whichever_of_the_three_fits(text: str) -> None:
    administrator = AdministratorFactory(name="Pak Admin", email="admin@example.org", handle="pakadmin")
    maria = MemberFactory(name="Maria Letsoin ’100%_", email="maria@example.org", handle="maria-l")
    assert [each for each in search(administrator, text) if each.pk != administrator.pk] == [maria]


def test_who_sees_no_addresses_finds_by_none_also_where_no_handle_is_meant() -> None:
    MemberFactory(name="Petrus", email="maria@example.org", handle="petrus")
    moderator = ModeratorFactory(name="Bu Moderator", handle="bu-mod")
    for text in ("maria@", "’"):
        assert list(search(moderator, text)) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="others have no trigrams")
def test_all_three_parts_read_trigrams() -> None:
    # So many that nothing else is as cheap to read whole; counted, as the plan follows what was counted last.
    users = User.objects.bulk_create(User(name=f"Anggota {n}", email=f"orang{n}@example.org") for n in range(5_000))
    handles = Handle.objects.bulk_create(
        Handle(text=f"orang-{n}", folded=f"orang{n}", user=user) for n, user in enumerate(users)
    )
    Profile.objects.bulk_create(Profile(user=user, handle=handle) for user, handle in zip(users, handles, strict=True))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE members_user, members_profile, members_handle")
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = search(AdministratorFactory(), "letsoin").explain()
    for name in ("user_name_trigrams", "user_email_trigrams", "handle_folded_trigrams"):
        assert f"on {name}" in plan, plan
