"""Periodic work of moderation, and what takes longer than a request."""

from celery import shared_task

from .protection import services as protection
from .services import digest, people, places, reports, reviews
from .trust import services as trust


@shared_task
def hold_all(person_id: int) -> None:
    """Have all that somebody wrote wait for a moderator."""
    people.hold_all(person_id=person_id)


@shared_task
def show_all(person_id: int) -> None:
    """Show again what waited only for its author having been silenced."""
    people.show_all(person_id=person_id)


@shared_task
def clean(removal_id: int) -> None:
    """Delete what a removed account wrote."""
    people.clean(removal_id=removal_id)


@shared_task
def bring_back(removal_id: int, by_id: int | None = None) -> None:
    """Bring back what was deleted with an account, in the name of who undid that."""
    people.bring_back(removal_id=removal_id, by_id=by_id)


@shared_task
def finish_removals() -> None:
    """Give accounts over to be erased whose removal stands."""
    people.finish_removals()


@shared_task
def mail_digests() -> None:
    """Mail moderators what waits for them."""
    reviews.tidy()
    reviews.open_missing()
    digest.send_due()


@shared_task
def renew_in_category(category_id: int) -> None:
    """Note where the cases in a category belong by now."""
    places.renew_in_category(category_id=category_id)


@shared_task
def renew_everywhere() -> None:
    """Note where all cases belong by now."""
    reviews.tidy()


@shared_task
def forget_traces() -> None:
    """Delete links that no longer work, addresses of visitors whose reports nobody decides, and what was compared."""
    protection.forget_old()
    digest.forget_links()
    reports.forget_addresses()


@shared_task
def recompute_trust() -> None:
    """Give all members the trust level that their numbers say."""
    trust.recompute_all()


@shared_task
def promote(keys: list[int]) -> None:
    """Let those of levels 0 and 1 among these members rise, if they have what it takes."""
    trust.promote(keys)
