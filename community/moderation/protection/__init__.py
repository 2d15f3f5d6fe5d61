"""What waits by itself: texts of unproven accounts that look like a flood. Held, never refused."""
