"""Reading in the forum: what is new, and what is followed by itself."""

from .environment import env

FORUM_NEW_DAYS = env.int("FORUM_NEW_DAYS", default=2)  # topics of so many days are new, also for who was here since
FORUM_TRACK_MINUTES = env.int("FORUM_TRACK_MINUTES", default=5)  # who reads a topic for so long tracks it; 0: nobody
