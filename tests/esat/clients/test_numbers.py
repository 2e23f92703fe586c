import pytest

from esat.clients import numbers


@pytest.mark.parametrize("siret", ["21630113500010", "35600000000048", "35600000049837"])
def test_a_siret_with_its_key_is_right_and_la_poste_has_its_own(siret: str) -> None:
    assert numbers.siret_fault(siret) == ""


@pytest.mark.parametrize(
    ("siret", "fault"),
    [
        ("00000000000000", "client_siret_zeros"),
        ("21630113500011", "client_siret_key"),
        ("2163011350001", "client_siret_form"),
        ("2,16300E+13", "client_siret_form"),
        ("٢١٦٣٠١١٣٥٠٠٠١٠", "client_siret_form"),
    ],
)
def test_what_is_no_siret_is_named(siret: str, fault: str) -> None:
    assert numbers.siret_fault(siret) == fault


def test_nine_zeros_are_no_siren() -> None:
    assert numbers.siren_fault("000000000") == "client_siren_key"
    assert numbers.siren_fault("216301135") == ""
    assert numbers.siren_fault("21630113") == "client_siren_form"


def test_blanks_and_dots_between_digits_are_taken_out() -> None:
    assert numbers.digits("216 301\u00a0135.000-10") == "21630113500010"


@pytest.mark.parametrize("text", ["04 73 42 63 63", "+33 4 73 42 63 63", "(0)473426363", "3631 12"])
def test_a_phone_may_be_written_in_many_ways(text: str) -> None:
    assert numbers.phone_fault(text) == ""


@pytest.mark.parametrize("text", ["à demander", "12", "04 73 <b>"])
def test_what_cannot_be_dialled_is_no_phone(text: str) -> None:
    assert numbers.phone_fault(text) == "client_phone_form"


def test_an_address_has_a_name_and_a_domain() -> None:
    assert numbers.email_fault("a@b.fr") == ""
    assert numbers.email_fault("a@b") == "client_email_form"
    assert numbers.email_fault("a b@c.fr") == "client_email_form"


def test_a_postcode_has_five_digits() -> None:
    assert numbers.postcode_fault("03200") == ""
    assert numbers.postcode_fault("3200") == "client_postcode_form"
