"""A key of the database in an address: a number too large to be one is simply not found."""

from typing import Final

from flask import Flask
from werkzeug.routing import IntegerConverter, ValidationError

# Keys are 32 bits on PostgreSQL, which refuses to compare one with more.
LARGEST: Final = 2**31 - 1


class KeyInPath(IntegerConverter):
    """`<int:…>` in a route."""

    def to_python(self, value: str) -> int:
        key: int = super().to_python(value)
        if key > LARGEST:
            raise ValidationError
        return key


def install(app: Flask) -> None:
    app.url_map.converters["int"] = KeyInPath
