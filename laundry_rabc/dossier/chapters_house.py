"""The parts about the house: certificate, team, flow, hazards, plan, documents, audits; pure."""

from collections import Counter
from collections.abc import Iterable, Iterator

from esat import clock
from laundry_rabc.dossier import blocks
from laundry_rabc.dossier.blocks import Block, Part
from laundry_rabc.dossier.detail import Detail
from laundry_rabc.dossier.gathering import Gathered
from laundry_rabc.papers.audit_reads import FindingRow
from laundry_rabc.plan import words
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.plan.reads import InForce

PROPOSED = "Limites proposées, non validées"
_EVENTS = {
    "granted": "Accordé", "surveillance": "Surveillance", "renewed": "Renouvelé",
    "extended": "Étendu", "suspended": "Suspendu", "restored": "Rétabli", "ended": "Terminé",
    "correction": "Correction",
}  # fmt: skip
_MEETINGS = {"team": "Réunion de l’équipe", "management": "Revue de direction"}


def certificate(found: Gathered, detail: Detail) -> Part:
    """Who certified what, until when, and what happened since."""
    del detail
    papers, one = found.papers, found.papers.certificate
    part = Part("certificate")
    if one is None:
        part.blocks.append(blocks.warning("Aucun certificat n’est valide à la fin de la période."))
    else:
        part.blocks.append(
            blocks.facts(
                (
                    ("Certificat", one.number), ("Organisme", one.body),
                    ("Référentiel", one.standard), ("Périmètre", one.scope),
                    ("Valable du", one.valid_from), ("Valable jusqu’au", one.valid_until),
                )
            )
        )  # fmt: skip
    rows = [(one.on_day, _EVENTS[one.kind], one.note) for one in papers.events]
    part.blocks += [
        blocks.subtitle("Événements du certificat pendant la période"),
        blocks.table(("Le", "Quoi", "Note"), rows, (1, 1, 4), empty="Aucun événement."),
    ]
    return part


def team(found: Gathered, detail: Detail) -> Part:
    """Who is in the team, and the minutes of the period."""
    papers = found.papers
    members = [(one.name, one.role, one.skills, one.on_day) for one in papers.team]
    part = Part("team")
    part.blocks += [
        blocks.subtitle("Équipe à la fin de la période"),
        blocks.table(("Nom", "Rôle", "Compétences", "Depuis"), members, (2, 2, 3, 1.2),
                     empty="Aucune équipe n’est nommée."),
        blocks.subtitle("Comptes rendus de la période"),
    ]  # fmt: skip
    minutes = [one for one in papers.meetings if one.kind == "team"]
    part.blocks += _minutes(minutes, detail)
    return part


def _minutes(rows: Iterable[object], detail: Detail) -> Iterator[Block]:
    listed = list(rows)
    if not listed:
        yield blocks.quiet("Aucun compte rendu pendant cette période.")
    for one in listed:
        yield blocks.facts(
            (
                (_MEETINGS[getattr(one, "kind", "team")], getattr(one, "held_on", None)),
                ("Présents", getattr(one, "attendees", "")),
                ("Examiné", getattr(one, "inputs", "")),
                ("Décidé", getattr(one, "decisions", "")),
                ("Écrit par", detail.names.get(getattr(one, "account_id", None), "")),
            )
        )


