"""Views of the editing room that show a thing only to those whose it is to look after; for others it isn't there."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView


class OnlyTheirs:
    """Asks the policy of the model about the one thing that the address leads to, before anything of it is shown."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """Find the thing, or answer as if there were none."""
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not self.permission_policy.user_has_permission_for_instance(  # type: ignore[attr-defined]
            self.request.user,  # type: ignore[attr-defined]
            "change",
            found,
        ):
            raise Http404
        return found


class InspectTheirs(OnlyTheirs, generic.InspectView):
    """What is told of the thing."""


class HistoryOfTheirs(OnlyTheirs, HistoryView):
    """What was done about the thing."""


class UsageOfTheirs(OnlyTheirs, UsageView):
    """Where the thing is used."""
