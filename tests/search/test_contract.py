"""The contract, engine by engine."""

import pytest

from .contract import *  # noqa: F403

ENGINES = [
    "embedded",
]


@pytest.fixture(params=ENGINES)
def engine(request):
    return request.param
