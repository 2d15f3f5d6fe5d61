"""The forum at its full size: a million posts in fifty thousand topics, one of which has a hundred thousand."""
