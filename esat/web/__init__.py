"""The HTTP edge: one session a request, fragments, forms, errors; no word of the trade in it."""
