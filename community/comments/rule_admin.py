"""Pages of the editing room on which it is chosen where one comments, and how long: for a kind, or for one thing."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from community.members.permissions import Viewer

from . import services
from .kinds import Place, all_kinds, place_of, since_of
from .models import Discussion, State
from .permissions import may_rule_kinds, place_ruled_by
from .rules import discussion_at, kind_rules, open_until

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.members.models import User

STATES = [("", gettext_lazy("as all of its kind")), *State.choices]
MOST_DAYS = 3650


def days_field() -> forms.IntegerField:
    """Make the field for the days after which one only reads."""
    return forms.IntegerField(
        label=gettext_lazy("Days until they can only be read"), required=False, min_value=0, max_value=MOST_DAYS
    )


class KindRulesForm(forms.Form):
    """How comments stand under each kind of things, and after how many days they can only be read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, rule in kind_rules().items():
            label = all_kinds()[kind]
            self.fields[f"{kind}-state"] = forms.ChoiceField(label=label, choices=State.choices, initial=rule.state)
            self.fields[f"{kind}-days"] = field = days_field()
            field.initial, field.label = rule.days, f"{label}: {field.label}"
            field.help_text = _("Counted from when it was published. Empty: they stay open.")

    def chosen(self) -> list[tuple[str, str, int | None]]:
        """Give for each kind what was chosen; no days and 0 days are the same."""
        data = self.cleaned_data
        return [(kind, data[f"{kind}-state"], data[f"{kind}-days"] or None) for kind in all_kinds()]


class DiscussionRuleForm(forms.Form):
    """How the comments under one thing stand."""

    state = forms.ChoiceField(label=gettext_lazy("The comments are"), choices=STATES, required=False)
    days = days_field()
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, required=False, help_text=gettext_lazy("Stays in the history.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].help_text = _(
            "Counted from when it was published. Empty: as all of its kind; 0: they stay open."
        )


class RuleView(WagtailAdminTemplateMixin, FormView[forms.Form]):
    """What both pages have in common."""

    template_name = "comments/admin/rule.html"
    header_icon = "comment"
    page_title = gettext_lazy("Comments")

    @cached_property
    def by(self) -> User:
        """Who chooses."""
        return cast("User", self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the page; the list of comments is open to moderators alone."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_subtitle()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the button."""
        return super().get_context_data(**kwargs) | {"submit_button_label": _("Save")}


class KindRulesView(RuleView):
    """The rules of all kinds."""

    form_class = KindRulesForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who may change them."""
        if not may_rule_kinds(self.by):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Say what it is about."""
        return _("Comments: where")

    def form_valid(self, form: Any) -> HttpResponse:
        """Save what was changed."""
        for kind, state, days in form.chosen():
            services.set_kind_rule(by=self.by, kind=kind, state=state, days=days)
        messages.success(self.request, _("It is saved."))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Stay here."""
        return reverse("comment_rules")


class DiscussionRuleView(RuleView):
    """What is chosen for one thing."""

    form_class = DiscussionRuleForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who edit it, or keep order there."""
        self.place = self._ruled()
        return super().dispatch(request, *args, **kwargs)

    def _ruled(self) -> Place:
        """Find what is discussed, or will be once it is published; refuse where another one chooses."""
        viewer, key = Viewer(self.by), self.kwargs["key"]
        if place := place_ruled_by(viewer, key):
            return place
        if place_of(key, viewer):
            raise PermissionDenied
        raise Http404

    @cached_property
    def discussion(self) -> Discussion:
        """What was chosen until now."""
        return discussion_at(self.place.key)

    def get_page_subtitle(self) -> str:
        """Name the thing."""
        return self.place.title

    def get_initial(self) -> dict[str, Any]:
        """Show what holds."""
        return {"state": self.discussion.state, "days": self.discussion.days}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the rule of its kind is, and lead to the page."""
        rule = kind_rules()[self.place.kind]
        since = since_of(self.place)
        told = {"kind": all_kinds()[self.place.kind], "rule": rule, "place": self.place, "since": since}
        if (self.discussion.state or rule.state) == State.OPEN:
            told["ends"] = open_until(self.discussion, self.place)
        return super().get_context_data(**kwargs) | told

    def form_valid(self, form: Any) -> HttpResponse:
        """Save it."""
        services.set_state(by=self.by, discussion=self.discussion, **form.cleaned_data)
        messages.success(self.request, _("It is saved."))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Stay here."""
        return reverse("comment_rule", args=[self.place.key])


urlpatterns = [
    path("comments/rules/", KindRulesView.as_view(), name="comment_rules"),
    path("comments/rules/<slug:key>/", DiscussionRuleView.as_view(), name="comment_rule"),
]
