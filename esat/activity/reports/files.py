"""The yearly figures as tables to take away; nobody's name is in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from esat.activity.reports import figures
from esat.activity.reports.figures import Year
from esat.workers import activities

Rows = Iterable[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the year."""

    label: str
    headers: tuple[str, ...]


COLUMNS: Final = {
    "production": "production_h", "support": "soutien_h", "training": "formation_h",
    "rae_vae": "rae_vae_h", "secondment": "mise_a_disposition_h", "placement": "immersion_h",
    "delegate": "delegue_h", "support_outside": "soutien_hors_activite_h",
    figures.NOT_SAID: "non_dit_h",
}  # fmt: skip
TABLES: Final = {
    "mois": Table("Heures par mois", ("mois", *COLUMNS.values())),
    "ateliers": Table(
        "Production et soutien par atelier",
        ("atelier", "production_h", "soutien_h", "non_dit_h", "part_production_pct"),
    ),
    "activites": Table("Heures par activité", ("activite", "heures")),
    "detail": Table(
        "Heures par mois, atelier et activité", ("mois", "atelier", "activite", "heures")
    ),
    "commandes": Table("Heures par commande", ("commande", "atelier", "client", "heures")),
    "clients": Table("Heures par client", ("client", "heures", "part_pct")),
    "personnes": Table(
        "Personnes par mois", ("mois", "personnes", "arrivees", "departs", "etp_moyen")
    ),
}  # fmt: skip


def rows(session: Session, code: str, one: Year, labels: Mapping[str, str]) -> Rows:
    """The rows of a table."""
    if code == "personnes":
        found = figures.people(session, one.since.year, one.until)
        return [(f"{m.month:%Y-%m}", m.counted, m.came, m.left, round(m.fte, 3)) for m in found]
    makers = {
        "mois": _months, "ateliers": _splits, "activites": _activities, "detail": _detail,
        "commandes": _orders, "clients": _clients,
    }  # fmt: skip
    return makers[code](one, labels)


def _hours(minutes: int) -> object:
    return round(figures.hours(minutes), 3)


def _months(one: Year, _labels: Mapping[str, str]) -> Rows:
    for month, tally in one.months():
        yield (f"{month:%Y-%m}", *(_hours(tally[column]) for column in COLUMNS))


def _splits(one: Year, labels: Mapping[str, str]) -> Rows:
    for split in one.splits(labels):
        yield (
            split.workshop, _hours(split.production), _hours(split.support),
            _hours(split.not_said), split.share,
        )  # fmt: skip


def _activities(one: Year, _labels: Mapping[str, str]) -> Rows:
    return [(label, _hours(minutes)) for label, minutes in one.activities()]


def _detail(one: Year, labels: Mapping[str, str]) -> Rows:
    tally: dict[tuple[str, str, str], int] = {}
    for s in one.sums:
        where = labels.get(one.workshops.get(s.group_id, ""), "Sans atelier")
        known = activities.BY_CODE.get(s.activity)
        key = (f"{s.month:%Y-%m}", where, known.label if known else "Non dit")
        tally[key] = tally.get(key, 0) + s.minutes
    return [(*key, _hours(minutes)) for key, minutes in sorted(tally.items())]


def _orders(one: Year, labels: Mapping[str, str]) -> Rows:
    for o in one.orders:
        yield (o.ref, labels.get(o.workshop, ""), o.client, _hours(o.minutes))
    if one.hidden:
        yield (figures.UNSHOWN, "", "", _unshown(one))


def _clients(one: Year, _labels: Mapping[str, str]) -> Rows:
    found = one.clients()
    whole = sum(minutes for *_, minutes in found)
    for _, name, minutes in found:
        yield (name, _hours(minutes), figures.part(minutes, whole))
    if one.hidden:
        yield (figures.UNSHOWN, _unshown(one), "")


def _unshown(one: Year) -> object:
    return "" if one.hidden_minutes is None else _hours(one.hidden_minutes)
