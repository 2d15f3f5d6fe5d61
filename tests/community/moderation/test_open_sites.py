"""Who keeps the list of sites that everybody may link to, and that the log tells of it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from community.writing.models import OpenSite
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


def test_moderators_of_all_keep_the_list_and_the_log_tells_of_it(client):
    address = reverse("open_sites:index")
    for person, may in (
        (MemberFactory(), False),
        (EditorFactory(), False),
        (RegionalModeratorFactory(of=make_region("81")), False),
        (ModeratorFactory(), True),
        (AdministratorFactory(), True),
    ):
        client.force_login(person)
        assert (client.get(address).status_code == 200) is may, person
        client.post(reverse("open_sites:add"), {"host": f"https://desa{person.pk}.example/", "note": "kantor desa"})
        assert OpenSite.objects.filter(host=f"desa{person.pk}.example").exists() is may
    client.post(reverse("open_sites:delete", args=[OpenSite.objects.first().pk]))
    assert OpenSite.objects.count() == 1
    acts = ModelLogEntry.objects.filter(content_type__model="opensite").values_list("action", flat=True)
    assert sorted(acts) == ["rules.add", "rules.add", "rules.delete"]


def test_what_is_no_site_is_said_beside_the_field(client):
    client.force_login(ModeratorFactory())
    answer = client.post(reverse("open_sites:add"), {"host": "desa", "note": ""})
    assert "Tuliskan situs seperti toko.example." in answer.content.decode()
