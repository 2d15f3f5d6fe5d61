"""The list of accounts in the editing room: who finds whom by what, and who takes it along."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from community.members.accounts.permissions import AccountPolicy, may_export
from community.members.audiences import Audience
from community.members.models import Role, User
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = AdministratorFactory(name="Pak Admin", last_login=timezone.now())
    client.force_login(user)
    return user


def ask(client, **query):
    return client.get(reverse("wagtailusers_users:index"), query)


def found(client, **query) -> list[str]:
    rows = ask(client, **query).context["page_obj"].object_list
    return sorted(user.name for user in rows if user.name != "Pak Admin")


@pytest.mark.parametrize("query", ["mari", "LETSOIN", "maria@example", "maria-l", "@maria-l"])
def test_an_administrator_finds_by_name_address_and_handle(client, administrator, query):
    MemberFactory(name="Maria Letsoin", email="maria@example.org", handle="maria-l")
    MemberFactory(name="Petrus", email="petrus@example.org", handle="petrus")
    assert found(client, q=query) == ["Maria Letsoin"]


def test_roles_narrow_by_rows_of_roles_each_account_once(client, administrator):
    both, mentor, _none = MemberFactory(name="Ana"), MemberFactory(name="Bram"), MemberFactory(name="Cinta")
    region = make_region("81")
    for kind, where in (("moderator", None), ("moderator", region), ("mentor", None)):
        Role.objects.create(user=both, kind=kind, region=where)
    Role.objects.create(user=mentor, kind="mentor")
    assert found(client, role="moderator") == ["Ana"]
    assert found(client, role=["mentor", "moderator"]) == ["Ana", "Bram"]
    assert found(client, role=[]) == ["Ana", "Bram", "Cinta"]


def test_a_region_finds_homes_in_it_and_below_never_beside(client, administrator):
    province, regency, other = make_region("81"), make_region("81.02"), make_region("82")
    for name, home in (("Ana", province), ("Bram", regency), ("Cinta", other), ("Dodi", None)):
        MemberFactory(name=name, region=home)
    assert found(client, region=province.pk) == ["Ana", "Bram"]
    assert found(client, region=regency.pk) == ["Bram"]


@pytest.mark.parametrize("field", ["suspended", "silenced"])
def test_standing_counts_as_it_is_now(client, administrator, field):
    now = timezone.now()
    MemberFactory(name="Masih", **{f"{field}_until": now + timedelta(days=1)})
    MemberFactory(name="Lewat", **{f"{field}_until": now - timedelta(days=1)})
    MemberFactory(name="Bebas")
    assert found(client, **{field: "true"}) == ["Masih"]
    assert found(client, **{field: "false"}) == ["Bebas", "Lewat"]


def test_active_confirmed_and_never_signed_in(client, administrator):
    MemberFactory(name="Mati", is_active=False, last_login=timezone.now())
    MemberFactory(name="Baru", verified=False, last_login=None)
    MemberFactory(name="Lama", last_login=timezone.now())
    assert found(client, is_active="false") == ["Mati"]
    assert found(client, is_active="true") == ["Baru", "Lama"]
    assert found(client, confirmed="true") == ["Lama", "Mati"]
    assert found(client, confirmed="false") == ["Baru"]
    assert found(client, came="true") == ["Baru"]
    assert found(client, came="false") == ["Lama", "Mati"]


@pytest.mark.parametrize("field", ["date_joined", "last_login"])
def test_days_from_and_to(client, administrator, field):
    for name, year in (("Ana", 2020), ("Bram", 2022), ("Cinta", 2024)):
        MemberFactory(name=name, **{field: timezone.now().replace(year=year, month=5, day=5, hour=3)})
    assert found(client, **{f"{field}_from": "2021-01-01", f"{field}_to": "2023-01-01"}) == ["Bram"]
    assert found(client, **{f"{field}_to": "2020-05-05"}) == ["Ana"]


def test_a_filter_that_makes_no_sense_is_no_error(client, administrator):
    for query in ({"region": "x"}, {"role": "raja"}, {"date_joined_from": "kemarin"}, {"suspended": "?"}):
        assert ask(client, **query).status_code == 200


@pytest.mark.parametrize("ordering", ["name", "-name", "email", "-email", "date_joined", "-last_login"])
def test_the_list_can_be_ordered_by_its_columns(client, administrator, ordering):
    assert ask(client, ordering=ordering).status_code == 200


def test_a_row_is_short_handle_below_the_name_standing_only_where_there_is_one_and_days_without_hours(
    client, administrator
):
    joined = timezone.now().replace(year=2026, month=3, day=5, hour=3)
    MemberFactory(name="Ana", handle="ana-kei", date_joined=joined, last_login=None, trust_level=3)
    MemberFactory(name="Bram", silenced_until=timezone.now() + timedelta(days=9))
    page = ask(client).content.decode()
    assert len(re.findall("<th[ >]", page.split("<main")[1])) == 7  # a box, name, e-mail, level, roles, two days
    ana, bram = (next(row for row in page.split("<tr")[1:] if name in row) for name in ("@ana-kei", "Bram"))
    assert "5 Mar 2026" in ana
    assert re.search(r"<td[^>]*>\s*3\s*</td>", ana)
    assert "—" in ana
    assert "w-status" not in ana
    assert "w-status" in bram


def test_accounts_are_called_members_not_users_and_asked_for_one_name(client):
    client.force_login(AdministratorFactory(name="Pak Admin", language="en"))
    for page in (ask(client), ask(client, q="xyzxyz"), client.get(reverse("wagtailusers_users:add"))):
        words = strip_tags(page.content.decode().split("<main")[1].split("</main>")[0]).lower()
        assert [word for word in ("add a user", "add user", "users", "first name", "last name") if word in words] == []


def test_a_deleted_account_is_not_in_the_list(client, administrator):
    MemberFactory(name="Ana", erased_at=timezone.now())
    assert found(client) == []


def test_fifty_rows_take_no_more_queries_than_one(client, administrator):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert ask(client, q="x").status_code == 200
        return len(captured)

    def add(count: int) -> None:
        for _number in range(count):
            user = MemberFactory(name="Xaverius", region=region)
            Role.objects.create(user=user, kind="moderator", region=region)

    region = make_region("81")
    add(1)
    queries()  # what is remembered from the first page on
    few = queries()
    add(49)
    assert queries() == few


def test_a_moderator_sees_and_searches_no_addresses_and_takes_nothing_along(client):
    client.force_login(ModeratorFactory())
    member = MemberFactory(name="Maria Letsoin", email="rahasia@example.org")
    page = ask(client).content.decode()
    assert "Maria Letsoin" in page
    assert "rahasia@example.org" not in page
    assert reverse("member_standing", args=[member.pk]) in page
    assert "export=" not in page
    assert found(client, q="rahasia") == []
    for kind in ("csv", "xlsx"):
        assert ask(client, export=kind).status_code in (302, 403)
    assert not ModelLogEntry.objects.filter(action="members.export_accounts").exists()
    for name in ("edit", "history", "delete"):
        assert client.get(reverse(f"wagtailusers_users:{name}", args=[member.pk])).status_code == 302
    assert client.get(reverse("wagtailusers_users:add")).status_code == 302


def test_a_moderator_finds_nobody_by_a_home_that_they_keep_to_themselves(client):
    region = make_region("81.02")
    for name, audience in (("Terbuka", Audience.EVERYONE), ("Kontak", Audience.CONTACTS), ("Rahasia", Audience.SELF)):
        MemberFactory(name=name, region=region, region_audience=audience)
    client.force_login(ModeratorFactory(name="Bu Moderator"))
    assert found(client, region=region.pk) == ["Kontak", "Terbuka"]
    client.force_login(AdministratorFactory(name="Pak Admin"))
    assert found(client, region=region.pk) == ["Kontak", "Rahasia", "Terbuka"]


@pytest.mark.parametrize("factory", [AdministratorFactory, ModeratorFactory])
def test_who_is_suspended_may_do_nothing_with_accounts(factory):
    policy = AccountPolicy(User)
    free, suspended = factory(), factory(suspended_until=timezone.now() + timedelta(days=1))
    assert policy.user_has_permission(free, "view")
    for act in ("view", "add", "change", "delete"):
        assert not policy.user_has_permission(suspended, act)


def test_a_regional_moderator_sees_no_accounts_in_the_region_or_elsewhere(client):
    region = make_region("81.02")
    member = MemberFactory(name="Maria Letsoin", region=region)
    client.force_login(RegionalModeratorFactory(of=region))
    assert ask(client).status_code == 302
    assert client.get(reverse("member_standing", args=[member.pk])).status_code in (302, 403)


def test_an_editor_sees_no_accounts(client):
    client.force_login(EditorFactory())
    assert ask(client).status_code == 302


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_all_that_were_found_and_stands_in_the_log(client, administrator, kind):
    region = make_region("81")
    for number in range(55):  # more than a page
        MemberFactory(name=f"Ana {number:02}", email=f"ana{number}@example.org", region=region)
    MemberFactory(name="Bram")
    answer = ask(client, q="ana", is_active="true", export=kind)
    rows = read(answer, kind)
    assert len(rows) == 56
    assert rows[1][1:4] == ["Ana 00", rows[1][2], "ana0@example.org"]
    entry = ModelLogEntry.objects.get(action="members.export_accounts")
    assert entry.user == administrator
    assert entry.data["after"] == {"format": kind, "accounts": 55, "filters": {"is_active": ["true"]}}


@pytest.mark.parametrize("name", ["=1+1", "+62", "-1", "@SUM(A1)"])
def test_no_name_becomes_a_formula(client, administrator, name):
    MemberFactory(name=name, email="x@example.org")
    (row,) = [row for row in read(ask(client, export="csv"), "csv") if row[3] == "x@example.org"]
    assert row[1] == f"'{name}"


def test_an_export_fetches_rows_in_pieces(client, administrator):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(ask(client, export="csv"), "csv")
        return len(captured)

    MemberFactory()
    queries()  # what is remembered from the first page on
    few = queries()
    for _number in range(30):
        MemberFactory()
    assert queries() == few


def read(answer, kind: str) -> list[list]:
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        return list(csv.reader(StringIO(content.decode())))
    return [list(row) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]


def test_an_administrator_who_is_suspended_takes_no_list_along():
    assert may_export(AdministratorFactory())
    assert not may_export(AdministratorFactory(suspended_until=timezone.now() + timedelta(days=1)))


@pytest.mark.parametrize(("days", "words"), [(9, "ditangguhkan sampai"), (36_500, "disingkirkan")])
def test_the_list_says_until_when_somebody_is_suspended_or_that_they_are_removed(client, administrator, days, words):
    MemberFactory(name="Bram", suspended_until=timezone.now() + timedelta(days=days))
    page = client.get(reverse("wagtailusers_users:index")).content.decode()
    assert words in page
    assert str(timezone.now().year + 100) not in page
