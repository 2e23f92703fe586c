"""Correctness beside speed: what was answered is in the base, and the journal verifies."""

from sqlalchemy import text

from esat.production import projection, seals
from esat.production.jobs import heads_file
from esat.web.door import House

_STAGES = text(
    "SELECT barcode.code, item.stage FROM item JOIN barcode ON barcode.item_id = item.id"
)


def rows(house: House) -> dict[str, int]:
    """How many captures and moves the base holds."""
    with house.database.read() as session:
        count = session.connection().execute
        return {
            "captures": int(count(text("SELECT count(*) FROM capture")).scalar_one()),
            "moves": int(
                count(text("SELECT count(*) FROM event WHERE kind = 'item.moved'")).scalar_one()
            ),
        }


def lost(house: House, before: dict[str, int], answered: dict[str, int]) -> list[str]:
    """What differs between the rows written since `before` and what was answered."""
    after = rows(house)
    return [
        f"{after[name] - before[name]} {name} written, {answered[name]} answered"
        for name in after
        if after[name] - before[name] != answered[name]
    ]


def misplaced(house: House, wanted: dict[str, str]) -> list[str]:
    """Things that do not stand where their moves took them."""
    with house.database.read() as session:
        standing = {row[0]: row[1] for row in session.connection().execute(_STAGES)}
    wrong = [code for code, stage in wanted.items() if standing.get(code) != stage]
    return [f"{len(wrong)} things elsewhere than their moves say"] if wrong else []


def journal(house: House) -> list[str]:
    """Seal the journal, verify it, and compare it with the stages."""
    key = seals.key_from(house.settings.secret())
    with house.database.write() as session:
        made = seals.seal(session, key)
    if made is not None:
        seals.note(made, heads_file(house.settings))
    with house.database.read() as session:
        found = seals.verify(session, key, heads_file(house.settings))
        differing = projection.compare(session)
    faults = [fault.sentence for fault in found.faults[:3]]
    if found.unsealed:
        faults.append(f"{found.unsealed} events not sealed")
    if differing:
        faults.append(f"{len(differing)} stages differ from the journal")
    return faults
