"""Sites that everybody may link to: links to them count towards no limit, and for no flood."""
