"""What each list in a copy of data holds, in a line for the member who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CONTENTS: dict[str, _StrPromise] = {
    "account": _("your name, e-mail address, language and standing"),
    "profile": _("what stands in your profile, and who sees it"),
    "handles": _("your handles, now and before"),
    "copies_of_data": _("when you asked for a copy like this one"),
    "mails_of_the_last_month": _("subject and time of mails to you"),
    "email_addresses": _("your addresses, and whether they are confirmed"),
    "second_factors": _("your passkeys and apps with codes, without their secrets"),
    "other_sign_ins": _("accounts elsewhere with which you sign in"),
    "sessions": _("where you are signed in: device and network address"),
    "editing_sessions": _("when you last had a page open in the editing room"),
    "unsaved_forms": _("what you typed in the editing room and did not save"),
    "api_tokens": _("keys for programs, by name only"),
    "page_subscriptions": _("pages in the editing room of which you get news"),
    "unfinished_uploads": _("files that you sent and did not finish"),
    "editing_room": _("your settings in the editing room"),
    "consents": _("what you agreed to, when and in which words"),
    "address_changes": _("a change of address that is not finished"),
    "roles": _("the roles you hold"),
    "organisation_invitations": _("invitations to organisations"),
    "membership_requests": _("organisations that you asked to join"),
    "warnings": _("reminders that your account was not used"),
    "accompanied_by": _("who writes or wrote for you, and your agreement to it"),
    "claim_codes": _("when codes on paper were made for you"),
    "acts_about_the_account": _("what was done about your account, and why"),
    "blocked_members": _("whom you have blocked"),
    "comment_flags": _("comments that you marked"),
    "comments": _("your comments"),
    "comments_as_visitor": _("comments with your address, written without an account"),
    "unconfirmed_comments": _("comments with your address that wait to be confirmed"),
    "done_on_my_behalf": _("what others did on your behalf"),
    "following": _("what you follow"),
    "forum_posts": _("your posts in the forum"),
    "forum_topics": _("topics that you began in the forum"),
    "invitations_by_mail": _("invitations that were sent to your address"),
    "organisations": _("organisations that you belong to, and your role there"),
    "people_accompanied": _("people whom you accompany"),
    "saved_searches": _("searches that you saved"),
    "stories": _("stories that name you as an author"),
    "pictures": _("pictures that you sent in the editing room"),
    "documents": _("documents that you sent in the editing room"),
    "acts_on_pages": _("what you did with pages in the editing room"),
    "acts": _("what else you did that is written in the history"),
    "vouches_given": _("for whom you vouched"),
    "vouches_received": _("who vouched for you"),
}
