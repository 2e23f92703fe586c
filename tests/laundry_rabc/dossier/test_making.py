"""The dossier of a day, whole: the paper as its reader finds it, the data, the hashes."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from pypdf import PdfReader
from sqlmodel import Session

from esat import clock
from esat.accounts.models import Account
from esat.web.door import House
from laundry_rabc.dossier import asking, detail, gaps, gathering, making, periods, reads, sections
from laundry_rabc.dossier.asking import AskIn
from laundry_rabc.dossier.composing import Asked
from laundry_rabc.dossier.making import Made
from laundry_rabc.dossier.models import DossierMade
from tests import people
from tests.laundry_rabc.dossier.conftest import EVIL, Day

ASKED = Asked("DA26-00001", "Audit blanc", "Inès", "ESAT Les Volcans")


def made(day: Day) -> Made:
    @contextmanager
    def door() -> Iterator[Session]:
        yield day.session

    return making.built(door, ASKED, day.period)


def words(paper: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())


def test_the_paper_is_tagged_french_navigable_and_carries_its_letters(day: Day) -> None:
    paper = made(day).paper
    reader = PdfReader(io.BytesIO(paper))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("fr")
    titles = [one.title for one in reader.outline if not isinstance(one, list)]
    assert titles[-len(sections.SECTIONS) :] == [
        f"{n}. {title}" for n, title in enumerate(sections.SECTIONS.values(), start=1)
    ]
    assert len(reader.pages) == making.pages_of(paper)
    for number, page in enumerate(reader.pages, start=1):
        assert f"page {number} / {len(reader.pages)}" in " ".join(page.extract_text().split())
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    ]  # fmt: skip
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()
        assert "/FontFile3" in inner["/FontDescriptor"] or "/FontFile2" in inner["/FontDescriptor"]


def test_another_reader_opens_every_page(day: Day) -> None:
    paper = made(day).paper
    pdf = pypdfium2.PdfDocument(paper)
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    assert len(texts) == making.pages_of(paper)
    assert all(text.strip() for text in texts)


def test_what_is_missing_is_said_first_and_stamped_on_every_page(day: Day) -> None:
    found = made(day)
    pages = PdfReader(io.BytesIO(found.paper)).pages
    assert all("INCOMPLET" in page.extract_text() for page in pages)
    text = words(found.paper)
    assert "Limites proposées, non validées" in text
    assert text.index("Contrôles manqués (1)") < text.rindex("2. Certificat et périmètre")
    assert "Instruments jamais étalonnés (1)" in text
    assert "T-9 Sonde neuve" in text


def test_checks_corrections_and_cycles_are_told_with_both_times_and_limits(day: Day) -> None:
    text = words(made(day).paper)
    assert "¤" not in text  # a sign that the paper has no letter for, such as ≤
    assert "au plus" in text
    assert "au moins" in text
    assert "Cycles commencés 2" in text
    assert "Sans preuve de température 1" in text
    assert "ENV-01 Pression entre zone propre et zone sale, prévu le 12 juin à 09:00" in text
    assert "Manqué" in text
    assert "12/06/2026 09:00" in text  # when it was measured
    assert "12/06/2026 11:00" in text  # when it was entered
    assert "45 °C" in text
    assert "21 °C" in text
    assert "Lu de travers" in text


def files(found: Made) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(found.archive)) as zipped:
        assert zipped.testzip() is None
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_a_third_person_verifies_every_file_by_the_index(day: Day) -> None:
    found = made(day)
    inside = files(found)
    index = json.loads(inside["index.json"])
    listed = {one["path"]: one for one in index["fichiers"]}
    assert set(listed) == set(inside) - {"index.json"}
    for path, one in listed.items():
        assert hashlib.sha256(inside[path]).hexdigest() == one["sha256"]
        assert len(inside[path]) == one["size"]
    assert inside["dossier.pdf"] == found.paper
    assert index["incomplet"] is True
    assert index["manques"] == sum(one.count for one in found.gaps)
    assert not [name for name, data in inside.items() if b"/tmp/" in data]
    assert "SHA-256" in inside["SOMMAIRE.txt"].decode("utf-8-sig")
    text = words(found.paper).replace(" ", "")
    for path, one in listed.items():
        assert path in {"dossier.pdf", "SOMMAIRE.txt"} or one["sha256"] in text


def table(inside: dict[str, bytes], name: str) -> list[dict[str, str]]:
    text = inside[f"donnees/{name}"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_data_are_rows_with_offsets_and_start_no_formula(day: Day) -> None:
    inside = files(made(day))
    [late] = [row for row in table(inside, "controles.csv") if row["etat"] == "Fait en retard"]
    assert late["prevu_le"] == "2026-06-12T09:00:00+02:00"
    assert late["saisi_le"] == "2026-06-12T11:00:00+02:00"
    assert late["motif"] == f"'{EVIL}"
    [fix] = table(inside, "corrections.csv")
    assert (fix["premiere_valeur"], fix["corrigee_en"]) == ("45 °C", "21 °C")
    cycles = table(inside, "cycles.csv")
    assert sorted(row["preuve"] for row in cycles) == ["aucune", "déclarée par la machine"]
    missed = [row for row in table(inside, "manques.csv") if row["nature"] == "Contrôles manqués"]
    assert len(missed) == 1


def test_the_same_day_gives_the_same_archive(day: Day) -> None:
    assert made(day).archive == made(day).archive


def test_as_many_statements_for_a_year_as_for_a_day(day: Day, statements: list[str]) -> None:
    @contextmanager
    def door() -> Iterator[Session]:
        yield day.session

    detail.read(door, day.period)
    few = len(statements)
    for n in range(30):
        day.check("ENV-02", f"encore {n}", due_hours=2)
        day.read("STO-01", "55", "%", hours=2)
    del statements[:]
    detail.read(door, day.period)
    assert len(statements) <= few
    assert few < 160


def test_made_once_it_stays_as_it_is(day: Day, house: House) -> None:
    account = Account(login="ines", display_name="Inès", password_hash="")
    day.session.add(account)
    day.session.flush()
    ines = people.actor("qualite", account_id=account.id or 0)
    given = AskIn(since=day.period.since, until=day.period.until)
    row = asking.ask(day.session, given, by=ines)
    day.session.commit()
    key = row.id or 0
    assert reads.waiting(day.session) == [key]
    making.make(house, key)
    day.session.expire_all()
    first = day.session.get_one(DossierMade, key)
    kept = first.pdf_sha256, first.zip_sha256, first.made_at
    assert (first.gaps > 0, first.seal_id is not None) == (True, True)
    with clock.pinned(clock.now()):
        making.make(house, key)
    day.session.expire_all()
    again = day.session.get_one(DossierMade, key)
    assert (again.pdf_sha256, again.zip_sha256, again.made_at) == kept
    assert reads.waiting(day.session) == []
    assert reads.faults(day.session, house.settings) == []


def test_three_failures_end_the_tries(day: Day) -> None:
    ines = people.actor("qualite")
    row = asking.ask(day.session, AskIn(since=day.period.since, until=day.period.until), by=ines)
    for n in range(reads.TRIES):
        assert reads.waiting(day.session) == [row.id]
        making.failed(day.session, row.id or 0, f"essai {n}")
    assert reads.waiting(day.session) == []
    assert reads.one(day.session, row.ref).state == "failed"


def test_the_gap_list_of_the_screen_is_that_of_the_paper(day: Day) -> None:
    shown = gaps.of(gathering.facts_of(gathering.gather(day.session, day.period)))
    assert [(one.kind, one.what) for one in shown] == [
        (one.kind, one.what) for one in made(day).gaps
    ]


def test_a_period_that_holds_nothing_is_said_to_hold_nothing(session: Session) -> None:
    today = clock.today()

    @contextmanager
    def door() -> Iterator[Session]:
        yield session

    found = making.built(door, ASKED, periods.of(today, today, clock.now()))
    assert "nothing_due" in {one.kind for one in found.gaps}
    assert "INCOMPLET" in words(found.paper)
