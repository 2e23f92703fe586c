"""Which digit codes of clients are accepted: dated rows, proposed then approved, never erased."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import foreign_codes, tables
from esat.production.code_format_models import CodeFormat
from esat.production.foreign_codes import Foreign

MANAGE = "codes.formats"
SYMBOLOGIES = ("ean13", "ean8", "upca", "itf", "digits")
GS1, ITF_14 = "Spécifications générales GS1 (GTIN)", 14
USUAL = (("ean13", 13), ("ean8", 8), ("upca", 12), ("itf", ITF_14))
"""What GS1 gives a fixed length; a house that meets others adds them."""
SHORTEST, LONGEST = 4, 64


@dataclass(frozen=True, slots=True)
class Wanted:
    """A format as somebody asks for it; no client means everybody's."""

    symbology: str
    length: int
    check_digit: str
    client_id: int | None
    source: str
    since: date


def accepted(session: Session, client_id: int | None, on: date) -> list[CodeFormat]:
    """The formats in force on a day: everybody's, and those of this client."""
    mine = col(CodeFormat.client_id).is_(None) | (col(CodeFormat.client_id) == client_id)
    query = select(CodeFormat).where(mine, *_in_force(on))
    return list(session.exec(query.order_by(col(CodeFormat.id))))


def of_anybody(session: Session, on: date) -> list[CodeFormat]:
    """The formats in force on a day for some client at least: for a code that is nobody's yet."""
    return list(session.exec(select(CodeFormat).where(*_in_force(on))))


def check(session: Session, code: Foreign, client_id: int | None, on: date) -> None:
    """Refuse a code that no format in force accepts: `foreign_not_accepted`, `foreign_length`,
    `foreign_check`, `foreign_code_form`.
    """
    if code.is_digits or code.symbology in foreign_codes.KEYED:
        refuse(code, accepted(session, client_id, on))


def refuse(code: Foreign, forms: list[CodeFormat]) -> None:
    """Refuse as `check`, under the forms given."""
    why = foreign_codes.fault(code, forms)
    if why is not None:
        known = ", ".join(str(length) for length in foreign_codes.lengths(code, forms))
        raise Refused(why, count=len(code.text), lengths=known)


def install(session: Session, at: datetime) -> None:
    """What an empty house gets on its first day: the lengths of GS1, as proposals."""
    propose_usual(session, since=clock.local(at).date())


def propose_usual(session: Session, *, since: date, by: Actor | None = None) -> int:
    """Propose the usual formats that are not in force for everybody; answers how many."""
    there = {(row.symbology, row.length) for row in accepted(session, None, since)}
    missing = [one for one in USUAL if one not in there]
    for symbology, length in missing:
        session.add(
            CodeFormat(symbology=symbology, length=length, source=GS1, since=since,
                       created_by=None if by is None else by.account_id)
        )  # fmt: skip
    session.flush()
    return len(missing)


def add(session: Session, wanted: Wanted, *, by: Actor) -> CodeFormat:
    """Propose one format from a day on. Invalid: `form_invalid`. Refuses `format_there`."""
    faults = _faults(session, wanted)
    if faults:
        raise Invalid("form_invalid", faults)
    same = {
        (row.symbology, row.length, row.check_digit)
        for row in accepted(session, wanted.client_id, wanted.since)
    }
    if (wanted.symbology, wanted.length, wanted.check_digit) in same:
        raise Refused("format_there")
    row = CodeFormat(**asdict(wanted), created_by=by.account_id)
    session.add(row)
    session.flush()
    return row


def approve(session: Session, format_id: int, *, by: Actor) -> CodeFormat:
    """Take a proposal as the house's own from today: a row more, so that who did is known.
    NotFound; refuses `format_approved`, `format_ended`.
    """
    row, today = _open(session, format_id), clock.today()
    if row.status == "approved":
        raise Refused("format_approved")
    since = max(today, row.since)
    row.until = since - timedelta(days=1)
    same = row.model_dump(include={"client_id", "symbology", "length", "check_digit", "source"})
    made = CodeFormat(**same, status="approved", since=since, created_by=by.account_id)
    session.add(made)
    session.flush()
    return made


def end(session: Session, format_id: int) -> CodeFormat:
    """Accept it no longer, from today on; codes already linked stay so. NotFound; refuses
    `format_ended`.
    """
    row = _open(session, format_id)
    row.until = clock.today() - timedelta(days=1)
    session.flush()
    return row


def _open(session: Session, format_id: int) -> CodeFormat:
    row = session.get(CodeFormat, format_id)
    if row is None:
        raise NotFound("not_found")
    if row.until is not None:
        raise Refused("format_ended")
    return row


def _in_force(on: date) -> tuple[bool, ...]:
    until = col(CodeFormat.until)
    return (CodeFormat.since <= on, until.is_(None) | (until >= on))  # type: ignore[return-value]


def _faults(session: Session, wanted: Wanted) -> dict[str, str]:
    """One French sentence for each field that no format may have."""
    found = {
        "length": _length_fault(wanted),
        "check_digit": _key_fault(wanted),
        "client_id": _client_fault(session, wanted),
        "source": "" if wanted.source.strip() else "Écrivez d’où vient cette règle.",
        "since": "" if wanted.since >= clock.today() else "Choisissez aujourd’hui ou après.",
    }
    if wanted.symbology not in SYMBOLOGIES:
        found["symbology"] = "Choisissez dans la liste."
    return {field: words for field, words in found.items() if words}


def _length_fault(wanted: Wanted) -> str:
    fixed = foreign_codes.LENGTHS.get(wanted.symbology)
    if fixed is not None and wanted.length != fixed:
        return f"{foreign_codes.NAMES[wanted.symbology]} a toujours {fixed} chiffres."
    if not SHORTEST <= wanted.length <= LONGEST:
        return f"Écrivez une longueur de {SHORTEST} à {LONGEST}."
    if wanted.symbology == "itf" and wanted.length % 2:
        return "Un code ITF a toujours un nombre pair de chiffres."
    return ""


def _key_fault(wanted: Wanted) -> str:
    if wanted.check_digit not in {"gs1", "none"}:
        return "Choisissez dans la liste."
    if wanted.check_digit == "none" and wanted.symbology in foreign_codes.KEYED:
        return "EAN, UPC et ITF ont toujours une clé."
    return ""


def _client_fault(session: Session, wanted: Wanted) -> str:
    if wanted.client_id is None:
        loose = wanted.check_digit == "none" and wanted.symbology == "digits"
        return "Sans clé, choisissez le client : pour tous, tout passerait." if loose else ""
    return "" if _is_client(session, wanted.client_id) else "Choisissez dans la liste."


def _is_client(session: Session, client_id: int) -> bool:
    query = select(tables.clients.Client.id).where(tables.clients.Client.id == client_id)
    return session.exec(query).first() is not None
