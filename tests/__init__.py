"""The tests of the four packages; the product never imports from here."""

from esat import garbage

garbage.rest()  # until all tests are read: `pytest_collection_finish`
