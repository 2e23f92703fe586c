from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production import splitting
from tests import factories
from tests.workshops import roads
from workshops.subcontracting import reads
from workshops.subcontracting.forms import MOST_BATCHES, sizes
from workshops.subcontracting.models import Batch

SignedIn = Callable[..., FlaskClient]
GOOD = {"reference": "KIT-204", "revision": "C", "announced": "2500", "batch_size": "1000"}


def test_an_order_makes_batches_that_keep_reference_revision_and_quantity(
    session: Session, signed_in: SignedIn
) -> None:
    whose = factories.make_client(session)
    session.commit()
    answer = roads.open_by_form(signed_in("bureau"), "sous-traitance", whose, **GOOD)
    assert answer.status_code == 303
    made = roads.items(session, whose)
    assert [(item.label, item.quantity) for item in made] == [
        ("KIT-204 ind. C · 1/3", Decimal(1000)),
        ("KIT-204 ind. C · 2/3", Decimal(1000)),
        ("KIT-204 ind. C · 3/3", Decimal(500)),
    ]
    rows = [session.get(Batch, item.id) for item in made]
    assert [(r.reference, r.revision, r.announced) for r in rows if r] == [
        ("KIT-204", "C", Decimal(2500))
    ] * 3


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"reference": ""}, "reference"),
        ({"reference": "x" * 61}, "reference"),
        ({"reference": "a\x02"}, "reference"),
        ({"revision": "x" * 21}, "revision"),
        ({"announced": ""}, "announced"),
        ({"announced": "0"}, "announced"),
        ({"announced": "1,5"}, "announced"),
        ({"announced": "99999999999999999999"}, "announced"),
        ({"batch_size": "0"}, "batch_size"),
        ({"batch_size": "dix"}, "batch_size"),
        ({"batch_size": "12"}, "batch_size"),
    ],
)
def test_a_wrong_field_says_so_and_nothing_is_kept(
    session: Session, signed_in: SignedIn, change: dict[str, str], wrong: str
) -> None:
    whose = factories.make_client(session)
    session.commit()
    answer = roads.open_by_form(
        signed_in("moniteur", ("subcontracting",)), "sous-traitance", whose, **(GOOD | change)
    )
    assert answer.status_code == 422
    assert f'id="e-{wrong}"' in answer.text
    assert roads.items(session, whose) == []


@given(st.integers(1, 10_000), st.none() | st.integers(50, 20_000))
def test_batches_hold_every_piece_and_none_is_empty(announced: int, batch_size: int | None) -> None:
    made = sizes(announced, batch_size)
    assert sum(made) == announced
    assert min(made) > 0
    assert len(made) <= MOST_BATCHES
    assert batch_size is None or max(made) <= batch_size


def test_a_part_split_from_a_batch_says_what_the_whole_said(
    session: Session, signed_in: SignedIn
) -> None:
    whose = factories.make_client(session, "Usine du Parc")
    session.commit()
    nadia = signed_in("moniteur", ("subcontracting",))
    roads.open_by_form(nadia, "sous-traitance", whose, **(GOOD | {"batch_size": ""}))
    (whole,) = roads.items(session, whose)
    part = splitting.split_item(session, roads.subject(session, whole), Decimal(300), by=SYSTEM)
    grandchild = splitting.split_item(
        session, roads.subject(session, part), Decimal(100), by=SYSTEM
    )
    session.commit()
    lines = reads.label_lines(session, grandchild.id or 0)
    assert (lines["title"], lines["line1"], lines["line3"]) == (
        "KIT-204",
        "Indice C",
        "Usine du Parc",
    )
    assert lines["line2"].startswith("100")
    shown = nadia.get(f"/atelier/objet/{roads.subject(session, grandchild).code}")
    assert "KIT-204" in shown.text
    assert reads.batch_of(session, 0) is None
