"""The supervisor's pages: who calls, and what waits for a second person."""

from flask import Response, request, url_for

from esat.accounts.permissions import allow
from esat.errors import Refused
from esat.production import once
from esat.web import door, htmx
from laundry_rabc.checks import calls, history_reads, rights, validating
from laundry_rabc.checks.pages import blueprint, mine


@blueprint.get("/appels")
@allow(rights.VALIDATE)
def call_list() -> Response:
    """Those who said that they do not know."""
    mine(rights.VALIDATE)
    return htmx.render(
        "laundry_rabc/checks/calls.html", calls=calls.standing(door.session()), key=once.fresh()
    )


@blueprint.post("/appels/<int:call_id>")
@allow(rights.VALIDATE)
def come(call_id: int) -> Response:
    """Say that one has come."""
    by, session = mine(rights.VALIDATE), door.session()

    def work() -> str:
        calls.come(session, call_id, by=by)
        return url_for("rabc_checks.call_list")

    sent = once.form_of(request.form.items(multi=True))
    return htmx.go_to(once.run(session, sent, f"rabc.come.{call_id}", work, by=by))


@blueprint.get("/a-valider")
@allow(rights.VALIDATE)
def to_validate() -> Response:
    """What waits: the plain ones together, the rest one by one."""
    return _waiting("", 200)


@blueprint.post("/a-valider")
@allow(rights.VALIDATE)
def validate() -> Response:
    """Validate the readings that the page showed."""
    by, session = mine(rights.VALIDATE), door.session()
    sent = request.form.getlist("releve")
    keys = [int(one) for one in sent if one.isdecimal() and len(one) < len("1000000000")]

    def work() -> str:
        if not keys:
            raise Refused("validate_nothing")
        done = validating.validate(session, keys[: validating.AT_ONCE], by=by)
        return url_for("rabc_checks.to_validate", valides=done)

    form = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, form, "rabc.validate", work, by=by))
    except Refused as refusal:
        session.rollback()
        return _waiting(refusal.message, 409)


def _waiting(said: str, status: int) -> Response:
    by, session = mine(rights.VALIDATE), door.session()
    found = validating.waiting(session, by)
    done = request.args.get("valides", "")
    return htmx.render(
        "laundry_rabc/checks/validate.html",
        status=status,
        said=said,
        plain=[one for one in found if one.plain and not one.own],
        alone=[one for one in found if not one.plain and not one.own],
        own=[one for one in found if one.own],
        more=validating.count_waiting(session) - len(found),
        done=int(done) if done.isdecimal() and len(done) < len("10000") else None,
        value=history_reads.value_words,
        key=once.fresh(),
    )
