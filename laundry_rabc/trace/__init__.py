"""Trace: everything that is known of a load, on one page; and the drill that proves it is quick."""
