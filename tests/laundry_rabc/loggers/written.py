"""Files of loggers written as the makers' software writes them, and the real ones of tests/data."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data" / "temperature-loggers"


def real(name: str) -> bytes:
    return (DATA / name).read_bytes()


def ibutton(
    values: Sequence[str],
    start: datetime = datetime(2026, 11, 6, 10, 17, 1),  # noqa: DTZ001 - the wall clock of a file
    *,
    step: int = 300,
    zone: str = "CET",
    order: str = "{day}/{month}/{year:02d}",
    unit: str = "C",
    count: int | None = None,
    serial: str = "430000003251F441",
) -> bytes:
    """A DS1923 as OneWireViewer saves it: CRLF in the head, LF below, hours on twelve."""
    said = f"{start:%a %b %d %H:%M:%S} {zone} {start:%Y}"
    head = [
        "1-Wire/iButton Part Number: DS1923",
        f"1-Wire/iButton Registration Number: {serial}",
        "Mission in Progress?  false",
        f"Sample Rate:  Every {step} second(s)",
        f"Mission Start Time:  {said}",
        f"Mission Sample Count:  {len(values) if count is None else count}",
        "Roll Over Enabled?  true(no rollover occurred)",
        f"First Sample Timestamp:  {said}",
        "Temperature Logging:  0.5 C",
        "",
        "Date/Time,Unit,Value",
    ]
    rows = []
    for n, value in enumerate(values):
        at = start + timedelta(seconds=n * step)
        day = order.format(day=at.day, month=at.month, year=at.year % 100)
        rows.append(f"{day} {at.strftime('%I:%M:%S %p').lstrip('0')},{unit},{value}")
    return ("\r\n".join(head) + "\r\n" + "\n".join(rows) + "\n").encode()


def hoboware(
    values: Sequence[str],
    start: datetime = datetime(2026, 11, 23, 10, 0),  # noqa: DTZ001 - the wall clock of a file
    *,
    step: int = 60,
    zone: str = "GMT+01:00",
    unit: str = "°C",
    order: str = "%m/%d/%y",
    serial: str = "20100001",
    bom: bool = True,
) -> bytes:
    """As HOBOware exports it: a title, quoted heads, twelve hours, a column of events."""
    clock = f"Date Time, {zone}" if zone else "Date Time"
    head = (
        '"Plot Title: Laveuse"\r\n'
        f'"#","{clock}","Temp, {unit} (LGR S/N: {serial}, SEN S/N: {serial})",'
        f'"Host Connected (LGR S/N: {serial})"\r\n'
    )
    moments = [start + timedelta(seconds=n * step) for n in range(len(values))]
    rows = "".join(
        f"{n},{at.strftime(f'{order} %I:%M:%S %p')},{value},\r\n"
        for n, (at, value) in enumerate(zip(moments, values, strict=True), 1)
    )
    return (head + rows).encode("utf-8-sig" if bom else "utf-8")


GENERIC_HEAD = "Horodatage;Sonde 1 (°C);Batterie"


def generic(rows: Sequence[str], head: str = GENERIC_HEAD) -> bytes:
    return ("\r\n".join([head, *rows]) + "\r\n").encode("cp1252")
