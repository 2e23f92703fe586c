import pytest
from hypothesis import given
from hypothesis import strategies as st

from esat import texts
from esat.exchange import french
from esat.exchange.texts import SENTENCES
from esat.exchange.towns import departments, town_key

KNOWN = departments([("Saint-Priest", "03390"), ("Beaumont", "63110"), ("Beaumont", "07110")])


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("21630113500010", "21630113500010", ""),
        (" 216 301 135 00010 ", "21630113500010", ""),
        ("21630113500010.0", "21630113500010", ""),
        ("35600000049837", "35600000049837", ""),  # La Poste
        ("35600000000011", "", "siret_key"),
        ("00000000000000", "", "siret_zeros"),
        ("2,16300E+13", "", "number_lost"),
        ("2.163E+13", "", "number_lost"),
        ("21630000000000", "", "number_lost"),
        ("21630113500011", "", "siret_key"),
        ("2163011350001", "", "siret_form"),
        ("216301135", "", "siret_is_siren"),
        ("à venir", "", "siret_form"),
        ("٢١٦٣٠١١٣٥٠٠٠١٠", "", "siret_form"),
        ("", "", ""),
    ],
)
def test_siret(cell: str, value: str, code: str) -> None:
    checked = french.siret(cell)
    assert (checked.value, checked.code) == (value, code)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("216 301 135", "216301135", ""),
        ("216301136", "", "siren_key"),
        ("000000000", "", "siren_key"),
        ("2,16301E+08", "", "number_lost"),
        ("21630113", "", "siren_form"),
    ],
)
def test_siren(cell: str, value: str, code: str) -> None:
    checked = french.siren(cell)
    assert (checked.value, checked.code) == (value, code)


@pytest.mark.parametrize(
    ("cell", "insee", "town", "value", "code"),
    [
        ("63000", "", "Clermont-Ferrand", "63000", ""),
        ("63 000", "", "Clermont-Ferrand", "63000", ""),
        ("F-63000", "", "Clermont-Ferrand", "63000", ""),
        ("63000.0", "", "Clermont-Ferrand", "63000", ""),
        ("97400", "", "Saint-Denis", "97400", ""),
        ("3200", "", "VICHY CEDEX 2", "03200", "postcode_zero_restored"),
        ("3390", "", "St Priest", "03390", "postcode_zero_restored"),
        ("3700", "03023", "Ailleurs", "03700", "postcode_zero_restored"),
        ("3700", "3023", "Ailleurs", "03700", "postcode_zero_restored"),
        ("3700", "63113", "Vichy", "", "postcode_zero_doubtful"),
        ("6300", "63113", "Clermont-Ferrand", "", "postcode_zero_doubtful"),
        ("6300", "", "Clermont-Ferrand", "", "postcode_zero_doubtful"),
        ("1000", "", "Bruxelles", "", "postcode_zero_doubtful"),
        ("7110", "", "Beaumont", "", "postcode_zero_doubtful"),  # two towns of that name
        ("6,3E+04", "", "Riom", "", "number_lost"),
        ("630", "", "Riom", "", "postcode_form"),
        ("00000", "", "Riom", "", "postcode_form"),
        ("96000", "", "Riom", "", "postcode_form"),
        ("", "", "Riom", "", ""),
    ],
)
def test_postcode(cell: str, insee: str, town: str, value: str, code: str) -> None:
    checked, _ = french.place(cell, insee, KNOWN.get(town_key(town), ""))
    assert (checked.value, checked.code) == (value, code)


@pytest.mark.parametrize(
    ("insee", "postcode", "value", "code"),
    [
        ("63113", "", "63113", ""),
        ("2a004", "20000", "2A004", ""),
        ("3023", "03700", "03023", "insee_zero_restored"),
        ("3023", "3700", "03023", "insee_zero_restored"),
        ("3023", "63000", "", "insee_form"),
        ("3023", "", "", "insee_form"),
        ("0302", "", "", "insee_form"),
    ],
)
def test_insee(insee: str, postcode: str, value: str, code: str) -> None:
    _, checked = french.place(postcode, insee)
    assert (checked.value, checked.code) == (value, code)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("04 73 42 63 63", "04 73 42 63 63", ""),
        ("0473426363", "04 73 42 63 63", ""),
        ("04.73.42.63.63", "04 73 42 63 63", ""),
        ("+33 4 73 42 63 63", "04 73 42 63 63", ""),
        ("+33 (0)4 73 42 63 63", "04 73 42 63 63", ""),
        ("0033473426363", "04 73 42 63 63", ""),
        ("473426363", "04 73 42 63 63", "phone_zero_restored"),
        ("473426363.0", "04 73 42 63 63", "phone_zero_restored"),
        ("612345678", "06 12 34 56 78", "phone_zero_restored"),
        ("0262902020", "02 62 90 20 20", ""),
        ("262902020", "02 62 90 20 20", "phone_zero_restored"),
        ("08 26 30 44 99", "08 26 30 44 99", ""),
        ("826304499", "", "phone_form"),
        ("+32 2 511 22 33", "+32 2 511 22 33", ""),
        ("04 73 42 63", "", "phone_form"),
        ("04 73 42 63 63 / 06 12 34 56 78", "", "phone_form"),
        ("demander à Mme X", "", "phone_form"),
        ("4,73426E+08", "", "number_lost"),
        ("", "", ""),
    ],
)
def test_phone(cell: str, value: str, code: str) -> None:
    checked = french.phone(cell)
    assert (checked.value, checked.code) == (value, code)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (" accueil@ville-riom.fr ", "accueil@ville-riom.fr", ""),
        ("mailto:a.b+c@x.fr", "a.b+c@x.fr", ""),
        ("a@b", "", "email_form"),
        ("a@b.fr; c@d.fr", "", "email_form"),
        ("a..b@c.fr", "", "email_form"),
        ("a@b.fr\nBcc: x@y.fr", "", "email_form"),
        ("x" * 300 + "@b.fr", "", "email_form"),
        ("", "", ""),
    ],
)
def test_email(cell: str, value: str, code: str) -> None:
    checked = french.email(cell)
    assert (checked.value, checked.code) == (value, code)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("630000016", "630000016", ""),
        ("2a0000012", "2A0000012", ""),
        ("10000016", "", "finess_form"),
        ("", "", ""),
    ],
)
def test_finess(cell: str, value: str, code: str) -> None:
    checked = french.finess(cell)
    assert (checked.value, checked.code) == (value, code)


def test_text_keeps_a_formula_and_takes_our_own_apostrophe_away() -> None:
    assert french.text("  =1+1 ") == "=1+1"
    assert french.text("'=1+1") == "=1+1"
    assert french.text("''=1+1") == "'=1+1"
    assert french.text("'Hôtel\u00a0 du  Lac'") == "'Hôtel du Lac'"


@given(st.text(max_size=40))
def test_nothing_makes_a_check_crash_and_every_code_has_its_sentence(cell: str) -> None:
    texts.add(SENTENCES)
    checks = [
        french.siren(cell),
        french.siret(cell),
        french.phone(cell),
        french.email(cell),
        french.finess(cell),
        *french.place(cell, cell, KNOWN.get(town_key(cell), "")),
    ]
    for checked in checks:
        for remark in checked.remark("Champ"):
            assert texts.known(remark.code)
            assert "{" not in remark.text.replace(cell[:57], "")
