from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esat import clock
from laundry_rabc.qualifications import (
    CHANGED,
    WORDS,
    Change,
    Proof,
    Standing,
    State,
    standing,
)

FROM, UNTIL = date(2026, 1, 10), date(2026, 12, 31)
ENTERED = datetime(2026, 1, 11, 9, 0, tzinfo=UTC)
APPROVED = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def proof(**more: object) -> Proof:
    given = {
        "valid_from": FROM, "valid_until": UNTIL, "entered_at": ENTERED, "approved_at": APPROVED,
    }  # fmt: skip
    return Proof(**(given | more))  # type: ignore[arg-type]


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment by the wall clock of Paris."""
    return datetime(year, month, day, hour, minute, tzinfo=clock.PARIS)


NOON = at(2026, 6, 1)


def test_without_a_report_nothing_is_proved() -> None:
    found = standing([], NOON, 30)
    assert found == Standing(State.NONE)
    assert (found.proof, found.days_left, found.change) == (None, None, None)
    assert found.sentence == "Programme jamais qualifié sur cette machine."


@pytest.mark.parametrize(
    ("state", "proved", "word"),
    [
        (State.VALID, True, "Qualifié"),
        (State.EXPIRING, True, "Expire bientôt"),
        (State.AWAITING, False, "À approuver"),
        (State.VOIDED, False, "Annulée"),
        (State.EXPIRED, False, "Expirée"),
        (State.NONE, False, "Non qualifié"),
    ],
)
def test_only_a_valid_or_an_expiring_proof_lets_wash(state: State, proved: bool, word: str) -> None:
    assert state.proved is proved
    assert WORDS[state] == word


def test_every_state_has_its_word_and_its_plain_value() -> None:
    assert set(WORDS) == set(State)
    assert [one.value for one in State] == [
        "valid", "expiring", "awaiting", "voided", "expired", "none",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "warning", "state", "left"),
    [
        (date(2026, 6, 1), 30, State.VALID, 213),
        (date(2026, 11, 30), 30, State.VALID, 31),
        (date(2026, 12, 1), 30, State.EXPIRING, 30),
        (date(2026, 12, 1), 29, State.VALID, 30),
        (date(2026, 12, 30), 0, State.VALID, 1),
        (date(2026, 12, 31), 0, State.EXPIRING, 0),
        (date(2027, 1, 1), 30, State.EXPIRED, None),
    ],
)
def test_the_days_left_make_the_state(
    day: date, warning: int, state: State, left: int | None
) -> None:
    one = proof()
    found = standing([one], at(day.year, day.month, day.day), warning)
    assert (found.state, found.days_left, found.proof) == (state, left, one)
    assert found.change is None


def test_the_last_day_ends_at_midnight_of_paris() -> None:
    last = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)
    assert standing([proof()], last, 30).state is State.EXPIRING
    assert standing([proof()], last + timedelta(seconds=1), 30).state is State.EXPIRED


def test_a_proof_does_not_count_before_its_first_day() -> None:
    early = proof(valid_from=date(2026, 6, 2))
    assert standing([early], at(2026, 6, 1, 23, 59), 30) == Standing(State.NONE)
    assert standing([early], at(2026, 6, 2, 0, 0), 30).state is State.VALID


def test_a_report_is_not_known_before_it_was_entered() -> None:
    one = proof(approved_at=None)
    assert standing([one], ENTERED - TICK, 30).state is State.NONE
    assert standing([one], ENTERED, 30).state is State.AWAITING


def test_a_report_counts_from_the_approval_on_and_not_before() -> None:
    one = proof()
    before = standing([one], APPROVED - TICK, 30)
    assert (before.state, before.proof, before.days_left) == (State.AWAITING, one, None)
    assert before.sentence == "La qualification attend l’approbation d’une autre personne."
    assert standing([one], APPROVED, 30).state is State.VALID
    assert standing([proof(approved_at=None)], NOON, 30).state is State.AWAITING


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("programme", "Programme modifié le 3 mars 2026 : il doit être requalifié."),
        ("machine", "Machine modifiée le 3 mars 2026 : le programme doit y être requalifié."),
        ("hand", "Qualification annulée le 3 mars 2026 : le programme doit être requalifié."),
    ],
)
def test_a_change_voids_from_its_moment_on(what: str, sentence: str) -> None:
    change = Change(what, at(2026, 3, 3, 10), "temps raccourci")
    one = proof(changes=(change,))
    assert standing([one], change.at - TICK, 30).state is State.VALID
    found = standing([one], change.at, 30)
    assert (found.state, found.change, found.proof) == (State.VOIDED, change, one)
    assert found.days_left is None
    assert found.sentence == sentence
    assert set(CHANGED) == {"programme", "machine", "hand"}


def test_the_first_change_is_the_one_that_voided() -> None:
    first, second = Change("machine", at(2026, 3, 3)), Change("programme", at(2026, 4, 4))
    for changes in ((first, second), (second, first)):
        assert standing([proof(changes=changes)], NOON, 30).change == first
    assert standing([proof(changes=(second,))], at(2026, 4, 3), 30).state is State.VALID


def test_the_day_of_a_change_is_that_of_paris() -> None:
    change = Change("programme", datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    found = standing([proof(changes=(change,))], NOON, 30)
    assert found.sentence.startswith("Programme modifié le 3 mars 2026")


def test_a_change_after_the_last_day_voids_nothing_any_more() -> None:
    late = Change("programme", at(2027, 1, 1, 0, 0))
    found = standing([proof(changes=(late,))], at(2027, 2, 1), 30)
    assert (found.state, found.change) == (State.EXPIRED, None)
    assert found.sentence == (
        "Qualification expirée depuis le 31 décembre 2026 : le programme doit être requalifié."
    )
    on_it = Change("programme", at(2026, 12, 31, 23, 59))
    assert standing([proof(changes=(on_it,))], at(2027, 2, 1), 30).state is State.VOIDED


def test_what_is_proved_says_until_when() -> None:
    assert standing([proof()], NOON, 30).sentence == "Qualifié jusqu’au 31 décembre 2026."
    assert standing([proof()], at(2026, 12, 20), 30).sentence == (
        "Qualifié jusqu’au 31 décembre 2026."
    )


def test_the_longest_valid_proof_is_the_best() -> None:
    short = proof(valid_until=date(2026, 8, 1), entered_at=ENTERED + timedelta(days=9))
    short = proof(
        valid_until=date(2026, 8, 1), entered_at=ENTERED + timedelta(days=1),
        approved_at=APPROVED + timedelta(days=1),
    )  # fmt: skip
    long = proof()
    for order in ([short, long], [long, short]):
        assert standing(order, NOON, 30).proof == long


def test_a_proof_counts_although_a_newer_report_does_not() -> None:
    old = proof()
    newer = proof(entered_at=ENTERED + timedelta(days=30), approved_at=None)
    for order in ([old, newer], [newer, old]):
        assert standing(order, NOON, 30) == Standing(State.VALID, old, 213)


def test_where_nothing_proves_the_newest_report_says_why() -> None:
    voided = proof(changes=(Change("programme", at(2026, 3, 3)),))
    newer = proof(
        entered_at=ENTERED + timedelta(days=60), approved_at=None, valid_until=date(2026, 2, 1)
    )
    for order in ([voided, newer], [newer, voided]):
        assert standing(order, NOON, 30).state is State.AWAITING
    assert standing([voided], NOON, 30).state is State.VOIDED


def test_a_report_that_is_not_yet_in_force_says_less_than_a_voided_one() -> None:
    voided = proof(changes=(Change("hand", at(2026, 3, 3)),))
    later = proof(valid_from=date(2026, 7, 1), entered_at=ENTERED + timedelta(days=60))
    for order in ([voided, later], [later, voided]):
        assert standing(order, NOON, 30).state is State.VOIDED


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)


@given(MOMENTS, st.lists(st.tuples(MOMENTS, st.none() | MOMENTS, st.none() | MOMENTS), max_size=4))
def test_nothing_is_proved_without_an_approval_or_after_a_change(
    moment: datetime, drawn: list[tuple[datetime, datetime | None, datetime | None]]
) -> None:
    proofs = [
        proof(
            entered_at=entered, approved_at=approved,
            changes=() if changed is None else (Change("machine", changed),),
        )
        for entered, approved, changed in drawn
    ]  # fmt: skip
    found = standing(proofs, moment, 30)
    assert found.sentence
    if found.state.proved:
        one = found.proof
        assert one is not None
        assert one.approved_at is not None
        assert one.approved_at <= moment
        assert all(change.at > moment for change in one.changes)
