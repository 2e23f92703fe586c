from dataclasses import replace
from decimal import Decimal

import pytest

from esat.errors import Refused
from laundry_rabc import limits
from laundry_rabc.lab import values
from laundry_rabc.lab.values import AskedBackError, Said
from laundry_rabc.limits import Band, Bands, Verdict

pytestmark = pytest.mark.usefixtures("loaded")
PLATE = "Gélose contact"
LINEN = Bands(
    "upper", "UFC", Decimal(25), PLATE, Band(high=Decimal(5)), Band(high=Decimal(12))
)  # fmt: skip
WATER = Bands(
    "upper", "UFC/ml", None, "Filtration", Band(high=Decimal(100)), Band(high=Decimal(300))
)  # fmt: skip
ON_PLATE = Said("", "", PLATE, Decimal(25))


def verdict(said: Said, bands: Bands = LINEN) -> Verdict:
    return limits.judge(values.measured(said, bands), bands).verdict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 UFC/25 cm²", Verdict.CONFORM),
        ("6 UFC/25cm2", Verdict.ALERT),
        ("12 UFC/25cm2", Verdict.ALERT),
        ("12,5 UFC/25 cm2", Verdict.ACTION),
        ("13.0 ufc / 25 cm²", Verdict.ACTION),
        ("< 1 UFC/25 cm²", Verdict.CONFORM),
        ("> 300 UFC/25 cm²", Verdict.ACTION),
        ("indénombrable", Verdict.ACTION),
        ("TNTC", Verdict.ACTION),
        ("6 UFC", Verdict.ALERT),
    ],
)
def test_what_a_report_writes_is_judged(text: str, expected: Verdict) -> None:
    assert verdict(replace(ON_PLATE, value=text)) is expected


def test_a_bare_number_is_judged_only_with_the_unit_of_its_sheet() -> None:
    with pytest.raises(Refused) as refusal:
        values.measured(replace(ON_PLATE, value="12"), LINEN)
    assert refusal.value.code == "lab_unit_missing"
    assert verdict(replace(ON_PLATE, value="12", unit="UFC/25 cm²")) is Verdict.ALERT


def test_a_count_per_square_centimetre_is_asked_about_with_its_equivalent() -> None:
    """Scenario 6: « 10 UFC/cm² » is 250 on 25 cm², or a slip of the report for 10 on 25 cm²."""
    said = Said("10 UFC/cm²")
    with pytest.raises(Refused) as refusal:
        values.measured(said, LINEN)
    assert refusal.value.code == "lab_method_missing"
    assert "250\u00a0UFC/25\u00a0cm²" in refusal.value.message
    with pytest.raises(Refused) as refusal:
        values.measured(replace(said, method=PLATE), LINEN)
    assert refusal.value.code == "lab_plate_missing"
    whole = replace(said, method=PLATE, surface_cm2=Decimal(25))
    with pytest.raises(AskedBackError) as asked:
        values.measured(whole, LINEN)
    assert asked.value.question.words.replace("\u00a0", " ") == (
        "10 UFC/cm² valent 250 UFC/25 cm². N’est-ce pas plutôt 10 UFC/25 cm² ?"
    )
    assert verdict(replace(whole, reading="equivalent")) is Verdict.ACTION
    assert verdict(replace(whole, reading="plate")) is Verdict.ALERT


def test_another_surface_keeps_what_was_written_and_is_judged_on_the_limits() -> None:
    said = Said("48 UFC/dm²", "", PLATE, Decimal(100), "equivalent")
    found = values.measured(said, LINEN)
    assert (found.value, found.surface_cm2) == (Decimal(48), Decimal(100))
    assert limits.judge(found, LINEN).verdict is Verdict.ALERT
    assert values.on_limits(Decimal(48), Decimal(100), Decimal(25)) == 12


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (replace(ON_PLATE, value="-3 UFC/25 cm²"), "measure_negative"),
        (replace(ON_PLATE, value="3 UFC/ml"), "lab_unit_differs"),
        (replace(ON_PLATE, value="3 °C"), "lab_unit_differs"),
        (replace(ON_PLATE, value="beaucoup"), "measure_not_a_number"),
        (replace(ON_PLATE, value=""), "measure_empty"),
        (replace(ON_PLATE, value="3 UFC/25 cm²", method="Écouvillon"), "lab_method_differs"),
        (replace(ON_PLATE, value="3 UFC/25 cm²", method=""), "lab_method_missing"),
        (replace(ON_PLATE, value="3 UFC", surface_cm2=None), "lab_surface_missing"),
        (replace(ON_PLATE, value="indénombrable", surface_cm2=None), "lab_surface_missing"),
        (replace(ON_PLATE, value="3 UFC/25 cm²", surface_cm2=None), "lab_plate_missing"),
        (replace(ON_PLATE, value="1,2345 UFC/25 cm²"), "measure_too_precise"),
    ],
)
def test_what_cannot_be_compared_is_refused(said: Said, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        values.measured(said, LINEN)
    assert refusal.value.code == code
    assert len(refusal.value.message) > 20


def test_water_has_no_surface_and_is_asked_none() -> None:
    said = Said("101 UFC/ml", "", "Filtration")
    assert verdict(said, WATER) is Verdict.ALERT
    assert verdict(replace(said, value="<1", unit="UFC/ml"), WATER) is Verdict.CONFORM


def test_a_pathogen_is_action_whatever_the_number() -> None:
    found = values.measured(replace(ON_PLATE, value="< 1 UFC/25 cm²"), LINEN, forbidden=True)
    assert limits.judge(found, LINEN).verdict is Verdict.ACTION


@pytest.mark.parametrize(
    ("value", "sign", "unit", "surface", "said"),
    [
        (Decimal(1), "<", "UFC", Decimal(25), "<\u00a01\u00a0UFC/25\u00a0cm²"),
        (None, "tntc", "UFC", Decimal(25), "indénombrable"),
        (None, "", "UFC", Decimal(25), "non mesuré"),
        (Decimal("7.2"), "", "pH", None, "7,2\u00a0pH"),
        (Decimal(10), "", "UFC", Decimal(1), "10\u00a0UFC/cm²"),
    ],
)
def test_a_value_is_written_with_its_unit_and_surface(
    value: Decimal | None, sign: str, unit: str, surface: Decimal | None, said: str
) -> None:
    assert values.shown(value, sign, unit, surface) == said
