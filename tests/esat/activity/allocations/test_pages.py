from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.activity.allocations.models import Allocation, AllocationChange, Overlap
from esat.production import barcodes, once
from esat.production.models import Lot
from esat.workers import people
from esat.workers.models import Group
from esat.workers.posts.models import WorkAuthorisation, WorkPost
from tests.esat.activity.allocations.conftest import TODAY, Floor, at
from tests.factories import make_order

SignedIn = Callable[..., FlaskClient]
PAGE = "/equipes/linge/2026-11-23/postes"
BOXES = "/equipes/cartons/2026-11-23/postes"


def led(session: Session, signed_in: SignedIn, group: Group) -> FlaskClient:
    """The browser of a supervisor who leads that group."""
    browser = signed_in("moniteur", (group.workshop,))
    account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
    assert account is not None
    people.lead(session, group, account.id or 0, date(2026, 11, 1))
    session.commit()
    return browser


@pytest.fixture
def nadia(session: Session, signed_in: SignedIn, floor: Floor) -> FlaskClient:
    return led(session, signed_in, floor.linen)


def lines(session: Session) -> list[tuple[int, int | None, int | None]]:
    session.expire_all()
    query = select(Allocation).where(col(Allocation.voided_at).is_(None))
    found = [(one.worker_id, one.post_id, one.order_id) for one in session.exec(query)]
    return sorted(found, key=str)


