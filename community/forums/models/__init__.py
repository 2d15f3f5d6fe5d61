"""The models of the forum, re-exported."""

from .categories import Category
from .posts import POSTS_PER_PAGE, Post
from .quotes import Quote
from .topics import Topic

__all__ = ["POSTS_PER_PAGE", "Category", "Post", "Quote", "Topic"]
