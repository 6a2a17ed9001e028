"""A query as a tree, the same for every engine: what must stand where, joined by and, or, not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """These tokens stand one after the other in one of the fields (all text fields when none is named)."""

    tokens: tuple[str, ...]
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keyword:
    """One of the values is among the keywords of one of the fields."""

    fields: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """A keyword of one of the fields begins with this."""

    fields: tuple[str, ...]
    start: str


@dataclass(frozen=True, slots=True)
class Range:
    """low <= number < high; None leaves a side open. A document without the number is not in any range."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


Node = Text | Keyword | Prefix | Range | All | Any | Not


def joined(parts: list[Node]) -> Node:
    """All of them, without a wrapper around a single one."""
    return parts[0] if len(parts) == 1 else All(tuple(parts))
