"""The list of articles brought in: each is known by its code; it knows no price."""

from collections.abc import Hashable

from sqlmodel import Session, select

from esat import registry
from esat.actors import Actor
from esat.errors import Invalid
from esat.exchange import french, keyed
from esat.exchange.columns import Columns, Field
from esat.exchange.columns import match as match_columns
from esat.exchange.keyed import Candidate, Known, Plan
from esat.exchange.remarks import Checked, Remark, doubtful
from esat.exchange.report import Outcome, Report, file_notes, may_apply
from esat.exchange.table import Row, Table
from esat.folding import fold
from esat.production.articles import Article

FIELDS = (
    Field("code", "Code", "code article, code, référence, référence article, code prestation"),
    Field("label", "Désignation", "désignation, libellé, article, prestation, nom"),
    Field("workshop", "Atelier", "atelier, activité, service"),
    Field("unit", "Unité", "unité, unité de compte, unité de vente"),
)
LABELS = {field.code: field.label for field in FIELDS}
_LIMITS = {"code": 30, "label": 200, "unit": 20}


def import_articles(
    session: Session, table: Table, *, by: Actor, dry_run: bool = False, partial: bool = False
) -> Report:
    """Create and update articles from a file; a second run of the same file changes nothing.

    Invalid: `import_no_code_column`, `import_no_label_column`.
    """
    del by  # articles keep no author: the access log does
    columns = match_columns(table.headers, FIELDS)
    for wanted in ("code", "label"):
        if wanted not in columns.places:
            raise Invalid(f"import_no_{wanted}_column")
    shops = _workshops()
    found = [_candidate(row, columns, shops) for row in table.rows]
    rows = {article.id or 0: article for article in session.exec(select(Article))}
    known: dict[Hashable, Known] = {
        fold(article.code): Known(key, {name: getattr(article, name) for name in LABELS})
        for key, article in rows.items()
    }
    made = keyed.plans(found, known, LABELS)
    lines = tuple(plan.line for plan in made)
    applied = may_apply(lines, dry_run=dry_run, partial=partial)
    if applied:
        for plan in made:
            _write(session, plan, rows)
        session.flush()
    return Report(lines, applied, dry_run, file_notes(table, columns))


def _write(session: Session, plan: Plan, rows: dict[int, Article]) -> None:
    if plan.line.outcome is Outcome.CREATED:
        session.add(Article.model_validate(plan.values))
    elif plan.line.outcome is Outcome.UPDATED and plan.known_id is not None:
        for name, value in plan.values.items():
            setattr(rows[plan.known_id], name, value)


def _workshops() -> dict[str, str]:
    """How people write the name of a workshop, to its code."""
    return {
        fold(said): workshop.code
        for workshop in registry.current().workshops.values()
        for said in (workshop.label, workshop.slug, workshop.code)
    }


def _candidate(row: Row, columns: Columns, shops: dict[str, str]) -> Candidate:
    if row.problem:
        return keyed.refused(row.line, "", row.problem)
    cells = {code: french.text(columns.value(row.cells, code)) for code in LABELS}
    about = " — ".join(part for part in (cells["code"], cells["label"]) if part)
    checked = {name: keyed.limited(cells[name], limit) for name, limit in _LIMITS.items()}
    checked["workshop"] = _workshop(cells["workshop"], shops)
    remarks: tuple[Remark, ...] = ()
    for name, value in checked.items():
        remarks += value.remark(LABELS[name])
    values = {name: value.value for name, value in checked.items() if value.value}
    for name, code in (("label", "line_no_label"), ("code", "line_no_code")):
        if name not in values:
            return keyed.refused(row.line, about, code, remarks)
    return Candidate(row.line, about, values, remarks, key=fold(values["code"]))


def _workshop(cell: str, shops: dict[str, str]) -> Checked:
    if not cell:
        return Checked()
    code = shops.get(fold(cell))
    if code is not None:
        return Checked(code)
    names = ", ".join(w.label for w in registry.current().workshops.values())
    return doubtful("word_unknown", cell, words=names)
