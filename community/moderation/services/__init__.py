"""What is held, and what moderators do across the apps below."""
