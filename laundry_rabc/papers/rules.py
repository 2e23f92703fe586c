"""The dated rules of this room: delays, and the questions of the audits. A rule changes by a
further row; what the house proposes on its first day is validated by a person.

EN 14065 gives no delay: each is the laundry's own, proposed from practice. The questions follow
the headings of the draft revision, whose text was not read: they say so in their source.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints
from sqlalchemy import insert
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from laundry_rabc.papers import rights
from laundry_rabc.papers.models import PaperRule

USE: Final = "Proposition : usage du métier, la norme ne donne pas de délai"
DRAFT: Final = "Titres du projet prEN 14065:2026 ; texte à vérifier sur la norme"
EDITION: Final = "prEN 14065:2026 (projet)"
DELAYS: Final = (
    ("document_review", "Un document est relu après", "24", "mois"),
    ("document_read", "Un document à lire est lu sous", "30", "j"),
    ("internal_audit", "Un audit interne est tenu tous les", "12", "mois"),
    ("management_review", "Une revue de direction est tenue tous les", "12", "mois"),
    ("action_due", "Une action est faite sous", "60", "j"),
)
QUESTIONS: Final = (
    ("P1", "Principe 1", "Les dangers et les mesures de maîtrise sont listés et à jour."),
    ("P2", "Principe 2", "Les points de maîtrise sont déterminés, chaque décision est écrite."),
    ("P3", "Principe 3", "Chaque point a son niveau cible et ses limites, datés et justifiés."),
    ("P4", "Principe 4", "La surveillance prévue est faite, à l’heure, par qui doit la faire."),
    ("P5", "Principe 5", "Les actions correctives sont écrites d’avance, suivies et vérifiées."),
    ("P6", "Principe 6", "Le système est vérifié : tendances, requalifications, audits, revues."),
    ("P7", "Principe 7", "Les documents sont maîtrisés et les enregistrements retrouvés."),
    ("P0.1", "Préalable 1", "La politique est signée par la direction et connue."),
    ("P0.2", "Préalable 2", "L’équipe RABC est nommée, compétente, et se réunit."),
    ("P0.3", "Préalable 3", "Locaux, nettoyage, nuisibles, eau, entretien, hygiène sont tenus."),
    ("P0.4", "Préalable 4", "L’usage prévu de chaque famille de linge est écrit."),
    ("P0.5", "Préalable 5", "Le diagramme de flux est vérifié sur place."),
    ("P0.6", "Préalable 6", "Les programmes de lavage, séchage et repassage ont leur fiche."),
    ("P0.7", "Préalable 7", "Chaque poste est tenu par une personne formée et autorisée."),
    ("P0.8", "Préalable 8", "Les lessives, désinfectants et textiles ont leur fiche technique."),
)
NAMES: Final = {
    "proposed": "Proposé, à valider",
    "validated": "Validé",
}


class RuleIn(FormShape):
    """A delay with another value, or a question with another wording or clause."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=30), NoControl]
    value: Annotated[FrenchDecimal | None, Field(gt=0, max_digits=5, decimal_places=0), Blank] = (
        None
    )
    label: Annotated[str, StringConstraints(max_length=300), NoControl] = ""
    clause: Annotated[str, StringConstraints(max_length=60), NoControl] = ""
    edition: Annotated[str, StringConstraints(max_length=60), NoControl] = ""
    since: Annotated[date | None, Blank] = None
    source: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]


@dataclass(frozen=True, slots=True)
class Delay:
    """A delay as it stands on a day; `months` or days, by its unit."""

    value: int
    unit: str
    validated: bool

    @property
    def words(self) -> str:
        return f"{self.value} {'mois' if self.unit == 'mois' else 'jours'}"


def install(session: Session, at: datetime) -> None:
    """Propose what the house has no row of yet."""
    known = set(session.exec(select(PaperRule.code)))
    shared = {"version": 1, "since": clock.local(at).date(), "status": "proposed",
              "created_at": at}  # fmt: skip
    rows: list[dict[str, Any]] = [
        {**shared, "code": code, "kind": "delay", "label": label, "value": Decimal(value),
         "unit": unit, "clause": "", "edition": "", "source": USE}
        for code, label, value, unit in DELAYS
    ] + [
        {**shared, "code": code, "kind": "question", "label": label, "value": None, "unit": "",
         "clause": clause, "edition": EDITION, "source": DRAFT}
        for code, clause, label in QUESTIONS
    ]  # fmt: skip
    wanted = [row for row in rows if row["code"] not in known]
    if wanted:
        session.connection().execute(insert(PaperRule), wanted)


