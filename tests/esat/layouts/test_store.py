from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import event, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from esat.accounts.models import Account
from esat.actors import SYSTEM
from esat.db import Database
from esat.errors import Invalid, NotFound, Refused
from esat.layouts import store
from esat.layouts.models import LabelLayout
from esat.layouts.store import Wanted
from labels import LAYOUTS, Layout
from tests.esat.layouts.editing import BAG, LOWER, QR, TITLE, with_box
from tests.signing_in import open_session

Save = Callable[..., LabelLayout]


@pytest.fixture
def save(session: Session, now: datetime) -> Save:
    def keep(layout: Layout, base: int = 0, reason: str = "Plus lisible") -> LabelLayout:
        return store.save(session, Wanted(layout, base), reason=reason, by=SYSTEM, at=now)

    return keep


def rows(session: Session) -> int:
    return session.exec(select(func.count()).select_from(LabelLayout)).one()


def test_without_a_row_the_house_serves(session: Session) -> None:
    assert store.current(session, "bag") == BAG
    assert store.version_of(session, "bag") == 0
    assert store.at_version(session, "bag", 0) == BAG
    assert store.in_force(session) == LAYOUTS
    for ask in (store.current, lambda s, c: store.at_version(s, c, 0)):
        with pytest.raises(NotFound) as refused:
            ask(session, "moon")
        assert refused.value.code == "layout_unknown"
    with pytest.raises(NotFound):
        store.at_version(session, "bag", 1)


def test_a_saved_layout_serves_and_what_it_was_is_kept(session: Session, save: Save) -> None:
    row = save(LOWER)
    again = with_box(LOWER, TITLE, size=4.5)
    save(again, base=1)
    assert (row.version, row.reason, row.created_by, row.withdrawn) == (1, "Plus lisible", None, 0)
    assert store.current(session, "bag") == again
    assert store.version_of(session, "bag") == 2
    assert store.at_version(session, "bag", 1) == LOWER
    assert store.at_version(session, "bag", 0) == BAG
    assert store.in_force(session) == {**LAYOUTS, "bag": again}
    serving = store.serving(session)
    assert (serving.layout("bag"), serving.version("bag")) == (again, 2)
    assert (serving.layout("lot"), serving.version("lot")) == (LAYOUTS["lot"], 0)


@pytest.mark.parametrize("code", LAYOUTS)
def test_every_layout_of_the_house_comes_back_as_it_was_kept(
    session: Session, save: Save, code: str
) -> None:
    wanted = replace(LAYOUTS[code], label="Autre nom")
    save(wanted)
    assert store.current(session, code) == wanted


def test_who_draws_from_an_older_version_is_told(session: Session, save: Save) -> None:
    save(LOWER)
    for base in (0, 2):
        with pytest.raises(Refused) as refused:
            save(with_box(BAG, TITLE, size=4.5), base=base)
        assert refused.value.code == "layout_changed"
    assert rows(session) == 1


def test_of_those_who_save_at_once_one_is_kept_and_the_others_are_told(
    file_database: Database, now: datetime
) -> None:
    """All drew from the house's own: SQLite lets them in one by one, PostgreSQL by the key."""
    together = Barrier(4)

    def try_it(number: int) -> str:
        together.wait()
        wanted = Wanted(with_box(BAG, TITLE, size=4.0 + number / 10), 0)
        try:
            with file_database.write() as session:
                store.save(session, wanted, reason="Ensemble", by=SYSTEM, at=now)
        except Refused as error:
            return error.code
        return "kept"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(try_it, range(4)))
    assert said == ["kept", *["layout_changed"] * 3]
    with file_database.read() as session:
        assert rows(session) == 1


def test_the_same_again_adds_no_version(session: Session, save: Save) -> None:
    with pytest.raises(Refused) as refused:
        save(BAG)
    assert refused.value.code == "layout_same"
    save(LOWER)
    with pytest.raises(Refused) as refused:
        save(with_box(LOWER, TITLE, size=5.0001), base=1)
    assert refused.value.code == "layout_same"
    assert rows(session) == 1


def test_what_does_not_hold_is_not_kept(session: Session, save: Save) -> None:
    with pytest.raises(Invalid) as refused:
        save(with_box(BAG, QR, w=12.0, h=12.0))
    assert refused.value.code == "layout_faulty"
    assert set(refused.value.fields) == {f"b{QR + 1}"}
    assert rows(session) == 0


