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
        """Answer for accounts, hear of second factors, and keep on time what was promised about data."""
        from allauth.account.signals import email_confirmed, password_reset
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_migrate
        from outbox.schedule import every

        from home import sitemaps
        from home.models.authorship import NAMEABLE

        from . import acts, chooser, receivers
        from .accounts import receivers as accounts  # noqa: F401
        from .assistance import acts as assistance_acts
        from .assistance import receivers as assistance  # noqa: F401
        from .audit import guard
        from .blocking import receivers as blocking  # noqa: F401
        from .following import acts as following_acts
        from .following import news, own_kinds, told
        from .following import receivers as following  # noqa: F401
        from .organisations import acts as organisations_acts
        from .organisations import receivers as organisations  # noqa: F401
        from .rights import receivers as rights  # noqa: F401
        from .roles import receivers as roles  # noqa: F401
        from .roles.acts import declare
        from .sitemaps import OrganisationSitemap
        from .standing import acts as standing_acts

        own_kinds.register()
        NAMEABLE.append(chooser.nameable_by)
        sitemaps.register("organisations", OrganisationSitemap)
        news.NEWS_SOURCES.extend(told.SOURCES)
        declare("Members", acts.MEMBERS)
        declare("Roles", acts.ROLES)
        declare("The editing room", acts.EDITING_ROOM)
        declare("Organisations", organisations_acts.ACTS)
        declare("Assisted participation", assistance_acts.ACTS)
        declare("Following and blocking", following_acts.ACTS)
        declare("Accounts", standing_acts.ACTS)
        authenticator_added.connect(receivers.take_up_second_factor)
        password_reset.connect(receivers.prove_mailbox)
        email_confirmed.connect(receivers.settle_handle_of_address)
        user_logged_in.connect(receivers.settle_handle_of_member)
        post_migrate.connect(guard.lay_again, sender=self)
        every(seconds=3600, task="community.members.tasks.begin_erasures")
        every(seconds=3600, task="community.members.tasks.forget_exports")
        every(seconds=86_400, task="community.members.tasks.keep_retention")
        every(seconds=86_400, task="community.members.tasks.keep_assistance")
        every(seconds=86_400, task="community.members.tasks.forget_invitations")


class AccountsConfig(WagtailUsersAppConfig):
    """Accounts in the editing room."""

    default = False
    user_viewset = "community.members.admin.AccountViewSet"

    def ready(self) -> None:
        """Let moderators look at the list, who may not change accounts."""
        super().ready()
        from wagtail.permissions import register_permission_policy

        from .accounts.permissions import AccountPolicy
        from .models import User

        register_permission_policy(User, AccountPolicy(User))
