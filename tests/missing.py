"""What a test says when the machine lacks a part it needs; knows nothing of the parts."""

import os
from typing import NoReturn

import pytest


def in_ci() -> bool:
    """Tell whether this machine promised to have everything."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def missing(reason: str) -> NoReturn:
    """Skip with the reason on a developer's machine, fail with it in CI."""
    if in_ci():
        pytest.fail(f"CI must have it: {reason}", pytrace=False)
    pytest.skip(reason)
