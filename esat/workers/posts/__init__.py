"""Posts of the workshops, and who is authorised for which, without any cause."""
