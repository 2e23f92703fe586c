"""A demo's training matrix: everybody at some posts, one ending soon, one run out, one never
given, as an audit would find them.
"""

from datetime import timedelta
from typing import Final

from esat.actors import SYSTEM
from esat.production.rehearsal import Player, Scene
from esat.workers.posts import posts as work_posts
from laundry_rabc.people import authorising, closing, posts, reads
from laundry_rabc.people.authorising import GivenIn
from laundry_rabc.people.reads import Line

EVIDENCE: Final = "Fiche de poste lue, geste vu par le moniteur"
LONG: Final = timedelta(days=4 * 365)


def demo(scene: Scene) -> Player | None:
    """Authorise everybody of the laundry on the first day."""
    work_posts.install(scene.session, scene.at(7))
    closing.install(scene.session, scene.at(7))
    found = reads.matrix(scene.session, scene.at(7))
    with scene.moment(scene.at(7, 45)):
        codes = [one.code for one in found.posts]
        for kind in ("encadrement", "travailleurs"):
            for n, line in enumerate(one for one in found.lines if one.kind == kind):
                _give(scene, line, n, codes)
    return None


def _give(scene: Scene, line: Line, n: int, codes: list[str]) -> None:
    """Supervisors sign; workers stand at two or three posts."""
    if line.person.worker_id is None:
        wanted = [code for code in codes if code == posts.SIGNING] if n else []
    else:
        places = [code for code in codes if code != posts.SIGNING]
        wanted = [places[(n + step) % len(places)] for step in range(2 + n % 2)]
    for step, code in enumerate(wanted):
        until = scene.last_day + LONG
        if line.person.worker_id is not None and not step:
            until = {3: scene.last_day + timedelta(days=12), 5: scene.last_day}.get(n, until)
        given = GivenIn(since=scene.day, until=until, evidence=EVIDENCE)
        authorising.give(scene.session, code, line.person, given, by=SYSTEM)
