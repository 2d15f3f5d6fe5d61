"""Which passwords are too easily guessed in Indonesia, and on this site."""
