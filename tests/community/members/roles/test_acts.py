"""The table of permissions says what happens: every act, tried as every kind of person; and its page is not stale."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from community.members.roles import acts
from community.members.roles.acts import Person
from tests.factories.acts import ATTEMPTS, is_allowed, make_world


@pytest.mark.django_db
def test_each_act_is_open_to_those_of_whom_the_table_says_so_and_to_nobody_else() -> None:
    world, wrong = make_world(), []
    for name, act in acts.all_acts().items():
        for person in Person:
            with transaction.atomic():
                allowed = is_allowed(ATTEMPTS[name], world, person)
                transaction.set_rollback(True)
            if allowed is not (person in act.may):
                wrong.append(f"{name} as {person}: {'possible' if allowed else 'refused'}")
    assert wrong == []


def test_every_act_is_tried_and_nothing_is_tried_that_the_table_does_not_tell() -> None:
    assert set(acts.all_acts()) == set(ATTEMPTS)


def test_the_page_of_the_docs_is_as_the_apps_declare() -> None:
    page = (settings.ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert page == acts.table(), "docs/permissions.md is stale: run `make permissions`"


def test_the_command_writes_the_page(tmp_path, monkeypatch) -> None:
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    call_command("write_permissions", verbosity=0)
    assert (tmp_path / "docs" / "permissions.md").read_text(encoding="utf-8") == acts.table()


def test_the_table_tells_of_every_kind_of_person_in_each_area() -> None:
    heads = [line for line in acts.table().splitlines() if line.startswith("| | ")]
    assert len(heads) >= 6
    assert {line.count("|") for line in heads} == {len(Person) + 2}


def test_a_declared_act_is_written_with_its_rule(monkeypatch) -> None:
    monkeypatch.setattr(acts, "_areas", {})
    acts.declare("Perahu", [acts.Act("row", "Row a boat", frozenset({Person.MEMBER}), "who has a paddle")])
    page = acts.table()
    assert "| Row a boat | · | yes | · |" in page
    assert "- Row a boat: who has a paddle" in page
