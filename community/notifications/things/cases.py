"""What moderators tell: authors of what becomes of their texts, and members of what they reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.members.models import User
from community.moderation.kinds import KINDS
from community.moderation.models import Decision, Flag, Review

from ..services.reach import listening
from . import CASE, REPORT, Container, Shown, ThingKind, language

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from django.db.models import QuerySet

    from community.members.permissions import Viewer

    from ..kinds import ActivityKind
    from ..models import Activity

REPORTS = "reports"  # all that a member reported, which stands on one page


class Cases(ThingKind):
    """Cases about what members wrote, each told to its author alone."""

    name = CASE

    def standing(self, viewer: Viewer, *, exactly: bool = True) -> QuerySet[Review]:
        """Select those about the viewer's own texts."""
        return Review.objects.filter(author=viewer.user_id or 0)

    def find(self, key: int) -> Review | None:
        """Find one."""
        return Review.objects.filter(pk=key).first()

    def place(self, thing: Review) -> tuple[str, int]:
        """Name the case; an appeal belongs to what it is against."""
        return name_of(thing), 0

    def reached(self, kind: ActivityKind, activity: Activity, thing: Review, keys: Collection[int]) -> set[int]:
        """Tell the author also while they are suspended: they find it once they may sign in again."""
        return set(User.objects.filter(pk__in=keys, is_active=True, erased_at=None).values_list("pk", flat=True))

    def shown_to(self, viewer: Viewer, keys: Collection[int]) -> dict[int, Shown]:
        """Find several, each leading to the page on which its author reads why."""
        cases = self.standing(viewer).select_related("appeal_of").in_bulk(list(keys)) if keys else {}
        titles = _titles(cases.values())
        found = {}
        for key, case in cases.items():
            address = _address(case)
            within = Container(name_of(case), titles[key], address, language())
            found[key] = Shown(case, 0, address, _outcome(case), within)
        return found


class Reports(ThingKind):
    """Cases that came of reports, as those know them who reported: by what became of it."""

    name = REPORT

    def standing(self, viewer: Viewer, *, exactly: bool = True) -> QuerySet[Review]:
        """Select those that the viewer reported."""
        theirs = Flag.objects.standing().filter(review=OuterRef("pk"), reporter=viewer.user_id or 0)
        return Review.objects.filter(Exists(theirs))

    def find(self, key: int) -> Review | None:
        """Find one."""
        return Review.objects.filter(pk=key).first()

    def place(self, thing: Review) -> tuple[str, int]:
        """Name the page of all one's reports."""
        return REPORTS, 0

    def reached(self, kind: ActivityKind, activity: Activity, thing: Review, keys: Collection[int]) -> set[int]:
        """Ask who is there."""
        return {user.pk for user in listening(kind, activity, keys)}

    def shown_to(self, viewer: Viewer, keys: Collection[int]) -> dict[int, Shown]:
        """Find several, with what was decided of the viewer's own report."""
        cases = self.standing(viewer).in_bulk(list(keys)) if keys else {}
        flags = Flag.objects.standing().filter(review__in=cases, reporter=viewer.user_id or 0)
        outcomes = {flag.review_id: flag.get_outcome_display() for flag in flags}
        url = reverse("moderation:own_reports")
        within = Container(REPORTS, _("Your reports"), url, language())
        return {key: Shown(case, 0, url, outcomes.get(key, ""), within) for key, case in cases.items()}


def name_of(case: Review) -> str:
    """Name a case as a container; an appeal stands with what it is against."""
    return f"{CASE}:{case.appeal_of_id or case.pk}"


def who_wrote(activity: Activity, case: Any) -> list[int]:
    """Name the author of what a case is about."""
    return [case.author_id] if case.author_id else []


def who_reported(activity: Activity, case: Any) -> list[int]:
    """Name the members who reported it."""
    flags = Flag.objects.standing().filter(review=case).exclude(reporter=None)
    return list(flags.values_list("reporter", flat=True))


def _address(case: Review) -> str:
    return reverse("moderation:own_text", args=[case.appeal_of_id or case.pk])


def _outcome(case: Review) -> str:
    """Say in a word how it ended, or whether reports hide it while it waits."""
    if case.decided_at is None:
        return _("hidden by reports") if case.is_hidden else ""
    if case.withdrawn_at:
        return pgettext("decision", "taken back")
    return "" if case.decision == Decision.GONE and case.is_shown_again else case.done


def _titles(cases: Collection[Review]) -> dict[int, str]:
    """Say of each what it is about, by one query for each kind of texts."""
    keys: dict[str, list[int]] = {}
    for case in cases:
        keys.setdefault(case.kind, []).append(case.object_id)
    things = {name: KINDS[name].load(its) for name, its in keys.items() if name in KINDS}
    titles = {}
    for case in cases:
        thing = things.get(case.kind, {}).get(case.object_id)
        label = str(KINDS[case.kind].label) if case.kind in KINDS else _("Your text")
        titles[case.pk] = f"{label}: {KINDS[case.kind].title(thing)}" if thing else label
    return titles
