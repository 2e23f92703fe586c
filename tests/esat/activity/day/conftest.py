"""The same group, order and browser as the room of outputs."""

from tests.esat.activity.outputs.conftest import leader, nadia, order, team

__all__ = ["leader", "nadia", "order", "team"]