def test_a_former_version_serves_again_as_one_more(
    session: Session, save: Save, now: datetime
) -> None:
    save(LOWER)
    save(with_box(LOWER, TITLE, size=4.5), base=1)
    later = now + timedelta(hours=1)
    row = store.restore(session, "bag", 1, base=2, reason="Trop petit", by=SYSTEM, at=later)
    assert (row.version, row.reason, row.created_at) == (3, "Trop petit", later)
    assert store.current(session, "bag") == LOWER
    with pytest.raises(Refused) as refused:
        store.restore(session, "bag", 3, base=3, reason="Encore", by=SYSTEM, at=later)
    assert refused.value.code == "layout_same"


def test_a_layout_of_the_house_goes_back_to_it(session: Session, save: Save, now: datetime) -> None:
    save(LOWER)
    gone = store.withdraw(session, "bag", base=1, reason="Retour", by=SYSTEM, at=now)
    assert (gone.version, gone.withdrawn) == (2, True)
    assert store.current(session, "bag") == BAG
    assert store.version_of(session, "bag") == 0
    assert store.at_version(session, "bag", 1) == LOWER
    with pytest.raises(Refused) as refused:
        store.withdraw(session, "bag", base=2, reason="Encore", by=SYSTEM, at=now)
    assert refused.value.code == "layout_not_ours"
    store.restore(session, "bag", 1, base=2, reason="Finalement", by=SYSTEM, at=now)
    assert store.version_of(session, "bag") == 3
    store.restore(session, "bag", 0, base=3, reason="Non", by=SYSTEM, at=now)
    assert store.version_of(session, "bag") == 0
    assert rows(session) == 4


def test_a_layout_of_ones_own_is_copied_changed_and_leaves_the_choice(
    session: Session, save: Save, now: datetime
) -> None:
    made = store.duplicate(session, "bag", "big_bag", "Grand sac", by=SYSTEM, at=now)
    assert (made.version, made.reason) == (1, f"Copie de « {BAG.label} »")
    own = replace(BAG, code="big_bag", label="Grand sac")
    assert store.current(session, "big_bag") == own
    assert [*store.in_force(session)] == [*LAYOUTS, "big_bag"]
    for taken in ("bag", "big_bag"):
        with pytest.raises(Invalid) as refused:
            store.duplicate(session, "lot", taken, "Autre", by=SYSTEM, at=now)
        assert set(refused.value.fields) == {"copy_code"}
    store.withdraw(session, "big_bag", base=1, reason="Inutile", by=SYSTEM, at=now)
    assert store.in_force(session) == LAYOUTS
    for ask in (
        lambda: store.current(session, "big_bag"),
        lambda: store.serving(session).layout("big_bag"),
        lambda: store.withdraw(session, "big_bag", base=2, reason="x", by=SYSTEM, at=now),
        lambda: store.duplicate(session, "big_bag", "other", "x", by=SYSTEM, at=now),
    ):
        with pytest.raises(NotFound):
            ask()
    assert store.at_version(session, "big_bag", 1) == own
    with pytest.raises(Invalid):
        store.duplicate(session, "lot", "big_bag", "Autre", by=SYSTEM, at=now)


def test_each_version_says_who_made_it(session: Session, now: datetime) -> None:
    open_session(session, "administrateur", "Adèle", None)
    account = session.exec(select(func.max(Account.id))).one()
    by = replace(SYSTEM, account_id=account)
    row = store.save(session, Wanted(LOWER, 0), reason="Plus lisible", by=by, at=now)
    assert (row.created_by, row.created_at) == (account, now)
    nobody = replace(SYSTEM, account_id=(account or 0) + 1000)
    with pytest.raises(IntegrityError):
        store.save(session, Wanted(BAG, 1), reason="Retour", by=nobody, at=now)


def test_a_row_that_does_not_read_says_so_and_harms_no_other(session: Session, save: Save) -> None:
    row = save(LOWER)
    row.boxes = [{"kind": "moon"}]
    session.flush()
    with pytest.raises(Refused) as refused:
        store.current(session, "bag")
    assert refused.value.code == "layout_unreadable"
    assert store.serving(session).layout("lot") == LAYOUTS["lot"]


def test_two_hundred_labels_ask_the_database_once(file_database: Database, now: datetime) -> None:
    with file_database.write() as session:
        store.save(session, Wanted(LOWER, 0), reason="Une", by=SYSTEM, at=now)
    asked: list[str] = []
    event.listen(file_database.engine, "before_cursor_execute", lambda *a: asked.append(str(a[2])))
    with file_database.read() as session:
        serving = store.serving(session)
        for code in [*LAYOUTS] * 8:
            serving.layout(code)
            serving.version(code)
    assert len([one for one in asked if "label_layout" in one]) == 1
