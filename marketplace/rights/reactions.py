"""Who hears when a right's projection changes; called in the same transaction, under the right's lock."""

from collections.abc import Callable, Sequence
from typing import Any

Reaction = Callable[[Sequence[Any], Sequence[Any]], None]
MergeVeto = Callable[[Any, Any], bool]
_reactions: list[Reaction] = []
_vetoes: list[MergeVeto] = []


def register(reaction: Reaction) -> None:
    """Call `reaction(rights, events)` after rights changed."""
    if reaction not in _reactions:
        _reactions.append(reaction)


def notify(rights: Sequence[Any], events: Sequence[Any] = ()) -> None:
    """Tell every registered reaction."""
    for reaction in _reactions:
        reaction(rights, events)


def register_merge_veto(veto: MergeVeto) -> None:
    """Ask `veto(twin, into)` before two records of a right are merged; True leaves the decision to staff."""
    if veto not in _vetoes:
        _vetoes.append(veto)


def merge_vetoes() -> Sequence[MergeVeto]:
    return tuple(_vetoes)
