"""Members who don't want to read or hear each other; only the one who blocks knows of it."""
