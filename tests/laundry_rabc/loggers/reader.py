"""Reads a file as the room does, and says why it does not."""

from datetime import UTC, datetime

import pytest

from esat.errors import EsatError
from laundry_rabc.loggers.formats import mapped, zones
from laundry_rabc.loggers.formats.mapped import Mapping
from laundry_rabc.loggers.formats.reading import Said, Understood, understand
from tests.laundry_rabc.loggers import written

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
PARIS = Said(zone=zones.PARIS)
MAPPING = Mapping(
    header=mapped.signature(written.GENERIC_HEAD), day=0, hour=-1, value=1, order="dmy",
    decimal=",", unit="C", zone=zones.PARIS,
)  # fmt: skip


def read(data: bytes, said: Said = Said(), *mappings: Mapping) -> Understood:  # noqa: B008 - frozen
    return understand(data, "releve.csv", said, mappings, NOW)


def refused(data: bytes, said: Said = Said(), *mappings: Mapping) -> EsatError:  # noqa: B008 - frozen
    with pytest.raises(EsatError) as caught:
        read(data, said, *mappings)
    return caught.value
