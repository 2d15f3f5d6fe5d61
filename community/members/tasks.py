"""What is done about members in the background."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from .assistance import retention as assistance
from .organisations import services as organisations
from .rights import erasing, exporting, retention


@shared_task
def build_export(export_id: int) -> None:
    """Make a copy of a member's data."""
    exporting.build_export(export_id=export_id)


@shared_task
def erase(scope: str, cursor: int | None) -> int | None:
    """Take one step of deleting an account; the cursor counts the steps."""
    return (cursor or 0) + 1 if erasing.erase_step(erasure_id=int(scope)) else None


@shared_task
def begin_erasures() -> None:
    """Begin with the accounts whose days to change one's mind are over."""
    erasing.begin_due()


@shared_task
def forget_exports() -> None:
    """Delete copies of data that are no longer offered."""
    exporting.forget_exports()


@shared_task
def keep_retention() -> None:
    """Warn members of unused accounts, and delete what is kept no longer."""
    retention.keep_retention()
    organisations.forget_evidence()


@shared_task
def keep_assistance() -> None:
    """Warn mentors of people for whom nothing was done for long, and end what nobody goes on with."""
    assistance.keep_assistance()


@shared_task
def tell_of_closing(scope: str, cursor: dict[str, Any]) -> dict[str, Any] | None:
    """Mail some of the people of an organisation that it was closed; the cursor says after whom to go on."""
    return organisations.tell_of_closing(organisation_id=int(scope), cursor=cursor)


@shared_task
def forget_invitations() -> None:
    """Delete invitations to organisations, with the addresses in them, when they are long over."""
    organisations.forget_invitations()
