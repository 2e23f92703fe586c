"""Every component renders in every state, with nothing undefined, and the pages are well made."""

import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, render_template
from jinja2 import StrictUndefined

from esat.nav import Link
from esat.web import environment, icons, meanings

REPOSITORY = Path(__file__).parents[2]
NAV = (Link("Commandes", "/commandes", "list", current=True),)
NADIA = SimpleNamespace(display_name="Nadia M.", role_label="Monitrice")


@pytest.fixture
def bare() -> Flask:
    """The templates alone: no route, no database."""
    app = Flask(
        "kit",
        template_folder=str(REPOSITORY / "templates"),
        static_folder=str(REPOSITORY / "esat" / "static"),
    )
    environment.install(app)
    app.jinja_env.undefined = StrictUndefined
    icons.install(app)
    meanings.install(app)
    return app


def rendered(app: Flask, template: str, **context: object) -> str:
    with app.test_request_context("/"):
        frame = {"house_name": "ESAT Atelier", "nav": NAV, "account": NADIA}
        return render_template(template, **{**frame, **context})


def failure(status: int) -> dict[str, object]:
    return {
        "status": status,
        "title": "Ce n’est pas possible",
        "message": "Recommencez <b>plus</b> tard.",
        "code": "conflict",
        "fields": {"date": "Ce champ est à remplir."},
    }


def test_kit_shows_every_component_with_unique_ids_and_one_title(bare: Flask) -> None:
    page = rendered(bare, "kit/index.html")
    doubles = [name for name, n in Counter(re.findall(r'\sid="([^"]+)"', page)).items() if n > 1]
    assert doubles == []
    assert page.count("<h1") == 1
    assert '<html lang="fr">' in page


def test_kit_uses_every_component(bare: Flask) -> None:
    folder = REPOSITORY / "templates"
    shown = "".join(path.read_text(encoding="utf-8") for path in (folder / "kit").glob("*.html"))
    names = {path.name for path in (folder / "components").glob("[!_]*.html")}
    assert {name for name in names if f'"components/{name}"' not in shown} == set()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 429, 500, 503])
def test_error_page_and_fragment_say_the_sentence_escaped(bare: Flask, status: int) -> None:
    for template in ("errors/error.html", "errors/_error.html"):
        page = rendered(bare, template, **failure(status))
        assert "Recommencez &lt;b&gt;plus&lt;/b&gt; tard." in page
        assert "Ce champ est à remplir." in page
    assert ("/connexion" in rendered(bare, "errors/error.html", **failure(401))) is True


def test_a_stranger_gets_no_menu_and_no_sign_out(bare: Flask) -> None:
    page = rendered(bare, "errors/error.html", nav=[], account=None, **failure(404))
    assert 'href="#menu"' not in page
    assert "/deconnexion" not in page


def test_every_sheet_of_a_page_exists(bare: Flask) -> None:
    page = rendered(bare, "kit/index.html")
    linked = re.findall(r'"/static/([^"]+)"', page)
    assert linked
    assert [name for name in linked if not (REPOSITORY / "esat/static" / name).exists()] == []
