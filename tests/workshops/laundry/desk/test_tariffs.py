from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.errors import Forbidden, Invalid, Refused
from esat.web import icons
from tests import people
from tests.workshops.laundry.desk import making
from tests.workshops.laundry.desk.making import MONDAY, SHIRT
from workshops.laundry.desk import seeds, tariff_changes, tariffs
from workshops.laundry.desk.models import Bracket, DeskText, Tariff
from workshops.laundry.desk.tariff_forms import BracketIn, TariffIn, TextIn

NEXT_WEEK = MONDAY + timedelta(days=7)


def changed(session: Session, price: str, **more: object) -> Tariff:
    given = {
        "article": "Chemise", "service": "Lavage", "price": price, "unit": "pièce",
        "reason": "Révision", **making.VALID,
    }  # fmt: skip
    shape = TariffIn.model_validate(given | more)
    return tariff_changes.change_tariff(session, SHIRT, shape, by=SYSTEM)


def asked(session: Session, on: date = MONDAY) -> Decimal | None:
    found = tariffs.price_list(session, on).tariff(SHIRT)
    return None if found is None else found.price


def test_an_empty_house_has_proposals_and_asks_nothing_of_anybody(
    session: Session, now: datetime
) -> None:
    seeds.install(session, now)
    seeds.install(session, now)
    rows = session.exec(select(Tariff)).all()
    assert len(rows) == len(seeds.PRICES)
    assert all(one.pictogram in icons.icon_names() for one in rows)
    assert {row.status for row in session.exec(select(Tariff))} == {"proposed"}
    assert tariffs.price_list(session, MONDAY).tariffs == ()


def test_a_later_price_holds_from_its_day(desk: Session) -> None:
    changed(desk, "3.60", since=NEXT_WEEK)
    assert asked(desk) == Decimal("3.30")
    assert asked(desk, NEXT_WEEK) == Decimal("3.60")
    (coming,) = [one for one in tariffs.coming(desk, Tariff, MONDAY) if one.code == SHIRT]
    assert coming.price == Decimal("3.60")


def test_a_proposal_is_not_asked_until_it_is_validated(desk: Session) -> None:
    changed(desk, "9.00", status="proposed", source="")
    assert asked(desk) == Decimal("3.30")
    changed(desk, "9.00")
    assert asked(desk) == Decimal("9.00")
    assert not [one for one in tariffs.coming(desk, Tariff, MONDAY) if one.code == SHIRT]


def test_every_version_stays(desk: Session) -> None:
    changed(desk, "3.60")
    found = tariffs.history(desk, Tariff, SHIRT)
    assert [(one.version, one.price) for one in found] == [
        (2, Decimal("3.60")), (1, Decimal("3.30")),
    ]  # fmt: skip


def test_what_is_withdrawn_is_gone_with_what_was_planned_of_it(desk: Session) -> None:
    changed(desk, "3.60", since=NEXT_WEEK)
    tariff_changes.withdraw_tariff(desk, SHIRT, "Plus fait", by=SYSTEM)
    assert asked(desk) is None
    assert asked(desk, NEXT_WEEK) is None
    with pytest.raises(Refused, match="desk_withdrawn"):
        tariff_changes.withdraw_tariff(desk, SHIRT, "Encore", by=SYSTEM)
    changed(desk, "3.70")
    assert asked(desk) == Decimal("3.70")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"since": MONDAY - timedelta(days=1)}, "since"),
        ({"source": ""}, "source"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_price_without_its_day_source_or_reason_is_refused(
    desk: Session, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        changed(desk, "3.60", **wrong)
    assert field in refusal.value.fields
    assert asked(desk) == Decimal("3.30")


def test_the_same_article_and_service_is_one_price(desk: Session) -> None:
    with pytest.raises(Refused, match="desk_tariff_known"):
        making.price(desk, "CHEMISE", "5.00")


def test_a_name_without_letters_is_no_article(desk: Session) -> None:
    with pytest.raises(Invalid):
        making.price(desk, "!!!", "5.00")


def test_only_who_may_fixes_the_tariff(desk: Session) -> None:
    given = TariffIn.model_validate(
        {"article": "Nappe", "service": "Lavage", "price": "2", "unit": "pièce", **making.VALID}
    )
    for by in (making.karim(), people.actor("responsable_atelier", workshops=("bookbinding",))):
        with pytest.raises(Forbidden):
            tariff_changes.add_tariff(desk, given, by=by)
    assert tariff_changes.add_tariff(desk, given, by=people.actor("bureau")).code == "nappe.lavage"


def test_a_bracket_takes_off_its_percentage_or_has_its_own_prices(desk: Session) -> None:
    found = tariffs.price_list(desk, MONDAY)
    shirt, sheet = found.tariff(SHIRT), found.tariff(making.SHEET)
    assert shirt is not None
    assert sheet is not None
    a, b = found.choice("tranche-a"), found.choice("tranche-b")
    assert a is not None
    assert b is not None
    assert (a.price(shirt), a.price(sheet)) == (Decimal("2.48"), Decimal("1.88"))
    assert (b.price(shirt), b.price(sheet)) == (Decimal("1.00"), Decimal("2.50"))


@pytest.mark.parametrize("kind", ["percent", "fixed"])
def test_a_bracket_that_changes_nothing_is_refused(desk: Session, kind: str) -> None:
    given = BracketIn.model_validate({"label": "Vide", "kind": kind, **making.VALID})
    with pytest.raises(Invalid):
        tariff_changes.save_bracket(desk, None, given, {}, by=SYSTEM)


def test_a_bracket_has_one_name_and_may_end(desk: Session) -> None:
    with pytest.raises(Refused, match="desk_bracket_known"):
        making.bracket(desk, "Tranche A", "10")
    tariff_changes.withdraw_bracket(desk, "tranche-a", "Délibération 13", by=SYSTEM)
    assert tariffs.price_list(desk, MONDAY).choice("tranche-a") is None
    assert len(tariffs.history(desk, Bracket, "tranche-a")) == 2


def test_no_table_of_the_desk_has_a_place_for_an_income(desk: Session) -> None:
    columns = {column.name for column in Bracket.__table__.columns}
    assert not columns & {"income", "quotient", "resources", "revenu"}
    assert isinstance(desk.exec(select(Bracket)).first().bound, str)  # type: ignore[union-attr]


def test_a_text_holds_from_its_day_and_a_validated_one_goes_first(desk: Session) -> None:
    given = {"body": "Nouveau", "since": NEXT_WEEK, "status": "validated", "source": "D 13"}
    text = TextIn.model_validate(given | {"reason": "Loi"})
    tariff_changes.write_text(desk, "liability", text, by=SYSTEM)
    now, later = (tariffs.text_of(desk, "liability", day) for day in (MONDAY, NEXT_WEEK))
    assert now is not None
    assert later is not None
    assert (now.body, later.body) == ("Le linge est assuré.", "Nouveau")
    with pytest.raises(Invalid):
        tariff_changes.write_text(desk, "autre", text, by=SYSTEM)
    assert len(tariffs.history(desk, DeskText, "liability")) == 2


def test_two_long_names_that_begin_alike_are_two_prices(session: Session, now: datetime) -> None:
    """A price known by another name was refused as « déjà »."""
    name = "Veste de cérémonie doublée, brodée "
    first, second = (making.price(session, name + end, "12") for end in ("à col", "sans col"))
    assert first != second
    with pytest.raises(Refused) as refusal:
        making.price(session, name + "SANS COL", "13")
    assert refusal.value.code == "desk_tariff_known"
