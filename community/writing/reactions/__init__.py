"""Reactions to what others wrote, from a small set, under the name of who reacted."""
