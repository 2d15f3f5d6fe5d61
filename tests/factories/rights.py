"""Members with something of everything, and what the worker does about their rights."""

from __future__ import annotations

from datetime import timedelta

from allauth.core.context import request_context
from celery import current_app
from django.core.mail import send_mail
from django.test import RequestFactory
from django.utils import timezone
from django_comments.models import CommentFlag
from outbox import services as outbox

from community.comments.services import delete_comment, hide_comment
from community.forums.services import delete_post, hide_post
from community.members import address_changes
from community.members.blocking.services import block
from community.members.following.services import follow
from community.members.models import User
from community.members.rights import consents, erasing
from community.members.rights.models import Consent
from community.members.services import follow_account
from community.writing.drafts.services import save as save_draft
from community.writing.history.services import note_change
from home.models import StoryAuthor
from search.models import SavedSearch
from tests.factories.comments import make_comment
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.texts import make_upload, showing
from tests.factories.told import make_sector, make_story

MUCH_LATER = timedelta(days=15)
NAME, EMAIL, HANDLE = "Zulaikha Kabalmay", "zulaikha@example.org", "zulaikha"


def make_active_member(**fields: object) -> User:
    """A member who has done something of everything, with an unmistakable name, address and handle."""
    member = MemberFactory(
        name=NAME, email=EMAIL, handle=HANDLE, bio="Saya Zulaikha dari Elat.", is_listed=True, **fields
    )
    follow_account(user=member)  # else the search doesn't know them
    consents.record(user=member, kind=Consent.Kind.TERMS)
    follow(user=member, kind="sector", key=make_sector().pk)
    follow(user=MemberFactory(), kind="member", key=member.pk)
    block(user=member, other=MemberFactory())
    block(user=MemberFactory(), other=member)
    SavedSearch.objects.create(user=member, name="Kopra", query="q=kopra")
    story = make_story("Tali biru")
    StoryAuthor.objects.create(page=story, user=member)
    alone, answered = TopicFactory(author=member, title="Sendiri saja"), TopicFactory(author=member, title="Dijawab")
    PostFactory(topic=answered, body="Jawaban orang lain.")
    elsewhere = PostFactory(author=member, body="Kata saya.")
    taken_back = PostFactory(author=member, topic=elsewhere.topic, body="Sudah saya hapus.")
    delete_post(member=member, post=taken_back)
    hide_post(moderator=ModeratorFactory(), post=alone.posts.get(), reason="coba")
    comment = make_comment(story, author=member, body="Komentar saya.")
    make_comment(story, reply_to=comment.pk, body="Balasan orang lain.")
    delete_comment(by=member, comment=make_comment(story, author=member, body="Komentar yang saya tarik."))
    hide_comment(by=ModeratorFactory(), comment=make_comment(story, author=member, body="Tersembunyi."), reason="coba")
    CommentFlag.objects.create(user=member, comment=comment, flag="x", flag_date=comment.submit_date)
    picture = make_upload(member)
    PostFactory(author=member, body=showing(picture))
    save_draft(
        user=member, key="topic", data={"title": ["Belum selesai"], "body": ["Kata Zulaikha yang belum dikirim."]}
    )
    note_change(kind="post", key=elsewhere.pk, editor=member, body="Kata Zulaikha sebelumnya.", note="Salah tulis.")
    send_mail("Kabar untuk Zulaikha", "Isi", None, [EMAIL])
    return member


def change_address(member: User, email: str) -> None:
    """Give an account another address, to which both mailboxes have said yes."""
    with request_context(RequestFactory().get("/")):
        change = address_changes.ask(user=member, email=email)
        for side in (address_changes.OLD, address_changes.NEW):
            address_changes.confirm(change=change, side=side)
    member.refresh_from_db()


def erase(member: User, *, keeps: bool) -> User:
    """Delete the account of a member for good, as after its fourteen days."""
    erasing.request_erasure(member=member, keeps=keeps)
    erasing.begin_due(now=timezone.now() + MUCH_LATER)
    work()
    return User.objects.get(pk=member.pk)


def work() -> None:
    """Do what waits, as a worker would, but leave the mails where they are."""
    current_app.loader.import_default_modules()
    while outbox.run_pending_jobs() or outbox.work_sweeps():
        pass
