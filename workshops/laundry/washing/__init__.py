"""Sorting, loads, cycles and zones: from the bag received to the clean side."""
