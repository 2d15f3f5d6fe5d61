"""Members: who someone is, what they may see, what they chose to show."""
