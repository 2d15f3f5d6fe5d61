"""The forms of reports, decisions and appeals."""
