"""The part of printing in a demo: two printers that write files, things to label, a new roll."""

from esat.actors import SYSTEM
from esat.printing import asking, printers
from esat.printing.asking import Wish
from esat.printing.printers import Wanted
from esat.production import resources
from esat.production.rehearsal import Player, Scene

PRINTERS = (
    Wanted("comptoir", "Étiquettes du comptoir", "file", "comptoir", media="100x50", format="png"),
    Wanted("bureau", "Imprimante du bureau", "file", "bureau", media="a4", format="pdf"),
)
THINGS = (
    ("trolley", "laundry", ("Chariot 1", "Chariot 2", "Chariot 3")),
    ("vehicle", "green_spaces", ("Camion-benne", "Fourgon", "Remorque")),
    ("site", "green_spaces", ("Jardin Lecoq", "Parc de Montjuzet", "Square Blaise-Pascal")),
    ("press", "bookbinding", ("Presse 1", "Presse 2")),
    ("shelf", "bookbinding", ("Étagère A", "Étagère B")),
    ("crate", "subcontracting", ("Caisse 1", "Caisse 2", "Caisse 3")),
    ("pallet", "subcontracting", ("Palette 1", "Palette 2")),
)
ROLL = 24


def demo(scene: Scene) -> Player:
    """Make the printers and the things; nothing happens to them day by day."""
    at = scene.at(7, 30)
    with scene.moment(at):
        made = [printers.create(scene.session, wanted, at=at) for wanted in PRINTERS]
        every = [station.id or 0 for station in printers.stations(scene.session, SYSTEM)]
        printers.serve(scene.session, made[0], every, SYSTEM)
        for kind, workshop, names in THINGS:
            for name in names:
                wanted = resources.Wanted(kind, name, workshop)
                resources.add(scene.session, wanted, by=scene.actor(workshop), at=at)
        wish = Wish(None, "sheet24")
        asking.request_blanks(scene.session, "F", ROLL, wish, by=SYSTEM, at=at)
    return _nothing


def _nothing(_scene: Scene) -> None:
    """Labels are asked for by whoever tries the demo."""
