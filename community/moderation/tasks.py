"""What keeping order does in the background."""

from celery import shared_task

from .trust import services as trust


@shared_task
def recompute_trust() -> None:
    """Give all members the trust level that their numbers say."""
    trust.recompute_all()


@shared_task
def promote(keys: list[int]) -> None:
    """Let those of levels 0 and 1 among these members rise, if they have what it takes."""
    trust.promote(keys)
