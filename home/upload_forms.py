"""The editing room's forms for pictures and documents: files are checked by their content."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from guard.uploads import check_document, check_image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from willow.image import Image as WillowImage

from home.models import CustomImage
from home.services.renditions import request_renditions


class ImageField(WagtailImageField):
    """Says of a file at which the decoder stumbles that it is no picture; Wagtail's own answers with an error page."""

    def to_python(self, data: Any) -> Any:
        """Read the picture's kind and size."""
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # a forged file makes a decoder stumble in any way
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class ImageForm(BaseImageForm):
    """Keeps of a picture only what is seen: upright, and without the place where it was taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = ImageField(label=file.label, required=file.required, widget=file.widget)

    def save(self, commit: bool = True) -> CustomImage:
        """Have the renditions made once more for another file: Wagtail deletes the old ones last."""
        replaces = bool(commit and self.original_file and "file" in self.changed_data)
        image: CustomImage = super().save(commit=commit)
        if replaces:
            request_renditions(image)
        return image

    def clean_file(self) -> Any:
        """Draw a newly sent picture anew, in place.

        In place, because Wagtail's upload of several pictures keeps the very file of the request until the editor
        has described it.
        """
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            checked = check_image(file)
            file.seek(0)
            file.truncate()
            file.write(checked.read())
            file.flush()
            file.name, file.size = checked.name, checked.size
            file.content_type = mimetypes.guess_type(checked.name or "")[0]
            file.seek(0)
            file.image = WillowImage.open(file)  # type: ignore[attr-defined]  # Wagtail's field leaves it there, too
        return file


class DocumentForm(BaseDocumentForm):
    """Takes a document only when it is what its name says."""

    def clean_file(self) -> Any:
        """Check a newly sent document."""
        file = self.cleaned_data["file"]
        return check_document(file) if isinstance(file, UploadedFile) else file
