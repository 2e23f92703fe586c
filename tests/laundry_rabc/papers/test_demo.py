import random
from datetime import date, datetime

from sqlmodel import Session

from esat import clock
from esat.accounts.models import Account, AccountRole
from esat.production.rehearsal import Scene
from laundry_rabc.papers import demo, reads


def test_without_its_people_nothing_is_played(session: Session, now: datetime) -> None:
    scene = Scene(session, random.Random(1), date(2026, 11, 2), date(2026, 11, 2))
    assert demo.demo(scene) is None


def test_the_file_of_the_demo_has_the_gaps_that_an_audit_should_find(
    session: Session, now: datetime
) -> None:
    for login, role in (*demo.LOGINS.items(), ("nadia", "moniteur")):
        account = Account(login=login, display_name=login, password_hash="")
        session.add(account)
        session.flush()
        session.add(AccountRole(account_id=account.id, role=role))
    session.flush()
    scene = Scene(session, random.Random(1), date(2026, 11, 2), date(2026, 11, 2))
    assert demo.demo(scene) is not None
    found = reads.for_period(session, date(2026, 1, 1), clock.today())
    assert len(found.documents) == len(demo.PAPERS)
    assert [one.code for one in found.documents if one.review_late] == [demo.OLD]
    assert sorted(row.open for row in found.findings) == [False, True]
    gaps = {gap.code for gap in found.gaps}
    assert gaps == {"document_review_late", "document_unread", "action_late", "rule_unvalidated"}
