"""The registry of live figures: each app fills it, pages show it, anyone can recompute it."""

from collections.abc import Callable
from dataclasses import dataclass

from .errors import Sentence


@dataclass(frozen=True)
class Figure:
    """A figure with its label, what makes it checkable, and how it is read (never by counting a whole table)."""

    name: str
    label: Sentence
    basis: Sentence
    read: Callable[[], int]


FIGURES: dict[str, Figure] = {}


def register(name: str, label: Sentence, basis: Sentence, read: Callable[[], int]) -> None:
    FIGURES[name] = Figure(name, label, basis, read)
