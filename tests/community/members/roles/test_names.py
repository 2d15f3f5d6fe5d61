"""What groups are called that roles bring."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.utils.translation import override

from community.forums.admin.category_form import audiences, icons
from community.forums.services.audiences import name_of
from community.members.roles.names import local_name
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


def test_they_are_named_in_the_readers_language_and_regions_by_name():
    kei = make_region("81.02")
    names = ["Community moderators", "Regional moderators", "Editors", "Regional editors 81.02", "Nelayan"]
    expected = ["Moderator komunitas", "Moderator wilayah", "Redaksi", f"Redaksi untuk {kei}", "Nelayan"]
    assert [local_name(name) for name in names] == expected
    with override("en"):
        assert [local_name(name) for name in names] == [*names[:3], f"Editors for {kei}", "Nelayan"]
    assert local_name("Regional editors 99") == "Redaksi untuk 99"


def test_so_they_are_where_one_says_whom_a_category_is_for():
    group = Group.objects.get_or_create(name="Community moderators")[0]
    assert name_of(f"group:{group.pk}") == "Moderator komunitas"
    assert (f"group:{group.pk}", "Moderator komunitas") in audiences()


def test_each_icon_of_a_category_has_a_name_in_both_languages():
    indonesian = dict(icons())
    assert indonesian["boat"] == "Perahu"
    with override("en"):
        english = dict(icons())
    assert english.keys() == indonesian.keys()
    assert not {name for name in english if english[name] == name or indonesian[name] == name}
