"""A form of the staff that was opened before somebody else changed what it shows does nothing, and is shown anew.

The form carries, hidden, a mark of the state that it showed: whatever its acts depend on. The mark is compared twice:
when what was sent is checked, and again under the lock of the services, right before anything is done.

    class ModerationForm(ShownState):
        def depends_on(self, thing): return thing.hidden_at, thing.body

    class ThingEditView(FreshEditView):
        def locked(self): return services.locked_thing(self.form.instance)
        def act(self): services.hide(...)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic

CHANGED = _("This was changed since you opened the form, so nothing was done. Please look at it as it is now.")


class Changed(Exception):
    """What the form showed is no longer so."""


class ShownState(forms.ModelForm[Any]):
    """A form that knows whether it still shows things as they are; one without its mark doesn't."""

    shown_state = forms.CharField(required=False, widget=forms.HiddenInput)
    # Fields whose text is kept when the form is shown anew, where nothing else stands in them now.
    kept: ClassVar[tuple[str, ...]] = ("reason",)
    is_stale = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["shown_state"].initial = self.mark_of(self.instance)

    def depends_on(self, thing: Any) -> Iterable[object]:
        """Tell what the acts of this form depend on."""
        raise NotImplementedError

    def mark_of(self, thing: Any) -> str:
        """Name a state, without telling it."""
        return salted_hmac("guard.freshness", repr([str(part) for part in self.depends_on(thing)])).hexdigest()

    def clean(self) -> dict[str, Any]:
        """Refuse all of it when the thing is not as it was shown."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.is_stale = cleaned.get("shown_state") != self.mark_of(self.instance)
        if self.is_stale:
            raise ValidationError(CHANGED, code="changed")
        return cleaned


class FreshEditView(generic.EditView):
    """A page of the editing room whose form is a `ShownState`; a view says what it locks, and what it does then."""

    is_anew = False

    def locked(self) -> Any:
        """Lock what the form is about, as the services do, and read it as it is then."""
        raise NotImplementedError

    def act(self) -> None:
        """Do what the form asks for."""
        raise NotImplementedError

    def save_instance(self) -> Any:
        """Act on what was shown, in the transaction of the caller; raises `Changed`."""
        if self.form.mark_of(self.locked()) != self.form.cleaned_data["shown_state"]:
            raise Changed
        self.act()
        return self.form.instance

    def form_valid(self, form: Any) -> Any:
        """Do it, unless somebody was quicker, or the services refuse it: then they say why, above the form."""
        try:
            return super().form_valid(form)
        except Changed:
            form.is_stale = True
        except PermissionDenied as refused:
            if not str(refused):
                raise
            form.add_error(None, str(refused))
            self.produced_error_code, self.produced_error_message = "refused", self.get_error_message()
        return self.form_invalid(form)

    def form_invalid(self, form: Any) -> Any:
        """Say what is wrong; a form that is no longer true is shown anew, with the words that were typed."""
        if form.is_stale:
            self.produced_error_code, self.produced_error_message = "changed", CHANGED
            self.object = self.get_object()
            form = self._anew(form)
        return super().form_invalid(form)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Leave out what was sent where the form is shown anew."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        left_out = ("data", "files") if self.is_anew else ()
        return {name: value for name, value in kwargs.items() if name not in left_out}

    def _anew(self, sent: Any) -> Any:
        self.is_anew = True
        form = self.get_form()
        for name in sent.kept:
            if name in form.fields and not form.get_initial_for_field(form.fields[name], name):
                form.initial[name] = sent.data.get(name, "")
        return form
