"""Organisations of the regional economy: who runs them, who speaks for them, and which of them staff have verified."""
