"""Pictures: checked before they are decoded, then drawn anew, so that nothing but the picture remains."""

from __future__ import annotations

import io
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

MEGABYTE = 1024 * 1024
LONGEST_SIDE = 12_000  # pixels: each row is kept apart, so that a picture of one column costs far more than its pixels

# What is accepted, and how it is kept: format, extension, options of Pillow. A GIF's first frame becomes a PNG.
KEPT_AS: dict[str, tuple[str, str, dict[str, object]]] = {
    "JPEG": ("JPEG", "jpg", {"quality": 90, "optimize": True}),
    "MPO": ("JPEG", "jpg", {"quality": 90, "optimize": True}),
    "PNG": ("PNG", "png", {}),
    "GIF": ("PNG", "png", {}),
    "WEBP": ("WEBP", "webp", {"quality": 90}),
    "AVIF": ("AVIF", "avif", {"quality": 80}),
}


OPENED = [kind for kind in KEPT_AS if kind != "MPO"]  # a JPEG of several pictures: opened as JPEG, then says MPO


def check_image(
    file: File[bytes], *, max_bytes: int = 15 * MEGABYTE, max_pixels: int = 50_000_000
) -> ContentFile[bytes]:
    """Return the picture drawn anew, upright and without metadata (place, camera, hidden text).

    Raises ValidationError as `read_image` does.
    """
    format_, picture = read_image(file, max_bytes=max_bytes, max_pixels=max_pixels)
    kind, extension, options = KEPT_AS[format_]
    drawn = io.BytesIO()
    picture.save(drawn, kind, **options)
    stem = slugify(PurePath(file.name or "").stem)[:60] or "gambar"
    return ContentFile(drawn.getvalue(), name=f"{stem}.{extension}")


def read_image(
    file: File[bytes], *, max_bytes: int, max_pixels: int, middle: int | None = None, within: int | None = None
) -> tuple[str, Image.Image]:
    """Return the format of a picture and its pixels alone, upright and without metadata, for who draws it in own sizes.

    Who needs but its `middle` square says of how many pixels a side at most: the rest is let go before colours are
    translated, which saves several times the memory of a large picture.
    Who needs it `within` a square of so many pixels a side says so, and a JPEG is decoded smaller at once.

    Raises ValidationError, with words for the person who sent it, for what is too large (in bytes, or in pixels,
    which is asked before anything is decoded), no picture, of a kind not accepted, or damaged.
    """
    if file.size > max_bytes:
        raise ValidationError(
            _("The picture is too large: at most %(limit)s MB.") % {"limit": max_bytes // MEGABYTE}, code="too_large"
        )
    file.seek(0)
    content = file.read()
    try:
        with Image.open(io.BytesIO(content), formats=OPENED) as opened:
            if max(opened.size) > LONGEST_SIDE:
                raise ValidationError(
                    _("The picture is too long: each side may have at most %(limit)s pixels.")
                    % {"limit": number_format(LONGEST_SIDE, use_l10n=True, force_grouping=True)},
                    code="too_long",
                )
            if opened.width * opened.height > max_pixels:
                raise ValidationError(
                    _("The picture has too many pixels: at most %(limit)s million.")
                    % {"limit": max_pixels // 1_000_000},
                    code="too_many_pixels",
                )
            kind = opened.format or ""
            if within:
                opened.draft(None, (within, within))
            return kind, _plain(_middle(opened, middle) if middle else opened, KEPT_AS[kind][0])
    except ValidationError:
        raise
    except Exception as error:  # a forged file makes a decoder stumble in any way
        raise ValidationError(
            _("This is not a picture that can be read. Send a JPEG, PNG, WebP, AVIF or GIF."), code="not_a_picture"
        ) from error


def _middle(opened: Image.Image, side: int) -> Image.Image:
    """Cut the middle square out, at most so large, in the colours and with the notes that the picture has."""
    opened.draft(None, (side, side))  # a JPEG is decoded smaller at once
    edge = min(opened.size)
    left, top = (opened.width - edge) // 2, (opened.height - edge) // 2
    box = (left, top, left + edge, top + edge)
    if edge <= side:
        return opened.crop(box)
    opened.load()
    averages = opened.mode in ("L", "RGB", "CMYK")  # without a copy of the whole in another mode
    return opened.resize((side, side), Image.Resampling.BOX if averages else Image.Resampling.NEAREST, box)


def _plain(opened: Image.Image, kind: str) -> Image.Image:
    """Return the first frame's pixels alone: upright, in sRGB, on a canvas that knows nothing else."""
    opened.load()
    profile = opened.info.get("icc_profile")
    upright = ImageOps.exif_transpose(opened)
    transparent = kind != "JPEG" and ("A" in upright.getbands() or "transparency" in upright.info)
    mode = "RGBA" if transparent else "RGB"
    if profile and upright.mode in ("RGB", "CMYK"):
        upright = _in_srgb(upright, profile)
    plain = Image.new(mode, upright.size)
    plain.paste(upright.convert(mode))
    return plain


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Translate the colours, since the profile that explains them is dropped; a broken profile is ignored."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture
    return converted or picture
