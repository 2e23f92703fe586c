"""Authorisations on screen: the matrix, one person at one post, and the posts themselves."""

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import once
from esat.web import door, forms, htmx
from laundry_rabc.people import authorising, posts, reads, rights
from laundry_rabc.people.authorising import GivenIn, Person, WithdrawnIn
from laundry_rabc.people.posts import PostIn
from laundry_rabc.people.signing import RULE
from laundry_rabc.policies import keeping as policies

blueprint = Blueprint("rabc_people", __name__, url_prefix="/rabc/habilitations")
WHO = "/<any(travailleurs, encadrement):kind>/<int:key>"
AT = WHO + "/<post>"


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """Who is authorised for what, until when."""
    return _index({}, 200)


@blueprint.post("/postes")
@allow(rights.KEEP)
def add_post() -> Response:
    """Add a post."""
    session, by = _session(rights.KEEP), current_actor()

    def work() -> str:
        posts.add(session, forms.read(PostIn, request.form), by=by)
        return url_for("rabc_people.index")

    return _once("rabc.post", work, _index)


@blueprint.post("/postes/<code>/retirer")
@allow(rights.KEEP)
def withdraw_post(code: str) -> Response:
    """Take a post out of use."""
    session, by = _session(rights.KEEP), current_actor()

    def work() -> str:
        posts.withdraw(session, code, by=by)
        return url_for("rabc_people.index")

    return _once(f"rabc.post.{code}", work, _index)


@blueprint.get(WHO)
@allow(rights.READ)
def everything(kind: str, key: int) -> Response:
    """One person at every post."""
    session, now, person = _session(rights.READ), clock.now(), _person(kind, key)
    return htmx.render(
        "laundry_rabc/people/everything.html",
        line=reads.one(session, person, authorising.the_person(session, person), now),
        posts=posts.in_force(session, now),
        words=reads.WORDS,
    )


@blueprint.get(AT)
@allow(rights.READ)
def show(kind: str, key: int, post: str) -> Response:
    """One person at one post, with all that was written."""
    return _show(kind, key, post, {}, 200)


@blueprint.post(AT + "/habiliter")
@allow(rights.KEEP)
def give(kind: str, key: int, post: str) -> Response:
    """Authorise, or renew."""
    session, by, person = _session(rights.KEEP), current_actor(), _person(kind, key)
    return _act(
        kind, key, post, "give",
        lambda: authorising.give(
            session, post, person, forms.read(GivenIn, request.form), by=by
        ),
    )  # fmt: skip


@blueprint.post(AT + "/retirer")
@allow(rights.KEEP)
def withdraw(kind: str, key: int, post: str) -> Response:
    """Authorise no more."""
    session, by, person = _session(rights.KEEP), current_actor(), _person(kind, key)
    return _act(
        kind, key, post, "withdraw",
        lambda: authorising.withdraw(
            session, post, person, forms.read(WithdrawnIn, request.form), by=by
        ),
    )  # fmt: skip


def _person(kind: str, key: int) -> Person:
    return Person(worker_id=key) if kind == "travailleurs" else Person(account_id=key)


def _act(kind: str, key: int, post: str, act: str, do: Callable[[], object]) -> Response:
    def work() -> str:
        do()
        return url_for("rabc_people.show", kind=kind, key=key, post=post)

    return _once(
        f"rabc.{act}.{kind}.{key}.{post}", work,
        lambda errors, status: _show(kind, key, post, errors, status),
    )  # fmt: skip


def _once(
    act: str, work: Callable[[], str], again: Callable[[dict[str, str], int], Response]
) -> Response:
    """Do it once; what is wrong is said with the form as it was filled."""
    session, by = door.session(), current_actor()
    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, act, work, by=by))
    except Refused as refusal:
        session.rollback()
        return again({"": refusal.message}, 409)
    except Invalid as error:
        session.rollback()
        return again(error.fields, 422)


def _index(errors: dict[str, str], status: int) -> Response:
    session, now = _session(rights.READ), clock.now()
    matrix = reads.matrix(session, now)
    groups = list(dict.fromkeys(line.group for line in matrix.lines))
    asked = request.args.get("groupe", "")
    return htmx.render(
        "laundry_rabc/people/index.html",
        status=status,
        matrix=matrix,
        groups=groups,
        group=asked if asked in groups else "",
        words=reads.WORDS,
        rule_on=policies.is_on(session, RULE, now),
        signing=posts.SIGNING,
        may_keep=rights.may(current_actor(), rights.KEEP),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _show(kind: str, key: int, code: str, errors: dict[str, str], status: int) -> Response:
    session, now, person = _session(rights.READ), clock.now(), _person(kind, key)
    post = posts.the(session, code, now)
    name = authorising.the_person(session, person)
    found = authorising.standings(session, [person], now)
    by = current_actor()
    return htmx.render(
        "laundry_rabc/people/person.html",
        status=status,
        kind=kind,
        who=key,
        post=post,
        name=name,
        stands=found.get((person, code), authorising.Stands(authorising.State.NONE)),
        words=reads.WORDS,
        rows_of=reads.history(session, code, person),
        months=policies.number(session, "authorised_months", now),
        may_keep=rights.may(by, rights.KEEP),
        oneself=person in {Person(account_id=by.account_id), Person(worker_id=by.worker_id)},
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _session(capability: str) -> Session:
    by = current_actor()
    if capability == rights.READ and not rights.may(by, rights.READ):
        raise NotFound("not_found")
    rights.require(by, capability)
    return door.session()
