"""No form takes an address of mail that is longer than can be kept: PostgreSQL would answer with a fault."""

from __future__ import annotations

import pytest
from django import forms
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.urls import get_resolver, reverse

from community.comments.forms import CommentForm
from community.comments.models import UnconfirmedComment, VisitorFollow
from community.members.forms import LONGEST_ADDRESS, AddressField, ForgottenPasswordForm, PlainFields, SignInForm
from community.members.models import User
from community.members.organisations.forms import InvitationForm
from community.moderation.forms.reports import ReportForm
from community.moderation.kinds import KINDS
from community.moderation.models import Flag
from tests.factories.comments import make_comment, make_story

HOST = f"{'a' * 60}.{'b' * 60}.{'c' * 60}.example"
LONGEST = f"{'m' * (LONGEST_ADDRESS - len(HOST) - 1)}@{HOST}"
TOO_LONG = f"m{LONGEST}"
# Forms that bound their fields when they are made, or ask the model.
BOUNDED = (PlainFields, CommentForm, forms.ModelForm)


def test_every_field_for_an_address_is_bounded():
    assert get_resolver().url_patterns  # all forms are loaded by then
    found = {(form, name): field for form in ours(forms.BaseForm) for name, field in form.base_fields.items()}
    addresses = {place: field for place, field in found.items() if isinstance(field, forms.EmailField)}
    assert len(addresses) > 5
    unbounded = [
        place
        for place, field in addresses.items()
        if not issubclass(place[0], BOUNDED) and (field.max_length or 320) > LONGEST_ADDRESS
    ]
    assert unbounded == []


def test_the_longest_address_is_taken_and_no_longer_one():
    assert AddressField().clean(LONGEST) == LONGEST
    with pytest.raises(ValidationError, match="254"):
        AddressField().clean(TOO_LONG)


def test_an_address_is_measured_in_small_letters_as_it_is_kept():
    longer_when_small = LONGEST.replace("@a", "@\u0130")
    assert len(longer_when_small) <= LONGEST_ADDRESS < len(longer_when_small.lower())
    with pytest.raises(ValidationError):
        AddressField().clean(longer_when_small)


@pytest.mark.parametrize("form", [SignInForm, ForgottenPasswordForm])
def test_forms_of_allauth_are_bounded_too(form):
    typed = {"login": TOO_LONG, "email": TOO_LONG, "password": "x"}
    [said] = [errors for name, errors in form(typed).errors.items() if name in {"login", "email"}]
    assert len(said) == 1


@pytest.mark.django_db
def test_visitors_read_it_beside_the_field(client):
    comment = make_comment(make_story())
    key = comment.discussion.key
    pages = {
        reverse("comments:write", args=[key]): {"comment": "Salam.", "name": "Ina"},
        reverse("comments:follow", args=[key]): {},
        reverse("comments:visitor_data_ask"): {},
        reverse("moderation:report", args=["comment", comment.pk]): {"reason": "rude"},
        reverse("account_signup"): {"name": "Ina", "password1": "panjang-sekali-9"},
    }
    for address, typed in pages.items():
        answer = client.post(address, {**typed, "email": TOO_LONG})
        assert answer.status_code == 200, address
        assert answer.context["form"].errors["email"] == [
            "Pastikan nilai ini mengandung paling banyak 254 karakter (sekarang 255 karakter)."
        ]
    kept = (UnconfirmedComment, VisitorFollow, Flag, User)
    assert [model.objects.filter(email__icontains="example").exclude(pk=comment.user_id).count() for model in kept] == [
        *(0, 0, 0, 0)
    ]


@pytest.mark.django_db
def test_who_invites_reads_it_too():
    form = InvitationForm({"whom": TOO_LONG, "role": "member"}, is_owner=True)
    assert "whom" in form.errors
    told, reported = {"reason": "rude", "email": LONGEST}, make_comment(make_story())
    assert ReportForm(told, reporter=AnonymousUser(), kind=KINDS["comment"], thing=reported).is_valid()
    assert CommentForm(key="x", author=AnonymousUser()).fields["email"].max_length == LONGEST_ADDRESS


def ours(above: type) -> list[type]:
    """Find all classes below one that are of this project."""
    labels = {config.name.partition(".")[0] for config in apps.get_app_configs()} & {"community", "home", "search"}
    found = [each for below in above.__subclasses__() for each in (below, *ours(below))]
    return [each for each in found if each.__module__.partition(".")[0] in labels]
