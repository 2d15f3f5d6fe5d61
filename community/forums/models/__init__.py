"""The models of the forum, re-exported."""

from ..polls.models import Option, Poll, Vote
from .acts import OF_PARTICIPANTS, Act
from .bookmarks import Bookmark
from .categories import Category
from .participants import Participant
from .posts import POST, POSTS_PER_PAGE, Post
from .quotes import Quote
from .reading import Reading, ReadingClock, Visit
from .site_settings import ForumSettings
from .top import TopTopic
from .topics import Topic

__all__ = [
    "OF_PARTICIPANTS",
    "POST",
    "POSTS_PER_PAGE",
    "Act",
    "Bookmark",
    "Category",
    "ForumSettings",
    "Option",
    "Participant",
    "Poll",
    "Post",
    "Quote",
    "Reading",
    "ReadingClock",
    "TopTopic",
    "Topic",
    "Visit",
    "Vote",
]
