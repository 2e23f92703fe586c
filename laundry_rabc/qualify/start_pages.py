"""A start without proof on screen: why it is refused, the request, and the supervisor's word."""

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.production import barcodes, once
from esat.web import door, forms, htmx
from laundry_rabc.policies import keeping as policies
from laundry_rabc.qualify import rights, standing, starts
from laundry_rabc.qualify.starts import DecisionIn

blueprint = Blueprint("rabc_starts", __name__, url_prefix="/rabc/qualifications/depart")
DECISIONS = (
    ("accepted", "Laisser partir", "Une fois, pour cette charge.", "play-circle"),
    ("refused", "Ne pas laisser partir", "La charge attend un programme qualifié.", "stop-circle"),
)
AT = "/<int:lot_id>/<int:machine_id>/<int:programme_id>"


@blueprint.get(AT)
@allow(rights.ASK)
def show(lot_id: int, machine_id: int, programme_id: int) -> Response:
    """Why this load may not start so, and what can be done."""
    return _show(lot_id, machine_id, programme_id, {}, 200)


@blueprint.post(AT + "/demander")
@allow(rights.ASK)
def ask(lot_id: int, machine_id: int, programme_id: int) -> Response:
    """Ask a supervisor."""
    session, by, key = _session(rights.ASK), current_actor(), (machine_id, programme_id)
    starts.the_load(session, lot_id, key)

    def work() -> str:
        starts.ask(session, lot_id, key, by=by)
        return _here(lot_id, machine_id, programme_id)

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(
            once.run(session, sent, f"rabc.start.ask.{lot_id}.{machine_id}.{programme_id}", work,
                     by=by)
        )  # fmt: skip
    except Refused as refusal:
        session.rollback()
        return _show(lot_id, machine_id, programme_id, {"": refusal.message}, 409)


@blueprint.post(AT + "/decider")
@allow(rights.ACCEPT)
def decide(lot_id: int, machine_id: int, programme_id: int) -> Response:
    """Let it start, or not, with a reason."""
    session, by, key = _session(rights.ACCEPT), current_actor(), (machine_id, programme_id)
    starts.the_load(session, lot_id, key)

    def work() -> str:
        given = forms.read(DecisionIn, request.form)
        starts.decide(session, lot_id, key, given, by=by)
        if given.decision == "accepted":
            return _load_page(session, lot_id)
        return _here(lot_id, machine_id, programme_id)

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(
            once.run(session, sent, f"rabc.start.{lot_id}.{machine_id}.{programme_id}", work, by=by)
        )
    except Refused as refusal:
        session.rollback()
        return _show(lot_id, machine_id, programme_id, {"": refusal.message}, 409)
    except Invalid as error:
        session.rollback()
        return _show(lot_id, machine_id, programme_id, error.fields, 422)


def _show(
    lot_id: int, machine_id: int, programme_id: int, errors: dict[str, str], status: int
) -> Response:
    session, key, by = _session(rights.ASK), (machine_id, programme_id), current_actor()
    _, lot, machine, programme = starts.the_load(session, lot_id, key)
    now = clock.now()
    return htmx.render(
        "laundry_rabc/qualify/start.html",
        status=status,
        lot=lot,
        machine=machine,
        programme=programme,
        standing=standing.of_pair(session, machine_id, programme.resource_id, now).standing,
        let_go=key in starts.accepted(session, lot_id),
        asked=starts.is_asked(session, lot_id, key),
        back=_load_page(session, lot_id),
        decisions=DECISIONS,
        may_decide=rights.may(by, rights.ACCEPT),
        may_read=rights.may(by, rights.READ),
        allowed=policies.is_on(session, starts.MAY_ACCEPT, now),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _here(lot_id: int, machine_id: int, programme_id: int) -> str:
    return url_for(
        "rabc_starts.show", lot_id=lot_id, machine_id=machine_id, programme_id=programme_id
    )


def _load_page(session: Session, lot_id: int) -> str:
    return url_for("laundry_washing.load", code=barcodes.of(session, lot_id=lot_id) or "")


def _session(capability: str) -> Session:
    rights.require(current_actor(), capability)
    return door.session()
