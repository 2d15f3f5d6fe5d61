"""A copy of all data of a member: asked for, made in the background, offered for some days, deleted."""

from __future__ import annotations

import json
import logging
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from outbox.services import enqueue
from wagtail.log_actions import log

from ..models import User
from ..permissions import Refused
from ..signals import personal_data_requested
from . import mails
from .answers import Part
from .contents import CONTENTS
from .models import Export

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)
PAUSE = timedelta(days=1)  # between two copies, and after which one that was never made has failed
A_RUN = 200  # copies that one run of the schedule deletes


@transaction.atomic
def request_export(*, member: User) -> Export:
    """Ask for a copy of one's data; who asks twice at once asks once. Raises `Refused` within a day of the last one."""
    member = User.objects.select_for_update().get(pk=member.pk)
    if not member.is_active:
        raise Refused(_("This is not open to you."))
    earlier = Export.objects.filter(user=member).exclude(state=Export.State.FAILED).order_by("-asked_at").first()
    if earlier and earlier.state == Export.State.ASKED:
        return earlier
    if earlier and earlier.asked_at > timezone.now() - PAUSE:
        raise Refused(_("You have asked for a copy today already. Tomorrow you can ask for a new one."))
    Export.objects.filter(user=member, state=Export.State.FAILED).delete()
    export = Export.objects.create(user=member)
    log(export, "members.export", user=member, title=str(member.pk), data={"reason": "asked"})
    enqueue("community.members.tasks.build_export", export.pk)
    return export


def build_export(*, export_id: int) -> None:
    """Make the file, offer it and tell its member; a failure is shown to them, who may ask again."""
    export = Export.objects.select_related("user").filter(pk=export_id, state=Export.State.ASKED).first()
    if export is None or export.user.erased_at:
        return
    try:
        with tempfile.TemporaryFile() as file:
            write_archive(file, export.user)
            _offer(export, file)
    except Exception:  # a fault of one app's answer must not leave the member waiting
        logger.exception("The copy %s of a member's data could not be made", export.pk)
        Export.objects.filter(pk=export.pk, state=Export.State.ASKED).update(state=Export.State.FAILED)


def write_archive(file: IO[bytes], user: User) -> None:
    """Write the zip, in the member's language: what each app answers, row by row, and a page that explains it."""
    with override(user.language), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        lines: list[tuple[str, object]] = []
        answered: list[tuple[Any, Any]] = personal_data_requested.send(sender=User, user=user)
        for _receiver, answer in answered:
            for piece in answer:
                if isinstance(piece, Part):
                    lines.append((f"{piece.name}.json", CONTENTS.get(piece.name, "")))
                    _write_rows(archive, lines[-1][0], piece.rows)
                else:
                    lines.append((f"files/{piece.name}", ""))
                    with piece.file.open("rb") as source, archive.open(lines[-1][0], "w") as target:
                        copyfileobj(source, target)
        page = render_to_string("members/export/readme.txt", {"user": user, "lines": lines, "site": settings})
        archive.writestr("README.txt", page)


def offered(member: User) -> QuerySet[Export]:
    """Find the copies that a member may fetch now."""
    return Export.objects.filter(user=member, state=Export.State.READY, expires_at__gt=timezone.now())


def latest(member: User) -> Export | None:
    """Find what the page "My data" tells of: the newest copy that is not over."""
    export = Export.objects.filter(user=member).order_by("-asked_at").first()
    is_over = export and export.expires_at and export.expires_at <= timezone.now()
    return None if is_over else export


def forget_exports() -> int:
    """Delete copies whose days are over, and call those failed that were never made; return how many went."""
    now = timezone.now()
    Export.objects.filter(state=Export.State.ASKED, asked_at__lt=now - PAUSE).update(state=Export.State.FAILED)
    expired = list(Export.objects.filter(state=Export.State.READY, expires_at__lte=now).order_by("expires_at")[:A_RUN])
    for export in expired:
        with transaction.atomic():
            log(export, "members.forget_export", title=str(export.user_id), data={"reason": "expired"})
            Export.objects.filter(pk=export.pk).delete()
            transaction.on_commit(partial(export.file.storage.delete, str(export.file.name)))
    return len(expired)


def _offer(export: Export, file: IO[bytes]) -> None:
    """Store the file and say so, unless another worker was quicker or the copy is no longer wanted."""
    size = file.tell()
    file.seek(0)
    storage = export.file.storage
    name = storage.save(export.file.field.generate_filename(export, "data.zip"), File(file))
    expires = timezone.now() + timedelta(days=settings.EXPORT_DAYS)
    try:
        with transaction.atomic():
            waiting = Export.objects.filter(pk=export.pk, state=Export.State.ASKED)
            if not waiting.update(state=Export.State.READY, file=name, size=size, expires_at=expires):
                storage.delete(name)
                return
            mails.send(export.user, "export_ready", page="members:data", expires=expires)
    except Exception:
        storage.delete(name)
        raise


def _write_rows(archive: zipfile.ZipFile, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as one JSON list, one at a time, so that however many there are memory holds one."""
    with archive.open(name, "w") as target:
        mark = "[\n"
        for row in rows:
            line = json.dumps(dict(row), cls=DjangoJSONEncoder, ensure_ascii=False)
            target.write(f"{mark}{line}".encode())
            mark = ",\n"
        target.write(b"[]\n" if mark == "[\n" else b"\n]\n")
