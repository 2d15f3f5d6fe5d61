"""Forums: categories, topics and numbered posts."""
