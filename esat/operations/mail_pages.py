"""The outbox and the wording of mails, for the office; sending is not done here."""

from typing import Final

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, NotFound
from esat.mailing import reads, service
from esat.mailing.models import Mail
from esat.mailing.wording import EXAMPLE, KINDS, PLACEHOLDERS, MailKind, Wording, check, fill
from esat.web import door, htmx

READ, MANAGE = "mails.read", "mails.manage"
PAGE = 50

SHAPES: Final[dict[reads.State, str]] = {
    "waiting": "plain",
    "late": "question",
    "sent": "ok",
    "given_up": "refused",
}

blueprint = Blueprint("mails", __name__, url_prefix="/administration/courriels")


@blueprint.get("")
@allow(READ)
def outbox() -> Response:
    asked = request.args.get("etat", "")
    state = asked if asked in reads.LABELS else None
    before = request.args.get("avant", type=int)
    session = door.session()
    mails = reads.outbox(session, state, before=before, limit=PAGE + 1)
    shown = mails[:PAGE]
    more = len(mails) > PAGE
    return htmx.render(
        "operations/mails.html",
        mails=[(mail, reads.state_of(mail)) for mail in shown],
        labels=reads.LABELS,
        shapes=SHAPES,
        tabs=_tabs(state, reads.counts(session)),
        next_page=url_for("mails.outbox", etat=asked or None, avant=shown[-1].id) if more else "",
        by_file=door.house().settings.demo or not door.house().settings.smtp_url,
    )


@blueprint.get("/<int:mail_id>")
@allow(READ)
def show(mail_id: int) -> Response:
    mail = door.session().get(Mail, mail_id)
    if mail is None:
        raise NotFound("not_found")
    return htmx.render(
        "operations/mail.html",
        mail=mail,
        kind=KINDS.get(mail.kind),
        state=reads.state_of(mail),
        labels=reads.LABELS,
    )


@blueprint.post("/<int:mail_id>/reessayer")
@allow(MANAGE)
def retry(mail_id: int) -> Response:
    service.retry(door.session(), mail_id, by=current_actor())
    return htmx.go_to(url_for("mails.show", mail_id=mail_id))


@blueprint.get("/modeles")
@allow(MANAGE)
def wordings() -> Response:
    session = door.session()
    rows = [(kind, service.wording(session, kind.code)) for kind in KINDS.values()]
    return htmx.render("operations/wordings.html", rows_of=rows)


@blueprint.get("/modeles/<kind>")
@allow(MANAGE)
def wording(kind: str) -> Response:
    known = _kind(kind)
    return _editor(known, service.wording(door.session(), kind))


@blueprint.post("/modeles/<kind>")
@allow(MANAGE)
def keep_wording(kind: str) -> Response:
    """Keep the words, or only show what they give when the preview is asked."""
    known, session = _kind(kind), door.session()
    typed = Wording(request.form.get("subject", ""), request.form.get("body", ""))
    try:
        words = check(typed.subject, typed.body)
    except Invalid as error:
        return _editor(known, typed, error.fields, status=error.status)
    if request.form.get("act") == "preview":
        return _editor(known, words)
    service.set_wording(session, kind, words.subject, words.body, by=current_actor())
    return htmx.go_to(url_for("mails.wordings"))


@blueprint.post("/modeles/<kind>/origine")
@allow(MANAGE)
def reset_wording(kind: str) -> Response:
    service.reset_wording(door.session(), _kind(kind).code)
    return htmx.go_to(url_for("mails.wording", kind=kind))


def _tabs(
    state: reads.State | None, counts: dict[reads.State, int]
) -> list[tuple[str, str, bool, int]]:
    every = ("Tous", url_for("mails.outbox"), state is None, sum(counts.values()))
    return [
        every,
        *(
            (label, url_for("mails.outbox", etat=code), state == code, counts[code])
            for code, label in reads.LABELS.items()
        ),
    ]


def _kind(code: str) -> MailKind:
    if code not in KINDS:
        raise NotFound("not_found")
    return KINDS[code]


def _editor(
    kind: MailKind, words: Wording, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    return htmx.render(
        "operations/wording.html",
        status=status,
        kind=kind,
        words=words,
        errors=errors or {},
        placeholders=[(f"{{{name}}}", meaning) for name, meaning in PLACEHOLDERS.items()],
        preview=Wording(fill(words.subject, EXAMPLE), fill(words.body, EXAMPLE)),
    )
