"""Linen that circulates: par levels, losses; and what clients complain of."""
