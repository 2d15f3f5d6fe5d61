"""What editors publish: regions, stories, events, pages and their vocabulary."""
