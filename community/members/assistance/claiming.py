"""Taking one's account over: a code on paper, an address that is confirmed by mail, a password; from then on alone.

The code is used up only when the mailed link is followed and a password chosen, so that an address typed wrong costs
nobody the account. What is mailed never tells whether there is an account with an address already.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from .. import proving
from ..models import User
from ..rights import consents, mails
from ..rights.models import Consent
from .codes import hash_code, is_code, new_code
from .ending import end_all, hold
from .models import Assistance, ClaimCode
from .services import act_for, note

if TYPE_CHECKING:
    from django.db.models import QuerySet

SALT = "community.members.assistance.claim"
VALID = timedelta(days=3)


class Outcome(Enum):
    """What following the mailed link led to."""

    CLAIMED = "claimed"
    TAKEN = "taken"  # another account has the address
    GONE = "gone"  # the code was used, replaced or expired meanwhile


@transaction.atomic
def issue_code(*, by: User, person: User) -> str:
    """Make a code for a person to take over their account; the one before opens nothing any more."""
    act_for(mentor=by, person=person)
    code, now = new_code(), timezone.now()
    fields = {
        "hashed": hash_code(code),
        "issued_by": by,
        "issued_at": now,
        "expires_at": now + timedelta(days=settings.CLAIM_CODE_DAYS),
        "used_at": None,
        "email": "",
    }
    ClaimCode.objects.update_or_create(person=person, defaults=fields)
    note(person, "issue_code", by=by)
    return code


def papers(person: User, code: str) -> list[dict[str, Any]]:
    """Give what the paper says in each language, that of the person first; only now is the code known."""
    until = ClaimCode.objects.values_list("expires_at", flat=True).get(person=person)
    papers = []
    for language in sorted((key for key, _name in settings.LANGUAGES), key=lambda key: key != person.language):
        with override(language):
            address = (settings.BASE_URL + reverse("account_claim")).partition("://")[2]
        papers.append({"language": language, "code": code, "address": address, "until": until})
    return papers


def code_of(typed: str) -> ClaimCode | None:
    """Find what a code opens; None when it is no code, used, replaced or too old, or nobody waits for it."""
    if not is_code(typed):
        return None
    return _open_codes().filter(hashed=hash_code(typed)).first()


@transaction.atomic
def send_link(*, code: ClaimCode, email: str) -> None:
    """Mail the link that goes on; the owner of an address with an account already only hears that they have one."""
    adapter, email = get_adapter(), email.lower()
    if proving.is_taken(email):
        adapter.send_account_already_exists_mail(email)
        return
    ClaimCode.objects.filter(pk=code.pk, hashed=code.hashed).update(email=email)
    adapter.send_mail("account/email/claim", email, {"user": code.person, "link": link_of(code, email)})


def link_of(code: ClaimCode, email: str) -> str:
    """Make the link for a mailbox, of which it says nothing; it dies with its code, and when another is asked for."""
    key = signing.dumps({"code": code.pk, "hash": code.hashed[:16], "to": _mark_of(email)}, salt=SALT)
    with override(code.person.language):
        return settings.BASE_URL + reverse("account_claim_link", args=[key])


def claim_of(key: str) -> tuple[ClaimCode | None, str]:
    """Read a link; None when it is forged or too old, or its code opens nothing any more."""
    try:
        content = signing.loads(key, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None, ""
    code = _open_codes().filter(pk=content["code"], hashed__startswith=content["hash"]).first()
    if code is None or not code.email or content.get("to") != _mark_of(code.email):
        return None, ""
    return code, code.email


@transaction.atomic
def claim(*, code: ClaimCode, email: str, password: str) -> Outcome:
    """Give the account its address and password, once; the mentor acts no longer, and hears of it by mail.

    Exactly one of two at once wins.
    """
    running = hold(code.person)
    row = ClaimCode.objects.select_for_update(of=("self",)).filter(pk=code.pk, hashed=code.hashed).first()
    person = User.objects.select_for_update().get(pk=code.person_id)
    if row is None or not row.is_good or person.email is not None or not person.is_active:
        return Outcome.GONE
    if not _take(person, email, password):
        return Outcome.TAKEN
    row.used_at, row.email = timezone.now(), ""
    row.save(update_fields=["used_at", "email"])
    end_all(running, person=person, how=Assistance.End.CLAIMED)
    consents.record(user=person, kind=Consent.Kind.TERMS)
    note(person, "claim", by=person)
    _tell_mentors(running, person)
    return Outcome.CLAIMED


def _tell_mentors(running: list[Assistance], person: User) -> None:
    """Mail who accompanied the person until now; there is at most one."""
    for assistance in running:
        if assistance.mentor.is_active:
            mails.send(
                assistance.mentor, "assisted_claimed", page="members:assisted", person=person, day=assistance.ended_at
            )


def _take(person: User, email: str, password: str) -> bool:
    """Write address and password; the unique rows decide when two want the address."""
    if proving.is_taken(email):
        return False
    try:
        with transaction.atomic():
            proving.make_way(email=email)
            person.email = email
            person.set_password(password)
            person.save(update_fields=["email", "password"])
            EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
    except IntegrityError:
        return False
    return True


def _mark_of(email: str) -> str:
    """Tell addresses apart by what names none of them."""
    return salted_hmac(SALT, email, algorithm="sha256").hexdigest()[:16]


def _open_codes() -> QuerySet[ClaimCode]:
    codes = ClaimCode.objects.filter(used_at=None, expires_at__gt=timezone.now())
    return codes.filter(person__email=None, person__is_active=True).select_related("person")