def flow(found: Gathered, detail: Detail) -> Part:
    """The steps in their order with their zones, and when the place was last compared."""
    part = Part("flow")
    seen = found.verification
    if seen is None:
        part.blocks.append(blocks.warning("Le diagramme n’a jamais été comparé avec le lieu."))
    else:
        same = "le lieu est conforme" if seen.same else "le lieu diffère"
        who = detail.names.get(seen.account_id, "")
        part.blocks.append(
            blocks.facts((("Vérifié sur place le", seen.verified_on), ("Constat", same),
                          ("Par", who), ("Note", seen.note)))
        )  # fmt: skip
    part.blocks += [
        {
            "kind": "flow",
            "steps": [
                {"label": one.label, "zone": words.ZONES.get(one.zone, one.zone), "code": one.zone}
                for one in found.flow
            ],
        },
        blocks.subtitle("Étapes"),
        blocks.table(
            ("N°", "Étape", "Zone", "Ce qui s’y fait", "Ce qui y est noté", "Statut"),
            [
                (n, one.label, words.ZONES.get(one.zone, one.zone), one.what, one.recorded,
                 words.STATUSES[one.status])
                for n, one in enumerate(found.flow, start=1)
            ],
            (0.5, 1.6, 1.3, 3, 3, 1),
        ),
    ]  # fmt: skip
    return part


def hazards(found: Gathered, detail: Detail) -> Part:
    """The hazards in force, the gravest first."""
    del detail
    rows = sorted(found.hazards, key=lambda one: (-one.severity * one.likelihood, one.code))
    part = Part("hazards")
    part.blocks += [
        blocks.quiet("Criticité = gravité (1 à 5) × vraisemblance (1 à 5)."),
        blocks.table(
            ("Code", "Danger", "G × V", "Maîtrise", "Points", "Source", "Statut"),
            [
                (one.code, f"{one.label} ({one.family})",
                 f"{one.severity} × {one.likelihood} = {one.severity * one.likelihood}",
                 one.measure, one.points.replace(" ", ", "), one.source,
                 words.STATUSES[one.status])
                for one in rows
            ],
            (0.9, 2.4, 1.1, 3, 1.6, 1.5, 0.9),
        ),
    ]  # fmt: skip
    return part


def plan(found: Gathered, detail: Detail) -> Part:
    """The versions in force during the period, what changed in it, the limits and their sources."""
    part = Part("plan")
    proposed = sum(one.version.status == "proposed" for one in detail.plan)
    if proposed:
        part.blocks.append(
            blocks.warning(
                f"{PROPOSED} : {proposed} versions sur {len(detail.plan)} sont des propositions du "
                "logiciel, que l’équipe RABC n’a pas encore validées. La norme ne donne aucun "
                "chiffre."
            )
        )
    part.blocks += [
        blocks.facts((("Édition suivie", detail.edition),
                      *((kind, word) for kind, word in detail.words.items()))),
        blocks.quiet("Marque S : le chiffre est dans la source ; S→I : repris par choix ; "
                     "I : proposition sans source."),
        blocks.subtitle("Ce qui a changé pendant la période"),
        _changes(found, detail),
    ]  # fmt: skip
    counted = Counter(one.code for one in detail.plan)
    zones: dict[str, list[InForce]] = {}
    for one in detail.plan:
        zones.setdefault(one.version.zone, []).append(one)
    for zone in sorted(zones, key=list(words.ZONES).index):
        part.blocks += [
            blocks.subtitle(f"{words.ZONES[zone]}"),
            blocks.table(
                ("Point", "Contrôle", "Limites", "Fréquence, qui", "Source", "Statut"),
                [_point(one, detail, counted[one.code] > 1) for one in zones[zone]],
                (0.8, 1.7, 2.8, 1.5, 2.6, 0.9),
            ),
        ]
    return part


def _point(one: InForce, detail: Detail, several: bool) -> tuple[object, ...]:  # noqa: FBT001 - a fact
    version = one.version
    levels = words.limits_text(version, detail.pairs.get(version.id or 0, ()))
    until = f", jusqu’au {blocks.shown(one.until)}" if one.until else ""
    since = f" (dès {blocks.shown(one.approval.effective_at)}{until})" if several else ""
    frequency = f"{words.frequency_text(version)} ; {words.who_text(version.who)}"
    approver = detail.names.get(one.approval.by_id, "") if one.approval.by_id else ""
    status = words.STATUSES[version.status] + (f" par {approver}" if approver else "")
    return (
        f"{one.code} v{version.version}{since}",
        f"{version.kind} · {version.label}" + (f" ({version.method})" if version.method else ""),
        levels.sentence, frequency, f"{version.mark} · {version.source}", status,
    )  # fmt: skip


