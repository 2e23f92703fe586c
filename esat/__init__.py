"""The core of the house: orders, items, lots, events; it knows no workshop by name."""

__version__ = "0.1.0"
