"""Polls: made with a topic, voted in by those who may reply there, counted once for each member."""
