"""Who held a role by their group, or as an administrator, has it written down by the migration."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from community.members.models import Role, User
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db

migration = import_module("community.members.migrations.0008_roles_of_groups")


@pytest.fixture
def people() -> dict[str, User]:
    make_region("81.02")
    held = {
        "moderator": "Community moderators",
        "editor": "Editors",
        "editor 81.02": "Regional editors 81.02",
        "nothing": "Regional editors 99",
        "other": "Dewan",
    }
    people = {name: MemberFactory() for name in held}
    for name, group in held.items():
        people[name].groups.add(Group.objects.get_or_create(name=group)[0])
    people["administrator"] = MemberFactory(is_superuser=True, is_staff=True)
    gone = MemberFactory(erased_at=timezone.now())
    gone.groups.add(Group.objects.get(name="Editors"))
    return people


def roles() -> set[tuple[int, str, str | None]]:
    return set(Role.objects.values_list("user_id", "kind", "region__code"))


def test_each_gets_the_role_that_they_held(people, monkeypatch):
    monkeypatch.setattr(migration, "BATCH", 1)
    migration.write_down(apps, connection.schema_editor())
    assert roles() == {
        (people["moderator"].pk, "moderator", None),
        (people["editor"].pk, "editor", None),
        (people["editor 81.02"].pk, "editor", "81.02"),
        (people["administrator"].pk, "administrator", None),
    }


def test_it_bears_a_repeat_and_goes_back_leaving_what_was_granted_since(people):
    migration.write_down(apps, connection.schema_editor())
    before = roles()
    migration.write_down(apps, connection.schema_editor())
    assert roles() == before
    since = Role.objects.create(user=people["other"], kind="mentor", reason="Sejak itu.")
    migration.forget(apps, connection.schema_editor())
    assert roles() == {(since.user_id, "mentor", None)}
