from decimal import Decimal

import pytest
from sqlmodel import Session

from esat.clients.models import Client
from esat.errors import Forbidden, Invalid, Refused
from esat.files.store import Store
from tests import people
from tests.workshops.laundry.desk import making
from tests.workshops.laundry.desk.making import SHIRT, karim, left
from workshops.laundry.desk import payments
from workshops.laundry.desk.models import Deposit
from workshops.laundry.desk.payments import PaymentIn

RECEIPT = {
    "kind": "receipt", "cash_office": "Régie du CCAS", "receipt_no": "R-118", "amount": "6,60",
    "paid_on": "2026-11-23",
}  # fmt: skip


def paid(session: Session, deposit: Deposit, **more: object) -> payments.Payment:
    given = PaymentIn.model_validate(RECEIPT | more)
    return payments.pay(session, deposit, given, by=karim())


@pytest.fixture
def deposit(desk: Session, lucie: Client, store: Store) -> Deposit:
    return left(desk, store, lucie, (SHIRT, "2"), expected="6.60").deposit


def test_nothing_is_said_of_the_payment_until_somebody_does(
    desk: Session, deposit: Deposit
) -> None:
    assert not payments.state(desk, deposit).settled
    row = paid(desk, deposit)
    assert (row.receipt_no, row.amount) == ("R-118", Decimal("6.60"))
    assert payments.state(desk, deposit).settled


def test_an_invoice_to_come_needs_no_receipt(desk: Session, deposit: Deposit) -> None:
    row = paid(desk, deposit, kind="invoice", receipt_no="", amount="", paid_on="")
    assert (row.kind, row.receipt_no, row.paid_on) == ("invoice", "", None)
    assert row.amount == Decimal("6.60")


@pytest.mark.parametrize("amount", ["6,59", "3", "6,61", "0"])
def test_a_part_or_too_much_is_refused(desk: Session, deposit: Deposit, amount: str) -> None:
    with pytest.raises(Refused, match="payment_partial"):
        paid(desk, deposit, amount=amount)
    assert payments.standing(desk, deposit.order_id) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("receipt_no", ""), ("amount", ""), ("paid_on", ""), ("cash_office", ""),
     ("paid_on", "2026-11-24")],
)  # fmt: skip
def test_an_incomplete_receipt_is_refused(
    desk: Session, deposit: Deposit, name: str, value: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        paid(desk, deposit, **{name: value})
    assert list(refusal.value.fields) == [name]


def test_a_receipt_serves_once_in_its_cash_office(
    desk: Session, deposit: Deposit, lucie: Client, store: Store
) -> None:
    other = left(desk, store, lucie, (SHIRT, "2"), expected="6.60").deposit
    paid(desk, deposit)
    with pytest.raises(Refused, match="payment_receipt_used"):
        paid(desk, other)
    assert paid(desk, other, cash_office="Régie du foyer").receipt_no == "R-118"


def test_a_change_is_a_further_row_with_its_reason(
    desk: Session, deposit: Deposit, lucie: Client, store: Store
) -> None:
    first = paid(desk, deposit)
    with pytest.raises(Invalid) as refusal:
        paid(desk, deposit, receipt_no="R-119")
    assert "reason" in refusal.value.fields
    second = paid(desk, deposit, receipt_no="R-119", reason="Numéro mal lu")
    assert [one.id for one in payments.history(desk, deposit.order_id)] == [second.id, first.id]
    assert second.amends_id == first.id
    assert payments.standing(desk, deposit.order_id) == second
    other = left(desk, store, lucie, (SHIRT, "2"), expected="6.60").deposit
    assert paid(desk, other).receipt_no == "R-118"  # free again


def test_the_same_said_again_is_no_change(desk: Session, deposit: Deposit) -> None:
    paid(desk, deposit)
    with pytest.raises(Refused, match="payment_same"):
        paid(desk, deposit, reason="Encore")


def test_what_costs_nothing_is_not_paid(desk: Session, lucie: Client, store: Store) -> None:
    code = making.bracket(desk, "Gratuit", "100")
    made = left(desk, store, lucie, (SHIRT, "1"), bracket=code, expected="0")
    assert payments.state(desk, made.deposit).settled
    with pytest.raises(Refused, match="payment_nothing"):
        paid(desk, made.deposit, amount="0")


def test_only_the_desk_notes_a_payment(desk: Session, deposit: Deposit) -> None:
    given = PaymentIn.model_validate(RECEIPT)
    for by in (people.actor("bureau"), people.actor("moniteur", workshops=("bookbinding",))):
        with pytest.raises(Forbidden):
            payments.pay(desk, deposit, given, by=by)
