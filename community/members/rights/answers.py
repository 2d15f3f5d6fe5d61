"""What every app answers about its rows of a member, and which keys to members need no answer, each with its reason.

A test fails for a key to `User` (also of a package) that is neither answered nor exempt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from django.core.files.base import File

ReceiverT = TypeVar("ReceiverT", bound=Callable[..., Any])


@dataclass(frozen=True)
class Part:
    """Rows of one kind, which become one JSON file; `name` is that of the file, the keys are readable."""

    name: str
    rows: Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class Attachment:
    """A file of the member's, put into the copy as it is."""

    name: str
    file: File[Any]


_answered: dict[str, str] = {}


def answers(*keys: str) -> Callable[[ReceiverT], ReceiverT]:
    """Name the keys to `User` (`forums.Post.author`) that a receiver of `member_erasing` minds."""

    def named(receiver: ReceiverT) -> ReceiverT:
        _answered.update(dict.fromkeys(keys, f"{receiver.__module__}.{receiver.__name__}"))
        return receiver

    return named


def answered() -> dict[str, str]:
    """Return the receiver by key."""
    return dict(_answered)


ANONYMOUS = "Points at the account's row, which no longer says who it was."
WORK = f"Work for the site that others go on with. {ANONYMOUS}"
LOG = f"The audit trail must stay whole; it holds acts, not texts. {ANONYMOUS}"
STATE = f"Says who decided on another's text, which others must be able to follow. {ANONYMOUS}"
EXEMPT = {
    "forums.Post.acted_by": STATE,
    "forums.Post.hidden_by": STATE,
    "forums.Post.deleted_by": STATE,
    "forums.Topic.acted_by": STATE,
    "forums.Topic.hidden_by": STATE,
    "forums.Topic.deleted_by": STATE,
    "forums.Topic.last_post_author": ANONYMOUS,
    "comments.Comment.hidden_by": STATE,
    "comments.Comment.deleted_by": STATE,
    "home.CustomImage.uploaded_by_user": WORK,
    "home.CustomDocument.uploaded_by_user": WORK,
    "wagtailimages.Image.uploaded_by_user": "Not used: pictures are home.CustomImage.",
    "wagtaildocs.Document.uploaded_by_user": "Not used: documents are home.CustomDocument.",
    "home.StoryAuthor.user": f"A story is the site's; a former member is shown as its author. {ANONYMOUS}",
    "wagtailcore.Page.owner": WORK,
    "wagtailcore.Page.locked_by": WORK,
    "wagtailcore.Revision.user": WORK,
    "wagtailcore.WorkflowState.requested_by": WORK,
    "wagtailcore.TaskState.finished_by": WORK,
    "wagtailcore.Comment.user": WORK,
    "wagtailcore.Comment.resolved_by": WORK,
    "wagtailcore.CommentReply.user": WORK,
    "wagtailcore.ModelLogEntry.user": LOG,
    "wagtailcore.PageLogEntry.user": LOG,
    "wagtail_localize.StringTranslation.last_translated_by": WORK,
    "wagtail_localize.SegmentOverride.last_translated_by": WORK,
    "members.Role.granted_by": STATE,
    "members.ClaimCode.issued_by": STATE,
    "comments.Comment.acted_by": STATE,
    "members.Invitation.invited_by": STATE,
    "members.Verification.by": STATE,
    "writing.Upload.acted_by": STATE,
    "writing.Version.hidden_by": STATE,
    "members.Profile.hidden_by": STATE,
    "moderation.Note.author": STATE,
    "moderation.Removal.by": STATE,
    "moderation.Removal.person": "The proof that the account was removed, with the reason; it names nobody.",
    "moderation.Review.claimed_by": STATE,
    "moderation.Review.decided_by": STATE,
    "members.Erasure.user": "The proof that the deletion was asked for and done; it names nobody.",
}
