"""One signal, and only files named `receivers.py` listen; the page of the docs names them all."""

import re

from tests.house import tree

PAGE = tree.ROOT / "esat/docs/receivers.md"


def test_only_receivers_listen_to_the_journal() -> None:
    strangers = [
        name
        for name in tree.product()
        if "event_recorded.connect" in tree.text(name) and not name.endswith("/receivers.py")
    ]
    assert not strangers


def test_the_page_names_every_listener() -> None:
    told = set(re.findall(r"`(\S+/receivers\.py)`", PAGE.read_text(encoding="utf-8")))
    assert told == {name for name in tree.product() if name.endswith("/receivers.py")}
