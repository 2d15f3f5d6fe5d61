"""Keeping order over all that people write: what is held, and what leads from one place to another."""
