"""The app's configuration, and Wagtail's own user management with our forms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class MembersConfig(AppConfig):
    """The people."""

    default = True
    name = "community.members"
    label = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        """Hear of second factors."""
        from allauth.mfa.signals import authenticator_added

        from . import receivers

        authenticator_added.connect(receivers.take_up_second_factor)


class AccountsConfig(WagtailUsersAppConfig):
    """Accounts in the editing room."""

    default = False
    user_viewset = "community.members.admin.AccountViewSet"
