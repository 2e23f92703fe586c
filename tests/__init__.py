"""The tests of the four packages; the product never imports from here."""
