import psycopg
import pytest

from tests.missing import missing
from tests.pg_cluster import cluster, database, programs

pytestmark = pytest.mark.postgresql


def test_a_private_cluster_starts_gives_a_database_and_leaves_nothing() -> None:
    if programs() is None:
        missing("PostgreSQL is not installed (Debian: apt install postgresql)")
    with cluster() as server:
        with database(server, "essai") as url:
            plain = url.replace("+psycopg", "")
            with psycopg.connect(plain) as connection:
                row = connection.execute(
                    "select current_database(), lower('É'), current_setting('listen_addresses')"
                ).fetchone()
        with pytest.raises(psycopg.OperationalError, match="essai"):
            psycopg.connect(plain)
    assert row == ("essai", "é", "")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.replace("+psycopg", ""))
