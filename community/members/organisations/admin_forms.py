"""What staff fill in about an organisation: all of it is done by services, with its reason in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from guard.freshness import ShownState

from community.members.able import can_act
from community.members.models import Handle, User
from home.models import EventPage, StoryPage
from home.permissions import Visitor, pages_visible_to

from . import services
from .models import Evidence, Membership, Organisation
from .services.evidence import check_evidence
from .services.founding import VOUCHED
from .services.owning import NOT_PUBLIC
from .services.staff import CLOSED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from community.members.permissions import Viewer

MOST_PAGES = 40


def papers_of(organisation: Organisation) -> QuerySet[Evidence]:
    """Select what was seen for it, whichever verification it was for."""
    return Evidence.objects.filter(verification__organisation=organisation.pk).order_by("pk")


class KeepForm(ShownState):
    """Whether it is verified and shown, who else owns it, and what tells of it."""

    is_verified = forms.BooleanField(label=_("Verified"), required=False)
    seen = forms.CharField(
        label=_("What was seen"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Which papers, who confirmed it, when. Only staff see it; the day alone is public."),
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("A picture or a document. It stays private. Save again to add another."),
    )
    removed = forms.ModelMultipleChoiceField(
        Evidence.objects.none(),
        label=_("Remove evidence"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is ticked is deleted for good; the history keeps that it was, and why."),
    )
    is_suspended = forms.BooleanField(
        label=_("Out of view"),
        required=False,
        help_text=_("Only its people and the moderators see it then, and nobody writes in its name."),
    )
    is_reopened = forms.BooleanField(
        label=_("Open again"),
        required=False,
        help_text=_("Its owner closed it. Open again it is as it was, with its people, and its owners get a mail."),
    )
    owner = forms.CharField(
        label=_("Ask another owner"),
        required=False,
        max_length=40,
        help_text=_(
            "The handle of a member: for an organisation whose last owner has gone. They get a mail, and own it once "
            "they say yes."
        ),
    )
    pages = forms.CharField(
        label=_("Stories and events about it"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Their addresses, one in each line; the other language follows by itself."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_(
            "Stays in the history. Needed to end a verification, to remove evidence, to take from view, "
            "and to name an owner."
        ),
    )

    kept = ("reason", "seen", "owner")

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, viewer: Viewer | None = None, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)
        organisation = self.instance
        self.was_verified, self.was_suspended = bool(organisation.verified_at), bool(organisation.suspended_at)
        if organisation.pk and viewer:
            standing = organisation.verifications.filter(ended_at=None).first()
            self.fields["seen"].initial = standing.note if standing else ""
            self.fields["pages"].initial = "\n".join(self._addresses(viewer))
        self.fields["is_verified"].initial = self.was_verified
        self.fields["is_suspended"].initial = self.was_suspended
        if not organisation.closed_at:
            del self.fields["is_reopened"]
        if papers := papers_of(organisation):
            self.fields["removed"].queryset = papers  # type: ignore[attr-defined]
        else:
            del self.fields["removed"]

    def depends_on(self, thing: Organisation) -> Iterable[object]:
        """How it stands with staff, and what of itself they vouch for: its people may have changed that meanwhile."""
        yield from (thing.verified_at, thing.suspended_at, thing.closed_at, *(getattr(thing, name) for name in VOUCHED))
        yield from thing.verifications.filter(ended_at=None).values_list("note", flat=True)
        yield from thing.told_of.order_by("translation_key").values_list("translation_key", flat=True)
        yield from papers_of(thing).values_list("pk", flat=True)

    def clean_evidence(self) -> Any:
        """A picture or a document by what it holds."""
        file = self.cleaned_data["evidence"]
        return check_evidence(file) if file else None

    def clean_owner(self) -> User | None:
        """A member with this handle."""
        text = self.cleaned_data["owner"].strip().removeprefix("@")
        if not text:
            return None
        user = User.objects.filter(can_act(), handles__in=Handle.objects.known_as(text)).first()
        if user is None:
            raise ValidationError(_("No member whose account is in use has this handle."), code="unknown")
        if self.instance.memberships.filter(user=user, role=Membership.Role.OWNER).exists():
            raise ValidationError(_("They are an owner already."), code="owner")
        return user

    def clean_pages(self) -> set[UUID]:
        """The translation keys of stories and events at these addresses."""
        lines = [line.strip() for line in self.cleaned_data["pages"].splitlines() if line.strip()]
        if len(lines) > MOST_PAGES:
            raise ValidationError(_("Please name fewer pages."), code="many")
        return {self._key_at(line) for line in lines}

    def clean(self) -> dict[str, Any]:
        """Ask for what was seen, and for reasons."""
        cleaned: dict[str, Any] = super().clean() or {}
        verified, suspended = cleaned.get("is_verified"), cleaned.get("is_suspended")
        if verified and not cleaned.get("seen", "").strip():
            self.add_error("seen", _("Please write what proves that it is what it says."))
        if cleaned.get("evidence") and not verified:
            self.add_error("evidence", _("Evidence belongs to a verification: tick “Verified” too."))
        is_closed = self.instance.closed_at and not cleaned.get("is_reopened")
        if is_closed and self.was_suspended and not suspended:
            self.add_error("is_suspended", CLOSED)
        if cleaned.get("owner") and (suspended or is_closed):
            self.add_error("owner", NOT_PUBLIC)
        needs_reason = (self.was_verified and not verified) or (suspended and not self.was_suspended)
        if (needs_reason or cleaned.get("owner") or cleaned.get("removed")) and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Please write why."))
        return cleaned

    def act(self, *, by: User) -> None:
        """Do what changed."""
        data, organisation = self.cleaned_data, self.instance
        if self.was_verified and not data["is_verified"]:
            services.unverify(by=by, organisation=organisation, reason=data["reason"])
        if data.get("is_reopened"):
            services.reopen(by=by, organisation=organisation, reason=data["reason"])
        if data["is_suspended"] and not self.was_suspended:
            services.suspend(by=by, organisation=organisation, reason=data["reason"])
        elif self.was_suspended and not data["is_suspended"]:
            services.restore(by=by, organisation=organisation, reason=data["reason"])
        if data["owner"]:
            services.name_owner(by=by, organisation=organisation, user=data["owner"], reason=data["reason"])
        services.tell_of(by=by, organisation=organisation, keys=data["pages"] | self._unseen)
        for evidence in data.get("removed") or ():
            services.remove_evidence(by=by, evidence=evidence, reason=data["reason"])
        if data["is_verified"]:  # last, since a file is stored at once and would stay if another act were refused
            files = [data["evidence"]] if data["evidence"] else []
            services.verify(by=by, organisation=organisation, seen=data["seen"].strip(), files=files)

    def _addresses(self, viewer: Viewer) -> list[str]:
        """The addresses of the pages that are named and that the editor sees, in the language of the original."""
        keys = set(self.instance.told_of.values_list("translation_key", flat=True))
        found: dict[Any, str] = {}
        for model in (StoryPage, EventPage):
            for page in pages_visible_to(viewer, model).filter(translation_key__in=keys).order_by("pk"):
                found.setdefault(page.translation_key, page.url or "")
        self._seen = set(found)
        return sorted(found.values())

    @property
    def _unseen(self) -> set[Any]:
        """What is named and not public at the moment stays named."""
        return set(self.instance.told_of.values_list("translation_key", flat=True)) - getattr(self, "_seen", set())

    def _key_at(self, address: str) -> UUID:
        """Find the story or event at an address."""
        path = urlsplit(address).path
        slug = unquote(path.rstrip("/").rpartition("/")[2])
        for model in (StoryPage, EventPage):
            for page in pages_visible_to(self.viewer or Visitor(), model).filter(slug=slug):
                if page.url and urlsplit(page.url).path == path:
                    key: UUID = page.translation_key
                    return key
        raise ValidationError(
            _("At “%(address)s” there is no story or event that you may see."), code="none", params={"address": address}
        )
