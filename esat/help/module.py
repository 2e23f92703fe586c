"""What help brings to the house: its pages, one for each role and each subject."""

from esat.accounts.marks import OWN
from esat.declarations import HelpPage, Module, NavEntry
from esat.help import declaration_pages, pages

ROLES = (
    HelpPage("moniteur", "Moniteur", ("moniteur",), "help/moniteur.html"),
    HelpPage("comptoir", "Comptoir", ("comptoir",), "help/comptoir.html"),
    HelpPage(
        "responsable-atelier",
        "Responsable d’atelier",
        ("responsable_atelier",),
        "help/responsable-atelier.html",
    ),
    HelpPage("bureau", "Bureau", ("bureau",), "help/bureau.html"),
    HelpPage("direction", "Direction", ("direction",), "help/direction.html"),
    HelpPage("qualite", "Qualité (RABC)", ("qualite",), "help/qualite.html"),
    HelpPage("inspecteur", "Inspecteur", ("inspecteur",), "help/inspecteur.html"),
    HelpPage("administrateur", "Administrateur", ("administrateur",), "help/administrateur.html"),
    HelpPage("borne", "Borne", ("borne",), "help/borne.html"),
)
SUBJECTS = (
    HelpPage("scanner", "Scanner", (), "help/scanner.html"),
    HelpPage("sans-reseau", "Travailler sans réseau", (), "help/sans-reseau.html"),
    HelpPage("etiquettes", "Étiquettes", (), "help/etiquettes.html"),
    HelpPage("retenues", "Retenues", (), "help/retenues.html"),
    HelpPage("suivi-client", "Suivi par le client", (), "help/suivi-client.html"),
)

MODULE = Module(
    code="help",
    label="Aide",
    blueprints=(pages.blueprint, declaration_pages.blueprint),
    nav=(NavEntry("Aide", "help.index", OWN, "question-circle", order=96),),
    help_pages=(*ROLES, *SUBJECTS),
)
