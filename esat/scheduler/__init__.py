"""Exactly one clockwork: a lease for the process, a row for each run; it knows no job by name."""