def test_several_people_are_placed_at_once_and_a_second_tap_writes_nothing(
    nadia: FlaskClient, session: Session, floor: Floor
) -> None:
    order = make_order(session)
    session.commit()
    page = nadia.get(PAGE).get_data(as_text=True)
    assert all(word in page for word in ("Paul D.", "Repassage", order.ref, "Poste exigeant"))
    assert "Conditionnement" not in page
    form = {
        "capture": once.fresh(), "worker": [str(floor.paul), str(floor.zoe)],
        "place": f"post:{floor.ironing}", "order": str(order.id), "when": "now",
    }  # fmt: skip
    answers = [nadia.post(PAGE, data=form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    shown = nadia.get(answers[1].headers["Location"]).get_data(as_text=True)
    assert "C’est noté : 2 personnes." in shown
    assert f"Repassage, {order.ref}, depuis 09:00" in shown
    assert lines(session) == [
        (floor.paul, floor.ironing, order.id), (floor.zoe, floor.ironing, order.id),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"worker": []}, "Personne n’est choisi"),
        ({"place": ""}, "Choisissez un poste ou une activité"),
        ({"place": "post:0"}, "Choisissez un poste ou une activité"),
        ({"worker": ["Paul"]}, "pas lisible"),
        ({"when": "time"}, "heure de début"),
        ({"when": "time", "from": "25:00"}, "pas une heure de la journée"),
        ({"when": "time", "from": "11:00", "to": "10:00"}, "heure de fin"),
        ({"order": "99999999999"}, "pas lisible"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_lost(
    nadia: FlaskClient, session: Session, floor: Floor, change: dict[str, object], sentence: str
) -> None:
    form = {"worker": [str(floor.paul)], "place": f"post:{floor.folding}", "when": "now", **change}
    answer = nadia.post(PAGE, data=form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert sentence in page
    assert (f'value="post:{floor.folding}" checked' in page) is (
        form["place"] == f"post:{floor.folding}"
    )
    assert lines(session) == []


def test_an_expired_authorisation_is_refused_with_those_who_may(
    nadia: FlaskClient, session: Session, floor: Floor
) -> None:
    session.get_one(WorkPost, floor.folding).guarded = True
    for worker, until in ((floor.paul, TODAY - timedelta(days=1)), (floor.zoe, TODAY)):
        session.add(
            WorkAuthorisation(
                worker_id=worker, post_id=floor.folding, allowed=True, since=date(2026, 1, 1),
                until=until, recorded_at=clock.now(),
            )
        )  # fmt: skip
    session.commit()
    page = nadia.get(PAGE).get_data(as_text=True)
    assert f'data-until="{{&#34;{floor.folding}&#34;: &#34;2026-11-23&#34;}}"' in page
    assert f'data-refused="{{&#34;{floor.folding}&#34;: &#34;authorisation_expired&#34;}}"' in page
    form = {"worker": str(floor.paul), "place": f"post:{floor.folding}", "when": "now"}
    answer = nadia.post(PAGE, data=form)
    said = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Autorisation expirée" in said
    assert "Zoé M." in said.split("Qui peut y aller aujourd’hui")[1].split("</section>")[0]
    assert nadia.post(PAGE, data=form | {"place": f"post:{floor.ironing}"}).status_code == 303


def test_a_badge_an_order_and_a_post_are_chosen_by_their_codes(
    nadia: FlaskClient, session: Session, floor: Floor, now: datetime
) -> None:
    badge = barcodes.allocate(session, "H", now, worker_id=floor.eric)
    order = make_order(session)
    code = barcodes.of(session, order_id=order.id or 0)
    session.commit()
    chosen = nadia.get(PAGE, query_string={"scan": badge.lower()}).get_data(as_text=True)
    assert f'name="worker" value="{floor.eric}" checked' in chosen
    assert f'name="order" value="{order.id}" checked' in nadia.get(
        PAGE, query_string={"scan": code}
    ).get_data(as_text=True)
    assert f'value="post:{floor.ironing}" checked' in nadia.get(
        PAGE, query_string={"scan": "T-Repassage"}
    ).get_data(as_text=True)
    lot = Lot(ref="L-1", workshop="laundry", stage="wash", stage_since=now, opened_at=now)
    session.add(lot)
    session.flush()
    mark = barcodes.allocate(session, "T", now, lot_id=lot.id or 0)
    session.commit()
    scanned = nadia.get(PAGE, query_string={"scan": mark}).get_data(as_text=True)
    assert f'name="lot" value="{lot.id}" checked' in scanned
    form = {"worker": str(floor.paul), "place": f"post:{floor.ironing}", "lot": str(lot.id)}
    assert nadia.post(PAGE, data=form | {"when": "now"}).status_code == 303
    assert session.exec(select(Allocation.lot_id)).one() == lot.id
    unknown = nadia.get(PAGE, query_string={"scan": "D123456R"}).get_data(as_text=True)
    assert "« D123456R » n’est ni un badge" in unknown


def test_somebody_of_another_group_is_found_by_his_first_name_alone(
    nadia: FlaskClient, floor: Floor
) -> None:
    found = nadia.get(PAGE, query_string={"name": "er"}).get_data(as_text=True)
    assert "Éric P." in found
    assert "Petit" not in found
    assert "Personne d’un autre groupe" in nadia.get(PAGE, query_string={"name": "petit"}).get_data(
        as_text=True
    )


def test_yesterday_is_copied_and_what_was_left_out_is_said(
    nadia: FlaskClient, session: Session, floor: Floor
) -> None:
    friday = "/equipes/linge/2026-11-20/postes"
    order = make_order(session, at=at(8, day=date(2026, 11, 20)))
    session.commit()
    for worker, post in ((floor.paul, floor.ironing), (floor.zoe, floor.folding)):
        form = {
            "worker": str(worker), "place": f"post:{post}", "order": str(order.id), "when": "now"
        }  # fmt: skip
        assert nadia.post(friday, data=form).status_code == 303
    order.closed_at = at(8)
    session.add(
        WorkAuthorisation(
            worker_id=floor.zoe, post_id=floor.folding, allowed=False, since=TODAY,
            recorded_at=clock.now(),
        )
    )  # fmt: skip
    session.commit()
    done = nadia.post(f"{PAGE}/comme-avant", data={"capture": once.fresh()})
    said = nadia.get(done.headers["Location"]).get_data(as_text=True)
    assert "Comme le 20/11 : 1\u00a0personne." in said
    assert "1 poste refusé." in said
    assert (floor.paul, floor.ironing, None) in lines(session)
    assert len(lines(session)) == 3
    again = nadia.post(f"{PAGE}/comme-avant", data={"capture": once.fresh()})
    assert again.status_code == 303
    assert len(lines(session)) == 3


def test_tomorrow_offers_no_form_and_leads_back_to_today(nadia: FlaskClient, floor: Floor) -> None:
    page = nadia.get("/equipes/linge/2026-11-24/postes").get_data(as_text=True)
    assert "Ce jour n’est pas encore là" in page
    assert 'id="posts"' not in page
    assert f'href="{PAGE}"' in page


def test_nothing_recent_to_copy_is_said(nadia: FlaskClient, floor: Floor) -> None:
    answer = nadia.post(f"{PAGE}/comme-avant", data={"capture": once.fresh()})
    assert (answer.status_code, "Aucun jour récent" in answer.get_data(as_text=True)) == (409, True)


def test_the_thread_corrects_ends_and_takes_back_with_what_was_said_before(
    nadia: FlaskClient, session: Session, floor: Floor
) -> None:
    for worker in (floor.paul, floor.zoe):
        nadia.post(
            PAGE, data={"worker": str(worker), "place": f"post:{floor.ironing}", "when": "now"}
        )
    first, second = session.exec(select(Allocation.id).order_by(Allocation.id)).all()
    fixed = nadia.post(
        f"{PAGE}/fil/corriger",
        data={"line": first, "from": "09:15", "to": "10:30", "reason": "Oubli", "capture": "x"},
    )
    shown = nadia.get(fixed.headers["Location"]).get_data(as_text=True)
    assert "09:15 à 10:30" in shown
    assert "Avant : depuis 09:00, Repassage" in shown
    assert nadia.post(f"{PAGE}/fil/fin", data={"worker": str(floor.zoe)}).status_code == 303
    back = nadia.post(f"{PAGE}/fil/retirer", data={"line": second})
    assert "La ligne est retirée." in nadia.get(back.headers["Location"]).get_data(as_text=True)
    wrong = nadia.post(f"{PAGE}/fil/corriger", data={"line": first, "from": "25:00", "to": ""})
    assert wrong.status_code == 422
    assert nadia.post(f"{PAGE}/fil/corriger", data={"line": second}).status_code == 404
    assert lines(session) == [(floor.paul, floor.ironing, None)]
    assert len(session.exec(select(AllocationChange)).all()) == 3


def test_both_supervisors_see_the_question_and_the_second_choice_is_refused(
    nadia: FlaskClient, session: Session, signed_in: SignedIn, floor: Floor
) -> None:
    other = led(session, signed_in, floor.boxes)
    when = {"when": "time", "from": "09:00", "worker": str(floor.eric)}
    nadia.post(PAGE, data=when | {"place": f"post:{floor.folding}"})
    other.post(BOXES, data=when | {"place": f"post:{floor.packing}"})
    for browser, address in ((nadia, PAGE), (other, BOXES), (other, f"{BOXES}/fil")):
        shown = browser.get(address).get_data(as_text=True)
        assert "Deux groupes notent Éric P." in shown
        assert all(word in shown for word in ("Garder Linge", "Garder Cartons", "Dit par Nadia"))
    session.expire_all()
    question = session.exec(select(Overlap)).one()
    chosen = {"question": question.id, "kept": question.second_id}
    assert nadia.post(f"{PAGE}/fil/choisir", data=chosen).status_code == 303
    refused = other.post(f"{BOXES}/fil/choisir", data=chosen)
    assert refused.status_code == 409
    assert "Le choix est déjà fait" in refused.get_data(as_text=True)
    assert lines(session) == [(floor.eric, floor.packing, None)]


@pytest.mark.parametrize(
    ("role", "workshops"),
    [("comptoir", ("laundry",)), ("bureau", None), ("inspecteur", None), ("qualite", None)],
)
def test_roles_without_the_right_are_refused(
    signed_in: SignedIn, floor: Floor, session: Session, role: str, workshops: tuple[str, ...]
) -> None:
    session.commit()
    browser = signed_in(role, workshops)
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, data={}).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["", "/comme-avant", "/fil", "/fil/fin", "/fil/retirer", "/fil/corriger", "/fil/choisir"],
)
def test_another_group_is_not_hers(nadia: FlaskClient, floor: Floor, path: str) -> None:
    data = {"worker": str(floor.paul), "line": "1", "question": "1", "kept": "1"}
    assert nadia.post(f"{BOXES}{path}", data=data).status_code in {403, 405}
    assert nadia.get(f"{BOXES}{path}").status_code in {403, 405}


def test_an_act_for_a_group_that_is_no_longer_hers_is_kept_for_somebody_to_settle(
    nadia: FlaskClient, session: Session, floor: Floor
) -> None:
    sent = {
        "id": str(uuid4()), "at": "2026-11-23T09:58:00+01:00", "kind": "act", "code": None,
        "action": "allocation.record", "offline": True,
        "data": {"group": "cartons", "day": "2026-11-23", "worker": str(floor.eric),
                 "place": f"post:{floor.packing}", "when": "now"},
    }  # fmt: skip
    answer = nadia.post("/api/v1/captures", json=sent).get_json()
    assert (answer["outcome"], answer["reason"]) == ("anomaly", "not_your_group")
    assert lines(session) == []


@pytest.mark.parametrize(
    "address", ["/equipes/linge/hier/postes", "/equipes/autre/2026-11-23/postes"]
)
def test_an_address_that_names_nothing_is_not_found(
    nadia: FlaskClient, floor: Floor, address: str
) -> None:
    assert nadia.get(address).status_code == 404
