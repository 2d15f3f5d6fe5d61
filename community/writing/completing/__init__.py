"""What a sign and some letters may become while one writes: `@` people, `#` regions and topics, `:` emoji."""
