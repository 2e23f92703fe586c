"""Packing and delivery: parcels, trolleys, rounds, hand-overs, returns."""
