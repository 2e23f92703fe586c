"""The act `half_day.record`: the same sheet, sent by a tablet, online or a day later."""

from sqlmodel import Session

from esat.declarations import Act, ActDone, ActSent
from esat.errors import Invalid, Refused
from esat.workers import forms, half_days, leading, statuses
from esat.workers.half_days import Entry, Sheet


def record(session: Session, sent: ActSent) -> ActDone:
    """Refusals are those of `half_days.record_sheet`, and Invalid `sheet_unreadable`. Who led the
    group when the sheet was taken may send it, though he no longer leads it; nobody else.

    A row that is wrong comes out as `sheet_rows`, with the sentence of each row and without a name:
    the answer of a capture is kept for weeks.
    """
    try:
        return _record(session, sent)
    except Invalid as error:
        if error.code != "form_invalid":
            raise
        sentence = next(iter(error.fields.values()), "")
        rows = {f"status-{key}": words for key, words in error.fields.items() if key.isdecimal()}
        told = Refused("sheet_rows", count=len(error.fields), sentence=sentence)
        raise told.about(rows) from error


def _record(session: Session, sent: ActSent) -> ActDone:
    given = forms.read_act(sent.data)
    group = half_days.group_by_code(session, given.group)
    sheet = Sheet(group, given.day, given.half, late=sent.late, reason=given.reason)
    entries = [Entry(e.worker, e.status, e.from_time, e.to_time) for e in given.entries]
    by = leading.as_then(session, sent.actor, sent.at)
    half_days.record_sheet(session, sheet, entries, by=by, at=sent.at)
    half = statuses.HALVES[given.half]
    return ActDone(f"Feuille enregistrée : {group.name}, {given.day:%d/%m/%Y}, {half}.")


RECORD_HALF_DAY = Act("half_day.record", "Feuille de demi-journée", half_days.RECORD, record)
