"""The data beside the paper: each table as a CSV of the house, moments in ISO with offset; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from esat import clock
from esat.exchange import spreadsheet
from laundry_rabc.dossier import row_sets
from laundry_rabc.dossier.detail import Detail
from laundry_rabc.dossier.gaps import Gap
from laundry_rabc.dossier.gathering import Gathered
from laundry_rabc.dossier.row_sets import Rows
from laundry_rabc.lab import exports as lab_exports
from laundry_rabc.prereq import exports as prereq
from workshops.laundry.stock.exports import COMPLAINT_HEADERS


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the data: its name, what it holds in a sentence, its columns and rows."""

    name: str
    about: str
    headers: Sequence[str]
    rows: Rows


def of(found: Gathered, detail: Detail, gaps: Sequence[Gap]) -> Iterator[Table]:
    """Every table, one after the other."""
    yield from _checked(found, detail, gaps)
    yield from _kept(found, detail)


def _checked(found: Gathered, detail: Detail, gaps: Sequence[Gap]) -> Iterator[Table]:
    yield Table("manques.csv", "Ce qui manque, une ligne par manque",
                row_sets.GAPS, row_sets.gaps(gaps))  # fmt: skip
    yield Table("controles.csv", "Chaque contrôle prévu et ce qu’il est devenu", row_sets.CHECKS,
                row_sets.checks(detail))  # fmt: skip
    yield Table("releves.csv", "Chaque relevé avec ses deux heures et la version qui l’a jugé",
                row_sets.RESULTS, row_sets.results(detail))  # fmt: skip
    yield Table("corrections.csv", "Chaque correction avec les deux valeurs", row_sets.FIXES,
                row_sets.fixes(detail))  # fmt: skip
    yield Table("cycles.csv", "Chaque cycle de lavage et ce qui prouve sa température",
                row_sets.CYCLES, row_sets.cycles(found))  # fmt: skip
    yield Table(
        "qualifications.csv",
        "Les rapports de qualification",
        row_sets.REPORTS,
        row_sets.reports(detail),
    )
    yield Table("plan.csv", "Les versions du plan en vigueur pendant la période", row_sets.PLAN,
                row_sets.plan(detail))  # fmt: skip
    yield Table(
        "cas.csv",
        "Les cas ouverts pendant la période",
        row_sets.CASES,
        row_sets.cases(found, detail),
    )
    yield Table(
        "etapes_des_cas.csv",
        "Chaque étape de ces cas",
        row_sets.STEPS,
        row_sets.steps(found, detail),
    )


def _kept(found: Gathered, detail: Detail) -> Iterator[Table]:
    yield Table("laboratoire.csv", "Les prélèvements et leurs résultats", lab_exports.HEADERS,
                detail.samples)  # fmt: skip
    yield Table("etalonnages.csv", "Les étalonnages des instruments", row_sets.CALIBRATIONS,
                row_sets.calibrations(detail))  # fmt: skip
    yield Table("habilitations.csv", "Les habilitations écrites, y compris retirées",
                row_sets.AUTHORISED, row_sets.authorised(found, detail))  # fmt: skip
    yield Table(
        "documents.csv",
        "Les documents en vigueur",
        row_sets.DOCUMENTS,
        row_sets.documents(found, detail),
    )
    yield Table("reclamations.csv", "Les réclamations reçues", COMPLAINT_HEADERS,
                detail.complaints)  # fmt: skip
    yield Table("nettoyage.csv", "Chaque nettoyage attendu", prereq.CLEANING_HEADERS,
                detail.cleaning)  # fmt: skip
    yield Table("pompes.csv", "Les lots dans les pompes et leurs défauts", prereq.PUMP_HEADERS,
                detail.pumps)  # fmt: skip
    yield Table("entretien.csv", "L’entretien des machines", prereq.UPKEEP_HEADERS,
                detail.upkeep)  # fmt: skip
    yield Table("sceaux.csv", "Les sceaux du journal posés pendant la période",
                ("sceau", "pose_le", "premier_evenement", "dernier_evenement", "tete"),
                detail.seals)  # fmt: skip


def written(table: Table) -> tuple[bytes, int]:
    """The bytes of the file and the number of its rows; no cell of it starts a formula."""
    rows = [[_zoned(value) for value in row] for row in table.rows]
    return spreadsheet.write_csv(table.headers, rows), len(rows)


def _zoned(value: object) -> object:
    """Moments on the house's clock with their offset: the hour that comes twice stays apart."""
    return clock.local(value).isoformat() if isinstance(value, datetime) else value
