from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.accounts.models import Account
from esat.workers.contracts import reads
from esat.workers.contracts.models import ContractStep, OtherJob, SundayAgreement, WorkerContract
from esat.workers.models import Supervision
from tests.esat.workers.conftest import Team

SignedIn = Callable[..., FlaskClient]
DISCOVERY = {
    "kind": "discovery", "begins": "2026-11-16", "until": "2026-11-27", "weekly_hours": "35",
    "host": "Nadia", "prescriber": "Cap emploi",
}  # fmt: skip


@pytest.fixture
def office(signed_in: SignedIn, session: Session, team: Team) -> FlaskClient:
    session.commit()
    return signed_in("bureau")


def rows(session: Session, table: type) -> int:
    return len(session.exec(select(table)).all())


def root_of(session: Session, worker: int) -> int:
    [one] = reads.of_workers(session, [worker])
    return one.root


def test_a_discovery_is_written_shown_and_in_no_count(
    office: FlaskClient, session: Session, team: Team
) -> None:
    here = f"/travailleurs/{team.paul}/contrat"
    wrong = office.post(f"{here}/nouveau", data={**DISCOVERY, "host": ""})
    assert wrong.status_code == 422
    assert "Cap emploi" in wrong.text
    for _ in range(2):
        assert office.post(f"{here}/nouveau", data=DISCOVERY).status_code == 303
    assert rows(session, WorkerContract) == 1
    assert reads.fte(session, date(2026, 11, 23)) == 0
    page = office.get(here).text
    assert "Stagiaire" in page
    assert "hors des places et des relevés" in page
    assert "6 sur 10, 10 au plus" in page
    assert "Nadia" in office.get("/travailleurs/places").text
    assert "2 personnes et 1 stagiaire" in office.get("/travailleurs").text
    root = root_of(session, team.paul)
    done = {"kind": "discovery_sent", "day-discovery_sent": "2026-11-23"}
    assert office.post(f"{here}/{root}/fait", data=done).status_code == 303
    assert "rendue le 23/11/2026" in office.get(here).text
    assert office.post(f"{here}/{root}/retirer").status_code == 303
    assert "écrit par erreur" in office.get(here).text


def test_hours_end_and_dates_are_changed_on_the_page(
    office: FlaskClient, session: Session, team: Team
) -> None:
    here = f"/travailleurs/{team.paul}/contrat"
    first = {"kind": "support", "begins": "2026-01-05", "weekly_hours": "17,5"}
    office.post(f"{here}/nouveau", data=first)
    root = root_of(session, team.paul)
    assert "17,5" in office.get(f"{here}/{root}/changer").text
    bad = {"since": "2025-12-01", "weekly_hours": "douze"}
    answer = office.post(f"{here}/{root}/changer", data=bad)
    assert answer.status_code == 422
    assert "douze" in answer.text
    good = {"since": "2026-11-30", "weekly_hours": "28", "until": "2027-01-31"}
    assert office.post(f"{here}/{root}/changer", data=good).status_code == 303
    page = office.get(here).text
    assert "31/01/2027" in page
    assert "Changement à partir du 30/11/2026" in page
    short = {
        "kind": "short", "why": "shared", "begins": "2027-01-04", "until": "2027-03-31",
        "weekly_hours": "30", "host": "Personne",
    }  # fmt: skip
    assert office.post(f"{here}/nouveau", data=short).status_code == 303
    page = office.get(here).text
    assert "Contrat à venir" in page
    assert "Fin du contrat : 03/01/2027" in page
    assert reads.of_workers(session, [team.paul])[1].newest.host == ""
    other = f"/travailleurs/{team.zoe}/contrat/{root}"
    assert office.get(f"{other}/changer").status_code == 404
    assert office.post(f"{other}/retirer").status_code == 404


