"""Labels that a client asks for: his ZPL or SVG with placeholders, and the numbers he lends us."""
