"""What people do to keep order."""

from community.members.roles.acts import MODERATORS, MODERATORS_THERE, Act

from .permissions import may_block_terms, may_continue

ACTS = (
    Act("block_terms", "Say which words and sites are held", MODERATORS, may_block_terms),
    Act("continue_comment", "Let a comment go on in the forum", MODERATORS_THERE, may_continue),
)
