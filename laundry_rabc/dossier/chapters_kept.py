"""The parts of the laboratory, the instruments and the people; pure."""

from laundry_rabc.dossier import blocks
from laundry_rabc.dossier.blocks import Part
from laundry_rabc.dossier.detail import Detail
from laundry_rabc.dossier.gathering import Gathered
from laundry_rabc.people.authorising import State as PersonState
from laundry_rabc.people.reads import WORDS as PERSON_WORDS


def lab(found: Gathered, detail: Detail) -> Part:
    """Samples with all that makes a result usable, and the trend of each series."""
    part = Part("lab")
    part.blocks += [
        blocks.table(
            ("Point", "Lieu", "Prélevé le, par", "Méthode, milieu", "cm²", "Résultat écrit",
             "Verdict", "Laboratoire, rapport"),
            [
                (row[1], row[2], f"{blocks.shown(row[3])}, {row[4]}", f"{row[5]}, {row[6]}",
                 row[7], row[13], f"{row[21]} ({row[23]})", f"{row[10]}, {row[11]}")
                for row in detail.samples
            ],
            (0.9, 1.5, 1.7, 1.7, 0.7, 1.2, 1.4, 1.8), empty="Aucun prélèvement.",
            file="donnees/laboratoire.csv",
        ),
    ]  # fmt: skip
    for n, one in enumerate(detail.trends):
        if one.spots:
            part.blocks += [
                blocks.subtitle(f"Tendance : {one.title}"),
                blocks.chart(f"trend-{n}.svg", f"{one.title} : {len(one.spots)} résultats"),
            ]
    del found
    return part


def instruments(found: Gathered, detail: Detail) -> Part:
    """Each instrument in use with how far it may be believed, and its calibrations."""
    part = Part("instruments")
    part.blocks += [
        blocks.subtitle("Instruments en service à la fin de la période"),
        blocks.table(
            ("Code", "Instrument", "Unité", "État", "Dernier étalonnage", "Prochain"),
            [
                (one.code, one.name, one.unit, stands.label,
                 stands.last.performed_at if stands.last else None,
                 stands.last.next_due if stands.last else None)
                for one, stands in found.instruments
            ],
            (1, 2.6, 0.7, 1.6, 1.5, 1.2), empty="Aucun instrument.",
        ),
        blocks.subtitle("Étalonnages"),
        blocks.table(
            ("Instrument", "Fait le", "Par", "Méthode", "Référence, certificat", "Erreur",
             "Permise", "Résultat"),
            [
                (thing.code, one.performed_at, one.performed_by,
                 "point de glace" if one.method == "ice" else "référence",
                 ", ".join(filter(None, (one.reference, one.certificate))),
                 f"{blocks.shown(one.error_found)} {thing.unit}",
                 f"{blocks.shown(one.permitted_error)} {thing.unit}",
                 "bon" if one.passed else "mauvais")
                for one, thing in detail.calibrations
            ],
            (1, 1.4, 1.4, 1.1, 2.4, 0.9, 0.9, 0.9), empty="Aucun étalonnage.",
        ),
    ]  # fmt: skip
    return part


def people(found: Gathered, detail: Detail) -> Part:
    """Who is authorised for which post, until when: the name by which the house knows each."""
    del detail
    part, matrix = Part("people"), found.matrix
    cut = {PersonState.NONE: ""}
    part.blocks.append(
        blocks.table(
            ("Nom", *(post.label for post in matrix.posts)),
            [
                (line.name, *(
                    cut.get(one.state) if one.state in cut
                    else f"{PERSON_WORDS[one.state][0]}"
                    + (f", {blocks.shown(one.until)}" if one.until else "")
                    for one in line.stands
                ))
                for line in matrix.lines
            ],
            (1.6, *(1 for _ in matrix.posts)), empty="Personne.",
            file="donnees/habilitations.csv",
        )
    )  # fmt: skip
    return part
