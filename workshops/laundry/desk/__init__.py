"""Individuals at the counter: tariffs, deposit tickets, payment, collection."""
