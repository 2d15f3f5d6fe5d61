"""Keeping searches: save, change, delete, and stop their mails by the link in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.models import User
from community.members.permissions import Refused

from .facets import removals
from .filters import Filters
from .models import SavedSearch, SearchEntry
from .permissions import may_change_saved, may_save_search
from .typed import left_out

if TYPE_CHECKING:
    from collections.abc import Callable

SALT = "search.saved.stop"
MOST = 50  # saved searches of a member
LONGEST_NAME = 120
LONGEST_QUERY = 1000
NO_NEWS = gettext_lazy(
    "No news can be told of this search as it stands. Please change what is named here and save it anew."
)
NO_MAILS = gettext_lazy(
    "No mails can come of this search. Choose “No mails”, or open it, change what is named here and save it anew."
)


@transaction.atomic
def save_search(*, member: User, query: str, name: str, rhythm: str, language: str) -> SavedSearch:
    """Keep a search, of which all that exists now is no news; one that is kept already is answered as it is.

    Raises `ValidationError` for an empty or endless search, for one of which a part isn't understood, since no news
    could be told of it, and when the member has `MOST` already.
    """
    _must(may_save_search, member)
    # Two at once would both count one too few.
    member = User.objects.select_for_update().get(pk=member.pk)
    filters = Filters.read(QueryDict(query))
    canonical = canonical_query(filters)
    if saved := SavedSearch.objects.filter(user=member, query=canonical).first():
        return saved
    if reasons := hindrances_of(filters):
        raise ValidationError(reasons)
    if SavedSearch.objects.filter(user=member).count() >= MOST:
        raise ValidationError(
            _("You have %(most)d saved searches, and more are not possible. Please delete one that you no longer need.")
            % {"most": MOST},
            code="many",
        )
    return SavedSearch.objects.create(
        user=member,
        name=_clean_name(name) or name_of(filters),
        query=canonical,
        language=language,
        rhythm=rhythm,
        high_water=newest_key(),
    )


@transaction.atomic
def change_saved(*, member: User, saved: SavedSearch, name: str, rhythm: str, language: str) -> SavedSearch:
    """Change how a saved search is called and when it sends mails; what came while it sent none is no news.

    Raises `ValidationError` when it shall send mails and can't, since a part of it isn't understood.
    """
    _must(may_change_saved, member, saved)
    saved = SavedSearch.objects.select_for_update().get(pk=saved.pk)
    if rhythm != SavedSearch.Rhythm.NEVER and (faults := faults_of(saved)):
        raise ValidationError([NO_MAILS, *faults])
    if saved.rhythm == SavedSearch.Rhythm.NEVER and rhythm != SavedSearch.Rhythm.NEVER:
        saved.high_water, saved.checked_at = newest_key(), timezone.now()
    saved.name = _clean_name(name) or name_of(Filters.read(QueryDict(saved.query)))
    saved.rhythm, saved.language = rhythm, language
    saved.save()
    return saved


@transaction.atomic
def delete_saved(*, member: User, saved: SavedSearch) -> None:
    """Forget a saved search."""
    _must(may_change_saved, member, saved)
    saved.delete()


def stop_alerts(*, token: str) -> SavedSearch | None:
    """Stop the mails of the search that a token from such a mail names; None when it names none (any more)."""
    if saved := saved_of(token):
        SavedSearch.objects.filter(pk=saved.pk).update(rhythm=SavedSearch.Rhythm.NEVER)
        saved.rhythm = SavedSearch.Rhythm.NEVER
    return saved


def token_of(saved: SavedSearch) -> str:
    """Sign the key of a saved search; whoever has its mail may stop it, so the token never grows too old."""
    return signing.dumps({"saved": saved.pk}, salt=SALT)


def saved_of(token: str) -> SavedSearch | None:
    """Find the search that a token names; None when the token is forged or the search was deleted."""
    try:
        content = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return SavedSearch.objects.filter(pk=content["saved"]).first()


def faults_of(saved: SavedSearch) -> list[str]:
    """Say, in the active language, what of a saved search isn't understood, or no longer: then it finds no news.

    What was understood when it was saved may be gone: a region was merged, a tag or sector deleted, a member hid.
    """
    filters = Filters.read(QueryDict(saved.query))
    return [left_out(part, _("there is no such thing, or no longer.")) for part in filters.refused] + filters.faults


def hindrances_of(filters: Filters) -> list[str]:
    """Say why nobody could save a search: it looks for nothing, a part of it isn't understood, or it is endless."""
    faults = filters.faults
    if not filters or filters.is_left_out or filters.is_senseless:
        return [_("There is nothing to look for in this search."), *faults]
    if faults:
        return [str(NO_NEWS), *faults]
    if len(canonical_query(filters)) > LONGEST_QUERY:
        return [_("This search is too long to be saved. Please use fewer words.")]
    return []


def canonical_query(filters: Filters) -> str:
    """Write a search the one way in which all its spellings are equal."""
    return filters.address().removeprefix("?")


def name_of(filters: Filters) -> str:
    """Name a search after its words and filters."""
    parts = [filters.text, *(label for label, _address in removals(filters))]
    return _clean_name(" · ".join(part for part in parts if part))


def newest_key() -> int:
    """Give the key of the newest entry, 0 where there is none."""
    return SearchEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _clean_name(name: str) -> str:
    """One line without signs that can't be seen: names stand in the subjects of mails."""
    readable = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(readable.split())[:LONGEST_NAME].strip()


def _must(permission: Callable[..., bool], *about: object) -> None:
    if not permission(*about):
        raise Refused(_("This is not open to you."))
