"""Files that proved what an organisation is: checked when they come, and deleted when they are needed no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from guard.uploads import check_document, check_image

from ..models import Evidence
from ..permissions import may_keep
from .changes import locked, must, note

if TYPE_CHECKING:
    from django.core.files.base import File

    from community.members.models import User

A_RUN = 200  # files that one run deletes


def check_evidence(file: File[bytes]) -> File[bytes]:
    """Return a file that may be kept as evidence, a picture or a document; raises `ValidationError`."""
    is_picture = (file.name or "").lower().endswith((".jpg", ".jpeg", ".png", ".webp"))
    return check_image(file) if is_picture else check_document(file)


def remove_evidence(*, by: User, evidence: Evidence, reason: str) -> bool:
    """Delete a file for good, and write down why; a second time changes nothing."""
    must(may_keep(by))
    return _delete(evidence, by=by, reason=reason)


def forget_evidence(*, now: datetime | None = None) -> int:
    """Delete what is `EVIDENCE_DAYS` past the end of its verification, or since its organisation is not public."""
    if not settings.EVIDENCE_DAYS:
        return 0
    before = (now or timezone.now()) - timedelta(days=settings.EVIDENCE_DAYS)
    ended = Q(verification__ended_at__lt=before)
    gone = Q(verification__organisation__suspended_at__lt=before) | Q(verification__organisation__closed_at__lt=before)
    old = Evidence.objects.filter(ended | gone).select_related("verification__organisation").order_by("pk")
    return sum(_delete(evidence, by=None, reason="retention") for evidence in old[:A_RUN])


@transaction.atomic
def _delete(evidence: Evidence, *, by: User | None, reason: str) -> bool:
    """Delete the row, then the file once that is certain; the log has the key, since a name may tell of people."""
    organisation = locked(evidence.verification.organisation)
    current = Evidence.objects.filter(pk=evidence.pk).first()
    if current is None:
        return False
    current.delete()
    note(organisation, "remove_evidence", by=by, reason=reason, before=evidence.pk)
    transaction.on_commit(partial(current.file.storage.delete, str(current.file.name)))
    return True
