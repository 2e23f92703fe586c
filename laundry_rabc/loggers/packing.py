"""A curve in few bytes and back: milliseconds since its first point, thousandths of a degree; pure.

Four bytes each, the times then the values, compressed; a fixed number stands for no answer.
"""

import struct
import zlib
from array import array
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from laundry_rabc.curves import Point

_HEAD: Final = struct.Struct("<BqI")
_VERSION: Final = 1
_NONE: Final = -(2**31)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MS: Final = timedelta(milliseconds=1)


def pack(points: Sequence[Point]) -> bytes:
    """Points in order of time; finer than a millisecond is cut."""
    first = (points[0].at - _EPOCH) // _MS if points else 0
    # Steps rather than distances: a file of months has no end that four bytes could not hold.
    times = [(point.at - _EPOCH) // _MS for point in points]
    steps = array("i", [b - a for a, b in zip([first, *times], times, strict=False)])
    values = array("i", [_milli(point.celsius) for point in points])
    body = steps.tobytes() + values.tobytes()
    return _HEAD.pack(_VERSION, first, len(points)) + zlib.compress(body, 6)


def unpack(data: bytes) -> tuple[Point, ...]:
    """What `pack` packed. ValueError for anything else."""
    if len(data) < _HEAD.size:
        raise ValueError("not a curve")
    version, first, count = _HEAD.unpack_from(data)
    body = zlib.decompress(data[_HEAD.size :])
    if version != _VERSION or len(body) != 8 * count:
        raise ValueError("not a curve")
    steps, values = array("i"), array("i")
    steps.frombytes(body[: 4 * count])
    values.frombytes(body[4 * count :])
    found, moment = [], _EPOCH + first * _MS
    for step, value in zip(steps, values, strict=True):
        moment += step * _MS
        found.append(Point(moment, None if value == _NONE else Decimal(value).scaleb(-3)))
    return tuple(found)


def _milli(value: Decimal | None) -> int:
    return _NONE if value is None else int((value * 1000).to_integral_value())
