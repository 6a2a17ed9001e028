"""The engines; which one serves is a setting."""

from functools import cache
from importlib import import_module

from django.conf import settings

from .. import registry
from .base import Backend

ENGINES = {"embedded": "EmbeddedBackend", "elastic": "ElasticBackend"}


def get(index: str) -> Backend:
    """The backend of an index on the engine that `SEARCH_BACKEND` names; one object a process."""
    return _get(index, settings.SEARCH_BACKEND, registry.generation())


@cache
def _get(index: str, engine: str, generation: int) -> Backend:
    module = import_module(f".{engine}", __name__)
    backend: Backend = getattr(module, ENGINES[engine])(registry.get(index))
    return backend


def forget() -> None:
    """Drop the open indexes (tests that move `SEARCH_DIR`)."""
    _get.cache_clear()
