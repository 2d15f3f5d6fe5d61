"""What ends when a person speaks for themselves, and what stays of a mentor whose account is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from ..rights.models import Consent
from .models import Assistance
from .services import finish, note
from .wording import without_mentor

if TYPE_CHECKING:
    from ..models import User


def hold(person: User) -> list[Assistance]:
    """Lock what goes on for a person, before their account is locked: two who end it at once take turns."""
    return list(Assistance.objects.select_for_update(of=("self",)).filter(person=person, ended_at=None))


def end_all(running: list[Assistance], *, person: User, how: Assistance.End) -> None:
    """End what goes on for a person who has an address now, with what they agreed to and their telephone number."""
    for assistance in running:
        finish(assistance, how)
    Assistance.objects.filter(person=person).exclude(phone="").update(phone="")
    agreed = Consent.objects.filter(user=person, kind=Consent.Kind.ASSISTED, withdrawn_at=None)
    agreed.update(withdrawn_at=timezone.now())


def end_for_address(*, by: User, person: User, reason: str) -> None:
    """End what goes on for a person to whom the staff gave an address: from now on they speak for themselves."""
    running = hold(person)
    end_all(running, person=person, how=Assistance.End.ADDRESS)
    if running:
        note(person, "end_assistance", by=by, reason=reason)


def forget_mentor(*, mentor: User, name: str) -> None:
    """Take a deleted mentor's name out of the words that people agreed to; that they agreed, when and where, stays.

    The words name the mentor who registered the person, so they are one text for all people of a language.
    """
    first = Assistance.objects.filter(person=OuterRef("person")).order_by("registered_at", "pk").values("mentor")[:1]
    theirs = Assistance.objects.filter(person__in=Assistance.objects.filter(mentor=mentor).values("person"))
    rows = theirs.annotate(first_mentor=Subquery(first)).filter(first_mentor=mentor.pk)
    people = list(rows.values_list("person", flat=True).distinct())
    for language, text in list(rows.values_list("consent_language", "consent_text").distinct()):
        words = without_mentor(text, language, name)
        Consent.objects.filter(user__in=people, kind=Consent.Kind.ASSISTED, text=text).update(text=words)
        Assistance.objects.filter(person__in=people, consent_text=text).update(consent_text=words)
