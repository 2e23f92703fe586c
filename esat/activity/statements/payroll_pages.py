"""The export for payroll: what will leave, seen first; how its columns are laid out."""

from decimal import Decimal

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.statements import month_pages, payroll, payroll_forms, periods, record, words
from esat.activity.statements.closing import MANAGE
from esat.activity.statements.pages import sent
from esat.errors import Invalid, Refused
from esat.exchange import spreadsheet
from esat.production import once
from esat.web import door, htmx
from esat.workers.absences.reading_pages import reading

blueprint = Blueprint("payroll", __name__, url_prefix="/travailleurs/paie")
_SHOWN = 5
_LAST = 10**6
_WIDE = 32
ABSENCE = (record.HOURS_OF, record.DAYS_OF)


@blueprint.get("")
@allow(MANAGE)
def show() -> Response:
    """The first lines of the file, and what is missing in it."""
    session, today = door.session(), clock.today()
    asked = request.args.get("mois", "")
    month = month_pages.asked(asked) if asked else periods.usual(today)
    try:
        found, nobody = payroll.ready(session, month, today=today), ""
        reading(found.workers[:_SHOWN])
    except Refused as error:
        found, nobody = None, error.message
    return htmx.render(
        "activity/statements/payroll.html",
        month=month,
        words=words,
        found=found,
        nobody=nobody,
        shown=[_texts(row) for row in found.rows[:_SHOWN]] if found else [],
        layout=payroll.layout(session),
        hours=payroll.HOURS_AS,
        around=month_pages.around(month),
    )


@blueprint.get("/fichier")
@allow(MANAGE)
def download() -> Response:
    """The file of a month. Refused `payroll_nobody`."""
    session = door.session()
    month = month_pages.asked(request.args.get("mois", ""))
    wanted = "xlsx" if request.args.get("format") == "xlsx" else "csv"
    found = payroll.ready(session, month, today=clock.today())
    reading(found.workers)
    mimetype = spreadsheet.MIME[wanted].partition(";")[0]
    return sent(payroll.write(session, found, wanted), mimetype, f"paie-{month:%Y-%m}.{wanted}")


@blueprint.get("/colonnes")
@allow(MANAGE)
def columns() -> Response:
    """The layout as it stands, to change."""
    return _columns(payroll_forms.filled(payroll.layout(door.session())), {}, 200)


@blueprint.post("/colonnes")
@allow(MANAGE)
def save() -> Response:
    """A further layout."""
    session, by = door.session(), current_actor()

    def work() -> str:
        known = payroll.fields(session, clock.today())
        given = payroll_forms.read(request.form, known)
        payroll.save(session, given, by=by, at=clock.now())
        return url_for("payroll.show")

    form = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, form, "payroll.layout", work, by=by))
    except Invalid as error:
        session.rollback()
        return _columns(request.form.to_dict(), error.fields, 422)


def _columns(values: dict[str, str], errors: dict[str, str], status: int) -> Response:
    known = payroll.fields(door.session(), clock.today())
    listed = sorted(known.items(), key=lambda one: _place(values.get(f"place-{one[0]}", "")))
    return htmx.render(
        "activity/statements/payroll_columns.html",
        status=status,
        chosen=[one for one in listed if not one[0].startswith(ABSENCE)],
        others=[one for one in listed if one[0].startswith(ABSENCE)],
        values=values,
        errors=errors,
        hours=list(payroll.HOURS_AS.items()),
        decimals=list(payroll.DECIMALS.items()),
        separators=list(payroll.SEPARATORS.items()),
        dates=list(payroll.DATES.items()),
        key=once.fresh(),
    )


def _place(said: str) -> int:
    """Those that go out come first, in their order."""
    return int(said) if said.isascii() and said.isdigit() else _LAST


def _texts(row: list[object]) -> list[str]:
    """As the file will say it; a long text is cut in the preview alone."""
    said = [str(one).replace(".", ",") if isinstance(one, Decimal) else str(one) for one in row]
    return [one if len(one) <= _WIDE else f"{one[:_WIDE]}…" for one in said]
