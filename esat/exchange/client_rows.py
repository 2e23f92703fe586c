"""From a line of the old client file to the values we keep of it; it knows no base."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from esat.clients.forms import CATEGORIES
from esat.exchange import french
from esat.exchange.columns import Columns, Field
from esat.exchange.remarks import Checked, Remark, doubtful
from esat.exchange.table import Row
from esat.exchange.towns import town_key
from esat.folding import fold

FIELDS = (
    Field(
        "name",
        "Nom",
        "raison sociale, dénomination, organisme, établissement, nom, nom client, client, "
        "structure, société, intitulé",
    ),
    Field("external_code", "Code client", "code client, référence client, code, id client"),
    Field("kind", "Nature", "nature, nature client"),
    Field("category", "Catégorie", "catégorie, catégorie client, famille, type, type client"),
    Field("siren", "SIREN", "siren, code siren"),
    Field("siret", "SIRET", "siret, code siret, siren siret"),
    Field("siret_status", "Origine du SIRET", "siret statut, statut siret"),
    Field("service_code", "Code service", "code service, code service chorus, service"),
    Field(
        "commitment_rule",
        "Numéro d’engagement",
        "engagement, numéro engagement, engagement juridique, règle engagement",
    ),
    Field("address", "Adresse", "adresse, adresse 1, adresse postale, rue, voie"),
    Field(
        "address_extra",
        "Complément",
        "complément, complément adresse, adresse 2, adresse complément, adresse suite",
    ),
    Field("postcode", "Code postal", "code postal, cp, code post"),
    Field("town", "Ville", "ville, commune, localité"),
    Field("insee", "Code INSEE", "code insee, insee, code commune, code commune insee"),
    Field("finess", "FINESS", "finess, code finess, finess géographique"),
    Field(
        "phone",
        "Téléphone",
        "téléphone, tél, téléphone 1, tél 1, téléphone fixe, tél fixe, fixe, phone, standard, "
        "portable, téléphone portable, tél portable, mobile",
    ),
    Field(
        "email",
        "Courriel",
        "email, mail, courriel, adresse mail, adresse email, mél, adresse courriel, "
        "adresse électronique, courrier électronique",
    ),
    Field("source", "Source", "source, origine"),
)
LABELS = {field.code: field.label for field in FIELDS}
_LIMITS = {"external_code": 60, "category": 60, "service_code": 100, "town": 100, "source": 300}
_LONGEST = 200
_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "organisation": "organisation",
        "individual": "individual",
        "organisme": "organisation",
        "professionnel": "organisation",
        "entreprise": "organisation",
        "association": "organisation",
        "public": "organisation",
        "prive": "organisation",
        "particulier": "individual",
        "individuel": "individual",
    },
    "siret_status": {
        "derive": "derive",
        "declare": "declared",
        "declared": "declared",
        "source": "declared",
        "absent": "",
    },
    "commitment_rule": {
        "required": "required",
        "asked": "asked",
        "none": "none",
        "oui": "required",
        "obligatoire": "required",
        "vrai": "required",
        "demande": "asked",
        "facultatif": "asked",
        "non": "none",
        "faux": "none",
        "aucun": "none",
    },
}


_CATEGORIES = {fold(label): code for code, label in CATEGORIES.items()}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a line says: filled values only, remarks, and the code of why it is refused, if any."""

    line: int
    values: Mapping[str, str]
    remarks: tuple[Remark, ...] = ()
    problem: str = ""

    def __getitem__(self, field: str) -> str:
        return self.values.get(field, "")

    @property
    def about(self) -> str:
        """How people recognise the line."""
        return " — ".join(part for part in (self["name"], self["town"]) if part)


def candidates(
    rows: Sequence[Row], columns: Columns, departments: Mapping[str, str]
) -> list[Candidate]:
    """One candidate for each line, in order."""
    return [_candidate(row, columns, departments) for row in rows]


def _candidate(row: Row, columns: Columns, departments: Mapping[str, str]) -> Candidate:
    if row.problem:
        return Candidate(row.line, {}, (Remark(row.problem),), row.problem)
    cells = {field.code: columns.value(row.cells, field.code) for field in FIELDS}
    checked = {code: _check(code, cell) for code, cell in cells.items()}
    department = departments.get(town_key(cells["town"]), "")
    checked["postcode"], checked["insee"] = french.place(
        cells["postcode"], cells["insee"], department
    )
    _agree_on_siren(checked)
    remarks = tuple(
        remark for code, found in checked.items() for remark in found.remark(LABELS[code])
    )
    values = {code: found.value for code, found in checked.items() if found.value}
    if fold(values.get("category", "")) == "particulier":
        values.setdefault("kind", "individual")
    if not values.get("name"):
        return Candidate(row.line, values, (*remarks, Remark("line_no_name")), "line_no_name")
    return Candidate(row.line, values, remarks)


_CHECKS: Mapping[str, Callable[[str], Checked]] = {
    "siren": french.siren,
    "siret": french.siret,
    "finess": french.finess,
    "phone": french.phone,
    "email": french.email,
}


def _check(code: str, cell: str) -> Checked:
    if code in _CHECKS:
        return _CHECKS[code](cell)
    value = french.text(cell)
    if code in _WORDS:
        return _word(code, value)
    if code == "category":
        value = _CATEGORIES.get(fold(value), value)
    limit = _LIMITS.get(code, _LONGEST)
    if len(value) > limit:
        return doubtful("cell_too_long", value, size=len(value), limit=limit)
    return Checked(value)


def _word(code: str, value: str) -> Checked:
    """One of the words a field understands; another is asked again."""
    if not value:
        return Checked()
    words = _WORDS[code]
    key = fold(value)
    if key in words:
        return Checked(words[key])
    return doubtful("word_unknown", value, words=", ".join(words))


def _agree_on_siren(checked: dict[str, Checked]) -> None:
    """A SIRET begins with its SIREN: it fills an empty one, and a quarrel empties both."""
    siren, siret = checked["siren"].value, checked["siret"].value
    if not siret:
        checked["siret_status"] = Checked()
        return
    if siren and siren != siret[:9]:
        checked["siret"] = doubtful("siret_other_siren", siret, siren=siren)
        checked["siren"] = checked["siret_status"] = Checked()
        return
    if not siren and not checked["siren"].code:
        checked["siren"] = Checked(siret[:9])
    if not checked["siret_status"].value:
        checked["siret_status"] = Checked("declared", checked["siret_status"].code)
