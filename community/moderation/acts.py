"""What people do to keep order."""

from community.members.roles.acts import (
    EVERYBODY,
    MODERATORS,
    MODERATORS_THERE,
    OWNER,
    Act,
)

from .permissions import (
    may_appeal,
    may_block_terms,
    may_continue,
    may_decide,
    may_note,
    may_report,
    may_warn,
)

ACTS = (
    Act("report_text", "Report what somebody wrote", EVERYBODY, may_report),
    Act("retract_report", "Take one’s report back", OWNER, "whose report it is, for some minutes"),
    Act("appeal", "Appeal against a decision", OWNER, may_appeal),
    Act("decide_case", "Decide a case", MODERATORS_THERE, may_decide),
    Act("warn_author", "Warn an author", MODERATORS_THERE, may_warn),
    Act("note_on_person", "Write a note on a person, for the other moderators", MODERATORS, may_note),
    Act(
        "remove_spammer",
        "Remove an account with all it wrote",
        MODERATORS,
        "`members.standing.permissions.may_restrict`",
    ),
    Act("see_numbers", "Read the numbers of moderation", EVERYBODY, "public"),
    Act("block_terms", "Say which words and sites are held", MODERATORS, may_block_terms),
    Act("open_sites", "Say to which sites everybody may link", MODERATORS, may_block_terms),
    Act("write_reply_templates", "Write reply templates", MODERATORS, may_block_terms),
    Act("continue_comment", "Let a comment go on in the forum", MODERATORS_THERE, may_continue),
)
