"""What printers said of themselves, kept on their rows and told in French; asks none of them."""

from datetime import datetime
from typing import Final

from sqlalchemy import update
from sqlmodel import Session, col, select

from esat.printing import queue
from esat.printing.models import LabelPrinter, PrintJob
from labels import State

WORDS: Final = {
    "ready": ("Prête", "ok"),
    "attention": ("À regarder", "question"),
    "stopped": ("Arrêtée", "refused"),
    "unreachable": ("Injoignable", "refused"),
}
REASONS: Final = {
    "paper_out": "plus de papier",
    "paused": "en pause",
    "head_open": "capot ouvert",
    "ribbon_out": "plus de ruban ou d’encre",
    "jam": "papier coincé",
    "buffer_full": "mémoire pleine",
    "too_cold": "tête trop froide",
    "too_hot": "tête trop chaude",
    "printer_unreachable": "éteinte ou débranchée",
    "printer_silent": "ne répond pas",
    "printer_cut": "réponse coupée",
    "address_unreadable": "adresse illisible",
    "ipp_refused": "refuse de répondre",
    "folder_unwritable": "dossier qui ne s’écrit pas",
}


def note(session: Session, printer_id: int, said: State, at: datetime) -> None:
    """Keep what a printer said, and when."""
    session.connection().execute(
        update(LabelPrinter)
        .where(col(LabelPrinter.id) == printer_id)
        .values(state=said.word, state_words=",".join(said.reasons)[:200], checked_at=at)
    )


def doubt(session: Session, job_id: int) -> None:
    """Believe the printer of this label no longer: it is asked before the next one."""
    mine = select(PrintJob.printer_id).where(PrintJob.id == job_id).scalar_subquery()
    session.connection().execute(
        update(LabelPrinter).where(col(LabelPrinter.id) == mine).values(checked_at=None)
    )


def told(printer: LabelPrinter) -> tuple[str, str, str]:
    """Its state in a word, the meaning of that word, and why."""
    if printer.state is None:
        return "Pas encore interrogée", "plain", ""
    word, meaning = WORDS[printer.state]
    reasons = (printer.state_words or "").split(",")
    return word, meaning, ", ".join(REASONS.get(one, one) for one in reasons if one)


def stuck(session: Session) -> dict[int, PrintJob]:
    """The label that each printer's queue waits for somebody to look at, by printer."""
    query = select(PrintJob).where(PrintJob.state == "unsure").order_by(*queue.ORDER)
    found: dict[int, PrintJob] = {}
    for job in session.exec(query):
        found.setdefault(job.printer_id or 0, job)
    return found
