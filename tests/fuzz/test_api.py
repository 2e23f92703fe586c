import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import Session

from esat.app import create_app
from esat.config import Settings
from esat.db import Database
from esat.production import lots
from esat.registry import Registry
from esat.web.door import House
from tests import factories, people, signing_in
from tests.serving import serving

pytestmark = pytest.mark.outside

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance"
)
KNOWN = """
[[operations]]
include-path = "/api/v1/codes/{{code}}"
parameters = {{ code = "{item}" }}

[[operations]]
include-path = "/api/v1/orders/{{ref}}"
parameters = {{ ref = "{order}" }}

[[operations]]
include-path = "/api/v1/lots/{{code}}/trace"
parameters = {{ code = "{lot}" }}
"""


def furnish(session: Session) -> tuple[str, str]:
    """A device's token, and a configuration that names things that exist."""
    order = factories.make_order(session, items=3)
    items = factories.items_of(session, order)
    by = people.actor("moniteur", workshops=("laundry",))
    lot = lots.open_lot(session, "laundry", "expected", [items[0].item_id or 0], by=by)
    code = lots.subject_of(session, lot).code
    token, _station = signing_in.enrol(session)
    return token, KNOWN.format(item=items[1].code, order=order.ref, lot=code)


@pytest.mark.parametrize("known", [False, True], ids=["anything", "things that exist"])
def test_no_input_breaks_the_api(
    file_database: Database, loaded: Registry, settings: Settings, tmp_path: Path, known: bool
) -> None:
    with file_database.write() as session:
        token, config = furnish(session)
    (tmp_path / "schemathesis.toml").write_text(config if known else "", encoding="utf-8")
    app = create_app(house=House(settings, file_database, loaded))
    with serving(app) as address:
        done = subprocess.run(
            [
                str(Path(sys.executable).with_name("schemathesis")),
                "--config-file",
                str(tmp_path / "schemathesis.toml"),
                "run",
                f"{address}/api/v1/openapi.json",
                "--url",
                address,
                "--header",
                f"Authorization: Bearer {token}",
                "--checks",
                CHECKS,
                "--max-examples",
                "20",
                "--no-color",
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )
    assert done.returncode == 0, done.stdout[-6000:]
