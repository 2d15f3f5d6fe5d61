"""What happens is told to those who want to hear of it: the bell, its page, and mails that one press ends."""
