"""What is gone once an account is deleted, and what stays."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.core.mail import send_mail
from django.utils import translation
from outbox.models import MailMessage
from outbox.services import deliver_mail
from wagtail.models import ModelLogEntry

from community.comments.models import Comment
from community.comments.services import hide_comment, restore_comment
from community.forums.models import Post, Topic
from community.members import describing
from community.members.audit.forgetting import forget_labels
from community.members.models import Handle, Role, User
from community.members.roles.services import give
from community.members.services import claim_handle, taken
from community.members.standing.services import sign_out
from home.models import StoryAuthor
from search import spelling
from search.models import SavedSearch, SearchEntry
from tests.factories.comments import make_comment, make_story
from tests.factories.members import AdministratorFactory, EditorFactory, MemberFactory, ModeratorFactory
from tests.factories.rights import EMAIL, HANDLE, NAME, erase, make_active_member

pytestmark = pytest.mark.django_db


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


def test_the_mails_are_in_the_members_language():
    erase(MemberFactory(language="en", email="siti@example.org"), keeps=True)
    assert [message.subject.split()[-1] for message in mail.outbox][1:] == ["deleted"]
    assert "/en/anggota/saya/hapus/" in mail.outbox[0].body


@pytest.mark.parametrize("keeps", [True, False])
def test_nothing_in_the_whole_database_names_the_former_member(keeps, settings):
    settings.EMAIL_BACKEND = "outbox.mail.EmailBackend"
    member = make_active_member()
    learned = describing.learn(["Menenun zulaikha", "Memahat"])
    member.profile.skills.set(learned)
    MemberFactory().profile.skills.add(learned[1])
    send_mail(f"{NAME} keluar", "Isi", None, ["pemilik@example.org"])
    deliver_mail()
    send_mail("Kabar", f"Dulu {EMAIL}", None, ["pemilik@example.org"])
    send_mail("Tentang Kabalmay", "Bukan dia", None, ["pemilik@example.org"])
    assert {"members.User.name", "members.User.email", "outbox.MailMessage.to"} <= traces(NAME, EMAIL, HANDLE)
    erase(member, keeps=keeps)
    spelling.forget_unused()  # the nightly run: words that nothing on the site has any more
    assert traces("zulaikha") == {"outbox.MailMessage.to", "outbox.MailMessage.text"}  # the last mail, until it is sent
    deliver_mail()
    assert not traces("zulaikha")
    assert "X-Forgotten" not in mail.outbox[-1].extra_headers
    assert MailMessage.objects.filter(subject="Tentang Kabalmay").exists()


@pytest.mark.parametrize("keeps", [True, False])
def test_no_line_of_the_log_names_them_by_any_name_that_they_ever_had(keeps):
    member, moderator, story = MemberFactory(name="Rosalina Rahayaan"), ModeratorFactory(), make_story()
    comment = make_comment(story, author=member, body="Kata saya.")
    give(user=member, kind=Role.Kind.MENTOR, reason="x")
    hide_comment(by=moderator, comment=comment, reason="coba")
    forget_labels(
        ModelLogEntry.objects.filter(action="comments.hide"), label="Rosalina Rahayaan: Kata saya."
    )  # as once
    of_another = make_comment(story, author=MemberFactory(name="Rosalina Lain"))
    hide_comment(by=moderator, comment=of_another, reason="coba")
    User.objects.filter(pk=member.pk).update(name=NAME)
    restore_comment(by=moderator, comment=comment)
    erase(User.objects.get(pk=member.pk), keeps=keeps)
    assert not {place for place in traces("rosalina rahayaan", NAME) if "LogEntry" in place}
    assert ModelLogEntry.objects.filter(object_id=str(of_another.pk), label="Terima kasih.").exists()


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


def test_the_account_is_shut_and_its_handle_leads_to_nobody(client, settings):
    member = make_active_member()
    client.force_login(member)
    erase(member, keeps=True)
    row = User.objects.get(pk=member.pk)
    assert (row.email, row.is_active, row.has_usable_password()) == (None, False, False)
    assert client.get("/anggota/saya/").status_code == 302
    assert client.get(f"/anggota/{HANDLE}/").status_code == 404
    assert Handle.objects.get(folded__startswith="=").user is None
    assert taken(HANDLE)
    assert claim_handle(HANDLE, user=MemberFactory()) is None
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 50, [settings.SECRET_KEY]
    assert taken(HANDLE.replace("l", "1"))
    assert not EmailAddress.objects.filter(email=EMAIL).exists()
    assert not SavedSearch.objects.exists()


def test_the_address_may_join_anew():
    member = MemberFactory(email="siti@example.org")
    erase(member, keeps=True)
    assert MemberFactory(email="siti@example.org").pk != member.pk


def test_an_editor_can_be_deleted_and_loses_every_right():
    editor = EditorFactory()
    row = erase(editor, keeps=True)
    assert not row.groups.exists()
    assert not row.has_perm("wagtailadmin.access_admin")


def test_the_log_says_what_was_done_without_a_name():
    member = MemberFactory(name="Maria Letsoin")
    sign_out(by=AdministratorFactory(), member=member, reason="asked")
    assert ModelLogEntry.objects.filter(label="Maria Letsoin").exists()
    erase(member, keeps=True)
    lines = ModelLogEntry.objects.filter(action__startswith="members.")
    assert set(lines.values_list("action", flat=True)) == {"members.sign_out", "members.ask_erasure", "members.erase"}
    assert not any("Maria" in f"{line.label} {line.data}" for line in lines)
    assert {line.data["reason"] for line in lines} == {"asked"}


def test_reasons_in_the_log_stay_without_the_name():
    member, administrator = MemberFactory(name="Maria Letsoin"), AdministratorFactory()
    sign_out(by=administrator, member=member, reason="maria letsoin menulis kasar (lagi)")
    erase(member, keeps=True)
    assert ModelLogEntry.objects.get(action="members.sign_out").data["reason"] == "Mantan anggota menulis kasar (lagi)"


def test_a_member_without_an_address_gets_no_mail():
    erase(MemberFactory(email=None), keeps=True)
    assert mail.outbox == []
