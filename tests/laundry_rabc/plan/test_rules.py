"""A version that does not hold together is refused field by field."""

from typing import Any

import pytest

from esat.errors import Invalid
from esat.web import forms
from laundry_rabc.plan import proposing, rules
from laundry_rabc.plan.forms import VersionIn, filled
from laundry_rabc.plan.seeds import SEEDS
from tests.conftest import MONDAY

SEED = {one.code: one for one in SEEDS}


def given(code: str, **changed: Any) -> VersionIn:
    """A form as a browser sends it: what is ticked is there, what is not is absent."""
    seed = SEED[code]
    values = filled(proposing.version_of(seed, 1, MONDAY), ())
    values["pairs"] = ";".join(f"{c} x {m}" for c, m in seed.pairs)
    sent = {
        name: ("1" if value is True else value)
        for name, value in values.items()
        if value is not False
    }
    sent |= {"reason": "Essai"} | changed
    return forms.read(VersionIn, {name: value for name, value in sent.items() if value is not None})


@pytest.mark.parametrize("code", sorted(SEED))
def test_every_proposal_holds_together(code: str) -> None:
    assert rules.faults(given(code)) == {}


@pytest.mark.parametrize(
    ("code", "changed", "field"),
    [
        ("HYG-01", {"alert_high": "4"}, "alert_high"),
        ("HYG-01", {"alert_high": "5"}, "alert_high"),
        ("HYG-01", {"alert_low": "1"}, "alert_low"),
        ("HYG-01", {"has_alert": None}, "alert_high"),
        ("HYG-01", {"target_high": ""}, "target_high"),
        ("HYG-01", {"target_low": "1"}, "target_low"),
        ("HYG-01", {"unit": ""}, "unit"),
        ("HYG-01", {"unit": "UFC/cm²"}, "unit"),
        ("HYG-01", {"surface_cm2": ""}, "surface_cm2"),
        ("HYG-01", {"surface_cm2": "0"}, "surface_cm2"),
        ("HYG-01", {"method": ""}, "method"),
        ("HYG-01", {"method": "au hasard"}, "method"),
        ("HYG-04", {"surface_cm2": "25"}, "surface_cm2"),
        ("HYG-01", {"kind": "XXX"}, "kind"),
        ("HYG-01", {"zone": "moon"}, "zone"),
        ("HYG-01", {"direction": "up"}, "direction"),
        ("HYG-01", {"frequency": "never"}, "frequency"),
        ("HYG-01", {"mark": ""}, "mark"),
        ("HYG-01", {"pictogram": "no-such"}, "pictogram"),
        ("HYG-01", {"who": []}, "who"),
        ("HYG-01", {"who": ["Z"]}, "who"),
        ("HYG-01", {"action_procedure": ""}, "action_procedure"),
        ("HYG-01", {"alert_procedure": ""}, "alert_procedure"),
        ("HYG-01", {"plausible_low": "300"}, "plausible_high"),
        ("COL-02", {"alert_procedure": ""}, "alert_procedure"),
        ("LAV-07", {"target_low": "8"}, "target_high"),
        ("LAV-07", {"alert_low": "7"}, "alert_low"),
        ("LAV-07", {"alert_high": "7"}, "alert_high"),
        ("ENV-01", {"alert_low": "6"}, "alert_low"),
        ("ENV-01", {"alert_high": "6"}, "alert_high"),
        ("LAV-02", {"pairs": ""}, "pairs"),
        ("LAV-02", {"pairs": "chaud"}, "pairs"),
        ("LAV-02", {"pairs": "65 x 10 ; 65 x 12"}, "pairs"),
        ("LAV-02", {"pairs": "65 x 10 ; 71 x 12"}, "pairs"),
        ("LAV-02", {"pairs": "165 x 10"}, "pairs"),
        ("LAV-02", {"pairs": "65 x 0"}, "pairs"),
        ("LAV-02", {"unit": "%"}, "unit"),
        ("LAV-03", {"unit": "°C"}, "unit"),
        ("LAV-03", {"pairs": ""}, "pairs"),
        ("LAV-03", {"target_low": "", "alert_low": ""}, "target_low"),
        ("LAV-03", {"alert_low": "-5"}, "alert_low"),
    ],
)
def test_what_does_not_hold_together_is_said_at_its_field(
    code: str, changed: dict[str, Any], field: str
) -> None:
    assert list(rules.faults(given(code, **changed))) == [field]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": ""}, "reason"), ({"label": ""}, "label"),
        ({"target_high": "beaucoup"}, "target_high"),
        ({"misses": "0"}, "misses"), ({"times": "0"}, "times"), ({"since": "hier"}, "since"),
        ({"source": ""}, "source"), ({"margin_c": "-1"}, "margin_c"),
        ({"alert_high": "1,2345"}, "alert_high"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_too(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        given("HYG-01", **changed)
    assert list(invalid.value.fields) == [field]


def test_pairs_are_read_as_people_write_them() -> None:
    found = rules.pairs_of("71 °C × 3 min; 65,5x10")
    assert found is not None
    assert [(str(one.celsius), str(one.minutes)) for one in found] == [("65.5", "10"), ("71", "3")]


def test_an_edge_alone_may_be_the_alert() -> None:
    """Pression : 0 est une alerte, sous 0 une action."""
    wanted = given("ENV-01", target_low="0", target_closed=None, alert_low="0", alert_closed="1")
    assert rules.faults(wanted) == {}
    same = given("ENV-01", target_low="0", target_closed="1", alert_low="0", alert_closed="1")
    assert list(rules.faults(same)) == ["alert_low"]
