"""Pictures in texts, made as members send them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.writing.uploads.addresses import address_of
from community.writing.uploads.services import take
from tests.factories.members import MemberFactory
from tests.factories.pictures import make_photo

if TYPE_CHECKING:
    from community.members.models import User
    from community.writing.models import Upload


def make_upload(owner: User | None = None, size: tuple[int, int] = (64, 48)) -> Upload:
    """A picture that stands in no text yet."""
    return take(owner=owner or MemberFactory(), file=make_photo(size))


def showing(*uploads: Upload) -> str:
    """A text that shows pictures."""
    return "\n\n".join(["Lihat ini.", *(f"![Bibit putih]({address_of(upload.name)})" for upload in uploads)])
