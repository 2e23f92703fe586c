import json
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

SHELLS = ("/comptoir/hors-ligne", "/comptoir/serie/hors-ligne", "/envois/hors-ligne", "/hors-ligne")


def kept(client: FlaskClient) -> dict[str, object]:
    source = client.get("/sw.js").text
    return dict(json.loads(source.partition("const KEPT = ")[2].partition(";\n")[0]))


def test_the_worker_keeps_files_and_shells_that_all_exist(client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    urls = kept(client)["urls"]
    assert isinstance(urls, list)
    assert set(SHELLS) < set(urls)
    for url in urls:
        with client.get(url) as found:
            assert found.status_code == 200, url
    assert not [url for url in urls if url.startswith("/api/")]


def test_the_worker_changes_its_version_only_when_something_it_keeps_does(
    client: FlaskClient,
) -> None:
    assert kept(client)["version"] == kept(client)["version"]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_kept_page_names_nobody_even_to_somebody(
    signed_in: Callable[..., FlaskClient], client: FlaskClient, shell: str
) -> None:
    page = signed_in("moniteur", workshops=("laundry",)).get(shell).text
    assert "Nadia" not in page
    assert "deconnexion" not in page
    assert page == client.get(shell).text


def test_the_page_of_unsent_captures_opens_to_everybody(client: FlaskClient) -> None:
    assert "Envois en attente" in client.get("/envois").text
