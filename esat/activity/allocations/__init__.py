"""Who is at which post, for which order, from when to when; one place at a time."""
