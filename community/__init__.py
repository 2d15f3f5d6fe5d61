"""What members do: a plain package of small apps, ordered by floors."""
