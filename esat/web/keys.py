"""Numbers in addresses: one that no key of the database may be is not found, like any other."""

from typing import Any, Final

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

GREATEST: Final = 2**31 - 1


class KeyConverter(IntegerConverter):
    """An integer of an address, no greater than a key can be."""

    def __init__(self, url_map: Map, *args: Any, **options: Any) -> None:
        super().__init__(url_map, *args, **{"max": GREATEST, **options})


def install(app: Flask) -> None:
    """Before the first rule is added."""
    app.url_map.converters["int"] = KeyConverter
