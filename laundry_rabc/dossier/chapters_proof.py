"""The parts that prove: checks, cycles, qualifications; pure."""

from collections import Counter

from laundry_rabc.cases.reads import shown
from laundry_rabc.checks.history_reads import Line
from laundry_rabc.checks.reads import Counted
from laundry_rabc.checks.states import State
from laundry_rabc.dossier import blocks
from laundry_rabc.dossier.blocks import Block, Part
from laundry_rabc.dossier.detail import Detail
from laundry_rabc.dossier.gathering import Gathered
from laundry_rabc.limits import Verdict
from laundry_rabc.qualifications import WORDS

JUDGED = "limite proposée, non validée"
READINGS = "donnees/releves.csv"
CHECKS = "donnees/controles.csv"


def checks(found: Gathered, detail: Detail) -> Part:
    """What was due and became of it, every alert and action, what came late, what was fixed."""
    part, total = Part("checks"), found.figures.total
    if found.judged:
        count = sum(one.count for one in found.judged)
        part.blocks.append(
            blocks.warning(
                f"Limites proposées, non validées : elles ont jugé {count} relevés de la période. "
                "Chacun porte la version qui l’a jugé."
            )
        )
    percent = total.percent_on_time
    part.blocks += [
        blocks.facts(
            (
                ("Contrôles prévus", total.due), ("Faits à temps", total.on_time),
                ("Faits en retard", total.late), ("Dits « pas faits »", total.not_done),
                ("Sans objet, avec motif", total.not_applicable), ("Manqués", total.missed),
                ("Encore à faire", total.waiting or ""),
                ("À temps", "" if percent is None else f"{percent} %"),
            )
        ),
        blocks.subtitle("Par point de contrôle"),
        _by_point(found, detail),
        blocks.subtitle("Alertes et actions"),
        blocks.quiet("Chaque relevé garde ses deux heures : celle du relevé, celle de la saisie."),
        _judged(detail),
        blocks.subtitle("Contrôles manqués ou dits « pas faits »"),
        _troubled(found, {State.MISSED, State.NOT_DONE}),
        blocks.subtitle("Contrôles faits ou saisis en retard"),
        _troubled(found, {State.DONE_LATE}),
        blocks.subtitle("Relevés saisis après coup"),
        _late(detail),
        blocks.subtitle("Corrections : les deux valeurs restent"),
        _fixes(detail),
    ]  # fmt: skip
    return part


def value(line: Line, detail: Detail) -> str:
    """What was found: a number with its unit, yes or no, or the minutes held at each heat."""
    held = [
        f"{blocks.shown(minutes)} min à {blocks.shown(celsius)} °C"
        for celsius, minutes in detail.holds.get(line.result.id or 0, ())
    ]
    return " ; ".join(filter(None, (shown(line.result), *held)))


def _by_point(found: Gathered, detail: Detail) -> Block:
    labels = {one.code: one.version.label for one in detail.plan}

    def row(code: str, one: Counted) -> tuple[object, ...]:
        return (
            f"{code} {labels.get(code, '')}", one.due, one.on_time, one.late, one.not_done,
            one.not_applicable, one.missed, one.alert, one.action,
        )  # fmt: skip

    rows = [row(code, one) for code, one in sorted(found.figures.points.items())]
    return blocks.table(
        ("Point", "Prévus", "À temps", "En retard", "Pas faits", "Sans objet", "Manqués", "Alertes",
         "Actions"),
        rows, (4, 1, 1, 1, 1, 1, 1.1, 1, 1), empty="Aucun contrôle n’était prévu.",
    )  # fmt: skip


def _judged(detail: Detail) -> Block:
    rows = [
        (
            line.code, value(line, detail), _verdict(line), line.result.taken_at,
            line.result.recorded_at, line.who, _where(line, detail),
            line.why,
        )
        for line in detail.results
        if line.verdict in {Verdict.ALERT, Verdict.ACTION}
    ]  # fmt: skip
    return blocks.table(
        ("Point", "Valeur", "Verdict", "Relevé le", "Saisi le", "Par", "Où", "Pourquoi"), rows,
        (0.9, 1.3, 1.5, 1.3, 1.3, 1.2, 1.2, 2.2), empty="Ni alerte ni action.", file=READINGS,
    )  # fmt: skip


def _verdict(line: Line) -> str:
    mark = f" ({JUDGED})" if line.version.status == "proposed" else ""
    return f"{line.verdict.label} · v{line.version.version}{mark}"


def _where(line: Line, detail: Detail) -> str:
    known = detail.lots.get(line.result.lot_id or 0, "")
    lot = f"lot {known}" if known else ""
    return " · ".join(filter(None, (line.machine, line.result.place, lot)))


def _troubled(found: Gathered, wanted: set[State]) -> Block:
    rows = [
        (
            f"{row.code} {row.version.label}", row.where, row.check.due_at, row.state.label,
            row.first.recorded_at if row.first else None, row.who if row.first else "",
            (row.first.late_reason or row.first.note) if row.first else "",
        )
        for row in found.troubled
        if row.state in wanted
    ]  # fmt: skip
    return blocks.table(
        ("Point", "Où", "Prévu le", "État", "Saisi le", "Par", "Motif"), rows,
        (2.6, 1.2, 1.3, 1, 1.3, 1.2, 2), empty="Aucun.", file=CHECKS,
    )  # fmt: skip


