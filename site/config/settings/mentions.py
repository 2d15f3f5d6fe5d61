"""Who may mention how many, and how often one may ask what some letters become."""

from .environment import env

MENTIONS_PER_TEXT = env.int("MENTIONS_PER_TEXT", default=10)
COMPLETION_RATES = env.list("LIMIT_COMPLETIONS", default=["10/second", "240/minute"])
