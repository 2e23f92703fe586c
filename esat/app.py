"""The one composition root of the web side: settings, database, modules, and the door."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from esat import __version__, config, nav, registry
from esat.accounts import permissions
from esat.assembly import compose
from esat.config import Settings
from esat.production import badge_codes
from esat.web import (
    csrf,
    door,
    environment,
    errors,
    filters,
    headers,
    icons,
    keys,
    late_rules,
    meanings,
)
from esat.web.door import House
from esat.web.payload import IsoJson
from esat.workers import leading

PACKAGE = Path(__file__).parent


def templates_dir() -> Path:
    """The packaged templates when installed from a wheel, else the checkout's folder."""
    packaged = PACKAGE / "templates"
    return packaged if packaged.is_dir() else PACKAGE.parent / "templates"


def create_app(settings: Settings | None = None, house: House | None = None) -> Flask:
    """The web application. It starts no thread and opens no connection before it is asked."""
    made = house or compose(settings or Settings.from_env())
    registry.install(made.registry)
    config.install(made.settings)
    app = Flask(
        "esat",
        root_path=str(PACKAGE),
        template_folder=str(templates_dir()),
        static_folder=str(PACKAGE / "static"),
    )
    # No view is a coroutine; Flask would ask it of each view and hook, nine times a request.
    app.ensure_sync = _as_it_is  # type: ignore[assignment,method-assign]
    app.json = IsoJson(app)
    app.config["MAX_CONTENT_LENGTH"] = made.settings.max_body_mb * 1024 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 2 * 1024 * 1024
    app.extensions[door.EXTENSION] = made
    environment.install(app)
    for part in (late_rules, errors, filters, icons, keys, meanings, headers, csrf):
        part.install(app)
    door.install(app)
    permissions.install(app, groups_of=leading.groups_of, codes=badge_codes.CODE_BOOK)
    for module in made.registry.modules:
        for blueprint in module.blueprints:
            app.register_blueprint(blueprint)
    nav.install(app)
    app.jinja_env.globals["version"] = __version__
    if made.settings.trusted_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _as_it_is(view: Callable[..., Any]) -> Callable[..., Any]:
    return view
