"""The page of the dated rules of this room, and that of the certificate."""

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.production import once
from esat.web import forms, htmx
from laundry_rabc.papers import form_pages, people, rights, rules, team, team_reads
from laundry_rabc.papers.rules import RuleIn
from laundry_rabc.papers.team import CertificateIn, EventIn

blueprint = Blueprint("rabc_paper_rules", __name__, url_prefix="/rabc/audits")


@blueprint.get("/delais-et-questions")
@allow(rights.READ)
def index() -> Response:
    """The delays and the questions in force, each with its source and its status."""
    return _index({}, "", 200)


@blueprint.post("/delais-et-questions")
@allow(rights.WRITE)
def change() -> Response:
    """Propose another value or another wording."""
    session = form_pages.session_for(rights.WRITE)

    def work() -> str:
        given = forms.read(RuleIn, form_pages.named("rule"))
        rules.change(session, given, by=current_actor())
        return url_for("rabc_paper_rules.index")

    return form_pages.act(session, "rule", "", work, _index)


@blueprint.post("/delais-et-questions/<int:rule_id>/validation")
@allow(rights.APPROVE)
def validate(rule_id: int) -> Response:
    """Validate one: another person than the one who wrote it."""
    session = form_pages.session_for(rights.APPROVE)

    def work() -> str:
        rules.validate(session, rule_id, by=current_actor())
        return url_for("rabc_paper_rules.index")

    return form_pages.act(session, "validate", str(rule_id), work, _index)


@blueprint.get("/certificat")
@allow(rights.READ)
def certificate() -> Response:
    """The certificate, those before it, and what happened to the certification."""
    return _certificate({}, "", 200)


@blueprint.post("/certificat")
@allow(rights.WRITE)
def certify() -> Response:
    """Keep a certificate, or correct one."""
    session = form_pages.session_for(rights.WRITE)

    def work() -> str:
        given = forms.read(CertificateIn, form_pages.named("certificate"))
        team.certify(session, given, form_pages.sent("certificate_file"), by=current_actor())
        return url_for("rabc_paper_rules.certificate")

    return form_pages.act(session, "certificate", "", work, _certificate)


@blueprint.post("/certificat/evenements")
@allow(rights.WRITE)
def happened() -> Response:
    """Write what happened to the certification."""
    session = form_pages.session_for(rights.WRITE)

    def work() -> str:
        given = forms.read(EventIn, form_pages.named("event"))
        team.happened(session, given, by=current_actor())
        return url_for("rabc_paper_rules.certificate")

    return form_pages.act(session, "event", "", work, _certificate)


def _index(errors: dict[str, str], opened: str, status: int) -> Response:
    session, by = form_pages.session_for(rights.READ), current_actor()
    values = form_pages.named(opened) if opened else {}
    today = clock.today()
    asked = values.get("code") or request.args.get("regle")
    delays = rules.in_force(session, "delay", today)
    questions = rules.in_force(session, "question", today)
    return htmx.render(
        "laundry_rabc/papers/rules.html",
        status=status,
        delays=delays,
        questions=questions,
        asked=next((one for one in [*delays, *questions] if one.code == asked), None),
        history=rules.history(session, asked) if asked else [],
        statuses=rules.NAMES,
        may_write=rights.may(by, rights.WRITE),
        may_validate=rights.may(by, rights.APPROVE),
        me=by.account_id,
        key=once.fresh(),
        values=values,
        errors=errors,
        opened=opened,
    )


def _certificate(errors: dict[str, str], opened: str, status: int) -> Response:
    session, by = form_pages.session_for(rights.READ), current_actor()
    values = form_pages.named(opened) if opened else {}
    kept = team_reads.certificates(session)
    events = team_reads.events(session)
    asked = values.get("root") or request.args.get("certificat")
    return htmx.render(
        "laundry_rabc/papers/certificate.html",
        status=status,
        kept=kept,
        current=team_reads.certificate(session, clock.today()),
        corrected=next((one for one in kept if str(one.root_id) == asked), None),
        events=events,
        event_labels=team.EVENT_LABELS,
        kinds=team.EVENTS,
        names=people.names(session, [one.account_id for one in events]),
        may_write=rights.may(by, rights.WRITE),
        key=once.fresh(),
        values=values,
        errors=errors,
        opened=opened,
    )
