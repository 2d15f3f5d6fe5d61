"""Taking in pictures, noting in which texts they stand, and keeping each in the store that its texts ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from outbox.services import enqueue, enqueue_all, start_sweep
from wagtail.log_actions import log

from community.members.assistance.services import act_for
from community.members.models import User
from community.members.permissions import Refused, require_writer

from .. import kinds
from ..markdown import pictures_in
from ..newcomers import bounds, is_bound, is_newcomer, more_later
from . import files
from .addresses import alternatives_in, has_pictures, names_in, new_name
from .models import Upload, UploadUse

if TYPE_CHECKING:
    from django.core.files.base import File
    from django.db.models import QuerySet

UPDATE_STORE = "community.writing.tasks.update_store"
UPDATE_STORES = "community.writing.tasks.update_stores"
A_STEP = 50  # pictures that one step of a sweep looks at
A_RUN = 200  # pictures that one run of the schedule deletes
MOST_IN_A_TEXT = 50


def take(*, owner: User, file: File[bytes], alt: str = "", acted_by: User | None = None) -> Upload:
    """Take in a picture for a text; until it stands in one, its owner alone (and who acts for them) may see it.

    Raises `Refused` for who may not write, `ValidationError` for what is no picture, too large or too much.
    """
    if acted_by:
        with transaction.atomic():
            act_for(mentor=acted_by, person=owner)
    require_writer(owner)
    _require_room(owner)
    content, (width, height) = files.draw(file)
    name = new_name(width, height)
    files.keep(name, content, Upload.Store.PRIVATE)
    try:
        with transaction.atomic():
            locked = User.objects.select_for_update().get(pk=owner.pk)
            _require_room(locked, size=len(content))
            facts = {"name": name, "alt": " ".join(alt.split())[:300], "size": len(content)}
            return Upload.objects.create(owner=locked, acted_by=acted_by, width=width, height=height, **facts)
    except Exception:
        files.drop(name, store=Upload.Store.PRIVATE)
        raise


def most_pictures(author: User) -> int:
    """Say how many pictures somebody may put into a text."""
    return bounds().pictures if is_bound(author) else MOST_IN_A_TEXT


def too_many_pictures(author: User, *, most: int, count: int = 0) -> str:
    """Say that no more pictures are possible than `most`; with `count` also how many there are."""
    if count:
        said = ngettext(
            "At most %(most)s picture can stand in your text for now, and this one has %(count)s. "
            "Please put the others into another text.",
            "At most %(most)s pictures can stand in your text for now, and this one has %(count)s. "
            "Please put the others into another text.",
            most,
        )
    else:
        said = ngettext(
            "At most %(most)s picture can stand in your text for now.",
            "At most %(most)s pictures can stand in your text for now.",
            most,
        )
    said %= {"most": most, "count": count}
    return said if most == MOST_IN_A_TEXT else f"{said} {more_later(author)}"


def limit_pictures(*, author: User, text: str, more: int = 0) -> None:
    """Raise `ValidationError` when a text, with so many `more`, shows more pictures than its author may put into one.

    Like links and mentions, what is only quoted doesn't count for who is new, unless it is their own picture.
    """
    if not (more or has_pictures(text)):
        return
    count = len(names_in(text)) + more
    is_new = count > bounds().pictures and is_bound(author) and _count_own(author, text) + more > bounds().pictures
    most = bounds().pictures if is_new else MOST_IN_A_TEXT
    if count > most:
        said = too_many_pictures(author, most=most, count=0 if more else count)
        raise ValidationError(said, code="too_many_pictures")


@transaction.atomic
def note_uploads(
    *, kind: str, key: int, text: str, owners: Iterable[int | None], before: str = "", keeps: bool = False
) -> None:
    """Write down which of the owners' pictures a text shows now; others' are shown to who may see them anyway.

    `before` is what the text said until now. Where neither shows a picture nothing is asked. With `keeps` what is noted
    of the text stays while the text shows it, whoever sent it: the text may have been given to another member.
    """
    if not (has_pictures(text) or has_pictures(before)):
        return
    alternatives = alternatives_in(text)
    named, people = names_in(text)[:MOST_IN_A_TEXT], [owner for owner in owners if owner]
    noted = set(UploadUse.objects.filter(kind=kind, object_id=key).values_list("upload", flat=True))
    wanted = Upload.objects.filter(Q(owner__in=people) | Q(pk__in=noted if keeps else []), name__in=named)
    shown = {upload.pk: upload for upload in wanted.select_for_update().order_by("pk")}
    new = [UploadUse(upload_id=pk, kind=kind, object_id=key) for pk in shown if pk not in noted]
    UploadUse.objects.bulk_create(new, ignore_conflicts=True)
    for upload in shown.values():
        upload.used_at = upload.used_at or timezone.now()
        upload.alt = alternatives.get(upload.name, upload.alt)
    Upload.objects.bulk_update(shown.values(), ["used_at", "alt"])
    _let_go(UploadUse.objects.filter(kind=kind, object_id=key, upload__in=noted - set(shown)))
    for use in new:
        enqueue(UPDATE_STORE, use.upload_id)


@transaction.atomic
def release(*, kind: str, keys: Iterable[int]) -> None:
    """Note that texts are no more, or say nothing any longer."""
    _let_go(UploadUse.objects.filter(kind=kind, object_id__in=list(keys)))


def update_stores_of(*, kind: str, keys: Iterable[int]) -> None:
    """Have the pictures of texts looked at anew, since who may see them has changed."""
    uses = UploadUse.objects.filter(kind=kind, object_id__in=keys)
    enqueue_all(UPDATE_STORE, uses.values_list("upload").distinct().order_by("upload"))


def update_all_stores(*, kind: str) -> None:
    """Have the pictures of all texts of a kind looked at anew, some at a time; without any nothing is done."""
    if UploadUse.objects.filter(kind=kind).exists():
        start_sweep(UPDATE_STORES, scope=kind)


def update_some_stores(*, kind: str, after: int) -> int | None:
    """Look at some pictures of a kind of texts; return after which one to go on, None at the end."""
    uses = UploadUse.objects.filter(kind=kind, upload__gt=after).values_list("upload", flat=True)
    keys = list(uses.distinct().order_by("upload")[:A_STEP])
    for pk in keys:
        update_store(upload_id=pk)
    return keys[-1] if keys else None


@transaction.atomic
def update_store(*, upload_id: int) -> None:
    """Bring a picture into the store where it belongs: the public one while everyone may see a text that shows it."""
    upload = Upload.objects.select_for_update().filter(pk=upload_id).first()
    if upload is None:
        return
    viewer = kinds.everyone()
    is_open = any(kinds.sees(viewer, use.kind, use.object_id) for use in upload.uses.all())
    upload.store = Upload.Store.PUBLIC if is_open else Upload.Store.PRIVATE
    files.move(upload.name, to=upload.store)
    upload.save(update_fields=["store"])
    before = Upload.Store.PRIVATE if is_open else Upload.Store.PUBLIC
    transaction.on_commit(partial(_drop_from, before, upload.pk, upload.name))


def forget_unused() -> int:
    """Delete pictures that have stood in no text for so many hours; return how many went."""
    before = timezone.now() - timedelta(hours=settings.UPLOAD_UNUSED_HOURS)
    old = Upload.objects.filter(used_at=None, changed_at__lt=before).order_by("changed_at")
    return remove(list(old.values_list("pk", flat=True)[:A_RUN]), only_unused=True)


def remove(keys: Iterable[int], *, only_unused: bool = False) -> int:
    """Delete pictures with their files; return how many went. With `only_unused` those that still stand in no text."""
    with transaction.atomic():
        uploads = Upload.objects.filter(pk__in=list(keys)).select_for_update().order_by("pk")
        gone = [upload for upload in uploads if not (only_unused and upload.used_at)]
        Upload.objects.filter(pk__in=[upload.pk for upload in gone]).delete()
        for upload in gone:
            transaction.on_commit(partial(files.drop, upload.name))
    return len(gone)


@transaction.atomic
def remove_by_staff(*, by: User, upload: Upload, reason: str = "") -> None:
    """Delete a picture that must not be kept; the texts that show it stay, without it."""
    if not (by.is_active and by.is_superuser):
        raise Refused(_("You may not do this here."))
    data = {"reason": reason, "before": {"name": upload.name, "owner": upload.owner_id}, "after": None}
    log(upload, "writing.remove_upload", user=by, title=upload.name, data=data)
    remove([upload.pk])


@transaction.atomic
def _drop_from(store: str, upload_id: int, name: str) -> None:
    """Delete the file that a picture has left behind in a store, unless it was brought back there meanwhile."""
    upload = Upload.objects.select_for_update().filter(pk=upload_id).first()
    if upload is None or upload.store != store:
        files.drop(name, store=store)


def _let_go(uses: QuerySet[UploadUse]) -> None:
    """Delete uses; a picture that then stands in no text waits to be used again or deleted."""
    rows = list(uses)
    if not rows:
        return
    keys = sorted({use.upload_id for use in rows})
    uploads = {upload.pk: upload for upload in Upload.objects.filter(pk__in=keys).select_for_update().order_by("pk")}
    UploadUse.objects.filter(pk__in=[use.pk for use in rows]).delete()
    still = set(UploadUse.objects.filter(upload__in=keys).values_list("upload", flat=True))
    now = timezone.now()
    Upload.objects.filter(pk__in=[pk for pk in uploads if pk not in still]).update(used_at=None, changed_at=now)
    for pk in uploads:
        enqueue(UPDATE_STORE, pk)


def _require_room(owner: User, *, size: int = 0) -> None:
    """Raise `ValidationError` when a member has sent as many pictures as they may."""
    own = Upload.objects.filter(owner=owner)
    most = settings.UPLOADS_A_DAY_NEWCOMER if is_newcomer(owner) else settings.UPLOADS_A_DAY
    if own.filter(created_at__gt=timezone.now() - timedelta(days=1)).count() >= most:
        said = ngettext(
            "You have sent %(count)s picture within a day, which is as many as one may. Tomorrow you can go on.",
            "You have sent %(count)s pictures within a day, which is as many as one may. Tomorrow you can go on.",
            most,
        )
        raise ValidationError(said % {"count": most}, code="too_many_today")
    kept = own.aggregate(bytes=Sum("size"))["bytes"] or 0
    if kept + size > settings.UPLOAD_QUOTA_MB * files.MEGABYTE:
        raise ValidationError(
            _("Your pictures take %(limit)s MB together, which is as much as one may. Delete posts with old pictures.")
            % {"limit": settings.UPLOAD_QUOTA_MB},
            code="quota",
        )


def _count_own(author: User, text: str) -> int:
    """Count the pictures of a text without those of others that it only quotes."""
    told = set(pictures_in(text))
    quoted = set(names_in(text)) - told
    return len(told) + (Upload.objects.filter(owner=author, name__in=quoted).count() if quoted else 0)
