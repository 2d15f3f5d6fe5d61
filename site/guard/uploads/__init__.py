"""Files that people send, checked by what they hold and not by what they are called."""

from .documents import check_document
from .images import check_image, read_image

__all__ = ["check_document", "check_image", "read_image"]
