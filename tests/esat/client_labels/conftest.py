"""The French sentences of every module, for tests of pure files too."""

import pytest

from esat.registry import Registry


@pytest.fixture(autouse=True)
def sentences(loaded: Registry) -> Registry:
    return loaded
