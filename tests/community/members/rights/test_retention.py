from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.models import Erasure, Handle, InactivityWarning, User
from community.members.rights import erasing, retention
from search.models import SearchEntry
from tests.factories.forums import PostFactory
from tests.factories.members import AdministratorFactory, EditorFactory, MemberFactory
from tests.factories.rights import work

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def days(number: float) -> timedelta:
    return timedelta(days=number)


def keep(after: float = 0) -> dict[str, int]:
    return retention.keep_retention(now=NOW + days(after))


def unused(since: float, **fields: object) -> User:
    return MemberFactory(last_login=NOW - days(since), **fields)


def unconfirmed(since: float, **fields: object) -> User:
    return MemberFactory(verified=False, date_joined=NOW - days(since), **fields)


def test_an_account_that_was_never_confirmed_goes_after_thirty_days_without_a_word():
    unconfirmed(31)
    young = unconfirmed(29)
    assert keep()["unverified"] == 1
    assert list(User.objects.all()) == [young]
    assert Handle.objects.count() == 1
    assert mail.outbox == []


def test_a_listed_profile_of_it_is_no_longer_found():
    from community.members.services import follow_account

    member = unconfirmed(31, is_listed=True)
    follow_account(user=member)
    assert SearchEntry.objects.filter(kind="member", is_deleted=False).exists()
    keep()
    assert not SearchEntry.objects.filter(kind="member", is_deleted=False).exists()


def test_one_with_a_confirmed_address_or_a_visit_stays():
    MemberFactory(date_joined=NOW - days(31))
    unconfirmed(31, last_login=NOW - days(30))
    assert keep()["unverified"] == 0


def test_one_that_wrote_something_stays():
    PostFactory(author=unconfirmed(31))
    assert keep()["unverified"] == 0


def test_warnings_come_at_700_and_723_days_once_and_the_end_at_730():
    member = unused(699.5)
    assert keep()["first"] == 0
    assert keep(1)["first"] == 1
    assert keep(1)["first"] == 0
    assert keep(23)["last"] == 0
    assert keep(24)["last"] == 1
    assert keep(24)["last"] == 0
    assert keep(30)["erased"] == 0
    assert keep(31.5)["erased"] == 1
    assert keep(31.5)["erased"] == 0
    assert len(mail.outbox) == 2
    assert erasing.begin_due(now=NOW + days(32)) == 1
    work()
    assert User.objects.get(pk=member.pk).erased_at


def test_what_an_unused_account_wrote_stays():
    post = PostFactory(author=unused(800))
    for after in (0, 1, 9):
        keep(after)
    erasing.begin_due(now=NOW + days(10))
    work()
    post.refresh_from_db()
    assert post.is_live
    assert post.body


def test_nobody_is_deleted_without_both_warnings_and_a_week_after_the_last():
    unused(2_000)
    assert keep() == {"unverified": 0, "erased": 0, "last": 0, "first": 1}
    assert keep(0.1)["last"] == 1
    assert keep(7)["erased"] == 0
    assert keep(7.2)["erased"] == 1


def test_the_mail_names_a_day_that_is_kept():
    unused(2_000, language="en")
    keep()
    keep(1)
    told = [(NOW + days(after)).astimezone(timezone.get_default_timezone()) for after in (30, 8)]
    assert [f"{day.day} {day:%B %Y}" in message.body for day, message in zip(told, mail.outbox, strict=True)]
    assert "http://testserver/en/akun/masuk/" in mail.outbox[0].body


def test_one_visit_begins_the_count_anew():
    member = unused(705)
    keep()
    User.objects.filter(pk=member.pk).update(last_login=NOW + days(1))
    keep(2)
    assert not InactivityWarning.objects.exists()
    assert keep(40)["erased"] == 0
    assert keep(702)["first"] == 1


def test_who_never_came_counts_from_joining():
    MemberFactory(date_joined=NOW - days(701), last_login=None)
    assert keep()["first"] == 1


@pytest.mark.parametrize("factory", [EditorFactory, AdministratorFactory])
def test_who_looks_after_the_site_is_left_out(factory):
    factory(last_login=NOW - days(800))
    assert not any(keep().values())


def test_people_without_an_address_are_left_out():
    MemberFactory(email=None, last_login=None, date_joined=NOW - days(800))
    assert not any(keep().values())


def test_a_deleted_account_is_left_out():
    member = unused(800)
    erasing.request_erasure(member=member, keeps=True)
    erasing.begin_due(now=NOW + days(15))
    work()
    assert not any(keep(16).values())


def test_the_days_can_be_set_and_zero_means_never(settings):
    settings.UNVERIFIED_DAYS = settings.INACTIVE_DAYS = 0
    unconfirmed(400)
    unused(2_000)
    assert not any(keep().values())
    settings.UNVERIFIED_DAYS = 399
    assert keep()["unverified"] == 1


def test_a_run_is_bounded(monkeypatch):
    monkeypatch.setattr(retention, "A_RUN", 2)
    for _number in range(3):
        unused(705)
    assert keep()["first"] == 2
    assert keep()["first"] == 1


def test_two_runs_at_once_warn_once():
    member = unused(705)
    assert retention._warn_one(member, 700, NOW)
    assert not retention._warn_one(member, 700, NOW)
    assert len(mail.outbox) == 1


def test_someone_who_confirms_at_the_last_moment_stays():
    member = unconfirmed(31)
    EmailAddress.objects.update(verified=True)
    assert not retention.forget_unverified(member)


def test_every_act_is_in_the_log_and_names_only_who_is_still_to_be_erased():
    unconfirmed(31, name="Maria Letsoin")
    unused(800, name="Maria Letsoin")
    for after in (0, 1, 9):
        keep(after)
    lines = list(ModelLogEntry.objects.filter(action__startswith="members."))
    assert {line.action for line in lines} == {
        "members.forget_unverified", "members.warn_inactive", "members.erase_inactive"
    }  # fmt: skip
    assert not any("Maria" in str(line.data) for line in lines)
    waiting = Erasure.objects.get()
    assert {line.object_id for line in lines if line.label == "Maria Letsoin"} == {str(waiting.user_id)}
    assert waiting.reason == "inactive"
