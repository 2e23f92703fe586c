"""`python -m esat`, and the command `esat`.

Nothing that is imported is ever thrown away: the collector would only look through it, again and
again, for a fifth of the time a start takes. `esat.garbage.settled` turns it on again.
"""

from importlib import import_module

from esat import garbage


def main() -> None:
    """Load the house with the collector at rest, then run the command."""
    garbage.rest()
    import_module("esat.cli").main()


if __name__ == "__main__":
    main()