def _changes(found: Gathered, detail: Detail) -> Block:
    period = found.period
    rows = [
        (
            one.approval.effective_at, f"{one.code} v{one.version.version}", one.version.label,
            one.version.reason, _author(one.version, detail),
            detail.names.get(one.approval.by_id, "") if one.approval.by_id else "",
        )
        for one in detail.plan
        if one.approval.effective_at >= period.start and one.version.version > 1
    ]  # fmt: skip
    return blocks.table(
        ("En vigueur le", "Version", "Contrôle", "Raison", "Auteur", "Approuvé par"), rows,
        (1.3, 1, 2, 2.4, 1.2, 1.2), empty="Aucune version n’a changé pendant la période.",
    )  # fmt: skip


def _author(version: PointVersion, detail: Detail) -> str:
    if version.created_by is None:
        return "Proposition du logiciel"
    return detail.names.get(version.created_by, "")


def documents(found: Gathered, detail: Detail) -> Part:
    """The documents in force at the end of the period, and who has not read them."""
    rows = [
        (
            f"{one.code} v{one.number}", one.title, one.kind,
            f"{one.author} / {one.approver}", one.effective_on,
            f"{blocks.shown(one.review_on)}{', en retard' if one.review_late else ''}",
            ", ".join(detail.unread.get(one.code, ())) or "lu par tous",
        )
        for one in found.papers.documents
    ]  # fmt: skip
    part = Part("documents")
    part.blocks.append(
        blocks.table(
            ("Code", "Titre", "Nature", "Auteur / approbateur", "En vigueur le", "À relire le",
             "Non lu par"),
            rows, (1.1, 2.2, 1.2, 1.8, 1.1, 1.1, 1.8), empty="Aucun document en vigueur.",
        )
    )  # fmt: skip
    return part


def audits(found: Gathered, detail: Detail) -> Part:
    """Audits of the period, findings and actions, management reviews."""
    papers = found.papers
    part = Part("audits")
    part.blocks += [
        blocks.subtitle("Audits"),
        blocks.table(
            ("Référence", "Nature", "Processus", "Auditeur", "Le", "État", "Conclusion"),
            [
                (one.audit.ref, one.kind, one.audit.process, one.auditor, one.day, one.label,
                 one.conclusion)
                for one in papers.audits
            ],
            (1.1, 1.2, 1.8, 1.3, 1, 0.9, 2.4), empty="Aucun audit pendant cette période.",
        ),
        blocks.subtitle("Constats"),
        blocks.table(
            ("Référence", "Poids", "Exigence", "Constat et preuve", "Actions"),
            [_finding(one) for one in papers.findings], (1, 1.2, 1.2, 4, 1.6),
            empty="Aucun constat.",
        ),
        blocks.subtitle("Plan d’actions"),
        blocks.table(
            ("Référence", "Action", "Responsable", "Pour le", "État"),
            [
                (one.action.ref, one.action.words, one.owner, one.state.due_on, one.label)
                for one in papers.actions
            ],
            (1, 4, 1.5, 1, 1.2), empty="Aucune action.",
        ),
        blocks.subtitle("Revues de direction"),
        *_minutes([one for one in papers.meetings if one.kind == "management"], detail),
    ]  # fmt: skip
    return part


def _finding(one: FindingRow) -> tuple[object, ...]:
    row = one.finding
    day = f" ({blocks.shown(clock.local(row.recorded_at).date())})"
    actions = ", ".join(action.action.ref for action in one.actions)
    return row.ref + day, one.label, row.clause, f"{row.words} Preuve : {row.evidence}", actions
