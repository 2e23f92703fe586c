"""What a person or a file gives of a client, a contact or a site: shapes, before any rule."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, StringConstraints

from esat.web.forms import Blank, FormShape, NoControl, Required, Text

CATEGORIES = {
    "mairie": "Mairie",
    "intercommunalite": "Intercommunalité",
    "service_public": "Service public",
    "ehpad": "EHPAD, résidence",
    "sante": "Santé",
    "entreprise_ou_association": "Entreprise ou association",
}
KINDS = {"organisation": "Organisation", "individual": "Particulier"}
COMMITMENT_RULES = {
    "none": "Pas de numéro d’engagement",
    "asked": "Numéro d’engagement demandé",
    "required": "Numéro d’engagement obligatoire",
}

FIELD_LABELS = {
    "access_note": "Accès",
    "address": "Adresse",
    "address_extra": "Complément d’adresse",
    "archived": "Archivé",
    "archived_at": "Retiré",
    "category": "Catégorie",
    "commitment_rule": "Numéro d’engagement",
    "contact": "Contact",
    "email": "Courriel",
    "external_code": "Ancien code",
    "fictive": "Démonstration",
    "finess": "FINESS",
    "insee": "Code INSEE",
    "kind": "Nature",
    "name": "Nom",
    "notify": "Courriels d’avancement",
    "phone": "Téléphone",
    "postcode": "Code postal",
    "purged": "Personnes effacées",
    "role": "Fonction",
    "service_code": "Code service",
    "siren": "SIREN",
    "siret": "SIRET",
    "siret_status": "Origine du SIRET",
    "site": "Lieu",
    "source": "Source",
    "tariff": "Tarif",
    "town": "Ville",
}


def _ticked(value: object) -> object:
    """An unticked box sends nothing; the page then gives an empty text."""
    return False if value == "" else value


Ticked = Annotated[bool, BeforeValidator(_ticked)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
Text10 = Annotated[str, StringConstraints(max_length=10), NoControl]
Text40 = Annotated[str, StringConstraints(max_length=40), NoControl]
Text100 = Annotated[str, StringConstraints(max_length=100), NoControl]
Text500 = Annotated[str, StringConstraints(max_length=500), NoControl]
OwnCode = Annotated[
    Annotated[str, StringConstraints(max_length=60), NoControl] | None,
    Blank,
]


class ClientIn(FormShape):
    """A client as given. Only the fields that were given are changed by an update."""

    kind: Literal["organisation", "individual"] = "organisation"
    name: Required
    category: Annotated[str, StringConstraints(max_length=60), NoControl] = ""
    siren: Text40 = ""
    siret: Text40 = ""
    siret_status: Literal["", "derive", "declared"] = ""
    service_code: Text100 = ""
    commitment_rule: Literal["none", "asked", "required"] = "none"
    address: Text = ""
    address_extra: Text = ""
    postcode: Text10 = ""
    town: Text100 = ""
    insee: Annotated[str, StringConstraints(max_length=5), NoControl] = ""
    finess: Annotated[str, StringConstraints(max_length=9), NoControl] = ""
    phone: Text40 = ""
    email: Text = ""
    external_code: OwnCode = None
    source: Annotated[str, StringConstraints(max_length=300), NoControl] = ""
    notify: Ticked = True
    tariff: Text40 = ""
    fictive: Ticked = False


class ContactIn(FormShape):
    """A person at a client's."""

    name: Name
    role: Annotated[str, StringConstraints(max_length=120), NoControl] = ""
    phone: Text40 = ""
    email: Text = ""
    notify: Ticked = True


class SiteIn(FormShape):
    """A place of delivery or of work."""

    name: Name
    address: Text = ""
    postcode: Text10 = ""
    town: Text100 = ""
    access_note: Text500 = ""
