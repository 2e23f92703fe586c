"""A demo's plan: proposed some months before the days that are played, some of it validated since
by two persons, one limit tightened later, most of it still a proposal.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account, AccountRole
from esat.actors import SYSTEM, Actor
from esat.production.rehearsal import Scene
from laundry_rabc.plan import deciding, drafting, hazards, proposing, reads, rights
from laundry_rabc.plan.deciding import Target
from laundry_rabc.plan.forms import HazardIn, SeenIn, VersionIn, WhyIn, filled
from laundry_rabc.plan.models import Hazard

BEFORE: Final = timedelta(days=150)
MEETING: Final = timedelta(days=120)
LATER: Final = timedelta(days=60)
TAKEN: Final = (
    "REC-03", "LAV-01", "LAV-02", "LAV-03", "LAV-12", "ESS-02", "FIN-01", "HYG-01", "ENV-02",
    "STO-02",
)  # fmt: skip
WHY: Final = "Réunion de l’équipe RABC : retenu après trois mois d’essai."


def demo(scene: Scene) -> None:
    """Propose the plan and play what its two persons did; nothing is played day after day."""
    start = scene.at(6)
    proposing.install(scene.session, start - BEFORE)
    author, other = _person(scene.session, "qualite"), _person(scene.session, "direction")
    if author is None or other is None:
        return
    with scene.moment(start - MEETING + timedelta(hours=4)):
        rows = drafting.draft_as_is(scene.session, TAKEN, WhyIn(reason=WHY), by=author)
    with scene.moment(start - MEETING + timedelta(days=2, hours=3)):
        targets = [Target("point", one.id or 0) for one in rows]
        deciding.decide(scene.session, targets, approved=True, note="Lu et approuvé", by=other)
    with scene.moment(start - LATER + timedelta(hours=5)):
        row = drafting.draft(scene.session, "HYG-01", _tighter(scene.session, author), by=author)
        _rate(scene.session, author, other)
        _verify(scene.session, author, clock.today() - timedelta(days=1))
    with scene.moment(start - LATER + timedelta(days=1, hours=4)):
        deciding.decide(
            scene.session, [Target("point", row.id or 0)], approved=True, note="", by=other
        )
    with scene.moment(start + timedelta(hours=2)):
        _left_waiting(scene.session, author)


def _tighter(session: Session, owner: Actor) -> VersionIn:
    """The contact plate's action level, lowered after good results."""
    return _changed(
        session, "HYG-01", alert_high="10", owner=owner.account_id, mark="I",
        source="Nos quatre derniers trimestres : aucun résultat au-dessus de 8 UFC/25 cm².",
        reason="Quatre trimestres sans résultat au-dessus de 8 : limite resserrée.",
    )  # fmt: skip


def _left_waiting(session: Session, author: Actor) -> None:
    """A change that nobody approved yet."""
    wanted = _changed(
        session, "STO-01", alert_high="65", reason="Moisissure vue en haut des étagères en hiver."
    )
    drafting.draft(session, "STO-01", wanted, by=author)


def _rate(session: Session, author: Actor, other: Actor) -> None:
    """One hazard, rated by the team."""
    last = hazards.versions(session, Hazard, "DAN-09")[0]
    names = HazardIn.model_fields
    said = {name: getattr(last, name) for name in names} | {
        "likelihood": 2,
        "reason": "Aucun cycle incomplet depuis la pose des sondes.",
    }
    row = hazards.draft_hazard(session, "DAN-09", HazardIn.model_validate(said), by=author)
    deciding.decide(session, [Target("hazard", row.id or 0)], approved=True, note="", by=other)


def _verify(session: Session, by: Actor, day: date) -> None:
    hazards.verify_flow(session, SeenIn(verified_on=day, same="oui"), by=by)


def _changed(session: Session, code: str, **changed: Any) -> VersionIn:
    current = reads.in_force(session, code, clock.now())
    if current is None:
        msg = f"{code} was just proposed"
        raise LookupError(msg)
    values = filled(current, reads.bands(session, current).pairs)
    given = {name: value for name, value in values.items() if value != ""}
    return VersionIn.model_validate(given | changed)


def _person(session: Session, role: str) -> Actor | None:
    """The demo's account of a role, as one who may decide in the laundry."""
    query = (
        select(Account.id)
        .join(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(AccountRole.role == role)
        .order_by(col(Account.id))
        .limit(1)
    )
    key = session.exec(query).first()
    if key is None:
        return None
    return replace(
        SYSTEM, account_id=key, roles=frozenset({role}), capabilities=frozenset({rights.APPROVE})
    )
