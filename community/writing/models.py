"""What is kept of texts beside the texts themselves, for Django to find: each subject has its own models."""

from __future__ import annotations

from .cards.models import LinkCard
from .drafts.models import Draft
from .history.models import Version
from .mentions.models import Mention, MentionLink
from .open_sites.models import OpenSite
from .reactions.models import Reaction
from .uploads.models import Upload, UploadUse

__all__ = ["Draft", "LinkCard", "Mention", "MentionLink", "OpenSite", "Reaction", "Upload", "UploadUse", "Version"]
