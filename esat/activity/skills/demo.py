"""A demo's skills: authorisations of which a few end soon, sheets of posts, what was seen each
week, some training and two paths.
"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from sqlmodel import Session, col, select

from esat.activity.skills import items, observing, paths, sheets
from esat.activity.skills import training as trainings
from esat.activity.skills.levels import ABLE, SCALE
from esat.activity.skills.models import SkillItem
from esat.activity.skills.observing import SeenIn
from esat.activity.skills.paths import PathIn, StepIn
from esat.activity.skills.sheets import StepIn as Words
from esat.activity.skills.training import TrainingIn
from esat.actors import SYSTEM, Actor
from esat.production.rehearsal import Player, Scene
from esat.workers.models import Worker
from esat.workers.posts import posts
from esat.workers.posts.models import WorkAuthorisation, WorkPost

SHEETS: Final = {
    "linge-pliage": (
        "Lavez-vous les mains.", "Prenez un drap propre et sec.",
        "Cherchez les taches et les trous.",
        "Pliez en deux, puis encore en deux.", "Posez sur la pile du client.",
    ),
    "linge-calandre": (
        "Mettez les gants.", "Regardez si la lampe verte est allumée.",
        "Posez le bord du drap bien droit.", "Ne mettez jamais la main sous le rouleau.",
        "En cas de danger : bouton rouge.",
    ),
    "vert-tonte": (
        "Mettez les lunettes et le casque.", "Enlevez les cailloux de l’herbe.",
        "Faites le plein, moteur froid.", "Tondez en allant tout droit.", "Nettoyez la machine.",
    ),
    "atelier-mise-sous-pli": (
        "Prenez une feuille.", "Pliez la feuille en trois.", "Glissez-la dans l’enveloppe.",
        "Fermez l’enveloppe.", "Comptez par paquets de dix.",
    ),
}  # fmt: skip
TRAININGS: Final = (
    ("Gestes et postures", "7", "attestation"),
    ("Sauveteur secouriste du travail", "14", "certificate"),
    ("Hygiène du linge", "3.5", "attended"),
    ("Lire et écrire au travail", "20", "under_way"),
    ("Conduite du chariot élévateur", "21", "certificate"),
)
ENDS: Final = (-3, 900, 12, 41, 1500, 55)
"""In how many days after the last one of the demo an authorisation ends."""
VAN: Final = "linge-tournee"


def demo(scene: Scene) -> Player:
    """What stands from the first day, and what is seen from week to week."""
    posts.install(scene.session, scene.at(7))
    items.install(scene.session, scene.at(7))
    rng = Random(scene.day.toordinal())  # noqa: S311 - a plausible demo, no secret
    crews = {workshop: _crew(scene.session, groups) for workshop, groups in scene.groups.items()}
    with scene.moment(scene.at(8, 5)):
        _authorise(scene, crews)
        _sheets(scene)
        _paths(scene, crews)
    lists = {workshop: items.in_force(scene.session, workshop, scene.day) for workshop in crews}

    def play(today: Scene) -> None:
        with today.moment(today.at(15, 40)):
            for workshop, crew in crews.items():
                _see(today, rng, crew, lists[workshop], today.actors[workshop])
            if rng.random() < 0.25:
                _train(today, rng, crews)

    return play


def _crew(session: Session, groups: list[int]) -> list[Worker]:
    query = select(Worker).where(col(Worker.first_group_id).in_(groups)).order_by(col(Worker.id))
    return list(session.exec(query))


def _authorise(scene: Scene, crews: dict[str, list[Worker]]) -> None:
    """Three people at each guarded post, some until soon; a demanding post closed to somebody; and
    two who drive the van of the laundry.
    """
    rows, given = [], 0
    for n, post in enumerate(posts.offered(scene.session, "")):
        crew = crews.get(post.workshop, [])
        if post.guarded or post.code == VAN:
            ends = ENDS[2 * (post.code == VAN) :]
            for worker in crew[given % 3 : given % 3 + 3]:
                until = scene.last_day + timedelta(days=ends[given % len(ends)])
                rows.append(_row(scene, worker, post, allowed=True, until=until))
                given += 1
        elif post.demanding and crew:
            until = scene.last_day + timedelta(days=30)
            closed = crew[(7 * n + 4) % len(crew)]
            rows.append(_row(scene, closed, post, allowed=False, until=until))
    scene.session.add_all(rows)
    scene.session.flush()


def _row(
    scene: Scene, worker: Worker, post: WorkPost, *, allowed: bool, until: date
) -> WorkAuthorisation:
    return WorkAuthorisation(
        worker_id=worker.id or 0, post_id=post.id or 0, allowed=allowed, since=scene.day,
        until=until, recorded_at=scene.at(8, 5),
    )  # fmt: skip


def _sheets(scene: Scene) -> None:
    known = {one.code: one for one in posts.offered(scene.session, "")}
    for code, steps in SHEETS.items():
        by = _keeper(scene)
        written = [Words(n, words) for n, words in enumerate(steps, 1)]
        sheets.write(scene.session, known[code], written, by=by)


def _keeper(scene: Scene) -> Actor:
    """Who writes the sheets: the house, with the right of a head of workshop."""
    actor = next(iter(scene.actors.values()))
    return Actor(
        account_id=actor.account_id, capabilities=frozenset({"work_posts.keep"}), workshops=None
    )


def _paths(scene: Scene, crews: dict[str, list[Worker]]) -> None:
    wanted = (("laundry", "rae", "Agent de blanchisserie"), ("green_spaces", "vae", "Jardinier"))
    for workshop, kind, title in wanted:
        if crews.get(workshop):
            given = PathIn.model_validate({"kind": kind, "title": title, "since": scene.day})
            path = paths.begin(scene.session, crews[workshop][0], given, by=SYSTEM)
            given_step = StepIn(stage="support", day=min(scene.day + timedelta(20), scene.last_day))
            paths.add_step(scene.session, path, given_step, by=SYSTEM)


def _see(today: Scene, rng: Random, crew: list[Worker], listed: list[SkillItem], by: Actor) -> None:
    if not crew or not listed or rng.random() < 0.4:
        return
    level = rng.choices([one.code for one in SCALE], (2, 4, 8, 3, 1))[0]
    note = rng.choice(("", "", "Vingt draps sans reprise.", "Vu à la commande du matin."))
    given = SeenIn.model_validate({"level": level, "note": note if level in ABLE else ""})
    observing.observe(today.session, rng.choice(crew), rng.choice(listed), given, by=by)


def _train(today: Scene, rng: Random, crews: dict[str, list[Worker]]) -> None:
    title, hours, result = rng.choice(TRAININGS)
    worker = rng.choice([one for crew in crews.values() for one in crew])
    words = {"title": title, "since": today.day, "hours": Decimal(hours), "result": result}
    given = TrainingIn.model_validate(words)
    trainings.add(today.session, worker, given, by=SYSTEM)