def test_agreements_hours_elsewhere_and_the_next_review_are_recorded(
    office: FlaskClient, session: Session, team: Team
) -> None:
    here = f"/travailleurs/{team.paul}"
    first = {"kind": "support", "begins": "2026-01-05", "weekly_hours": "17,5"}
    office.post(f"{here}/contrat/nouveau", data=first)
    said = {"days": ["2026-12-06", "2026-12-13"], "agreed_on": "2026-11-20", "how": "spoken"}
    assert office.post(f"{here}/accords", data=said).status_code == 303
    assert rows(session, SundayAgreement) == 2
    late = office.post(f"{here}/accords", data={**said, "other_day": "2026-11-15"})
    assert late.status_code == 422
    assert "avant le jour travaillé" in late.text
    assert office.post(f"{here}/accords/2026-12-06/retirer").status_code == 303
    assert office.post(f"{here}/accords/hier/retirer").status_code == 404
    assert "dimanche 13 décembre 2026" in office.get(f"{here}/contrat").text
    job = {"other_hours": "18", "other_since": "2026-09-01", "convention_on": ""}
    assert office.post(f"{here}/autre-employeur", data=job).status_code == 303
    assert "35,5" in office.get(f"{here}/contrat").text
    assert "35,5" in office.get("/travailleurs/places").text
    wrong = office.post(f"{here}/autre-employeur", data={**job, "other_hours": "90"})
    assert wrong.status_code == 422
    assert rows(session, OtherJob) == 1
    review = {"kind": "project_next", "day-project_next": "2027-02-01"}
    assert office.post(f"{here}/projet", data=review).status_code == 303
    assert office.post(f"{here}/projet", data={"kind": "final_review"}).status_code == 404
    far = office.post(f"{here}/projet", data={**review, "day-project_next": "2099-01-01"})
    assert far.status_code == 422
    assert rows(session, ContractStep) == 1


@pytest.mark.parametrize("month", ["2026-12", ""])
def test_the_month_shown_is_the_one_asked_or_this_one(office: FlaskClient, month: str) -> None:
    page = office.get(f"/travailleurs/places?mois={month}").text
    assert ("12/2026</figcaption>" if month == "2026-12" else "11/2026</figcaption>") in page


def test_a_supervisor_of_the_worker_sees_nothing_of_his_contract(
    office: FlaskClient, signed_in: SignedIn, session: Session, team: Team
) -> None:
    job = {"other_hours": "18", "other_since": "2026-09-01"}
    office.post(f"/travailleurs/{team.paul}/autre-employeur", data=job)
    nadia = signed_in("moniteur", ("laundry",))
    account = session.exec(select(Account.id).order_by(Account.id.desc())).first()  # type: ignore[union-attr]
    session.add(
        Supervision(account_id=account, group_id=team.group.id or 0, since=date(2026, 1, 1))
    )
    session.commit()
    asked = [nadia.get(path).status_code for path in (
        f"/travailleurs/{team.paul}/contrat", "/travailleurs/places", "/travailleurs/echeances",
        "/travailleurs/bilan", "/travailleurs/mises-a-disposition", "/travailleurs/delegues",
    )]  # fmt: skip
    assert asked == [403] * 6
    for path in ("contrat/nouveau", "accords", "autre-employeur", "projet"):
        assert nadia.post(f"/travailleurs/{team.paul}/{path}", data=job).status_code == 403


def test_the_worker_s_page_leads_to_his_contract_and_keeps_what_it_says(
    office: FlaskClient, session: Session, team: Team
) -> None:
    first = {"kind": "support", "begins": "2026-01-05", "weekly_hours": "17,5"}
    office.post(f"/travailleurs/{team.paul}/contrat/nouveau", data=first)
    page = office.get(f"/travailleurs/{team.paul}").text
    assert f"/travailleurs/{team.paul}/contrat" in page
    assert "17,5" in page
    kept = {"first_name": "Paul", "last_name": "Durand", "group_id": str(team.group.id)}
    assert office.post(f"/travailleurs/{team.paul}", data=kept).status_code == 303
    assert rows(session, WorkerContract) == 1
