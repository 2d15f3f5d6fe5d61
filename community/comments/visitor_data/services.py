"""What was written with an address: found, told to its owner, removed; the address alone proves who they are."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from outbox.models import Sweep
from outbox.services import start_sweep

from community.members.rights.account import mails_to
from community.reasons import with_words

from ..models import Comment, UnconfirmedComment, VisitorFollow
from ..services.by_address import FOLLOWED, empty, followed_with, waiting_of, written_with

if TYPE_CHECKING:
    from django.db.models import QuerySet

SALT = "community.comments.visitor_data"
VALID = timedelta(days=3)
TASK = "community.comments.tasks.forget_visitor"
STEP = 50  # comments that one step empties


@transaction.atomic
def ask(*, email: str) -> None:
    """Mail the owner of an address a link to what was written with it; nothing goes to who wrote nothing."""
    email = email.lower()
    if not (content := _known_by(email)):
        return
    context = {
        "site_name": settings.SITE_NAME,
        "url": settings.BASE_URL + reverse("comments:visitor_data", args=[token_for(email, content)]),
    }
    EmailMessage(
        subject=render_to_string("comments/email/visitor_data_subject.txt", context).strip(),
        body=render_to_string("comments/email/visitor_data_message.txt", context).strip() + "\n",
        to=[email],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()


def token_for(email: str, content: dict[str, int]) -> str:
    """Sign the key of a row for the mailbox of an address, of which the token says nothing."""
    return signing.dumps({**content, "to": _marks_of(email)[0]}, salt=SALT)


def address_of(token: str) -> str | None:
    """Find the address that a link is about; None when it is forged or too old, empty when nothing is left there.

    A link speaks for the mailbox that it was sent to: when its owner has another address meanwhile, it has ended.
    """
    try:
        content = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    found: QuerySet[Any, Any]
    match content:
        case {"comment": int(key), "to": str(mark)}:
            found = Comment.objects.filter(pk=key, user=None).values_list("user_email", flat=True)
        case {"unconfirmed": int(key), "to": str(mark)}:
            found = UnconfirmedComment.objects.filter(pk=key).values_list("email", flat=True)
        case {"followed": int(key), "to": str(mark)}:
            found = VisitorFollow.objects.filter(pk=key).values_list("email", flat=True)
        case _:  # of an earlier version
            return None
    email = (found.first() or "").lower()
    return email if not email or mark in _marks_of(email) else None


def count_of(email: str) -> int:
    """Count the comments that are kept with an address."""
    return written_with(email).count() + waiting_of(email).filter(comment=None).count()


def count_followed(email: str) -> int:
    """Count the discussions of which the address is mailed."""
    return followed_with(email).running().count()


def copy_of(email: str) -> dict[str, Any]:
    """Give all that is kept with an address."""
    told = ("id", "submit_date", "ip_address", "held_at", "hidden_at", "hidden_reason", "deleted_at")
    comments = written_with(email).order_by("pk")
    texts = {"name": F("user_name"), "text": F("comment"), "discussed": F("discussion__key")}
    waiting = waiting_of(email).filter(comment=None).order_by("pk")
    return {
        "email": email,
        "comments": list(with_words(comments.values(*told, **texts))),
        "unconfirmed_comments": list(waiting.values("name", "body", "language", "created_at")),
        "followed": list(followed_with(email).order_by("pk").values("created_at", **FOLLOWED)),
        "mails_of_the_last_month": list(mails_to(email).order_by("pk").values("subject", "created_at", "state")),
    }


@transaction.atomic
def remove(*, email: str) -> None:
    """Have all that was written with an address removed in the background; a second press starts nothing new.

    The sweep knows one of the comments, not the address, so that none is left in what the outbox keeps.
    """
    waiting_of(email).delete()
    followed_with(email).delete()
    mails_to(email).delete()
    keys = written_with(email).select_for_update(of=("self",)).order_by("-pk").values_list("pk", flat=True)
    if not (found := list(keys[:1])):
        return
    standing = Sweep.objects.filter(name=TASK, scope=str(found[0]), state=Sweep.State.PENDING)
    if not standing.exists():
        start_sweep(TASK, scope=str(found[0]))


def remove_step(*, anchor_id: int) -> bool:
    """Empty some of the comments, the one that the sweep knows at last; return whether there may be more."""
    anchor = Comment.objects.filter(pk=anchor_id, user=None).exclude(user_email="").first()
    if anchor is None:
        return False
    batch = list(
        written_with(anchor.user_email).select_related("discussion").order_by("discussion_id", "pk")[: STEP + 1]
    )
    others = [comment for comment in batch if comment.pk != anchor.pk][:STEP]
    for comment in others or [anchor]:
        empty(comment)
    return bool(others)


def _known_by(email: str) -> dict[str, int]:
    """Name one row of an address by its key, for a link: addresses of pages end in logs, so this one says of nobody."""
    sources: list[tuple[str, QuerySet[Any]]] = [
        ("comment", written_with(email)),
        ("unconfirmed", waiting_of(email)),
        ("followed", followed_with(email)),
    ]
    for name, rows in sources:
        if key := rows.order_by("-pk").values_list("pk", flat=True).first():
            return {name: key}
    return {}


def _marks_of(email: str) -> list[str]:
    """Tell addresses apart by what names none of them: with the secret key, and with those from before."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac(SALT, email, secret=secret, algorithm="sha256").hexdigest()[:16] for secret in secrets]
