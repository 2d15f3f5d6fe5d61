"""`@handle` in a text: to whom it leads, and who hears of it."""
