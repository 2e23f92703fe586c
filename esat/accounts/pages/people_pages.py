"""Administration of accounts and the access log: who may come in, and who came."""

from flask import Blueprint, Response, render_template, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts import access_log, passwords, service, sessions
from esat.accounts.forms import GiveBadgeForm, PersonForm, RolesForm
from esat.accounts.models import Account, AccountRole
from esat.accounts.pages.edge import edge, note
from esat.accounts.permissions import allow, current_actor
from esat.accounts.roles import PERSONS, ROLES
from esat.accounts.service import NewAccount
from esat.errors import Invalid
from esat.web import door, filters, forms, htmx

blueprint = Blueprint("people", __name__, url_prefix="/administration")
MANAGE = "accounts.manage"
LINES = 100


@blueprint.get("/comptes")
@allow(MANAGE)
def accounts() -> str:
    """Every account, those in use first."""
    return render_template(
        "accounts/people.html",
        people=[
            (person, _role_words(rows)) for person, rows in service.all_accounts(door.session())
        ],
        now=clock.now(),
    )


@blueprint.get("/comptes/nouveau")
@allow(MANAGE)
def new() -> str:
    return _new_page()


@blueprint.post("/comptes/nouveau")
@allow(MANAGE)
@door.own_transaction
def create() -> Response:
    """Create an account; its first password is shown once."""
    first = passwords.first_password()
    kept = passwords.hashed(first)
    try:
        form = forms.read(PersonForm, request.form)
        _known_workshops(form.workshops)
        with door.write() as session:
            person = service.create_account(
                session,
                NewAccount(
                    login=form.login,
                    display_name=form.display_name,
                    password_hash=kept,
                    roles=form.roles,
                    workshops=form.workshops or None,
                    email=form.email,
                    ends_on=form.ends_on,
                ),
            )
    except Invalid as error:
        return Response(_new_page(error), error.status, mimetype="text/html")
    note("account_created", about=f"account_id={person.id}")
    return _first_password(person, first)


@blueprint.get("/comptes/<int:account_id>")
@allow(MANAGE)
def person(account_id: int) -> str:
    return _person_page(account_id)


@blueprint.post("/comptes/<int:account_id>/roles")
@allow(MANAGE)
def change_roles(account_id: int) -> Response:
    """Replace the roles and the workshops they hold for."""
    session, form = door.session(), forms.read(RolesForm, request.form)
    _known_workshops(form.workshops)
    service.set_roles(
        session,
        service.get(session, account_id),
        form.roles,
        workshops=form.workshops or None,
        ends_on=form.ends_on,
    )
    return _back_to(account_id, "roles_changed")


@blueprint.post("/comptes/<int:account_id>/mot-de-passe")
@allow(MANAGE)
@door.own_transaction
def reset_password(account_id: int) -> Response:
    """A new first password, shown once; the person's sign-ins end."""
    first = passwords.first_password()
    kept = passwords.hashed(first)
    with door.write() as session:
        found = service.get(session, account_id)
        service.reset_password(session, found, kept)
    note("password_reset")
    return _first_password(found, first)


@blueprint.post("/comptes/<int:account_id>/second-facteur")
@allow(MANAGE)
def reset_second_factor(account_id: int) -> Response:
    """For a lost telephone: the next sign-in sets up another."""
    session = door.session()
    service.reset_second_factor(session, service.get(session, account_id))
    return _back_to(account_id, "second_factor_reset")


@blueprint.post("/comptes/<int:account_id>/fermeture")
@allow(MANAGE)
def disable(account_id: int) -> Response:
    session = door.session()
    service.disable(session, service.get(session, account_id), by=current_actor())
    return _back_to(account_id, "account_disabled")


@blueprint.post("/comptes/<int:account_id>/ouverture")
@allow(MANAGE)
def enable(account_id: int) -> Response:
    session = door.session()
    service.enable(session, service.get(session, account_id))
    return _back_to(account_id, "account_enabled")


@blueprint.post("/comptes/<int:account_id>/badge")
@allow(MANAGE)
@door.own_transaction
def give_badge(account_id: int) -> Response:
    """Bind a badge and its PIN to the account; an empty badge takes both away."""
    form = forms.read(GiveBadgeForm, request.form)
    kept = None
    if form.badge:
        passwords.check_pin(form.pin)
        kept = passwords.hashed(form.pin)
    with door.write() as session:
        _bind(session, service.get(session, account_id), form.badge, kept)
    return _back_to(account_id, "badge_given" if form.badge else "badge_taken")


def _bind(session: Session, found: Account, badge: str, kept: str | None) -> None:
    codes = edge().codes
    code = codes.read(badge) if badge else None
    fresh = code is not None and code != found.badge_code
    if code is not None and fresh:
        code = codes.obtain(session, "H", code)
    service.give_badge(session, found, badge_code=code, pin_hash=kept)
    if code is not None and fresh:
        codes.bind(session, code, None, found.id)


@blueprint.get("/journal-acces")
@allow("accounts.audit")
def journal() -> str:
    """The access log, newest first; reading it is itself noted."""
    edge().waiting.flush(door.house().database)
    shown = access_log.lines(
        door.session(), before=request.args.get("avant", type=int), limit=LINES
    )
    return render_template(
        "accounts/access_log.html",
        lines=shown,
        rows=[_row(line) for line in shown],
        older=shown[-1].id if len(shown) == LINES else None,
    )


def _row(line: access_log.Line) -> list[str]:
    return [
        filters.moment(line.at),
        line.who,
        line.device,
        f"{line.method} {line.route}",
        str(line.status),
        line.outcome,
        line.object_ref,
    ]


def _back_to(account_id: int, outcome: str) -> Response:
    note(outcome)
    return htmx.go_to(url_for("people.person", account_id=account_id))


def _new_page(error: Invalid | None = None) -> str:
    return render_template(
        "accounts/person_new.html",
        errors=error.fields if error else {},
        typed=request.form,
        **_choices(),
    )


def _person_page(account_id: int) -> str:
    session = door.session()
    found = service.get(session, account_id)
    rows = service.role_rows(session, account_id)
    return render_template(
        "accounts/person.html",
        person=found,
        held=sorted({row.role for row in rows}),
        held_workshops=sorted({row.workshop for row in rows if row.workshop}),
        open_now=sessions.open_of(session, account_id, at=clock.now()),
        locked=found.locked_until is not None and found.locked_until > clock.now(),
        **_choices(),
    )


def _choices() -> dict[str, list[tuple[str, str]]]:
    workshops = door.house().registry.workshops.values()
    return {
        "role_options": [(role, ROLES[role]) for role in PERSONS],
        "workshop_options": [(w.code, w.label) for w in workshops],
    }


def _known_workshops(codes: tuple[str, ...]) -> None:
    if not set(codes) <= set(door.house().registry.workshops):
        raise Invalid("form_invalid", {"workshops": "Choisissez dans la liste."})


def _role_words(rows: list[AccountRole]) -> str:
    words = ", ".join(dict.fromkeys(ROLES[row.role] for row in rows if row.role in ROLES))
    known = door.house().registry.workshops
    places = [known[c].label for c in dict.fromkeys(r.workshop for r in rows) if c in known]
    return f"{words} ({', '.join(places)})" if places else words


def _first_password(found: Account, first: str) -> Response:
    return Response(render_template("accounts/first_password.html", person=found, first=first))
