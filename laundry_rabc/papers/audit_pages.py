"""The pages of audits: what comes next, one audit with its questions and findings, a new one."""

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError
from esat.production import once
from esat.web import forms, htmx
from laundry_rabc.papers import audit_reads, audits, form_pages, people, reads, rights, team_reads
from laundry_rabc.papers.audit_models import Audit
from laundry_rabc.papers.audits import AnswerIn, AuditIn, FindingIn, StepIn

blueprint = Blueprint("rabc_audits", __name__, url_prefix="/rabc/audits")


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """Audits, the next internal one, what was not seen for a year, and the certificate."""
    session, by = form_pages.session_for(rights.READ), current_actor()
    today = clock.today()
    rows = audit_reads.listed(session, form_pages.key_of("avant"))
    return htmx.render(
        "laundry_rabc/papers/audits.html",
        home=form_pages.home(),
        rows_of=rows,
        due=reads.audit_due(session, today),
        coverage=audit_reads.coverage(session, today),
        certificate=team_reads.certificate(session, today),
        older=rows[-1].audit.id if len(rows) == audit_reads.PAGE else None,
        may_write=rights.may(by, rights.WRITE),
    )


@blueprint.get("/nouveau")
@allow(rights.WRITE)
def new() -> Response:
    """The form of a new audit."""
    return _new({}, "new", 200)


@blueprint.post("/nouveau")
@allow(rights.WRITE)
def plan() -> Response:
    """Plan an audit."""
    session = form_pages.session_for(rights.WRITE)

    def work() -> str:
        made = audits.plan(session, forms.read(AuditIn, request.form), by=current_actor())
        return url_for("rabc_audits.show", audit_id=made.id)

    return form_pages.act(session, "plan", "", work, _new)


@blueprint.get("/<int:audit_id>")
@allow(rights.READ)
def show(audit_id: int) -> Response:
    """One audit."""
    return _show(audit_id, {}, "", 200)


@blueprint.post("/<int:audit_id>/reponses")
@allow(rights.APPROVE)
def answer(audit_id: int) -> Response:
    """What was seen of one question; the next one without an answer opens."""
    session = form_pages.session_for(rights.APPROVE)
    audit = audits.the(session, audit_id)

    def work() -> str:
        given = forms.read(AnswerIn, form_pages.named("answer"))
        audits.answer(session, audit, given, by=current_actor())
        left = audits.unanswered(session, audit)
        return url_for("rabc_audits.show", audit_id=audit_id,
                       question=left[0].id if left else None)  # fmt: skip

    return _act(session, audit, "answer", work)


@blueprint.post("/<int:audit_id>/suite")
@allow(rights.APPROVE)
def step(audit_id: int) -> Response:
    """It was held, put off or given up."""
    session = form_pages.session_for(rights.APPROVE)
    audit = audits.the(session, audit_id)

    def work() -> str:
        given = forms.read(StepIn, form_pages.named("step"))
        audits.step(session, audit, given, form_pages.sent("step_file"), by=current_actor())
        return url_for("rabc_audits.show", audit_id=audit_id)

    return _act(session, audit, "step", work)


@blueprint.post("/<int:audit_id>/constats")
@allow(rights.APPROVE)
def find(audit_id: int) -> Response:
    """Write a finding, or correct one."""
    session = form_pages.session_for(rights.APPROVE)
    audit = audits.the(session, audit_id)

    def work() -> str:
        given = forms.read(FindingIn, form_pages.named("finding"))
        audits.find(session, audit, given, form_pages.sent("finding_file"), by=current_actor())
        return url_for("rabc_audits.show", audit_id=audit_id)

    return _act(session, audit, "finding", work)


def _act(session: Session, audit: Audit, form: str, work: form_pages.Work) -> Response:
    where = audit.id or 0
    return form_pages.act(
        session, form, str(where), work, lambda e, f, s: _show(where, e, f, s)
    )  # fmt: skip


def _leads(audit: Audit) -> bool:
    try:
        audits.lead(audit, by=current_actor())
    except EsatError:
        return False
    return True


def _show(audit_id: int, errors: dict[str, str], opened: str, status: int) -> Response:
    session, by = form_pages.session_for(rights.READ), current_actor()
    audit = audits.the(session, audit_id)
    values = form_pages.named(opened) if opened else {}
    row = audit_reads.one(session, audit)
    internal = audit.kind == audits.INTERNAL
    questions = audit_reads.questions(session, audit) if internal else []
    findings = audit_reads.findings(session, [audit_id])
    asked = values.get("rule") or request.args.get("question")
    corrected = values.get("root") or request.args.get("constat")
    return htmx.render(
        "laundry_rabc/papers/audit.html",
        status=status,
        row=row,
        questions=questions,
        answered=sum(1 for one in questions if one.last),
        asked=next((one for one in questions if str(one.rule.id) == asked), None),
        findings=findings,
        corrected=next((one for one in findings if str(one.root_id) == corrected), None),
        steps=audit_reads.steps(session, audit_id),
        leads=row.code != "given_up" and _leads(audit),
        outcomes=audits.OUTCOMES,
        outcome_labels=audits.OUTCOME_LABELS,
        grades=audits.GRADES,
        step_labels=audits.STEP_LABELS,
        may_write=rights.may(by, rights.WRITE),
        key=once.fresh(),
        values=values,
        errors=errors,
        opened=opened,
    )


def _new(errors: dict[str, str], opened: str, status: int) -> Response:
    session = form_pages.session_for(rights.WRITE)
    folk = people.concerned(session)
    return htmx.render(
        "laundry_rabc/papers/audit_new.html",
        status=status,
        kinds=audits.KINDS,
        owners=[(one.id, one.name) for one in folk],
        auditors=[(one.id, one.name) for one in folk if _may_audit(one)],
        key=once.fresh(),
        values=request.form,
        errors=errors,
        opened=opened,
    )


def _may_audit(one: people.Person) -> bool:
    wanted = next(it for it in rights.CAPABILITIES if it.code == rights.APPROVE)
    return bool(one.roles.intersection(wanted.roles))
