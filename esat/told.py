"""How a refusal is said on a terminal: one French line on stderr and exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from esat.errors import EsatError, Invalid


@contextmanager
def told() -> Iterator[None]:
    """A refusal inside the block becomes a `ClickException` with its sentence."""
    try:
        yield
    except Invalid as error:
        raise click.ClickException(" ".join(error.fields.values()) or error.message) from error
    except EsatError as error:
        raise click.ClickException(error.message) from error
