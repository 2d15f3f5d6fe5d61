"""Telling members what happens: when a mail goes out, and how long it is kept."""

from .environment import env

# Seconds after which what is still unread is mailed.
NOTIFICATION_MAIL_DELAY = env.int("NOTIFICATION_MAIL_DELAY", default=300)
# Mails about one topic until the member has been there; 0 means no limit.
NOTIFICATION_MAILS_A_TOPIC = env.int("NOTIFICATION_MAILS_A_TOPIC", default=1)
# In days; 0 means never.
NOTIFICATION_DAYS = env.int("NOTIFICATION_DAYS", default=180)  # what was read is deleted
ACTIVITY_DAYS = env.int("ACTIVITY_DAYS", default=365)  # what happened is deleted, be it read or not
