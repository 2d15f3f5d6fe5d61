"""The page of the editing room with one's own settings: Wagtail's, without what is chosen in the profile."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account

# Wagtail asks for a first and a last name, and for a language and a zone beside those of the account.
ELSEWHERE = (account.NameEmailSettingsPanel, account.LocaleSettingsPanel)


class OwnSettingsView(account.AccountView):
    """Notices, picture and looks; the rest is a way to the profile and to the page of security."""

    def get_panels(self) -> list[Any]:
        """Leave out what is chosen elsewhere."""
        return [panel for panel in super().get_panels() if not isinstance(panel, ELSEWHERE)]

    def get_menu_items(self) -> list[dict[str, Any]]:
        """Lead there."""
        return [
            {
                "url": reverse("members:edit"),
                "label": _("Edit profile"),
                "help_text": _("Your name, language and time zone, here as on the public pages."),
            },
            {
                "url": reverse("mfa_index"),
                "label": _("Security"),
                "help_text": _("Password, e-mail address, second factor and devices."),
            },
            *super().get_menu_items(),
        ]


# In front of Wagtail's own, which has no place to put another view in.
urlpatterns = [path("", require_admin_access(OwnSettingsView.as_view()))]
