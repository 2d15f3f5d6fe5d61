"""Keeping searches: saving, changing, deleting, stopping."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from search.models import SavedSearch
from search.saving import (
    MOST,
    change_saved,
    delete_saved,
    newest_key,
    save_search,
    saved_of,
    stop_alerts,
    token_of,
)
from tests.factories.entries import make_entry
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.saved import DAY, make_saved

pytestmark = pytest.mark.django_db


def test_a_search_is_saved_in_one_spelling_and_named_after_its_words_and_filters() -> None:
    region = make_region("81")
    saved = make_saved("page=3&region=81&kind=nothing&kind=story&q=++rumput++laut&x=1")
    assert saved.query == "q=rumput+laut&kind=story&region=81"
    assert saved.name == f"rumput laut · Cerita · {region}"


def test_saving_the_same_again_answers_the_same_search_as_it_is() -> None:
    member = MemberFactory()
    first = make_saved("q=ikan", member=member, name="Ikan")
    again = save_search(member=member, query="q=ikan&page=2", name="Lain", rhythm="never", language="en")
    assert (again.pk, again.name, again.rhythm) == (first.pk, "Ikan", "nightly")


def test_what_exists_when_a_search_is_saved_is_no_news() -> None:
    entry = make_entry("Teripang")
    assert make_saved().high_water == entry.pk == newest_key()


@pytest.mark.parametrize(
    "query", ["", "page=2", "kind=nothing", "q=%22%22", "q=%22%22&kind=story", "q=kind:nothing", "q=-", "q=👍"]
)
def test_a_search_for_nothing_is_refused(query: str) -> None:
    with pytest.raises(ValidationError):
        make_saved(query)


def test_a_search_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValidationError):
        make_saved("q=" + "é" * 200)


def test_a_name_is_one_line_that_can_be_read() -> None:
    assert make_saved(name="Harga\r\nBcc: x\0").name == "Harga Bcc: x"


def test_a_member_has_at_most_so_many_and_may_save_again_after_deleting_one() -> None:
    member = MemberFactory()
    saved = [make_saved(f"q=kata{number}", member=member) for number in range(MOST)]
    with pytest.raises(ValidationError):
        make_saved("q=lagi", member=member)
    assert make_saved("q=kata0", member=member) == saved[0]
    delete_saved(member=member, saved=saved[1])
    make_saved("q=lagi", member=member)
    assert SavedSearch.objects.filter(user=member).count() == MOST
    make_saved("q=lagi")


@pytest.mark.parametrize("fields", [{"is_active": False}, {"suspended_until": timezone.now() + DAY}])
def test_a_member_who_is_switched_off_or_suspended_saves_nothing(fields: dict[str, object]) -> None:
    with pytest.raises(PermissionDenied):
        make_saved(member=MemberFactory(**fields))


def test_nobody_changes_or_deletes_the_search_of_another() -> None:
    saved, other = make_saved(), MemberFactory()
    with pytest.raises(PermissionDenied):
        change_saved(member=other, saved=saved, name="x", rhythm="never", language="id")
    with pytest.raises(PermissionDenied):
        delete_saved(member=other, saved=saved)
    saved.refresh_from_db()
    assert saved.rhythm == "nightly"


def test_a_changed_search_keeps_its_mark_and_gets_its_name_back_when_that_is_left_empty() -> None:
    saved = make_saved(name="Lain")
    make_entry("Teripang")
    changed = change_saved(member=saved.user, saved=saved, name=" ", rhythm="weekly", language="en")
    assert (changed.name, changed.rhythm, changed.language) == ("teripang", "weekly", "en")
    assert changed.high_water == saved.high_water


def test_what_came_while_a_search_sent_no_mails_is_no_news() -> None:
    saved = make_saved(rhythm="never")
    entry = make_entry("Teripang")
    assert change_saved(member=saved.user, saved=saved, name="", rhythm="weekly", language="id").high_water == entry.pk


def test_the_link_of_a_mail_stops_its_search_only_and_bears_a_repeat() -> None:
    saved, other = make_saved(), make_saved()
    for _time in range(2):
        assert stop_alerts(token=token_of(saved)) == saved
    assert SavedSearch.objects.get(pk=saved.pk).rhythm == "never"
    assert SavedSearch.objects.get(pk=other.pk).rhythm == "nightly"


def test_a_forged_link_and_one_of_a_deleted_search_stop_nothing() -> None:
    saved = make_saved()
    token = token_of(saved)
    for forged in ("", "x", f"{token}x", token.replace(":", "", 1), token_of(SavedSearch(pk=saved.pk + 1))):
        assert stop_alerts(token=forged) is None
    assert SavedSearch.objects.get().rhythm == "nightly"
    saved.delete()
    assert saved_of(token) is None
