"""Work of home that no reader waits for."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command
from wagtail.models import Collection

from home.models import CustomImage
from home.services import documents, renditions


@shared_task
def make_renditions(image_id: int) -> None:
    """Make the quick formats of an image in all sizes, and have the fine one made later."""
    image = CustomImage.objects.filter(pk=image_id).first()
    if image is not None:
        renditions.make_renditions(image, renditions.QUICK)
        renditions.request_fine_renditions(image)


@shared_task
def make_fine_renditions(image_id: int) -> None:
    """Make the format of an image that is light to load and slow to make."""
    image = CustomImage.objects.filter(pk=image_id).first()
    if image is not None:
        renditions.make_renditions(image, renditions.FINE)


@shared_task
def request_missing_renditions() -> None:
    """Have those renditions made that got lost."""
    renditions.request_missing_renditions()


@shared_task
def follow_collection(collection_id: int) -> None:
    """Tell of a collection that may have been moved."""
    collection = Collection.objects.filter(pk=collection_id).first()
    if collection is not None:
        documents.announce_collection(collection)


@shared_task
def publish_scheduled() -> None:
    """Publish what is due and take back what has expired."""
    call_command("publish_scheduled")
