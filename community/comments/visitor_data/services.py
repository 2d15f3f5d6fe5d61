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
from django.utils import timezone
from outbox.models import Sweep
from outbox.services import start_sweep
from wagtail.log_actions import log

from community.members.rights.account import mails_to

from ..models import Comment, UnconfirmedComment
from ..services.personal import NO_LABEL, forget_labels
from ..services.states import locked_comment, save_state

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
    if not (written_with(email).exists() or waiting_of(email).exists()):
        return
    context = {"site_name": settings.SITE_NAME, "url": _link_of(email)}
    EmailMessage(
        subject=render_to_string("comments/email/visitor_data_subject.txt", context).strip(),
        body=render_to_string("comments/email/visitor_data_message.txt", context).strip() + "\n",
        to=[email],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()


def address_of(token: str) -> str | None:
    """Read the address from a link; None when it is forged or too old."""
    try:
        content = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return str(content["email"])


def written_with(email: str) -> QuerySet[Comment]:
    """Find what visitors wrote with an address; a member's own comments are on the page “My data”."""
    return Comment.objects.filter(user=None, user_email__iexact=email)


def waiting_of(email: str) -> QuerySet[UnconfirmedComment]:
    """Find what waits to be confirmed, and the traces of what was."""
    return UnconfirmedComment.objects.filter(email__iexact=email)


def copy_of(email: str) -> dict[str, Any]:
    """Give all that is kept with an address."""
    told = ("id", "submit_date", "ip_address", "held_at", "hidden_at", "hidden_reason", "deleted_at")
    comments = written_with(email).order_by("pk")
    texts = {"name": F("user_name"), "text": F("comment"), "discussed": F("discussion__key")}
    waiting = waiting_of(email).filter(comment=None).order_by("pk")
    return {
        "email": email,
        "comments": list(comments.values(*told, **texts)),
        "unconfirmed_comments": list(waiting.values("name", "body", "language", "created_at")),
        "mails_of_the_last_month": list(mails_to(email).order_by("pk").values("subject", "created_at", "state")),
    }


@transaction.atomic
def remove(*, email: str) -> None:
    """Have all that was written with an address removed in the background; a second press starts nothing new.

    The sweep knows one of the comments, not the address, so that none is left in what the outbox keeps.
    """
    waiting_of(email).delete()
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
        _empty(comment)
    return bool(others)


def _empty(comment: Comment) -> None:
    """Leave of a comment only its place, so that the answers to it stay where they are."""
    fresh = locked_comment(comment)
    was_live = fresh.is_live
    fresh.comment = fresh.user_email = fresh.user_url = ""
    fresh.user_name = NO_LABEL
    fresh.ip_address = None
    fresh.deleted_at = fresh.deleted_at or timezone.now()
    save_state(fresh, was_live=was_live)
    forget_labels([fresh.pk])
    log(fresh, "comments.forget_visitor", title=NO_LABEL, data={"reason": "asked by the owner of the address"})


def _link_of(email: str) -> str:
    token = signing.dumps({"email": email}, salt=SALT)
    return settings.BASE_URL + reverse("comments:visitor_data", args=[token])
