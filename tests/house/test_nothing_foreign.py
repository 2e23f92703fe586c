"""No tracked file names a registry's host or a folder of the machine it was written on."""

import re

from tests.house import tree

# Written in halves, so that this file does not find itself.
_PARTS = [
    ("pypi", r"\.org"),
    ("python", r"hosted\.org"),
    ("registry", r"\.npmjs"),
    ("npm", r"js\.org"),
    ("proxy", r"\.golang"),
    ("deb", r"\.debian\.org"),
    (r"(?<![\w.-])/wo", "rk/"),
    (r"(?<![\w.-])/ro", "ot/"),
    (r"/opt/py", "pi"),
    (r"/opt/wh", "eels"),
    # The vendored reader of codes carries a user that Emscripten makes up.
    (r"/ho", r"me/(?!web_user)\w"),
]
FOREIGN = re.compile("|".join(first + second for first, second in _PARTS))


def _readable(name: str) -> str | None:
    try:
        return tree.text(name)
    except UnicodeDecodeError:
        return None


def test_no_file_names_a_registry_host_or_a_path_of_a_machine() -> None:
    found = [
        f"{name}: {hit.group()}"
        for name in tree.files()
        if (content := _readable(name)) and (hit := FOREIGN.search(content))
    ]
    assert not found
