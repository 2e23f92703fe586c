"""When the collector of garbage rests: while the house is loaded, which it would walk in vain."""

import gc


def rest() -> None:
    """Collect nothing until `settled`."""
    gc.disable()


def settled() -> None:
    """The house is loaded: never look through it again, and collect what is made from now on."""
    gc.freeze()
    gc.enable()
