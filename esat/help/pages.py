"""The pages of help: one's own first, then every heading, found by its words."""

from flask import Blueprint, Response, current_app, request

from esat.accounts.marks import OWN
from esat.accounts.permissions import allow, current_actor
from esat.declarations import HelpPage
from esat.errors import NotFound
from esat.help import contents
from esat.web import door, htmx

blueprint = Blueprint("help", __name__, url_prefix="/aide")


@blueprint.get("")
@allow(OWN)
def index() -> Response:
    """The page of one's role, the subjects, the other roles, and the headings of all of them."""
    text = request.args.get("q", "").strip()[:100]
    pages, roles = every_page(), current_actor().roles
    return htmx.render(
        "help/index.html",
        "help/_found.html",
        text=text,
        found=contents.find(pages, _source, text),
        mine=[page for page in pages if roles & set(page.roles)],
        subjects=[page for page in pages if not page.roles],
        others=[page for page in pages if page.roles and not roles & set(page.roles)],
    )


@blueprint.get("/<slug>")
@allow(OWN)
def show(slug: str) -> Response:
    page = next((one for one in every_page() if one.slug == slug), None)
    if page is None:
        raise NotFound("not_found")
    return htmx.render(page.template, help_page=page, parts=contents.parts(page, _source))


def every_page() -> tuple[HelpPage, ...]:
    """What all modules declare, in their order."""
    return tuple(page for module in door.house().registry.modules for page in module.help_pages)


def _source(template: str) -> str:
    loader = current_app.jinja_env.loader
    if loader is None:
        msg = "an application without templates has no help"
        raise LookupError(msg)
    return str(loader.get_source(current_app.jinja_env, template)[0])
