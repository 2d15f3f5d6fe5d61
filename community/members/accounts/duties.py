"""What somebody looks after, on the first page of the editing room: the lists that are theirs, and how much waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from ..models import User
from ..organisations.models import Organisation
from ..organisations.permissions import may_keep
from ..roles.models import Vouch
from ..roles.permissions import may_grant
from .permissions import AccountPolicy

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..permissions import Viewer

MANY = 99  # more than so many are not counted


@dataclass(frozen=True)
class Duty:
    """One list: what it is called, what one does there, where it is, and how many in it wait; None where none can."""

    label: str
    what: str
    url: str
    waiting: int | None = None

    @property
    def number(self) -> str:
        """How many wait, as it is written."""
        return f"{MANY}+" if self.waiting and self.waiting > MANY else str(self.waiting or 0)


# Apps above add theirs in `AppConfig.ready`: nothing for whom there is nothing to do.
DUTIES: list[Callable[[Viewer], Iterable[Duty]]] = []


class DutiesPanel(Component):
    """The panel; it is not there for who looks after pages only."""

    name = "duties"
    template_name = "members/admin/duties.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Ask every source for what the viewer may do."""
        viewer: Viewer = parent_context["request"].viewer
        regions = [role.region.full_name for role in viewer.roles if role.kind == "moderator" and role.region]
        return {
            "duties": [duty for source in (own_duties, *DUTIES) for duty in source(viewer)],
            "regions": [] if viewer.is_moderator else regions,
        }


def own_duties(viewer: Viewer) -> Iterable[Duty]:
    """Name the lists of people and organisations that the viewer may open."""
    if not viewer.user_id:
        return
    user = cast("User", viewer.user)
    if AccountPolicy(User).user_has_permission(user, "view"):
        yield Duty(_("Members"), _("Find, suspend and silence"), reverse("wagtailusers_users:index"))
    if may_keep(user):
        unverified = Organisation.objects.to_verify()
        url = f"{reverse('organisations_admin:index')}?waits=true"
        yield Duty(_("Organisations"), _("Verify, take out of view"), url, count(unverified))
    if may_grant(user):
        yield Duty(_("Roles"), _("Grant and revoke"), reverse("member_roles:index"))
        waiting = Vouch.objects.filter(counted_at=None, withdrawn_at=None)
        url = f"{reverse('member_vouches:index')}?waits=true"
        yield Duty(_("Vouches"), _("See who vouches for new mentors"), url, count(waiting))


def count(rows: QuerySet[Any]) -> int:
    """Count what waits, but no further than one would read it."""
    return len(rows.order_by().values_list("pk", flat=True)[: MANY + 1])
