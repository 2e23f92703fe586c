"""The clients' codes of one thing or order: the list, to link one, to unlink one with a reason."""

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for

from esat import texts
from esat.accounts.pages.edge import device_id
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, Refused
from esat.production import client_codes, once
from esat.production.client_code_forms import LinkIn, UnlinkIn
from esat.production.client_codes import Changed
from esat.production.counter_reads import Thing, scan_ms
from esat.production.floor_forms import safe_return
from esat.production.floor_pages import seen
from esat.production.scans import OK, REFUSED
from esat.production.subjects import Subject
from esat.web import door, forms, htmx

blueprint = Blueprint("client_codes", __name__, url_prefix="/atelier/codes")
PAGE, SECTION = "production/client_codes.html", "production/_client_codes.html"


@blueprint.get("/<code>")
@allow("production.scan")
def show(code: str) -> Response:
    """The codes of a thing, with the field to link one more; `?fait=` is the code just changed."""
    found, done = seen(code), request.args.get("fait", "")
    codes = client_codes.shown(door.session(), found.subject, by=current_actor())
    if codes and any(one.text == done for one in codes.now):
        return _page(found, said=_ok("code_linked", done, found))
    if codes and any(one.text == done for one in codes.past):
        return _page(found, said=_ok("code_unlinked", done, found))
    return _page(found)


@blueprint.post("/lier")
@allow(client_codes.MOVE)
def link() -> Response:
    """Link the code that was scanned into the form."""

    def work(found: Thing) -> Changed:
        given = forms.read(LinkIn, request.form)
        return client_codes.link(
            door.session(), given.foreign, found.subject, symbology=given.symbology,
            by=current_actor(),
        )  # fmt: skip

    return _act("client_codes.link", work, "link-code")


@blueprint.post("/delier")
@allow(client_codes.MOVE)
def unlink() -> Response:
    """Take a code off, and say why."""

    def work(found: Thing) -> Changed:
        given = forms.read(UnlinkIn, request.form)
        return client_codes.unlink(
            door.session(), given.linked, found.subject, given.why, by=current_actor()
        )

    return _act("client_codes.unlink", work, "unlink-code")


def _ok(sentence: str, code: str, found: Thing) -> dict[str, str]:
    told = {"code": code, "label": found.subject.label}
    return {"outcome": OK, "message": texts.sentence(sentence, told)}


def _act(action: str, work: Callable[[Thing], Changed], dialog: str) -> Response:
    """Do it once to the thing named by `code`, and come back; a refusal shows its codes."""
    session, by = door.session(), current_actor()
    found = seen(request.form.get("code", ""))
    code = found.subject.code or ""
    form = once.form_of(request.form.items(multi=True))

    def done() -> str:
        here = url_for("client_codes.show", code=code, fait=work(found).text)
        return safe_return(request.form.get("suite", ""), here)

    try:
        return htmx.go_to(once.run(session, form, action, done, by=by))
    except Refused as refusal:
        session.rollback()
        taken = refusal.code == "foreign_code_taken"
        foreign = request.form.get("foreign", "")
        holder = client_codes.holder(session, foreign, by=by) if taken else None
        said = {"outcome": REFUSED, "message": refusal.message}
        return _page(seen(code), 409, said=said, holder=holder, opened=dialog)
    except Invalid as error:
        session.rollback()
        return _page(seen(code), 422, errors=error.fields, opened=dialog)


def _page(
    found: Thing, status: int = 200, *, said: dict[str, str] | None = None,
    holder: Subject | None = None,
    errors: dict[str, str] | None = None, opened: str = "",
) -> Response:  # fmt: skip
    """The list and its forms; what was typed stays only where it was refused."""
    session, by, subject = door.session(), current_actor(), found.subject
    return htmx.render(
        PAGE,
        SECTION,
        status,
        thing=found,
        subject=subject,
        linked=client_codes.shown(session, subject, by=by),
        scan_ms=scan_ms(session, device_id()),
        said=said,
        holder=holder,
        errors=errors or {},
        opened=opened or "link-code",
        values=request.form,
        key=once.fresh(),
        back=_address(subject),
        here=url_for("client_codes.show", code=subject.code),
    )


def _address(subject: Subject) -> str:
    """The page of the thing itself."""
    if subject.kind == "order":
        return url_for("orders.show", ref=subject.order_ref)
    return url_for("floor.thing", code=subject.code)
