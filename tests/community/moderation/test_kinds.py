"""Every kind of public thing has its moderation: a later one that forgets it fails here."""

from __future__ import annotations

from django.apps import apps

from community.contribution import Contribution
from community.members.models import Profile
from community.moderation.kinds import KINDS
from community.writing.kinds import KINDS as TEXTS

NOT_PUBLIC = {"draft"}  # only who writes it sees it


def test_every_kind_of_contribution_is_looked_after():
    public = {model for model in apps.get_models() if issubclass(model, Contribution)} | {Profile}
    assert public <= {kind.model for kind in KINDS.values()}


def test_every_kind_of_text_that_writing_knows_is_looked_after():
    assert set(TEXTS) - NOT_PUBLIC <= set(KINDS)
