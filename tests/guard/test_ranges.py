"""Parts of a file on request."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.http import FileResponse, HttpResponseBase
from django.test import RequestFactory
from guard.ranges import cut

CONTENT = b"0123456789"


def test_without_a_range_the_whole_file_is_sent() -> None:
    response = ask()
    assert (response.status_code, body(response), response["Accept-Ranges"]) == (200, CONTENT, "bytes")


@pytest.mark.parametrize(
    ("asked", "part", "said"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-30", CONTENT, "bytes 0-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=9-9", b"9", "bytes 9-9/10"),
    ],
)
def test_the_part_that_is_asked_for_is_sent(asked: str, part: bytes, said: str) -> None:
    response = ask(range=asked)
    assert (response.status_code, body(response), response["Content-Range"]) == (206, part, said)
    assert response["Content-Length"] == str(len(part))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=5-4", "bytes=-0"])
def test_a_part_that_does_not_exist_is_refused(asked: str) -> None:
    response = ask(range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "bytes=-", "pages=1-2", "bytes=a-b", "nonsense"])
def test_what_is_not_one_range_is_answered_with_the_whole(asked: str) -> None:
    assert body(ask(range=asked)) == CONTENT


def test_a_file_that_changed_meanwhile_is_sent_whole() -> None:
    assert ask(range="bytes=0-3", if_range='"old"').status_code == 200
    assert ask(range="bytes=0-3", if_range='"new"').status_code == 206


def ask(**headers: str) -> HttpResponseBase:
    request = RequestFactory().get("/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = FileResponse(BytesIO(CONTENT), content_type="video/mp4")
    response["ETag"] = '"new"'
    return cut(request, response)


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response)  # type: ignore[arg-type]
