"""A correction is a further row: the first reading stays, with its time, author and turn."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.errors import EsatError, Refused
from laundry_rabc.cases import judged
from laundry_rabc.checks import fixing, reads
from laundry_rabc.checks.fixing import FixIn
from laundry_rabc.checks.states import State
from laundry_rabc.limits import Measure
from laundry_rabc.results.keeping import Given
from laundry_rabc.results.models import Result
from tests.conftest import MONDAY
from tests.laundry_rabc.checks.conftest import Laundry
from tests.laundry_rabc.checks.test_answering import MORNING, do


def test_a_correction_is_a_further_row_and_the_first_time_stays(
    session: Session, laundry: Laundry
) -> None:
    first = do(session, laundry, "CAL-01", MORNING, answer="value", value="145")
    assert first.verdict == "action"
    fix = FixIn.model_validate({"answer": "value", "value": "165", "fix_reason": "Mal lu"})
    with clock.pinned(MONDAY + timedelta(hours=5)):
        further = fixing.fix(session, first.id or 0, fix, by=laundry.rachid)
    assert (further.amends_id, further.verdict, further.taken_at) == (
        first.id, "conform", first.taken_at,
    )  # fmt: skip
    assert further.account_id == laundry.rachid.account_id
    assert [one.value for one in fixing.chain(session, first)] == [Decimal(145), Decimal(165)]
    row = reads.one(session, laundry.check(session, "CAL-01", MORNING).id or 0)
    assert row is not None
    assert (row.state, row.first, row.last) == (State.DONE, first, further)
    with pytest.raises(Refused, match="already_amended"):
        fixing.fix(session, first.id or 0, fix, by=laundry.rachid)
    again = fixing.fix(session, further.id or 0, fix, by=laundry.rachid)
    assert len(fixing.chain(session, again)) == 3


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"fix_reason": ""}, "fix_needs_reason"),
        ({"value": "700"}, "implausible"),
        ({"answer": ""}, "check_answer_missing"),
    ],
)
def test_a_correction_needs_its_reason_and_a_value(
    session: Session, laundry: Laundry, fields: dict[str, str], refused: str
) -> None:
    first = do(session, laundry, "CAL-01", MORNING, answer="value", value="165")
    wanted = {"answer": "value", "value": "166", "fix_reason": "Mal lu", **fields}
    with pytest.raises(Refused, match=refused):
        fixing.fix(session, first.id or 0, FixIn.model_validate(wanted), by=laundry.rachid)
    assert len(session.exec(select(Result)).all()) == 1


def test_a_reading_of_a_probe_is_not_corrected_here(session: Session, laundry: Laundry) -> None:
    probe = Given("CAL-01", Measure(Decimal(170), "°C"), MONDAY, source="sensor")
    row = judged.record(session, probe, by=laundry.nadia)
    fix = FixIn.model_validate({"answer": "value", "value": "166", "fix_reason": "Non"})
    with pytest.raises(Refused, match="fix_not_by_hand"):
        fixing.fix(session, row.id or 0, fix, by=laundry.rachid)
    with pytest.raises(EsatError):
        fixing.fix(session, 999_999, fix, by=laundry.rachid)
