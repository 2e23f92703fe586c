"""What nobody answered is told once, to the owner of the point or those who keep the plan."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import AccountRole
from esat.mailing.models import Mail
from esat.web.door import House
from laundry_rabc.checks import answering, escalating, reads
from laundry_rabc.checks.models import Check, CheckEscalation, CheckRule
from laundry_rabc.checks.shapes import AnswerIn
from laundry_rabc.plan.models import PointApproval, PointVersion
from tests.conftest import MONDAY
from tests.laundry_rabc.checks.conftest import Laundry, account

LATER = MONDAY + timedelta(hours=4)


@pytest.fixture
def ines(session: Session, laundry: Laundry) -> int:
    made = account(session, "ines", email="ines@exemple.invalid")
    session.add(AccountRole(account_id=made, role="qualite"))
    session.flush()
    return made


def mails(session: Session) -> list[Mail]:
    query = select(Mail).where(Mail.kind == escalating.KIND).order_by(col(Mail.to_address))
    return list(session.exec(query))


def overdue(session: Session) -> int:
    limit = LATER - timedelta(hours=2)
    return len([row for row in reads.waiting(session, LATER) if row.check.late_at < limit])


def test_one_mail_tells_of_all_and_is_not_sent_again(session: Session, ines: int) -> None:
    expected = overdue(session)
    assert escalating.escalate(session, LATER) == expected > 1
    mail = mails(session)[0]
    assert mail.to_address == "ines@exemple.invalid"
    assert f"{expected} contrôles en retard" in mail.subject
    assert "TEN-01" in mail.body_text
    assert escalating.escalate(session, LATER + timedelta(minutes=10)) == 0
    assert len(mails(session)) == 1
    assert len(session.exec(select(CheckEscalation)).all()) == expected


def test_nothing_is_told_before_the_delay_nor_of_what_was_done(
    session: Session, laundry: Laundry, ines: int
) -> None:
    check = laundry.check(session, "TEN-01", "matin")
    assert escalating.escalate(session, check.late_at + timedelta(hours=2)) == 0
    given = AnswerIn.model_validate({"par": "moi", "answer": "yes", "forbidden": "no"})
    answering.answer(session, check.id or 0, given, by=laundry.nadia)
    escalating.escalate(session, LATER)
    assert check.id not in set(session.exec(select(CheckEscalation.check_id)))


def test_the_delay_is_a_row(session: Session, ines: int) -> None:
    session.add(
        CheckRule(code="escalate", since=date(2026, 11, 23), value=12, unit="h", created_at=MONDAY)
    )
    session.flush()
    assert escalating.escalate(session, LATER) == 0


def test_the_owner_of_the_point_is_told_and_the_others_are_not(
    session: Session, laundry: Laundry, ines: int
) -> None:
    owner = account(session, "owner", email="pilote@exemple.invalid")
    first = laundry.check(session, "TEN-01", "matin")
    former = session.get_one(PointVersion, first.version_id)
    made = PointVersion(
        **{**former.model_dump(exclude={"id"}), "version": 2, "owner_id": owner}
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add(PointApproval(version_id=made.id, at=MONDAY, effective_at=MONDAY))
    session.add(
        Check(**{**first.model_dump(exclude={"id"}), "version_id": made.id, "key": "autre"})
    )
    session.flush()
    escalating.escalate(session, LATER)
    told = {one.to_address: one.body_text for one in mails(session)}
    assert told["pilote@exemple.invalid"].count("TEN-01") == 1
    assert told["ines@exemple.invalid"].count("TEN-01") == 1


def test_an_account_that_is_closed_is_told_nothing(session: Session, laundry: Laundry) -> None:
    for n, more in enumerate(({"disabled_at": MONDAY}, {"ends_on": date(2026, 11, 1)})):
        made = account(session, f"gone{n}", email=f"gone{n}@exemple.invalid", **more)
        session.add(AccountRole(account_id=made, role="qualite"))
    session.flush()
    assert escalating.escalate(session, LATER) > 0
    assert mails(session) == []
    assert {one.told for one in session.exec(select(CheckEscalation))} == {0}


def test_the_job_makes_and_tells_in_one_go(session: Session, ines: int, house: House) -> None:
    session.commit()
    with clock.pinned(LATER + timedelta(days=1)):
        escalating.tick(house)
    session.expire_all()
    days = {clock.local(one.due_at).date() for one in session.exec(select(Check))}
    assert date(2026, 11, 24) in days
    assert mails(session)
