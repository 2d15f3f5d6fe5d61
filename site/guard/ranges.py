"""Parts of a file on request: a player jumps in a film, and Safari plays none that it can't ask for in parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

CHUNK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))")


def cut(request: HttpRequest, response: FileResponse) -> HttpResponseBase:
    """Leave of the answer the part that is asked for (206), or say that there is no such part (416).

    By RFC 9110, section 14. Several parts at once, which no player asks for, and a part of a file that has changed
    meanwhile, are answered with the whole file (200).
    """
    size, file = int(response["Content-Length"]), cast("IO[bytes]", response.file_to_stream)
    response["Accept-Ranges"] = "bytes"
    response["Content-Encoding"] = "identity"  # packed again on the way it would have another length than it says
    match = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if not match or request.headers.get("If-Range", response.get("ETag")) != response.get("ETag"):
        return response
    first, last = _bounds(match, size)
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    response.status_code = 206
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    response.streaming_content = _part(file, first, last)
    return response


def _bounds(match: re.Match[str], size: int) -> tuple[int, int]:
    """Return the first and last byte that a header means; `bytes=-500` are the last 500."""
    first, last, from_the_end = match.groups()
    if from_the_end:
        return max(0, size - int(from_the_end)), size - 1 if int(from_the_end) else -1
    return int(first), min(int(last or size), size - 1)


def _part(file: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    file.seek(first)
    left = last - first + 1
    while left and (chunk := file.read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk
