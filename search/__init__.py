"""One index over everything public or permitted, and the pages that show it."""
