"""What `esat verify` asks of layouts: each one in force reads, and still holds what it shows."""

from sqlmodel import Session

from esat.config import Settings
from esat.errors import Refused
from esat.layouts import store
from esat.layouts.faults import of


def faults(session: Session, _settings: Settings) -> list[str]:
    """French sentences, none when each layout can be printed."""
    found, serving = [], store.serving(session)
    for code in serving.codes:
        try:
            layout = serving.layout(code)
        except Refused as error:
            found.append(error.message)
            continue
        found += [f"{layout.label}. {one.named()}" for one in of(layout)]
    return found
