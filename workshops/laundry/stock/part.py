"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.declarations import Module

PART = Module(code="laundry.stock", label="Blanchisserie")
