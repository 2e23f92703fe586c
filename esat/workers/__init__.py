"""The people of the workshops, their groups and their half-days; it knows no order."""