def _late(detail: Detail) -> Block:
    rows = [
        (line.code, value(line, detail), line.result.taken_at, line.result.recorded_at,
         line.account, line.result.late_reason)
        for line in detail.results
        if line.result.late and line.result.amends_id is None
    ]  # fmt: skip
    return blocks.table(
        ("Point", "Valeur", "Relevé le", "Saisi le", "Saisi par", "Motif du retard"), rows,
        (0.9, 1.3, 1.3, 1.3, 1.3, 3), empty="Aucun relevé saisi après coup.", file=READINGS,
    )  # fmt: skip


def _fixes(detail: Detail) -> Block:
    by_id = {line.result.id: line for line in detail.results}
    rows: list[tuple[object, ...]] = []
    for line in detail.results:
        first = by_id.get(line.result.amends_id)
        if line.result.amends_id is None:
            continue
        before = value(first, detail) if first else "relevé d’une autre période"
        author = first.account if first else ""
        rows.append((
            line.code, before, value(line, detail), line.result.taken_at, line.result.recorded_at,
            f"{author}, puis {line.account}", line.result.fix_reason,
        ))  # fmt: skip
    rows += [
        (f"cycle {fix.cycle_id}", f"{fix.field} {fix.before}", fix.after, None, fix.at,
         detail.names.get(fix.account_id, ""), fix.reason)
        for fix, _ in detail.fixes
    ]  # fmt: skip
    return blocks.table(
        ("Point", "Première valeur", "Corrigée en", "Relevé le", "Corrigé le", "Par", "Raison"),
        rows, (0.9, 1.4, 1.4, 1.3, 1.3, 1.8, 2), empty="Aucune correction.", file=READINGS,
    )  # fmt: skip


def cycles(found: Gathered, detail: Detail) -> Part:
    """How often each machine ran each version of a programme, and what proves its heat."""
    del detail
    part, washes = Part("cycles"), found.washes
    proofs = Counter(one.proof for one in washes)
    part.blocks += [
        blocks.facts(
            (
                ("Cycles commencés", len(washes)),
                ("Température mesurée par une courbe", proofs["measured"]),
                ("Déclarée par la machine seulement", proofs["declared"]),
                ("Sans preuve de température", proofs["none"]),
                ("Encore en cours", proofs["running"] or ""),
                ("En panne ou arrêtés", sum(one.outcome in {"fault", "stopped"} for one in washes)),
            )
        ),
        blocks.quiet("« Déclarée » : ce que la machine affiche, que rien d’autre ne confirme."),
        blocks.table(
            ("Machine", "Programme", "Cycles", "kg", "Mesurés", "Déclarés", "Sans preuve",
             "Qualification", "Du", "Au"),
            [
                (use.machine, f"{use.programme} v{use.version}", use.count, use.kg, use.measured,
                 use.declared, use.none, WORDS[use.state], use.first, use.last)
                for use in found.uses
            ],
            (1.5, 2, 0.9, 1, 1, 1, 1, 1.5, 1.4, 1.4), empty="Aucun cycle de lavage.",
        ),
        blocks.quiet("Chaque cycle est dans donnees/cycles.csv."),
    ]  # fmt: skip
    return part


def qualify(found: Gathered, detail: Detail) -> Part:
    """The register: how each programme stands on each machine, and the reports."""
    part = Part("qualify")
    reports = [
        (
            f"{names[0]} × {names[1]}", one.row.report,
            "enregistreur" if one.row.method == "logger" else "bio-indicateur",
            f"{blocks.shown(one.row.temperature_c)} °C, {blocks.shown(one.row.hold_minutes)} min",
            f"{blocks.shown(one.row.performed_on)}, {one.row.performed_by}",
            f"{blocks.shown(one.row.valid_from)} au {blocks.shown(one.row.valid_until)}",
            detail.names.get(one.approval.account_id, "Système") if one.approval else "à approuver",
            "; ".join(change.reason or change.what for change in one.changes),
        )
        for pair, known in sorted(detail.reports.items())
        for one in known
        for names in [_pair(pair, found, detail)]
        if one.row.recorded_at < found.period.end
    ]  # fmt: skip
    part.blocks += [
        blocks.subtitle("État à la fin de la période"),
        blocks.table(
            ("Machine", "Programme", "Version", "État", "Pourquoi"),
            [
                (one.machine.label, one.programme.label, one.programme.version, one.label,
                 one.standing.sentence)
                for one in detail.cells
            ],
            (1.5, 2.2, 0.8, 1.3, 4), empty="Aucun programme sur aucune machine.",
        ),
        blocks.subtitle("Rapports"),
        blocks.table(
            ("Machine × programme", "Rapport", "Méthode", "Palier prouvé", "Fait le, par",
             "Valable", "Approuvé par", "Annulé par"),
            reports, (2, 1.3, 1.2, 1.3, 1.7, 1.6, 1.3, 1.6), empty="Aucun rapport.",
        ),
    ]  # fmt: skip
    return part


def _pair(pair: tuple[int, int], found: Gathered, detail: Detail) -> tuple[str, str]:
    for cell in detail.cells:
        if (cell.machine.resource_id, cell.programme.resource_id) == pair:
            return cell.machine.label, cell.programme.label
    for use in found.uses:
        if (use.machine_id, use.card_id) == pair:
            return use.machine, use.programme
    return "", ""
