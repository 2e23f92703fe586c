"""The checks of one Monday, as the room of the checks builds them."""

from tests.laundry_rabc.checks.conftest import laundry

__all__ = ["laundry"]
