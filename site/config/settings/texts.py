"""Texts of members: their pictures, drafts and history, and cards of links."""

from .environment import env

# Pictures in texts. A day is the last 24 hours; what stands in no text is deleted after some hours.
UPLOAD_MB = env.int("UPLOAD_MB", default=10)  # of one picture, as it is sent
UPLOADS_A_DAY = env.int("UPLOADS_A_DAY", default=100)  # of one member
UPLOADS_A_DAY_NEWCOMER = env.int("UPLOADS_A_DAY_NEWCOMER", default=10)
UPLOAD_QUOTA_MB = env.int("UPLOAD_QUOTA_MB", default=500)  # of one member, all pictures together, as they are kept
UPLOAD_UNUSED_HOURS = env.int("UPLOAD_UNUSED_HOURS", default=48)
UPLOAD_RATE = env.str("LIMIT_UPLOAD", default="60/hour")

DRAFT_DAYS = env.int("DRAFT_DAYS", default=180)  # a draft is kept that nobody goes on with
# Who changes their own post or title so soon leaves no trace, unless it was reported or is out of view.
EDIT_GRACE_SECONDS = env.int("EDIT_GRACE_SECONDS", default=300)

# Whether the site fetches title and description of pages that members link to, for a card in place of the link.
LINK_CARDS = env.bool("LINK_CARDS", default=True)

# How long the words of a comment may be changed; its author deletes it later and writes it anew.
COMMENT_EDIT_MINUTES = env.int("COMMENT_EDIT_MINUTES", default=15)
# The first comment of a visitor, by their address, waits until a moderator has read it.
COMMENT_HOLD_FIRST = env.bool("COMMENT_HOLD_FIRST", default=True)
# Where comments of visitors and new members are checked for spam, as Akismet's comment-check answers; empty: nowhere.
SPAM_CHECK_URL = env.str("SPAM_CHECK_URL", default="")
SPAM_CHECK_KEY = env.str("SPAM_CHECK_KEY", default="")
# New comments of so many minutes are mailed together to who follows them.
COMMENT_MAIL_MINUTES = env.int("COMMENT_MAIL_MINUTES", default=10)
