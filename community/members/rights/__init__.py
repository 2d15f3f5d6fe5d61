"""What the law gives members (UU 27/2022, GDPR): a copy of their data, deletion, consent, an end to what is kept."""
