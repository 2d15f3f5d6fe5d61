"""The site's own configuration: settings, addresses, entry points."""
