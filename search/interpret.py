"""Interpretations that apps contribute: an application number, a class symbol, a date typed into the one search box."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from marketplace.core import clock

from . import registry
from .document import Label
from .nodes import Node
from .query import ParsedQuery, parse

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a text was taken for: kind ("number", "class", "date", ...), its label, its tidy spelling and the query.

    With `also_text` the words are searched as well, for what may be a word or a symbol ("H13").
    """

    kind: str
    label: Label
    text: str
    node: Node
    also_text: bool = False


Interpreter = Callable[[str, str], Interpretation | None]


def read_line(line: str, index: str) -> ParsedQuery:
    """The query typed for an index, with the apps' interpreters asked; lines read lately are remembered for the day."""
    return _read(line, index, clock.today(), registry.generation())


@lru_cache(maxsize=2048)
def _read(line: str, index: str, today: date, generation: int) -> ParsedQuery:
    return parse(line, registry.get(index).query_field_by_name, lambda text: interpret(text, index))


def interpret(text: str, index: str) -> Interpretation | None:
    """The first interpretation any app offers; one that fails is logged and passed over, for a page must answer."""
    for interpreter in registry.interpreters():
        try:
            known = interpreter(text, index)
        except Exception:
            logger.exception("an interpreter failed on a query of %d characters", len(text))
            continue
        if known is not None:
            return known
    return None
