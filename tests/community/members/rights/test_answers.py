"""Every key to a member is answered for, or exempt with a reason."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth import get_user_model

from community.members.rights.answers import EXEMPT, answered


def keys_to_members() -> set[str]:
    """All foreign, one-to-one and many-to-many keys to `User`, of our apps and of packages, hidden tables included."""
    user = get_user_model()
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.related_model is user
    }


def installed(keys: set[str]) -> set[str]:
    return {key for key in keys if key.partition(".")[0] in apps.app_configs}


def test_every_key_to_a_member_is_answered_or_exempt() -> None:
    assert keys_to_members() - set(answered()) - set(EXEMPT) == set()


def test_nothing_is_both_answered_and_exempt() -> None:
    assert set(answered()) & set(EXEMPT) == set()


def test_no_answer_and_no_exemption_speaks_of_a_key_that_is_not_there() -> None:
    assert installed(set(answered()) | set(EXEMPT)) - keys_to_members() == set()


def test_every_exemption_says_why() -> None:
    assert all(len(reason.split()) > 3 for reason in EXEMPT.values())
