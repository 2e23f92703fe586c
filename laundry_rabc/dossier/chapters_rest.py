"""The parts of the gap list, the prerequisites, the cases, the impact and the complaints; pure."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from laundry_rabc.cases.models import CaseStep
from laundry_rabc.cases.reads import Row
from laundry_rabc.cases.steps import STEPS
from laundry_rabc.dossier import blocks, sections
from laundry_rabc.dossier.blocks import Part
from laundry_rabc.dossier.detail import Detail
from laundry_rabc.dossier.gaps import Group
from laundry_rabc.dossier.gathering import Gathered
from laundry_rabc.prereq.hygiene import POINTS
from laundry_rabc.prereq.pump_shapes import Dosed

NAMED: Final = 40
"""Gaps of one kind that the first pages name; all are in the data."""
GAPS: Final = "donnees/manques.csv"


def gaps(groups: Sequence[Group]) -> Part:
    """The first thing an auditor reads: how many of each kind, then which."""
    part = Part("gaps")
    if not groups:
        part.blocks.append(
            blocks.text("Aucun manque n’a été trouvé par les règles du logiciel sur cette période.")
        )
        return part
    count = sum(group.count for group in groups)
    part.blocks += [
        blocks.warning(f"Dossier incomplet : {count} manques, de {len(groups)} natures."),
        blocks.table(
            ("Nature", "Nombre", "Voir la partie"),
            [
                (group.kind.label, group.count,
                 f"{sections.number(group.kind.section)}. {sections.SECTIONS[group.kind.section]}")
                for group in groups
            ],
            (5, 1, 4),
        ),
    ]  # fmt: skip
    for group in groups:
        shown = group.gaps[:NAMED]
        part.blocks += [
            blocks.subtitle(f"{group.kind.label} ({group.count})"),
            blocks.table(
                ("Quoi", "Référence", "Depuis"),
                [(one.what, one.ref, one.on) for one in shown], (6, 2, 1),
            ),
        ]  # fmt: skip
        if len(group.gaps) > NAMED:
            more = len(group.gaps) - NAMED
            part.blocks.append(blocks.quiet(f"Et {more} autres lignes : elles sont dans {GAPS}."))
    return part


def prereq(found: Gathered, detail: Detail) -> Part:
    """Cleaning, pests, trolleys, hygiene, chemicals, pumps, maintenance."""
    one, part = found.prereq, Part("prereq")
    part.blocks += [
        blocks.subtitle("Plan de nettoyage"),
        blocks.table(
            ("Tâche", "Quoi", "Attendu", "Fait", "Dont en retard", "Manqué", "Sans objet"),
            [
                (row.code, row.what, row.expected, row.done, row.late, row.missed,
                 row.not_applicable)
                for row in one.cleaning
            ],
            (1, 3.5, 1, 0.8, 1.2, 1, 1), empty="Aucune tâche prévue.",
            file="donnees/nettoyage.csv",
        ),
        blocks.subtitle("Nuisibles"),
        blocks.table(
            ("Visite", "Par", "Constats", "Près du linge propre", "Prochaine", "Noté par"),
            [
                (row.visit.at, row.visit.provider,
                 "; ".join(f"{item.place} : {item.found}" for item in row.findings) or "rien",
                 row.visit.near_clean, row.visit.next_on, row.who)
                for row in one.visits
                if not row.struck
            ],
            (1.3, 1.6, 3, 1.2, 1, 1.3), empty="Aucune visite pendant cette période.",
        ),
        blocks.subtitle("Chariots et bacs"),
        blocks.facts((("Désinfections notées", one.trolleys),
                      ("Oublis et contacts avec le sale", one.trolley_faults))),
        *_hygiene(found),
        *_chemicals(found),
        *_upkeep(found, detail),
    ]  # fmt: skip
    return part


def _hygiene(found: Gathered) -> list[blocks.Block]:
    seen: Counter[str] = Counter()
    well: Counter[str] = Counter()
    rounds: Counter[str] = Counter()
    for one in found.prereq.rounds:
        seen[one.point] += one.seen
        well[one.point] += one.well
        rounds[one.point] += 1
    return [
        blocks.subtitle("Hygiène aux postes"),
        blocks.table(
            ("Point", "Tournées", "Observations", "Comme il faut"),
            [
                (f"{point} {POINTS[point]}", rounds[point], seen[point], well[point])
                for point in sorted(rounds)
            ],
            (5, 1, 1.2, 1.3), empty="Aucune tournée pendant cette période.",
        ),
    ]  # fmt: skip


def _chemicals(found: Gathered) -> list[blocks.Block]:
    one = found.prereq
    return [
        blocks.subtitle("Produits dans les pompes"),
        blocks.table(
            ("Produit", "Lot", "Reçu le", "Ouvert le", "Périme le", "État"),
            [
                (row.product.name, row.lot.number, row.lot.received_on, row.lot.opened_at,
                 row.lot.expires_on, row.state)
                for row in one.lots
            ],
            (2.4, 1.4, 1, 1.3, 1, 1.2), empty="Aucun lot connu dans les pompes.",
        ),
        blocks.table(
            ("Pompe", "Sert", "Contient", "Depuis", "Vide ou en panne"),
            [
                (row.pump.code, ", ".join(row.machines), row.lot.name if row.lot else None,
                 row.filled_at, "; ".join(blocks.shown(item.at) for item in row.troubles))
                for row in one.pumps
            ],
            (0.8, 2.6, 2.4, 1.3, 1.6), empty="Aucune pompe.", file="donnees/pompes.csv",
        ),
        blocks.table(
            ("Pompe", "Dose mesurée le", "Réglée (ml)", "Mesurée (ml)", "Part de la dose"),
            [
                (code, event.at, event.set_ml, event.measured_ml,
                 f"{Dosed(event).percent} %".replace(".", ","))
                for event, code in one.calibrations
            ],
            empty="Aucune dose mesurée pendant cette période.",
        ),
    ]  # fmt: skip


def _upkeep(found: Gathered, detail: Detail) -> list[blocks.Block]:
    del detail
    one = found.prereq
    return [
        blocks.subtitle("Entretien des machines"),
        blocks.table(
            ("Machine", "Entretien prévu", "Dernier", "À faire pour le", "État"),
            [(row.machine, f"{row.plan.code} {row.plan.what}", row.last, row.due_on, row.state)
             for row in one.plans],
            (1.5, 3.4, 1.3, 1.2, 1), empty="Aucun entretien prévu.",
        ),
        blocks.table(
            ("Le", "Machine", "Événement", "Quoi", "Par", "Annule la qualification"),
            [
                (row.event.at, row.machine, row.kind, row.event.what, row.event.done_by or row.who,
                 row.event.voids)
                for row in one.events
                if not row.struck
            ],
            (1.3, 1.4, 1.3, 3, 1.3, 1.2), empty="Aucun événement pendant cette période.",
            file="donnees/entretien.csv",
        ),
    ]  # fmt: skip


def cases(found: Gathered, detail: Detail) -> Part:
    """Every case that was open in the period, with all its steps and both times of each."""
    part, rows = Part("cases"), found.cases
    kinds = Counter(row.kind for row in rows)
    part.blocks += [
        blocks.facts(
            (
                ("Cas ouverts à un moment de la période", len(rows)),
                *((f"dont {kind.lower()}", count) for kind, count in sorted(kinds.items())),
                ("Fermés pendant la période",
                 sum(row.case.closed_at is not None and row.case.closed_at < found.period.end
                     for row in rows)),
            )
        ),
    ]  # fmt: skip
    if not rows:
        part.blocks.append(blocks.quiet("Aucun cas n’était ouvert pendant cette période."))
    for row in rows[: blocks.SHOWN]:
        part.blocks += _case(row, detail.steps.get(row.case.id or 0, ()), detail)
    if len(rows) > blocks.SHOWN:
        part.blocks.append(blocks.quiet("La suite est dans donnees/cas.csv."))
    return part


def _case(row: Row, steps: Sequence[CaseStep], detail: Detail) -> list[blocks.Block]:
    one = row.case
    return [
        blocks.subtitle(f"{one.ref} · {row.kind} · {one.title.rstrip('.')}"),
        blocks.facts(
            (
                ("Ouvert le", one.opened_at), ("Saisi le", one.recorded_at),
                ("Par", detail.names.get(one.opened_by, "") if one.opened_by else "le logiciel"),
                ("Procédure du plan", one.procedure), ("Fermé le", one.closed_at),
                ("Durée", f"{row.age} j" + ("" if one.closed_at else ", encore ouvert")),
            )
        ),
        blocks.table(
            ("Étape", "Le", "Saisi le", "Par", "Ce qui a été écrit"),
            [
                (STEPS[step.kind][0], step.at, step.recorded_at,
                 detail.names.get(step.account_id, "") if step.account_id else "le logiciel",
                 step.text)
                for step in steps
            ],
            (1.2, 1.3, 1.3, 1.4, 4), empty="Aucune étape n’a été écrite.",
        ),
    ]  # fmt: skip


def impact(found: Gathered, detail: Detail) -> Part:
    """What was searched, held and told."""
    del found
    part = Part("impact")
    part.blocks.append(
        blocks.table(
            ("Le", "En cause", "Raison", "Lots", "kg", "Retenus", "Cas", "À prévenir"),
            [
                (one.row.at, one.row.thing_label or "période", one.row.reason, one.row.lots,
                 one.row.kg, one.row.held, one.case.ref if one.case else "", one.waiting)
                for one in detail.impacts
            ],
            (1.3, 1.8, 2.6, 0.7, 0.9, 0.9, 1.1, 1), empty="Aucune recherche.",
        )
    )  # fmt: skip
    return part


def drills(found: Gathered, detail: Detail) -> Part:
    """The recall drills of the period with their times."""
    del detail
    part = Part("drills")
    part.blocks.append(
        blocks.table(
            ("Le", "Parti de", "Par", "Durée", "Lots", "Certains", "Possibles", "Sans preuve",
             "Complet", "Note"),
            [
                (one.row.started_at, one.row.asked, one.by, one.time or "sans fin",
                 *((one.end.lots, one.end.certain, one.end.possible, one.end.unproved,
                    one.end.complete, one.end.note) if one.end else ("",) * 6))
                for one in found.drills
            ],
            (1.3, 1.3, 1.2, 1, 0.7, 0.9, 1, 0.9, 0.9, 2),
            empty="Aucun exercice pendant cette période.",
        )
    )  # fmt: skip
    return part


def complaints(found: Gathered, detail: Detail) -> Part:
    """How many came, and what was decided. The client's words stay in the register."""
    del found
    part, rows = Part("complaints"), detail.complaints
    decided = Counter(str(row[6]) or "à décider" for row in rows)
    part.blocks += [
        blocks.facts(
            (("Réclamations reçues", len(rows)),
             *((word.lower(), count) for word, count in sorted(decided.items())),
             ("Avec un effet sur le plan de contrôle", sum(bool(row[8]) for row in rows)))
        ),
        blocks.table(
            ("Référence", "Client", "Reçue le", "Articles", "Décision", "Effet sur le plan",
             "Répondue le"),
            [(row[0], row[1], row[2], row[3], row[6] or "à décider", row[8], row[10])
             for row in rows],
            (1.1, 2, 1.3, 2, 1.2, 2, 1.3), empty="Aucune réclamation.",
            file="donnees/reclamations.csv",
        ),
    ]  # fmt: skip
    return part
