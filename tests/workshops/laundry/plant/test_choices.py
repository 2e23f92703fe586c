"""What is chosen is in its list; what is at work stays in use."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production.moves import Context
from tests.esat.production.buttons import press
from tests.workshops.laundry.plant.test_pages import ROOT, TABLES, plant, rachid, words
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.plant import versions
from workshops.laundry.plant.kinds import KINDS
from workshops.laundry.plant.models import Machine
from workshops.laundry.washing import cycles, sorting

__all__ = ["plant", "rachid"]


@pytest.mark.parametrize(
    ("slug", "wrong", "field"),
    [
        ("programmes", {"machines": ["987654"]}, "machines"),
        ("programmes", {"machines": ["x"]}, "machines"),
        ("programmes", {"families": ["rien"]}, "families"),
        ("precautions", {"programmes": ["987654"]}, "programmes"),
        ("bacs", {"family_code": "rien"}, "family_code"),
        ("familles", {"pictogram": "rien"}, "pictogram"),
    ],
)
def test_what_is_ticked_is_one_of_the_list(
    session: Session, rachid: FlaskClient, plant: Plant, slug: str, wrong: dict[str, object],
    field: str,
) -> None:  # fmt: skip
    before = len(versions.newest(session, TABLES[slug], KINDS[slug].key))  # type: ignore[type-var]
    answer = press(rachid, f"{ROOT}/{slug}/nouveau", **(words(slug, plant) | wrong))
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    session.expire_all()
    assert len(versions.newest(session, TABLES[slug], KINDS[slug].key)) == before  # type: ignore[type-var]


def test_nothing_is_withdrawn_without_a_reason_nor_while_it_is_at_work(
    session: Session, rachid: FlaskClient, plant: Plant, now: datetime
) -> None:
    machine, where = (f"{ROOT}/{kind}/{plant.id(name)}" for kind, name in (
        ("machines", "l1"), ("bacs", "flat"),
    ))  # fmt: skip
    answer = press(rachid, f"{machine}/retirer", reason=" ")
    assert answer.status_code == 409
    assert "Dites pourquoi cela ne sert plus" in answer.text
    subject = laundries.subject(session, laundries.received(session, "36"))
    sorting.into_bin(session, subject, plant.flat, Context(SYSTEM, now))
    cycles.begin(session, cycles.Start(plant.id("l1")), by=SYSTEM, at=now)
    session.commit()
    for address, why in ((machine, "tourne déjà"), (where, "Ce bac a une charge")):
        answer = press(rachid, f"{address}/retirer", reason="Vendu en mars")
        assert answer.status_code == 409
        assert why in answer.text
        assert 'value="Vendu en mars"' in answer.text
    facts = {"label": "L1", "kind": "dryer", "nominal_kg": "40", "reason": "Transformée"}
    answer = press(rachid, f"{machine}/modifier", **facts)
    assert answer.status_code == 409
    assert "tourne déjà" in answer.text
    assert versions.current(session, Machine, "resource_id", plant.id("l1")).version == 1
    renamed = press(
        rachid, f"{machine}/modifier", **(facts | {"kind": "washer", "label": "L1 bis"})
    )
    assert renamed.status_code == 303
    assert press(rachid, f"{ROOT}/bacs/{plant.id('any')}/retirer", reason="x").status_code == 303
