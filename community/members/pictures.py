"""Pictures of members: drawn anew as squares of two sizes, in the public store only while everyone may see them.

`Profile.picture` is where they lie, without size and extension: below `avatars/` anyone may fetch them, below
`private/` only a view sends them that asks whose they are. Whenever they move they get another name, so that an address
that was public before leads nowhere.
"""

from __future__ import annotations

import io
import secrets
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from guard.uploads import read_image
from PIL import Image, ImageOps

from .audiences import Audience

if TYPE_CHECKING:
    from django.core.files.base import File

    from .models import Profile

PUBLIC, PRIVATE = "avatars/", "private/avatars/"
SMALL, LARGE = 128, 384  # pixels: beside a text, and at the head of a profile, on a screen of double density
SIZES = (SMALL, LARGE)
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
BACKGROUND = "#fffdf8"  # where a picture lets it through


def draw_squares(file: File[bytes]) -> dict[int, bytes]:
    """Draw the middle of a picture as squares, without metadata; raises `ValidationError` for what is no picture."""
    _format, picture = read_image(file, max_bytes=MOST_BYTES, max_pixels=MOST_PIXELS, middle=4 * LARGE)
    whole = ImageOps.fit(picture.convert("RGBA"), (LARGE, LARGE))
    plain = Image.new("RGB", whole.size, BACKGROUND)
    plain.paste(whole, mask=whole)
    squares = {}
    for size in SIZES:
        drawn = io.BytesIO()
        plain.resize((size, size)).save(drawn, "WEBP", quality=80)
        squares[size] = drawn.getvalue()
    return squares


def keep(squares: dict[int, bytes], *, is_public: bool) -> str:
    """Write the squares into a store under a name that nobody guesses, and return it."""
    place = f"{PUBLIC if is_public else PRIVATE}{secrets.token_urlsafe(18)}"
    for size, content in squares.items():
        default_storage.save(_file(place, size), ContentFile(content))
    return place


def move(place: str, *, is_public: bool) -> str:
    """Bring the files of a picture into the right store, if they aren't there, and return where they are then."""
    if not place or place.startswith(PUBLIC) == is_public:
        return place
    squares = {}
    for size in SIZES:
        if default_storage.exists(_file(place, size)):
            with default_storage.open(_file(place, size)) as file:
                squares[size] = file.read()
    drop(place)
    return keep(squares, is_public=is_public) if len(squares) == len(SIZES) else ""


def drop(place: str) -> None:
    """Delete the files of a picture once what forgets them is certain."""
    for size in SIZES if place else ():
        transaction.on_commit(partial(default_storage.delete, _file(place, size)))


def belongs_to_everyone(profile: Profile) -> bool:
    """Whether anyone may fetch the picture: its owner can be found and shows it to everyone."""
    return profile.picture_audience == Audience.EVERYONE and profile.is_listed and profile.user.is_active


def public_address(profile: Profile, size: int = SMALL) -> str:
    """Give the address of a picture that everyone may see; empty for another or none."""
    if profile.picture.startswith(PUBLIC) and belongs_to_everyone(profile):
        return default_storage.url(_file(profile.picture, size))
    return ""


def address(profile: Profile, size: int = SMALL) -> str:
    """Give the address of a picture, for a page whose viewer may see it; empty where there is none."""
    if not profile.picture:
        return ""
    name = profile.picture.rpartition("/")[2]
    return public_address(profile, size) or reverse("members:picture_file", args=[name, size])


def logo_address(place: str, size: int = SMALL) -> str:
    """Give the address of a picture in the public store, by where it lies; empty for another or none."""
    return default_storage.url(_file(place, size)) if place.startswith(PUBLIC) else ""


def content_of(profile: Profile, size: int) -> File[bytes]:
    """Open the file of one size; raises `FileNotFoundError`."""
    return default_storage.open(_file(profile.picture, size))


def _file(place: str, size: int) -> str:
    return f"{place}-{size}.webp"
