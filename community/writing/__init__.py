"""Markdown to safe HTML, drafts of texts, screening, reactions."""
