"""Rules never see HTTP: only pages, the API, the edge and the composition roots know Flask."""

import re

from tests.house import tree

EDGE = re.compile(
    r"""
    (^|/)(\w+_)?pages(_\w+)?\.py$   # pages.py, office_pages.py
    | (^|/)\w*pages/                # a folder of pages
    | (^|/)(\w+_)?api(_\w+)?\.py$
    | ^esat/accounts/permissions\.py$  # the door-keeper of requests
    | ^esat/(nav|serving)\.py$  # the menu of every page; the server
    | ^esat/(web/|app\.py$|__main__\.py$|cli(_\w+)?\.py$|cli/|demo/serving\.py$)
    """,
    re.VERBOSE,
)
HTTP = {"flask", "werkzeug", "flask_openapi3", "waitress"}


def test_a_rule_file_imports_no_web_framework() -> None:
    found = [
        f"{name}:{line} imports {module}"
        for name in tree.product()
        if not EDGE.search(name)
        for module, line in tree.imported(name)
        if module.split(".")[0] in HTTP
    ]
    assert not found


def test_the_edge_is_recognised_by_its_name() -> None:
    for name in ("esat/workers/office_pages.py", "esat/production/api.py", "esat/web/door.py"):
        assert EDGE.search(name)
    for name in ("esat/workers/half_days.py", "labels/render.py", "esat/clients/forms.py"):
        assert not EDGE.search(name)
