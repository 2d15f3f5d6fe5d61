"""Every kind of public thing has its moderation: a later one that forgets it fails here."""

from __future__ import annotations

from django.apps import apps

from community.contribution import Contribution
from community.members.models import Profile
from community.moderation.kinds import KINDS
from community.writing.kinds import KINDS as TEXTS

NOT_PUBLIC = {"draft"}  # only who writes it sees it
JUDGED_ELSEWHERE = {
    "forums.Category": "administrators make them",
    "forums.Poll": "it is judged with its topic",
    "moderation.Review": "it is a case itself",
    "notifications.Notification": "only who gets it sees it",
}


def test_every_kind_of_contribution_is_looked_after():
    public = {model for model in apps.get_models() if issubclass(model, Contribution)} | {Profile}
    assert public <= {kind.model for kind in KINDS.values()}


def test_everything_of_members_that_has_a_page_or_that_some_see_is_looked_after():
    ours = [model for model in apps.get_models() if model.__module__.startswith("community.")]
    seen = {model for model in ours if hasattr(model, "get_absolute_url") or hasattr(model.objects.all(), "visible_to")}
    assert len(seen) > len(JUDGED_ELSEWHERE)
    forgotten = seen - {kind.model for kind in KINDS.values()}
    assert {model._meta.label for model in forgotten} == set(JUDGED_ELSEWHERE)


def test_every_kind_of_text_that_writing_knows_is_looked_after():
    assert set(TEXTS) - NOT_PUBLIC <= set(KINDS)
