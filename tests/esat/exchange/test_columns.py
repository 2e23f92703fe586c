from esat.exchange.columns import Field, match

FIELDS = (
    Field("name", "Nom", "raison sociale, nom, client"),
    Field("phone", "Téléphone", "téléphone, tél"),
    Field("siret", "SIRET", "n° siret"),
    Field("postcode", "Code postal", "code postal, cp"),
)


def test_headers_are_matched_with_or_without_accents_case_and_signs() -> None:
    for headers in (
        ("Raison sociale", "Téléphone", "SIRET", "Code postal"),
        ("RAISON_SOCIALE", "TEL.", "N° SIRET", "code-postal"),
        ("raisonSociale", "No de téléphone", "Numéro Siret", "C.P."),
        ("  Nom  du client ", "tél", "siret", "CodePostal"),
    ):
        columns = match(headers, FIELDS[1:] if headers[0].strip() == "Nom  du client" else FIELDS)
        assert columns.places["phone"] == 1, headers
        assert columns.places["siret"] == 2
        assert columns.places["postcode"] == 3


def test_unknown_and_empty_headers_are_said() -> None:
    columns = match(("nom", "Couleur", "", "sirets"), FIELDS)
    assert columns.unknown == ("Couleur", "colonne 3", "sirets")


def test_the_better_name_wins_and_the_other_is_said() -> None:
    columns = match(("Nom", "Raison sociale", "Client"), FIELDS)
    assert columns.places["name"] == 1
    assert columns.doubled == ("Nom", "Client")
    assert columns.value(("a", "b", "c"), "name") == "b"
    assert columns.value(("a",), "name") == ""
    assert columns.value(("a", "b", "c"), "phone") == ""
