from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from outbox.models import Sweep
from outbox.services import work_sweeps
from wagtail.models import ModelLogEntry

from community.comments.models import Comment
from community.forums.models import Post, Topic
from community.members.handles import fold
from community.members.models import Erasure, Handle, Profile, User
from community.members.permissions import Refused
from community.members.rights import erasing
from community.members.services import taken
from home.models import StoryAuthor
from search import spelling
from search.models import SavedSearch, SearchEntry
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import PASSWORD, AdministratorFactory, EditorFactory, MemberFactory
from tests.factories.rights import EMAIL, HANDLE, NAME, make_active_member, work

pytestmark = pytest.mark.django_db

MUCH_LATER = timedelta(days=15)


def erase(member: User, *, keeps: bool) -> User:
    erasing.request_erasure(member=member, keeps=keeps)
    erasing.begin_due(now=timezone.now() + MUCH_LATER)
    work()
    return User.objects.get(pk=member.pk)


def traces(*words: str) -> set[str]:
    """Where in the whole database one of the words still stands."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        for row in model._default_manager.values():
            for name, value in row.items():
                if any(word.lower() in str(value).lower() for word in words):
                    found.add(f"{model._meta.label}.{name}")
    return found


def test_asking_hides_the_profile_mails_and_leaves_all_else():
    member = MemberFactory(is_listed=True)
    erasing.request_erasure(member=member, keeps=True)
    assert not Profile.objects.get(user=member).is_listed
    assert User.objects.get(pk=member.pk).check_password(PASSWORD)
    (message,) = mail.outbox
    assert message.to == [member.email]
    assert "/anggota/saya/hapus/" in message.body


def test_the_mails_are_in_the_members_language():
    erase(MemberFactory(language="en", email="siti@example.org"), keeps=True)
    assert [message.subject.split()[-1] for message in mail.outbox][1:] == ["deleted"]
    assert "/en/anggota/saya/hapus/" in mail.outbox[0].body


def test_nothing_begins_before_the_days_are_over():
    member = MemberFactory()
    erasing.request_erasure(member=member, keeps=False)
    assert erasing.begin_due(now=timezone.now() + timedelta(days=13)) == 0
    assert erasing.begin_due(now=timezone.now() + MUCH_LATER) == 1
    assert erasing.begin_due(now=timezone.now() + MUCH_LATER) == 0
    assert Sweep.objects.count() == 1


def test_the_days_can_be_set(settings):
    settings.ERASURE_DAYS = 3
    erasing.request_erasure(member=MemberFactory(), keeps=True)
    assert erasing.begin_due(now=timezone.now() + timedelta(days=3, minutes=1)) == 1


def test_a_second_request_is_the_same_one_and_may_change_the_choice():
    member = MemberFactory()
    first = erasing.request_erasure(member=member, keeps=True)
    second = erasing.request_erasure(member=member, keeps=False)
    assert first.pk == second.pk
    assert not Erasure.objects.get().keeps
    assert len(mail.outbox) == 1


def test_stopping_brings_the_profile_back_and_counts_once():
    member = MemberFactory(is_listed=True)
    erasing.request_erasure(member=member, keeps=True)
    assert erasing.stop_erasure(member=member)
    assert not erasing.stop_erasure(member=member)
    assert Profile.objects.get(user=member).is_listed
    assert not Erasure.objects.exists()


def test_what_has_begun_can_not_be_stopped():
    member = MemberFactory()
    erasing.request_erasure(member=member, keeps=True)
    erasing.begin_due(now=timezone.now() + MUCH_LATER)
    assert not erasing.stop_erasure(member=member)


@pytest.mark.parametrize("keeps", [True, False])
def test_nothing_in_the_whole_database_names_the_former_member(keeps, settings):
    settings.EMAIL_BACKEND = "outbox.mail.EmailBackend"
    member = make_active_member()
    assert {"members.User.name", "members.User.email", "outbox.MailMessage.to"} <= traces(NAME, EMAIL, HANDLE)
    erase(member, keeps=keeps)
    spelling.forget_unused()  # the nightly run: words that nothing on the site has any more
    assert traces("zulaikha") == {
        "members.Handle.folded",  # so that nobody else takes it; it leads to no row of a user
        *("outbox.MailMessage.to", "outbox.MailMessage.text"),  # the last mail, forgotten after a month
    }


def test_contributions_stay_under_former_member_in_the_readers_language():
    member = make_active_member()
    erase(member, keeps=True)
    post = Post.objects.select_related("author").get(body="Kata saya.")
    assert (post.is_live, post.author.name) == (True, "Mantan anggota")
    assert Comment.objects.get(comment="Komentar saya.").writer.name == "Mantan anggota"
    with translation.override("en"):
        assert User.objects.get(pk=member.pk).name == "Former member"
    assert str(StoryAuthor.objects.get(user=member)) == "Mantan anggota"


def test_what_was_taken_back_before_is_emptied_even_where_all_else_stays():
    member = make_active_member()
    erase(member, keeps=True)
    assert set(Post.objects.filter(author=member).exclude(deleted_at=None).values_list("body", flat=True)) == {""}
    assert set(Comment.objects.filter(user=member).exclude(deleted_at=None).values_list("comment", flat=True)) == {""}


def test_contributions_are_removed_and_those_of_others_stay():
    member = make_active_member()
    erase(member, keeps=False)
    assert set(Post.objects.filter(author=member).values_list("body", "html", "is_live")) == {("", "", False)}
    assert set(Comment.objects.filter(user=member).values_list("comment", "is_live")) == {("", False)}
    answered = Topic.objects.get(title="Dijawab")
    assert (answered.is_live, answered.reply_count) == (True, 1)
    assert Post.objects.get(body="Jawaban orang lain.").is_live
    assert Comment.objects.get(comment="Balasan orang lain.").is_live
    assert not Topic.objects.filter(title="Sendiri saja").exists()


def test_the_search_follows():
    member = make_active_member()
    entries = SearchEntry.objects.filter(is_deleted=False)
    assert entries.filter(kind="member").exists()
    assert entries.filter(author=NAME).exists()
    erase(member, keeps=True)
    assert not entries.filter(kind="member").exists()
    assert not entries.filter(author=NAME).exists()
    assert not entries.filter(terms__value=f"user:{member.pk}").exists()
    assert entries.filter(kind="post", body__contains="Kata saya").exists()


def test_the_account_is_shut_and_its_handle_leads_to_nobody(client):
    member = make_active_member()
    client.force_login(member)
    erase(member, keeps=True)
    row = User.objects.get(pk=member.pk)
    assert (row.email, row.is_active, row.has_usable_password()) == (None, False, False)
    assert client.get("/anggota/saya/").status_code == 302
    assert client.get(f"/anggota/{HANDLE}/").status_code == 404
    assert Handle.objects.get(folded=fold(HANDLE)).user is None
    assert taken(HANDLE)
    assert not EmailAddress.objects.filter(email=EMAIL).exists()
    assert not SavedSearch.objects.exists()


def test_the_address_may_join_anew():
    member = MemberFactory(email="siti@example.org")
    erase(member, keeps=True)
    assert MemberFactory(email="siti@example.org").pk != member.pk


def test_an_interruption_in_the_middle_is_taken_up_where_it_was(monkeypatch):
    monkeypatch.setattr(erasing, "STEP", 2)
    member, topic = MemberFactory(), TopicFactory()
    for _number in range(7):
        PostFactory(author=member, topic=topic)
    erasing.request_erasure(member=member, keeps=False)
    erasing.begin_due(now=timezone.now() + MUCH_LATER)
    real, calls = erasing.erase_step, []

    def dying(**kwargs):
        calls.append(1)
        if len(calls) == 2:
            real(**kwargs)
            raise KeyboardInterrupt
        return real(**kwargs)

    monkeypatch.setattr(erasing, "erase_step", dying)
    with pytest.raises(KeyboardInterrupt):
        work_sweeps()
    assert (
        Post.objects.filter(author=member).exclude(body="").count() == 5
    )  # one whole step, and nothing of the one that died
    assert User.objects.get(pk=member.pk).erased_at is None
    work()
    assert not Post.objects.filter(author=member).exclude(body="").exists()
    assert User.objects.get(pk=member.pk).erased_at
    assert len(mail.outbox) == 2


def test_a_sweep_that_was_lost_is_begun_again():
    member = MemberFactory()
    erasing.request_erasure(member=member, keeps=False)
    erasing.begin_due(now=timezone.now() + MUCH_LATER)
    Sweep.objects.all().delete()
    erasing.begin_due(now=timezone.now() + MUCH_LATER + timedelta(minutes=5))
    assert not Sweep.objects.exists()
    erasing.begin_due(now=timezone.now() + MUCH_LATER + timedelta(hours=2))
    erasing.begin_due(now=timezone.now() + MUCH_LATER + timedelta(hours=2))
    assert Sweep.objects.count() == 1
    work()
    assert User.objects.get(pk=member.pk).erased_at


def test_a_step_after_the_end_does_nothing():
    member = MemberFactory()
    erase(member, keeps=True)
    assert not erasing.erase_step(erasure_id=Erasure.objects.get().pk)
    assert len(mail.outbox) == 2


def test_two_members_are_deleted_at_once_each_by_their_own_choice(monkeypatch):
    monkeypatch.setattr(erasing, "STEP", 1)
    topic = TopicFactory()
    stays, goes = PostFactory(topic=topic), PostFactory(topic=topic)
    PostFactory(topic=topic, author=goes.author)
    erasing.request_erasure(member=stays.author, keeps=True)
    erasing.request_erasure(member=goes.author, keeps=False)
    assert erasing.begin_due(now=timezone.now() + MUCH_LATER) == 2
    work()
    assert Post.objects.get(pk=stays.pk).body
    assert not Post.objects.get(pk=goes.pk).body
    assert User.objects.exclude(erased_at=None).count() == 2


@pytest.mark.parametrize("keeps", [True, False])
def test_a_step_costs_the_same_however_much_there_is(monkeypatch, keeps):
    monkeypatch.setattr(erasing, "STEP", 3)
    costs = []
    for many in (6, 40):
        member, topic = MemberFactory(), TopicFactory()
        for _number in range(many):
            PostFactory(author=member, topic=topic)
        erasing.request_erasure(member=member, keeps=keeps)
        erasing.begin_due(now=timezone.now() + MUCH_LATER)
        work_sweeps(steps=1)  # closes the account
        with CaptureQueriesContext(connection) as captured:
            work_sweeps(steps=1)
        costs.append(len(captured))
        Sweep.objects.all().delete()
    assert costs[1] <= costs[0]


def test_an_editor_can_be_deleted_and_loses_every_right():
    editor = EditorFactory()
    row = erase(editor, keeps=True)
    assert not row.groups.exists()
    assert not row.has_perm("wagtailadmin.access_admin")


def test_the_last_administrator_can_not_be_deleted():
    last = AdministratorFactory()
    AdministratorFactory(is_active=False)
    with pytest.raises(Refused):
        erasing.request_erasure(member=last, keeps=True)


def test_of_two_administrators_one_may_leave():
    first, second = AdministratorFactory(), AdministratorFactory()
    erasing.request_erasure(member=first, keeps=True)
    with pytest.raises(Refused):
        erasing.request_erasure(member=second, keeps=True)


def test_who_became_the_last_administrator_meanwhile_stays():
    first, second = AdministratorFactory(), AdministratorFactory()
    erasing.request_erasure(member=first, keeps=True)
    User.objects.filter(pk=second.pk).update(is_active=False)
    assert erasing.begin_due(now=timezone.now() + MUCH_LATER) == 0
    assert Erasure.objects.get().began_at is None


def test_the_log_says_what_was_done_without_a_name():
    member = MemberFactory(name="Maria Letsoin")
    erase(member, keeps=True)
    lines = ModelLogEntry.objects.filter(action__startswith="members.")
    assert set(lines.values_list("action", flat=True)) == {"members.ask_erasure", "members.erase"}
    assert not any("Maria" in f"{line.label} {line.data}" for line in lines)
    assert {line.data["reason"] for line in lines} == {"asked"}


def test_a_member_without_an_address_gets_no_mail():
    erase(MemberFactory(email=None), keeps=True)
    assert mail.outbox == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_administrators_who_leave_at_once_do_not_both_leave():
    leaving = [AdministratorFactory(), AdministratorFactory()]

    def leave(user):
        try:
            erasing.request_erasure(member=User.objects.get(pk=user.pk), keeps=True)
        except Refused:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, leaving)) == [False, True]
