"""Members in every role, each with a handle, a profile and a verified address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from community.members.describing import DESCRIBED, Description, write
from community.members.handles import fold
from community.members.models import Consent, Handle, Profile, Role, User
from community.members.rights import consents
from community.members.roles import services

if TYPE_CHECKING:
    from home.models import Region

PASSWORD = "sampan-biru-1985"


class MemberFactory(factory.django.DjangoModelFactory[User]):
    """A member; `handle`, `is_listed`, the parts and their audiences go to the profile, `verified` to the address.

    They have agreed to the terms, unless `agreed=False`.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Anggota Contoh {n}")
    email = factory.Sequence(lambda n: f"anggota{n}@example.org")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        handle = kwargs.pop("handle", None)
        verified, agreed = kwargs.pop("verified", True), kwargs.pop("agreed", True)
        columns = ("is_listed", *DESCRIBED, "picture_audience")
        profile = {key: kwargs.pop(key) for key in columns if key in kwargs}
        rows = {key: kwargs.pop(key) for key in ("further_regions", "sectors", "skills", "roles") if key in kwargs}
        user = model_class.objects.create_user(kwargs.pop("email"), kwargs.pop("password"), **kwargs)
        text = handle or f"anggota-{user.pk}"
        made = Profile.objects.create(
            user=user, handle=Handle.objects.create(user=user, text=text, folded=fold(text)), **profile
        )
        if agreed:
            consent = {
                "kind": Consent.Kind.TERMS,
                "version": consents.VERSION,
                "language": "id",
                "text": "Saya setuju.",
            }
            Consent.objects.create(user=user, **consent)
        if rows:
            write(made, Description(languages=made.languages, links=made.links, **rows))
        if user.email:
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)
        return user


class MentorFactory(MemberFactory):
    """A mentor: accompanies others, and may act for those who have no e-mail."""

    class Meta:
        skip_postgeneration_save = True

    @factory.post_generation
    def mentoring(self: User, create: bool, extracted: object, **kwargs: object) -> None:
        Role.objects.create(user=self, kind=Role.Kind.MENTOR)


class EditorFactory(MemberFactory):
    """An editor: may enter the admin and edit pages."""

    class Meta:
        skip_postgeneration_save = True

    @factory.post_generation
    def editors(self: User, create: bool, extracted: object, **kwargs: object) -> None:
        Role.objects.create(user=self, kind=Role.Kind.EDITOR)
        join(self, "Editors", ("wagtailadmin", "admin", "access_admin"))


class ModeratorFactory(MemberFactory):
    """A moderator: may enter the admin, and hide and restore what members write."""

    class Meta:
        skip_postgeneration_save = True

    @factory.post_generation
    def moderators(self: User, create: bool, extracted: object, **kwargs: object) -> None:
        Role.objects.create(user=self, kind=Role.Kind.MODERATOR)
        join(
            self, "Community moderators", ("wagtailadmin", "admin", "access_admin"), ("forums", "post", "moderate_post")
        )


class RegionalModeratorFactory(MemberFactory):
    """A moderator of one region and all below it: `RegionalModeratorFactory(of=region)`."""

    class Meta:
        skip_postgeneration_save = True

    @factory.post_generation
    def of(self: User, create: bool, extracted: Region, **kwargs: object) -> None:
        services.give(user=self, kind=Role.Kind.MODERATOR, region=extracted, reason="x")


class AdministratorFactory(MemberFactory):
    """An administrator: may do everything."""

    class Meta:
        skip_postgeneration_save = True

    is_staff = True
    is_superuser = True

    @factory.post_generation
    def administrators(self: User, create: bool, extracted: object, **kwargs: object) -> None:
        Role.objects.create(user=self, kind=Role.Kind.ADMINISTRATOR)


def join(user: User, name: str, *permissions: tuple[str, str, str]) -> None:
    group, _ = Group.objects.get_or_create(name=name)
    for app_label, model, codename in permissions:
        kind, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": codename}
        )
        group.permissions.add(permission)
    user.groups.add(group)
