"""Where members and visitors find the pages of moderation that are theirs to read."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db
OWN = ("moderation:own_texts", "moderation:own_reports")


@pytest.mark.parametrize("language", ["id", "en"])
def test_one_finds_ones_reports_and_what_became_of_ones_texts_from_ones_account(client, language):
    client.force_login(MemberFactory(language=language))
    with override(language):
        own = [f'href="{reverse(name)}"' for name in OWN]
        form, members = (client.get(reverse(f"members:{name}")).content.decode() for name in ("edit", "list"))
        pages = [client.get(reverse(name)).content.decode() for name in OWN]
    assert [form.count(each) for each in own] == [2, 2]  # in the menu, and below the form
    assert [members.count(each) for each in own] == [1, 1]
    for page, name in zip(pages, OWN, strict=True):
        assert [page.partition("<main")[2].count(each) for each in own] == [1, 1]  # beside each other
        with override(language):
            assert f'href="{reverse(name)}" aria-current="page"' in page


@pytest.mark.parametrize("language", ["id", "en"])
def test_everybody_finds_the_numbers_at_the_foot_of_each_page(client, language):
    with override(language):
        page = client.get(reverse("members:list")).content.decode()
        assert f'href="{reverse("moderation:numbers")}"' in page.partition("<footer")[2]
    assert "laporan-saya" not in page
