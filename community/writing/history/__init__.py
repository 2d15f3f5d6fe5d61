"""What texts said before they were changed, who changed them, and what is different."""
