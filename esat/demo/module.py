"""What a demo adds to a house: the page of sample codes."""

from esat.declarations import Module
from esat.demo import pages

MODULE = Module(code="demo", label="Démonstration", blueprints=(pages.bp,))
