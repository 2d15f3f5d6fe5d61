"""Deciding trust levels: counting what members did in the forum and under pages, every night and when it matters."""
