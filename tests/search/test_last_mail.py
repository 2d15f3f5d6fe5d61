"""A saved search of which a part isn't understood, or no longer: refused, told in the list, told once by mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from search.alert_mail import last_mail_of
from search.alerts import send_alerts
from search.models import SavedSearch
from search.saving import change_saved, faults_of, save_search
from tests.factories.members import MemberFactory
from tests.factories.saved import DAY, make_old_entry, make_saved

pytestmark = pytest.mark.django_db

NOT_UNDERSTOOD = pytest.mark.parametrize(
    "query",
    [
        "q=rumput+kind:nonsense",
        "q=rumput+penulis:",
        "q=rumput+-kind:story",
        "q=rumput+after:2026-05+before:2025",
        "q=rumput&since=2026-05-02&until=2026-05-02",
    ],
)


@NOT_UNDERSTOOD
def test_it_is_not_saved(query: str) -> None:
    with pytest.raises(ValidationError):
        make_saved(query)
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("language", ["id", "en"])
def test_who_wants_to_save_it_is_told_why_not_and_led_back_to_the_results(client: Client, language: str) -> None:
    client.force_login(MemberFactory())
    query = urlencode({"q": "rumput kind:nonsense"})
    with override(language):
        address, results = reverse("search:save"), reverse("search:results")
    page = client.get(f"{address}?{query}").content.decode()
    assert "“kind:nonsense”" in page
    assert 'class="notice warning"' in page
    assert f'href="{results}?{query}"' in page
    assert 'name="rhythm"' not in page
    sent = {"name": "", "rhythm": "never", "language": language, "idempotency_key": "k" * 24}
    page = client.post(f"{address}?{query}", sent).content.decode()
    assert "“kind:nonsense”" in page
    assert 'class="notice danger"' in page
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_list_says_of_which_no_mails_can_come_and_why(client: Client, language: str) -> None:
    member = MemberFactory()
    client.force_login(member)
    make_saved(member=member)
    with override(language):
        address = reverse("search:saved")
    assert 'class="notice warning"' not in client.get(address).content.decode()
    make_lost("q=tali+author:@nobody", member=member)
    page = client.get(address).content.decode()
    assert page.count('class="notice warning"') == 1
    assert "“author:@nobody”" in page


def test_what_names_nothing_any_more_in_the_address_is_told_too() -> None:
    with override("en"):
        faults = faults_of(make_lost("q=tali&sector=perikanan"))
    assert faults == ["“sector=perikanan” was left out: there is no such thing, or no longer."]


@pytest.mark.parametrize(
    "query", ["q=tali+region:99.99", "q=tali&sector=perikanan", "q=tali&since=2026-02&until=2026-02"]
)
def test_the_member_is_told_once_and_no_more_mails_come(query: str) -> None:
    saved, now = make_lost(query), timezone.now()
    make_old_entry("Tali")
    for nights in range(3):
        send_alerts(now + nights * DAY)
    assert [message.to for message in mail.outbox] == [[saved.user.email]]
    saved.refresh_from_db()
    assert (saved.rhythm, saved.sent_at) == ("never", now)


def test_it_is_told_though_nothing_new_was_written() -> None:
    make_lost("q=tali+region:99.99")
    send_alerts(timezone.now())
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("fields", [{"suspended_until": timezone.now() + DAY}, {"verified": False}])
def test_who_gets_no_mail_is_told_when_they_may_again(fields: dict[str, Any]) -> None:
    saved = make_lost("q=tali+region:99.99", member=MemberFactory(**fields))
    send_alerts(timezone.now())
    saved.refresh_from_db()
    assert (mail.outbox, saved.rhythm) == ([], "nightly")


@pytest.mark.parametrize(("language", "prefix"), [("id", ""), ("en", "/en")])
def test_the_mail_names_what_is_not_understood_and_leads_to_the_search_and_the_list(language: str, prefix: str) -> None:
    saved = make_lost("q=tali+kind:%3Cb%3E", name="Tali & jaring", language=language)
    message = last_mail_of(saved)
    html = str(message.alternatives[0].content)
    assert "Tali & jaring" in message.subject
    assert "“kind:<b>”" in message.body
    assert "“kind:&lt;b&gt;”" in html
    for part in (message.body, html):
        assert f"http://testserver{prefix}/cari/?q=tali" in part
        assert f"http://testserver{prefix}/cari/simpanan/" in part
    assert "List-Unsubscribe" not in message.extra_headers
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_its_mails_cannot_be_turned_on_again_but_its_name_can_be_changed(client: Client) -> None:
    saved = make_lost("q=tali+kind:nonsense", rhythm="never")
    with pytest.raises(ValidationError):
        change_saved(member=saved.user, saved=saved, name="Lain", rhythm="weekly", language="id")
    client.force_login(saved.user)
    address = reverse("search:saved_edit", args=[saved.pk])
    assert 'class="notice warning"' in client.get(address).content.decode()
    page = client.post(address, {"name": "Lain", "rhythm": "nightly", "language": "id"}).content.decode()
    assert "“kind:nonsense”" in page
    assert "Pilih “Tanpa surel”" in page
    assert 'value="Lain"' in page
    assert client.post(address, {"name": "Lain", "rhythm": "never", "language": "id"}).status_code == 302
    saved.refresh_from_db()
    assert (saved.name, saved.rhythm) == ("Lain", "never")


@pytest.mark.parametrize(("rhythm", "sends_mails"), [("never", False), ("weekly", True)])
def test_of_one_that_sends_no_mails_nobody_is_told_to_choose_so(client: Client, rhythm: str, sends_mails: bool) -> None:
    saved = make_lost("q=tali+kind:nonsense", rhythm=rhythm)
    client.force_login(saved.user)
    row = client.get(reverse("search:saved")).content.decode()
    form = client.get(reverse("search:saved_edit", args=[saved.pk])).content.decode()
    assert ("Tidak ada surel dari pencarian ini" in row) is sends_mails
    assert ("Kalau Anda ingin surel tentangnya" in row) is not sends_mails
    assert ("Pilih “Tanpa surel”" in form) is sends_mails
    assert all("“kind:nonsense”" in page for page in (row, form))


def test_one_that_is_understood_again_can_send_mails_again() -> None:
    saved = make_lost("q=tali+author:@lama", rhythm="never")
    MemberFactory(handle="lama", is_listed=True)
    assert change_saved(member=saved.user, saved=saved, name="", rhythm="weekly", language="id").rhythm == "weekly"


def test_saving_again_what_is_kept_already_answers_it_as_it_is() -> None:
    lost = make_lost("q=tali+kind%3Anonsense")
    again = save_search(member=lost.user, query=lost.query, name="", rhythm="nightly", language="id")
    assert again == lost


def make_lost(query: str, **fields: Any) -> SavedSearch:
    """A search that was saved while it was understood, a week ago."""
    member = fields.pop("member", None) or MemberFactory()
    facts = {"name": "Tali", "checked_at": timezone.now() - 7 * DAY, **fields}
    return SavedSearch.objects.create(user=member, query=query, **facts)
