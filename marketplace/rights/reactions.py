"""Who hears when a right's projection changes; called in the same transaction, under the right's lock."""

from collections.abc import Callable, Sequence
from typing import Any

Reaction = Callable[[Sequence[Any], Sequence[Any]], None]
_reactions: list[Reaction] = []


def register(reaction: Reaction) -> None:
    """Call `reaction(rights, events)` after rights changed."""
    if reaction not in _reactions:
        _reactions.append(reaction)


def notify(rights: Sequence[Any], events: Sequence[Any] = ()) -> None:
    """Tell every registered reaction."""
    for reaction in _reactions:
        reaction(rights, events)
