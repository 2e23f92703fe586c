"""Books of dated rules: what a house has decided, since when, by whom, from what source."""
