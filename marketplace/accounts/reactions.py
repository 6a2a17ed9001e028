"""Who hears when an organisation's standing or name changes; called in the same transaction, after the change."""

from collections.abc import Callable
from typing import Any, Literal

Change = Literal["suspended", "reinstated", "renamed"]
Reaction = Callable[[Any, Change], None]
_reactions: list[Reaction] = []


def register(reaction: Reaction) -> None:
    """Call `reaction(organization, change)` after an organisation was suspended, reinstated or renamed."""
    if reaction not in _reactions:
        _reactions.append(reaction)


def notify(organization: Any, change: Change) -> None:
    """Tell every registered reaction."""
    for reaction in _reactions:
        reaction(organization, change)
