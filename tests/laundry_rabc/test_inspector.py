"""What the inspector takes away: every table of RABC whose page he reads."""

from collections.abc import Callable

from flask.testing import FlaskClient

SignedIn = Callable[..., FlaskClient]
TABLES = (
    "readings", "rabc_plan", "rabc_cases", "rabc_loggers", "rabc_results", "rabc_lab",
    "rabc_cleaning", "rabc_pumps", "rabc_upkeep", "rabc_prereq_gaps", "rabc_documents",
)  # fmt: skip


def test_the_inspector_takes_away_each_table_of_rabc(signed_in: SignedIn) -> None:
    inspector, elsewhere = signed_in("inspecteur"), signed_in("moniteur", ("bookbinding",))
    for table in TABLES:
        asked = {"quoi": table, "format": "csv"}
        answer = inspector.get("/administration/exports/fichier", query_string=asked)
        assert (table, answer.status_code) == (table, 200)
        refused = elsewhere.get("/administration/exports/fichier", query_string=asked)
        assert refused.status_code == 403
