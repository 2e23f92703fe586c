"""The page of dossiers: what an auditor would find missing, ask for one, take it away."""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, Response, current_app, request, send_file, url_for

from esat import clock
from esat.accounts.permissions import allow, capability_of, require
from esat.actors import Actor
from esat.documents import service as papers
from esat.errors import Invalid, NotFound
from esat.production import once
from esat.web import door, forms, htmx
from laundry_rabc.dossier import asking, gaps, gathering, periods, reads, rights, sections
from laundry_rabc.dossier.asking import AskIn
from laundry_rabc.dossier.gaps import Gap, Group
from laundry_rabc.dossier.periods import Period

NAMED: Final = 20
"""Gaps of one kind that the screen names; the dossier has them all."""
POLICY: Final = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
"""What a browser's own reader of PDF needs, and nothing else."""
blueprint = Blueprint("rabc_dossier", __name__, url_prefix="/rabc/dossier")


@dataclass(frozen=True, slots=True)
class Line:
    """A gap on the screen, with the page where it is put right, if one may open it."""

    gap: Gap
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The gaps of one kind on the screen."""

    group: Group
    part: str
    lines: tuple[Line, ...]
    more: int


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The dossiers that were made or wait."""
    by = require(rights.READ, workshop=rights.WORKSHOP)
    before = request.args.get("avant", type=int)
    rows = reads.listed(door.session(), before)
    today = clock.today()
    return htmx.render(
        "laundry_rabc/dossier/index.html",
        rows_of=rows[: reads.PAGE],
        older=rows[reads.PAGE - 1].dossier.id if len(rows) > reads.PAGE else None,
        may_ask=by.can(rights.ASK, workshop=rights.WORKSHOP),
        typed={"since": (today - timedelta(days=30)).isoformat(), "until": today.isoformat()},
        errors={},
    )


@blueprint.get("/apercu")
@allow(rights.READ)
def preview() -> Response:
    """The gap list of some days as an auditor would read it, before the dossier is made."""
    by = require(rights.READ, workshop=rights.WORKSHOP)
    try:
        given = forms.read(AskIn, request.args)
        period = periods.of(given.since, given.until, clock.now())
    except Invalid as error:
        return _again(request.args.to_dict(), error.fields, by)
    return _preview(period, given.note, by, {}, 200)


@blueprint.post("")
@allow(rights.ASK)
def ask() -> Response:
    """Ask for a dossier; sent again, it is the same one."""
    by, session = require(rights.ASK, workshop=rights.WORKSHOP), door.session()
    form = once.form_of(request.form.items(multi=True))

    def work() -> str:
        row = asking.ask(session, forms.read(AskIn, request.form), by=by)
        return url_for("rabc_dossier.show", ref=row.ref)

    try:
        return htmx.go_to(once.run(session, form, "rabc.dossier", work, by=by))
    except Invalid as error:
        session.rollback()
        return _again(request.form.to_dict(), error.fields, by)


@blueprint.get("/<ref>")
@allow(rights.READ)
def show(ref: str) -> Response:
    """One dossier: its state, its files with their hashes."""
    require(rights.READ, workshop=rights.WORKSHOP)
    return htmx.render("laundry_rabc/dossier/show.html", row=reads.one(door.session(), ref))


@blueprint.get("/<ref>.pdf")
@allow(rights.READ)
def paper(ref: str) -> Response:
    """The dossier as it was made."""
    require(rights.READ, workshop=rights.WORKSHOP)
    made = _made(ref)
    return _file(made.pdf_sha256, f"{ref}.pdf", "application/pdf")


@blueprint.get("/<ref>.zip")
@allow(rights.READ)
def archive(ref: str) -> Response:
    """The dossier with its data."""
    require(rights.READ, workshop=rights.WORKSHOP)
    made = _made(ref)
    return _file(made.zip_sha256, f"{ref}.zip", "application/zip")


def _made(ref: str) -> Any:
    found = reads.one(door.session(), ref).made
    if found is None:
        raise NotFound("dossier_waits")
    return found


def _file(sha256: str, name: str, kind: str) -> Response:
    data = papers.papers_of(door.house().settings).read(sha256)
    if data is None:
        raise NotFound("paper_gone")
    answer = send_file(
        io.BytesIO(data), mimetype=kind, download_name=name, as_attachment=name.endswith("zip")
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _again(typed: dict[str, str], errors: dict[str, str], by: Actor) -> Response:
    """The list with the form as it was filled, what is wrong beside its field."""
    return htmx.render(
        "laundry_rabc/dossier/index.html",
        status=422,
        rows_of=reads.listed(door.session())[: reads.PAGE],
        older=None,
        may_ask=by.can(rights.ASK, workshop=rights.WORKSHOP),
        typed=typed,
        errors=errors,
    )


def _preview(
    period: Period, note: str, by: Actor, errors: dict[str, str], status: int
) -> Response:  # fmt: skip
    found = gathering.gather(door.session(), period)
    groups = gaps.grouped(gaps.of(gathering.facts_of(found)))
    return htmx.render(
        "laundry_rabc/dossier/preview.html",
        status=status,
        period=period,
        note=note,
        groups=[_shown(group, period, by) for group in groups],
        count=sum(group.count for group in groups),
        may_ask=by.can(rights.ASK, workshop=rights.WORKSHOP),
        key=once.fresh(),
        errors=errors,
    )


def _shown(group: Group, period: Period, by: Actor) -> Shown:
    kind = group.kind
    part = f"{sections.number(kind.section)}. {sections.SECTIONS[kind.section]}"
    lines = tuple(Line(gap, _url(gap, period, by)) for gap in group.gaps[:NAMED])
    return Shown(group, part, lines, max(0, len(group.gaps) - NAMED))


def _url(gap: Gap, period: Period, by: Actor) -> str:
    """The page where a gap is put right; empty where one may not open it."""
    endpoint = gap.of.endpoint
    needed = capability_of(current_app.view_functions[endpoint])
    if needed is None or not by.can(needed, workshop=rights.WORKSHOP):
        return ""
    values: dict[str, Any] = dict(gap.where)
    if gap.of.section == "checks":
        values |= {"du": period.since.isoformat(), "au": period.until.isoformat()}
    return url_for(endpoint, **values)
