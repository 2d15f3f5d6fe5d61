"""Comments of visitors: kept apart, confirmed by a mailed link, then published like any other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models.functions import Lower
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from community.comments.bounds import visitor_bounds
from community.comments.models import Comment, UnconfirmedComment
from community.comments.rules import discussion_at
from community.members.models import User
from community.members.permissions import Refused, require_writer

from . import following
from .checking import is_first
from .writing import clean_comment, parent_of, require_open, require_place, write_comment

if TYPE_CHECKING:
    from community.comments.kinds import Place

SALT = "community.comments.confirm"
VALID = timedelta(days=7)


class Restricted(Refused):
    """The address is that of a member who may not write for the time being; the message says why."""


@transaction.atomic
def ask_to_confirm(
    *, key: str, name: str, email: str, body: str, reply_to: int | None = None, follows: bool = False
) -> UnconfirmedComment:
    """Keep a visitor's comment and mail them the link that publishes it; raises `ValidationError`.

    Where they also want mails about new comments, these begin once the link proved whose address it is.
    """
    place, email = require_place(key, AnonymousUser()), email.lower()
    require_open(discussion_at(key), place)
    if UnconfirmedComment.objects.filter(email=email, comment=None).count() >= visitor_bounds().waiting:
        raise ValidationError(
            _("Several comments of this address wait to be confirmed. Please open the links in your mailbox first."),
            code="waiting",
        )
    waiting = UnconfirmedComment.objects.create(
        discussion_key=key,
        reply_to=parent_of(key=key, reply_to=reply_to),
        name=name,
        email=email,
        body=clean_comment(body),
        language=get_language() or settings.LANGUAGE_CODE,
        follows=follows,
    )
    _mail_link(waiting, place)
    return waiting


@transaction.atomic
def confirm_comment(*, waiting: UnconfirmedComment) -> Comment:
    """Publish the comment of a visitor who opened the link; a second time gives the same comment.

    Raises `Refused` for one that its owner has had removed meanwhile, and `Restricted` where the address belongs to a
    member who may not write now: signing out is no way around that. Only who opens the mail reads of it.
    """
    row = UnconfirmedComment.objects.select_for_update().filter(pk=waiting.pk).first()
    if row is None:
        raise Refused(_("This comment was removed, as the owner of its address wished."))
    if row.comment_id:
        return Comment.objects.get(pk=row.comment_id)
    if owner := User.objects.alias(folded=Lower("email")).filter(folded=row.email.lower()).first():
        try:
            require_writer(owner)
        except Refused as refused:
            raise Restricted(str(refused)) from refused
    parent = Comment.objects.filter(pk=row.reply_to_id, is_live=True).first()
    row.comment = write_comment(
        key=row.discussion_key,
        author=AnonymousUser(),
        body=row.body,
        reply_to=parent.pk if parent else None,
        name=row.name,
        email=row.email,
    )
    row.save(update_fields=["comment"])
    if row.follows:
        with override(row.language):
            following.begin_with(discussion=row.comment.discussion, email=row.email)
    return row.comment


def token_of(waiting: UnconfirmedComment) -> str:
    """Sign the key of a waiting comment, as plain JSON; only the mail carries it."""
    return signing.dumps({"comment": waiting.pk}, salt=SALT)


def unconfirmed_of(token: str) -> UnconfirmedComment | None:
    """Read a token from a link; None when it is forged, too old, or its comment is forgotten."""
    try:
        content = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return UnconfirmedComment.objects.filter(pk=content["comment"]).first()


def forget_unconfirmed() -> int:
    """Delete waiting comments whose links no longer work, and the traces of confirmed ones; return how many."""
    return UnconfirmedComment.objects.filter(created_at__lt=timezone.now() - VALID).delete()[0]


def _mail_link(waiting: UnconfirmedComment, place: Place) -> None:
    with override(waiting.language):
        context = {
            "waiting": waiting,
            "place": place,
            "is_first": is_first(waiting.email),
            "site_name": settings.SITE_NAME,
            "url": settings.BASE_URL + reverse("comments:confirm", args=[token_of(waiting)]),
        }
        subject = render_to_string("comments/email/confirm_subject.txt", context).strip()
        body = render_to_string("comments/email/confirm_message.txt", context).strip() + "\n"
        send_mail(subject, body, None, [waiting.email])
