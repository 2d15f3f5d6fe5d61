"""Comments under pages: django-comments-xtd behind our own model, form, templates and permissions."""