def in_force(session: Session, kind: str, on: date) -> list[PaperRule]:
    """The rules of a kind on a day, in the order in which they were first proposed."""
    query = (
        select(PaperRule)
        .where(PaperRule.kind == kind, col(PaperRule.since) <= on)
        .order_by(col(PaperRule.since), col(PaperRule.version))
    )
    last = {one.code: one for one in session.exec(query)}
    places = {code: place for place, code in enumerate(_order())}
    return sorted(last.values(), key=lambda one: (places.get(one.code, len(places)), one.code))


def history(session: Session, code: str) -> list[PaperRule]:
    """Every version of a rule, the newest first."""
    query = select(PaperRule).where(PaperRule.code == code)
    return list(session.exec(query.order_by(col(PaperRule.version).desc())))


def delay(session: Session, code: str, on: date) -> Delay:
    """The delay in force; before any, the one that is proposed."""
    found = next((one for one in in_force(session, "delay", on) if one.code == code), None)
    if found is None or found.value is None:
        value, unit = next((value, unit) for known, _, value, unit in DELAYS if known == code)
        return Delay(int(value), unit, validated=False)
    return Delay(int(found.value), found.unit, found.status == "validated")


def change(session: Session, given: RuleIn, *, by: Actor) -> PaperRule:
    """A further version, to be validated by another person. NotFound for a rule that is none;
    Invalid for a delay without a value, a day before that of the last version. Flushes.
    """
    rights.require(by, rights.WRITE)
    last = _last(session, given.code)
    since = given.since or clock.today()
    errors = {}
    if last.kind == "delay" and given.value is None:
        errors["value"] = "Écrivez le délai."
    if last.kind == "question" and not given.label:
        errors["label"] = "Écrivez la question."
    if since < max(last.since, clock.today()):
        errors["since"] = "Une règle ne change pas le passé : choisissez aujourd’hui ou plus tard."
    if errors:
        raise Invalid("form_invalid", errors)
    question = last.kind == "question"
    return _add(
        session, last, since=since, source=given.source, status="proposed", by=by,
        value=None if question else given.value,
        label=given.label if question else last.label,
        clause=given.clause if question else "", edition=given.edition if question else "",
    )  # fmt: skip


def validate(session: Session, rule_id: int, *, by: Actor) -> PaperRule:
    """Validate the last version of a rule, by another person than the one who wrote it. Refuses
    `paper_rule_passed`; Forbidden `paper_same_person`.
    """
    rights.require(by, rights.APPROVE)
    rule = session.get(PaperRule, rule_id)
    if rule is None:
        raise NotFound("not_found")
    if rule.status != "proposed" or _last(session, rule.code).id != rule.id:
        raise Refused("paper_rule_passed")
    if by.account_id is None or by.account_id == rule.created_by:
        raise Forbidden("paper_same_person")
    return _add(
        session, rule, since=max(rule.since, clock.today()), source=rule.source,
        status="validated", by=by,
    )  # fmt: skip


def _last(session: Session, code: str) -> PaperRule:
    found = history(session, code)
    if not found:
        raise NotFound("not_found")
    return found[0]


def _add(
    session: Session, last: PaperRule, *, by: Actor, since: date, source: str, status: str,
    **more: Any,
) -> PaperRule:  # fmt: skip
    kept = {name: getattr(last, name) for name in ("value", "label", "clause", "edition")}
    made = PaperRule(
        code=last.code, kind=last.kind, version=last.version + 1, unit=last.unit, since=since,
        source=source, status=status, created_at=clock.now(), created_by=by.account_id,
        **(kept | more),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _order() -> Iterable[str]:
    yield from (one[0] for one in DELAYS)
    yield from (one[0] for one in QUESTIONS)
