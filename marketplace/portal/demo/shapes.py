"""The shapes of invented technology: things, deeds and fields."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Thing:
    """Something an invention is about."""

    zh: str
    en: str
    ipc: str


@dataclass(frozen=True)
class Deed:
    """What an invention does; {t} is the thing, {n} a figure of the invention's own."""

    title: str
    title_en: str
    benefit: str
    benefit_en: str
    problem: str
    problem_en: str
    figure: str


@dataclass(frozen=True)
class Field:
    code: str
    things: tuple[Thing, ...]
    deeds: tuple[Deed, ...]
