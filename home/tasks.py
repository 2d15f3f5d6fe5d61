"""Work of home that no reader waits for."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command

from home.models import CustomImage
from home.services import renditions


@shared_task
def make_renditions(image_id: int) -> None:
    """Make the sizes and formats of an image that are missing."""
    image = CustomImage.objects.filter(pk=image_id).first()
    if image is not None:
        renditions.make_renditions(image)


@shared_task
def publish_scheduled() -> None:
    """Publish what is due and take back what has expired."""
    call_command("publish_scheduled")
