"""Trolleys, hygiene at the posts and pest visits on the screen."""

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat.accounts.permissions import allow, current_actor
from esat.production import once
from esat.web import forms, htmx
from laundry_rabc.prereq import (
    chemical_reads,
    hygiene,
    pests,
    rights,
    trolleys,
    upkeep_reads,
)
from laundry_rabc.prereq.asking import YES_NO, Ask, Screen, correction, late_fields
from laundry_rabc.prereq.hygiene import RoundIn
from laundry_rabc.prereq.pages import FOLDER, act, fix_key, opened, screen, sent_file
from laundry_rabc.prereq.pests import VisitIn
from laundry_rabc.prereq.saying import the
from laundry_rabc.prereq.trolleys import TrolleyIn
from laundry_rabc.prereq.upkeep import HygieneRound, PestVisit, TrolleyClean

trolley_pages = Blueprint("rabc_trolleys", __name__, url_prefix="/rabc/prerequis/chariots")
hygiene_pages = Blueprint("rabc_hygiene", __name__, url_prefix="/rabc/prerequis/hygiene")
pest_pages = Blueprint("rabc_pests", __name__, url_prefix="/rabc/prerequis/nuisibles")


@trolley_pages.get("", endpoint="index")
@allow(rights.READ)
def index_trolleys() -> Response:
    """The trolleys, those due first, and the form that scans one."""
    return _trolleys({}, 200)


@trolley_pages.post("")
@allow(rights.DO)
def keep_trolley() -> Response:
    """A trolley was disinfected, or was not."""
    opened(rights.DO)
    key = fix_key()

    def work(session: Session) -> str:
        if key is not None:
            the(session, TrolleyClean, key)
        trolleys.keep(session, forms.read(TrolleyIn, request.form), by=current_actor())
        return url_for("rabc_trolleys.index")

    return act("trolley", work, _trolleys)


@hygiene_pages.get("", endpoint="index")
@allow(rights.READ)
def index_hygiene() -> Response:
    """What was last seen at the posts."""
    return htmx.render(
        FOLDER + "hygiene.html",
        rows_of=upkeep_reads.rounds(opened()),
        points=hygiene.POINTS,
        halves=hygiene.HALVES,
    )


@hygiene_pages.get("/noter")
@allow(rights.DO)
def new_round() -> Response:
    """The form of a look at a post."""
    return _round({}, 200)


@hygiene_pages.post("/noter")
@allow(rights.DO)
def keep_round() -> Response:
    """Keep a look at a post."""
    opened(rights.DO)

    def work(session: Session) -> str:
        hygiene.seen(session, forms.read(RoundIn, request.form), by=current_actor())
        return url_for("rabc_hygiene.index")

    return act("round", work, _round)


@pest_pages.get("", endpoint="index")
@allow(rights.READ)
def index_pests() -> Response:
    """The visits and what they found; the next one."""
    session = opened()
    return htmx.render(
        FOLDER + "pests.html",
        rows_of=upkeep_reads.visits(session),
        last=pests.last(session),
        late=pests.late(session),
        kinds=pests.KINDS,
    )


@pest_pages.get("/noter")
@allow(rights.DO)
def new_visit() -> Response:
    """The form of a visit."""
    return _visit({}, 200)


@pest_pages.post("/noter")
@allow(rights.DO)
def keep_visit() -> Response:
    """Keep a visit with what it found."""
    opened(rights.DO)

    def work(session: Session) -> str:
        given, found = forms.read(VisitIn, request.form), pests.traps(request.form.to_dict())
        file_id = sent_file(session)
        pests.visited(session, given, found, by=current_actor(), file_id=file_id)
        return url_for("rabc_pests.index")

    return act("visit", work, _visit)


def _trolleys(errors: dict[str, str], status: int) -> Response:
    session, by = opened(), current_actor()
    products = chemical_reads.products(session)
    return htmx.render(
        FOLDER + "trolleys.html",
        status=status,
        rows_of=upkeep_reads.trolley_rows(session),
        told=upkeep_reads.trolley_history(session),
        words=trolleys.WORDS,
        products=[(one.product.id, one.product.name) for one in products
                  if one.product.withdrawn_at is None],
        crew=upkeep_reads.crew(session, by),
        may_do=by.can(rights.DO, workshop=rights.WORKSHOP),
        fixed=fix_key(),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )  # fmt: skip


def _round(errors: dict[str, str], status: int) -> Response:
    session, fixed = opened(rights.DO), fix_key()
    if fixed is not None:
        the(session, HygieneRound, fixed)
    missing = Ask("reason", "Ce qui manquait", help="Sans nom de personne.")
    fields = (
        Ask("point", "Où", "tiles", options=tuple(hygiene.POINTS.items()), required=True),
        Ask("seen", "Personnes vues", "number", required=True),
        Ask("well", "Personnes en tenue complète", "number", required=True),
        Ask("breach", "Quelqu’un est entré en tenue de zone sale", "tick"),
        *(correction(fixed, may_void=False) or (missing,)),
    )
    asked = Screen(
        "Hygiène du personnel", "Enregistrer", url_for("rabc_hygiene.index"), fields,
        "On compte, on ne nomme personne.", "Hygiène du personnel", "hand-index-thumb",
        {"amends": fixed or ""}, more=late_fields(fixed),
    )  # fmt: skip
    return screen(asked, errors, status)


def _visit(errors: dict[str, str], status: int) -> Response:
    session, fixed = opened(rights.DO), fix_key()
    if fixed is not None:
        the(session, PestVisit, fixed)
    kinds = tuple(pests.KINDS.items())
    lines = [
        field
        for n in range(1, pests.LINES + 1)
        for field in (
            Ask(f"place_{n}", f"Piège ou endroit {n}", most=80),
            Ask(f"kind_{n}", "Trouvé", "select", options=kinds),
            Ask(f"found_{n}", "Combien", "number", "0 pour rien."),
        )
    ]
    fields = (
        Ask("provider", "Prestataire", required=True, most=80),
        Ask("near_clean", "Trace près du linge propre", "tiles", options=YES_NO, required=True),
        Ask("place", "Si oui, où", most=120),
        Ask("next_on", "Prochaine visite prévue le", "date"),
        Ask("file", "Rapport", "file", "Un PDF ou une photo."),
        *late_fields(fixed), *correction(fixed, may_void=False), *lines,
    )  # fmt: skip
    asked = Screen(
        "Visite des nuisibles", "Enregistrer la visite", url_for("rabc_pests.index"), fields,
        "Une trace près du linge propre ouvre une action.", "Nuisibles", "shield-exclamation",
        {"amends": fixed or ""},
    )  # fmt: skip
    return screen(asked, errors, status)
