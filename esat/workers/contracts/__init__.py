"""Contracts as dated rows: who holds a place, for how many hours a week, until when."""
