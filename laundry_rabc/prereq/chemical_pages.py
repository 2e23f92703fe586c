"""Products, their lots and data sheets on the screen."""

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.production import once
from esat.web import forms, htmx
from laundry_rabc.prereq import chemical_reads, chemicals, rights
from laundry_rabc.prereq.asking import Ask, Screen
from laundry_rabc.prereq.chemicals import LotIn, ProductIn
from laundry_rabc.prereq.models import Product, ProductLot
from laundry_rabc.prereq.pages import FOLDER, act, opened, screen, sent_file
from laundry_rabc.prereq.saying import the

blueprint = Blueprint("rabc_products", __name__, url_prefix="/rabc/prerequis/produits")


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The products, with what their lots ask for."""
    return htmx.render(FOLDER + "products.html", rows_of=chemical_reads.products(opened()))


@blueprint.get("/<int:product_id>")
@allow(rights.READ)
def show(product_id: int) -> Response:
    """One product: its lots, its data sheets."""
    return _show(product_id, {}, 200)


@blueprint.get("/nouveau")
@allow(rights.PLAN)
def new() -> Response:
    """The form of a new product."""
    return _new({}, 200)


@blueprint.post("/nouveau")
@allow(rights.PLAN)
def add() -> Response:
    """Declare a product, with its data sheet when it is at hand."""
    opened(rights.PLAN)

    def work(session: Session) -> str:
        by = current_actor()
        made = chemicals.add_product(session, forms.read(ProductIn, request.form), by=by)
        if (file_id := sent_file(session)) is not None:
            chemicals.add_sheet(session, made.id or 0, file_id, by=by)
        return url_for("rabc_products.show", product_id=made.id)

    return act("product", work, _new)


@blueprint.get("/<int:product_id>/lots")
@allow(rights.DO)
def new_lot(product_id: int) -> Response:
    """The form of a lot that came."""
    return _new_lot(product_id, {}, 200)


@blueprint.post("/<int:product_id>/lots")
@allow(rights.DO)
def receive(product_id: int) -> Response:
    """Keep a lot that came."""
    opened(rights.DO)

    def work(session: Session) -> str:
        given = forms.read(LotIn, request.form)
        chemicals.receive(session, product_id, given, by=current_actor())
        return url_for("rabc_products.show", product_id=product_id)

    return act(f"lot.{product_id}", work, lambda e, s: _new_lot(product_id, e, s))


@blueprint.get("/<int:product_id>/fiche")
@allow(rights.PLAN)
def new_sheet(product_id: int) -> Response:
    """The form of a further data sheet."""
    return _new_sheet(product_id, {}, 200)


@blueprint.post("/<int:product_id>/fiche")
@allow(rights.PLAN)
def add_sheet(product_id: int) -> Response:
    """Keep a further data sheet."""
    the(opened(rights.PLAN), Product, product_id)

    def work(session: Session) -> str:
        file_id = sent_file(session)
        if file_id is None:
            raise Invalid("form_invalid", {"file": "Choisissez le fichier."})
        chemicals.add_sheet(session, product_id, file_id, by=current_actor())
        return url_for("rabc_products.show", product_id=product_id)

    return act(f"sheet.{product_id}", work, lambda e, s: _new_sheet(product_id, e, s))


@blueprint.post("/lots/<int:lot_id>/ouvrir")
@allow(rights.DO)
def open_lot(lot_id: int) -> Response:
    """The first can is opened."""
    lot = the(opened(rights.DO), ProductLot, lot_id)
    product_id = lot.product_id

    def work(session: Session) -> str:
        chemicals.open_lot(session, lot_id, by=current_actor())
        return url_for("rabc_products.show", product_id=product_id)

    return act(f"open.{lot_id}", work, lambda e, s: _show(product_id, e, s))


@blueprint.get("/lots/<int:lot_id>/retirer")
@allow(rights.DO)
def withdraw_lot_form(lot_id: int) -> Response:
    """The form that withdraws a lot."""
    return _withdraw_lot(lot_id, {}, 200)


@blueprint.post("/lots/<int:lot_id>/retirer")
@allow(rights.DO)
def withdraw_lot(lot_id: int) -> Response:
    """Use a lot no more."""
    lot = the(opened(rights.DO), ProductLot, lot_id)
    where = url_for("rabc_products.show", product_id=lot.product_id)

    def work(session: Session) -> str:
        row = the(session, ProductLot, lot_id)
        chemicals.withdraw(session, row, request.form.get("why", ""), by=current_actor())
        return where

    return act(f"lot.out.{lot_id}", work, lambda e, s: _withdraw_lot(lot_id, e, s))


@blueprint.get("/<int:product_id>/retirer")
@allow(rights.PLAN)
def withdraw_form(product_id: int) -> Response:
    """The form that withdraws a product."""
    return _withdraw(product_id, {}, 200)


@blueprint.post("/<int:product_id>/retirer")
@allow(rights.PLAN)
def withdraw(product_id: int) -> Response:
    """Use a product no more."""
    the(opened(rights.PLAN), Product, product_id)

    def work(session: Session) -> str:
        row = the(session, Product, product_id)
        chemicals.withdraw(session, row, request.form.get("why", ""), by=current_actor())
        return url_for("rabc_products.index")

    return act(f"product.out.{product_id}", work, lambda e, s: _withdraw(product_id, e, s))


def _show(product_id: int, errors: dict[str, str], status: int) -> Response:
    session = opened()
    product = the(session, Product, product_id)
    return htmx.render(
        FOLDER + "product.html",
        status=status,
        product=product,
        kind=chemicals.KINDS[product.kind],
        lots=chemical_reads.lots(session, product_id=product_id),
        sheets=chemical_reads.sheets(session, product_id),
        key=once.fresh(),
        errors=errors,
    )


def _new(errors: dict[str, str], status: int) -> Response:
    session = opened(rights.PLAN)
    words = ", ".join(chemical_reads.dose_names(session)) or "aucun encore"
    fields = (
        Ask("name", "Nom du produit", required=True, most=80),
        Ask("kind", "Sorte", "tiles", options=tuple(chemicals.KINDS.items()), required=True),
        Ask("supplier", "Fournisseur", most=80),
        Ask("dose_name", "Mot des programmes", most=60,
            help=f"Tel que les programmes le dosent : {words}."),
        Ask("file", "Fiche de données de sécurité", "file", "Un PDF ou une photo."),
    )  # fmt: skip
    asked = Screen(
        "Nouveau produit", "Déclarer ce produit", url_for("rabc_products.index"), fields,
        pictogram="droplet-half", back_label="Produits",
    )  # fmt: skip
    return screen(asked, errors, status)


def _new_lot(product_id: int, errors: dict[str, str], status: int) -> Response:
    product = the(opened(rights.DO), Product, product_id)
    fields = (
        Ask("number", "Numéro de lot du fournisseur", "scan", "Scannez le bidon, ou recopiez.",
            required=True, most=60),
        Ask("received_on", "Reçu le", "date", required=True),
        Ask("quantity", "Quantité", "number", required=True),
        Ask("unit", "Unité", "tiles", options=(("L", "Litres"), ("kg", "Kilogrammes")),
            required=True),
        Ask("expires_on", "Périmé après le", "date", "Vide si rien n’est écrit dessus."),
    )  # fmt: skip
    asked = Screen(
        "Lot reçu", "Noter ce lot", url_for("rabc_products.show", product_id=product_id), fields,
        product.name, product.name, "box-seam",
    )  # fmt: skip
    return screen(asked, errors, status)


def _new_sheet(product_id: int, errors: dict[str, str], status: int) -> Response:
    product = the(opened(rights.PLAN), Product, product_id)
    fields = (Ask("file", "Fiche de données", "file", "Un PDF ou une photo.", required=True),)
    asked = Screen(
        "Nouvelle fiche de données", "Garder cette fiche",
        url_for("rabc_products.show", product_id=product_id), fields,
        "Les fiches d’avant restent.", product.name, "file-text",
    )  # fmt: skip
    return screen(asked, errors, status)


def withdrawal(title: str, back: str, lead: str = "") -> Screen:
    """The form that withdraws something, with a reason."""
    fields = (Ask("why", "Pourquoi", required=True),)
    return Screen(title, "Retirer", back, fields, lead, pictogram="archive")


def _withdraw_lot(lot_id: int, errors: dict[str, str], status: int) -> Response:
    lot = the(opened(rights.DO), ProductLot, lot_id)
    back = url_for("rabc_products.show", product_id=lot.product_id)
    lead = "Il reste dans l’historique. On ne pourra plus le mettre dans une pompe."
    return screen(withdrawal(f"Retirer le lot {lot.number}", back, lead), errors, status)


def _withdraw(product_id: int, errors: dict[str, str], status: int) -> Response:
    product = the(opened(rights.PLAN), Product, product_id)
    back = url_for("rabc_products.show", product_id=product_id)
    return screen(withdrawal(f"Retirer {product.name}", back), errors, status)
