"""The two stores of pictures in texts: one that anybody may fetch from, one whose files a view gives out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from guard.private import private_storage
from guard.uploads import read_image
from PIL import Image

from .addresses import FOLDER
from .models import Upload

if TYPE_CHECKING:
    from django.core.files.base import File
    from django.core.files.storage import Storage

LONGEST_SIDE = 1920  # pixels
MOST_PIXELS = 50_000_000
MEGABYTE = 1024 * 1024


def draw(file: File[bytes]) -> tuple[bytes, tuple[int, int]]:
    """Draw a picture anew, upright, at most `LONGEST_SIDE` long and without metadata; return it with its size.

    Raises `ValidationError`, with words for the person who sent it, for what is no picture or too large.
    """
    limits = {"max_bytes": settings.UPLOAD_MB * MEGABYTE, "max_pixels": MOST_PIXELS}
    _format, picture = read_image(file, **limits, within=LONGEST_SIDE)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    drawn = io.BytesIO()
    picture.save(drawn, "WEBP", quality=82)
    return drawn.getvalue(), picture.size


def keep(name: str, content: bytes, store: str) -> None:
    """Write a picture into a store."""
    _storage(store).save(_path(name), ContentFile(content))


def move(name: str, *, to: str) -> None:
    """Bring a picture into a store, if it isn't there; what a run before has left halfway is finished."""
    goal, source = _storage(to), _storage(_other(to))
    if not goal.exists(_path(name)) and source.exists(_path(name)):
        with source.open(_path(name)) as file:
            goal.save(_path(name), ContentFile(file.read()))


def drop(name: str, *, store: str = "") -> None:
    """Delete a picture from a store, or from wherever it is."""
    for each in [store] if store else Upload.Store.values:
        _storage(each).delete(_path(name))


def is_public(name: str) -> bool:
    """Whether a picture lies in the public store."""
    return default_storage.exists(_path(name))


def content_of(upload: Upload) -> File[bytes]:
    """Open the file, in whichever store it is just now; raises `FileNotFoundError`."""
    for store in (upload.store, _other(upload.store)):
        if _storage(store).exists(_path(upload.name)):
            return _storage(store).open(_path(upload.name))
    raise FileNotFoundError(upload.name)


def _path(name: str) -> str:
    return f"{FOLDER}{name}"


def _storage(store: str) -> Storage:
    return default_storage if store == Upload.Store.PUBLIC else private_storage()


def _other(store: str) -> str:
    return Upload.Store.PRIVATE if store == Upload.Store.PUBLIC else Upload.Store.PUBLIC
