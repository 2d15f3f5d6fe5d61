"""In each log that people read, what nobody did was done by the site, as their language calls it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.members.standing import services as standing
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "site"), [("id", "situs"), ("en", "the site")])
def test_the_history_at_the_desk_says_that_the_site_did_it(client, language, site):
    member = MemberFactory()
    standing.silence_by_site(member=member, until=timezone.now() + timedelta(days=3), reason="Dilaporkan.")
    client.force_login(ModeratorFactory(language=language))
    address = reverse("moderation:person", args=[member.pk])
    page = client.get(address if language == "id" else f"/en{address}").content.decode()
    assert f'<p class="meta">{site} · ' in page
    assert "system ·" not in page


def test_wagtails_own_histories_say_it_as_well(client):
    standing.silence_by_site(member=MemberFactory(), until=timezone.now() + timedelta(days=3), reason="Dilaporkan.")
    client.force_login(AdministratorFactory(language="id"))
    page = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "situs" in page.split("<tbody>")[1]
    assert "system" not in page.split("<tbody>")[1].split("</tbody>")[0]
