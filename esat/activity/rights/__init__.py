"""Rights of the persons and keeping: what is held, correction, destruction, who read what."""
