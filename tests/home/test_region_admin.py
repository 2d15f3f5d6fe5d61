"""The gazetteer in the editing room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from home.models import Region
from home.services.editors import make_editors
from search.models import SearchEntry
from tests.factories.home import make_home
from tests.factories.members import AdministratorFactory, MemberFactory
from tests.factories.regions import make_region

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db


def test_search_follows_a_region_that_an_editor_corrects(client: Client, work_outbox: Callable[[], None]) -> None:
    region = make_region("81.02")
    make_home()
    editor = MemberFactory()
    editor.groups.add(make_editors())
    client.force_login(editor)
    answer = client.post(f"/admin/snippets/home/region/edit/{region.pk}/", form_of(region, name="Kepulauan Kei"))
    assert answer.status_code == 302
    work_outbox()
    assert SearchEntry.objects.get(kind="region", object_id=str(region.pk), language="id").title.endswith(
        "Kepulauan Kei"
    )


def test_search_finds_a_region_that_was_added(client: Client, work_outbox: Callable[[], None]) -> None:
    parent = make_region("81.02")
    client.force_login(AdministratorFactory())
    new = Region(code="81.02.99", name="Pulau Baru", kind=Region.Kind.ISLAND, parent=parent)
    assert client.post("/admin/snippets/home/region/add/", form_of(new)).status_code == 302
    work_outbox()
    assert SearchEntry.objects.filter(kind="region", title__contains="Pulau Baru").exists()


def test_a_wrong_point_is_refused_with_a_message_beside_the_field(client: Client) -> None:
    region = make_region("81.02")
    client.force_login(AdministratorFactory())
    answer = client.post(f"/admin/snippets/home/region/edit/{region.pk}/", form_of(region, latitude="133,5"))
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"latitude"}


def test_nobody_deletes_a_region(client: Client) -> None:
    region = make_region("81")
    client.force_login(AdministratorFactory())
    client.post(f"/admin/snippets/home/region/delete/{region.pk}/")
    assert Region.objects.filter(pk=region.pk).exists()
    bulk = f"/admin/bulk/home/region/delete/?id={region.pk}"
    client.post(bulk)
    assert Region.objects.filter(pk=region.pk).exists()


def form_of(region: Region, **changes: object) -> dict[str, object]:
    lists = dict.fromkeys(("alternative_names", "former_names", "former_codes"), "[]")
    fields = {"code": region.code, "name": region.name, "kind": region.kind, "parent": region.parent_id or ""}
    return {**fields, "latitude": "", "longitude": "", **lists, **changes}
