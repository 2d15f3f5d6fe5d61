"""What waits by itself: texts of new accounts that look like a flood. Held, never refused."""
