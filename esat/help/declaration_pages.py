"""The two declarations open to everybody: accessibility and personal data; they hold no name."""

from flask import Blueprint, Response

from esat.accounts.permissions import public
from esat.administration import contacts
from esat.help.criteria import CHECKED_ON, CRITERIA, TOOLS
from esat.web import door, htmx

blueprint = Blueprint("declarations", __name__)


@blueprint.get("/accessibilite")
@public
def accessibility() -> Response:
    """What was tested, how, and what is not yet known: no more than that."""
    return htmx.render(
        "help/accessibility.html",
        contact=contacts.contact(door.session()),
        criteria=CRITERIA,
        tools=TOOLS,
        checked_on=CHECKED_ON,
    )


@blueprint.get("/donnees-personnelles")
@public
def personal_data() -> Response:
    """What is kept, why, and for how long, from the rules that the modules declare."""
    return htmx.render(
        "help/personal_data.html",
        contact=contacts.contact(door.session()),
        rules=[rule for module in door.house().registry.modules for rule in module.retention],
    )
