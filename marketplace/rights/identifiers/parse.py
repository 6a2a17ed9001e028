"""From any text to the one number it means, to its possible readings, or to a precise refusal."""

import re
from collections.abc import Callable
from datetime import date

from . import cn_application, cn_publication, foreign, trademark
from .base import (
    CN_APPLICATION,
    CN_PUBLICATION,
    CN_TRADEMARK,
    FOREIGN_APPLICATION,
    FOREIGN_PUBLICATION,
    FOREIGN_REGISTRATION,
    FOREIGN_TRADEMARK,
    PATENT,
    PCT_APPLICATION,
    SCHEMES,
    TRADEMARK,
    US_APPLICATION,
    US_PATENT,
    US_PUBLICATION,
    Identifier,
    InvalidIdentifier,
)
from .text import fold, without_label

_FOREIGN = {
    US_PATENT,
    US_APPLICATION,
    US_PUBLICATION,
    PCT_APPLICATION,
    FOREIGN_PUBLICATION,
    FOREIGN_APPLICATION,
    FOREIGN_REGISTRATION,
    FOREIGN_TRADEMARK,
}
_HINTS = {PATENT, TRADEMARK, *SCHEMES}
_CLEAN = re.compile(r"(?:ZL|CN)?([0-9]{12})\.?([0-9X])")
_SLUG = re.compile(r"([a-z]{2,3}-(?:patent|tm|design|application|publication|record))-(.+)")
_LOOKALIKES = {"O": "0", "Q": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2"}


def parse_number(text: str, *, kind: str | None = None, on: date | None = None) -> Identifier:
    """The one number a text means, in any spelling.

    `kind` narrows the meaning to a family (patent, trademark) or a scheme; `on` bounds the year of filing.
    Raises InvalidIdentifier with the code of what is wrong, or `ambiguous` with the possible `choices`.
    """
    if kind is not None and kind not in _HINTS:
        raise ValueError(f"no such kind of number: {kind}")
    clean = _CLEAN.fullmatch(text)
    if clean and kind in (None, PATENT, CN_APPLICATION):
        return cn_application.from_digits(clean[1], clean[2], on=on)
    found = candidates(text, kind=kind, on=on)
    if len(found) > 1:
        raise InvalidIdentifier("ambiguous", choices=tuple(found))
    return found[0]


def candidates(text: str, *, kind: str | None = None, on: date | None = None) -> list[Identifier]:
    """Every number a text may mean, likeliest first; raises InvalidIdentifier where there is none."""
    compact, label = without_label(fold(text))
    hint = kind or label
    found: list[Identifier] = []
    refusals: list[InvalidIdentifier] = []
    for read in _readers(compact, hint, on):
        try:
            found += read()
        except InvalidIdentifier as refusal:
            refusals.append(refusal)
    if hint:
        found = [each for each in found if hint in (each.family, each.scheme)]
    if found:
        return found
    if label and not kind:
        return candidates(compact, on=on)  # what the label says is a hint, not a proof
    raise refusals[0] if refusals else _diagnosis(compact, hint)


def _readers(compact: str, hint: str | None, on: date | None) -> list[Callable[[], list[Identifier]]]:
    def application() -> list[Identifier]:
        return _listed(cn_application.read(compact, on=on))

    def publication() -> list[Identifier]:
        return cn_publication.read(compact, expected=hint == CN_PUBLICATION)

    def mark() -> list[Identifier]:
        return _listed(trademark.read(compact, expected=hint in (TRADEMARK, CN_TRADEMARK)))

    def abroad() -> list[Identifier]:
        return _listed(foreign.read(compact))

    if hint in (TRADEMARK, CN_TRADEMARK):
        return [mark]
    if hint == PATENT:
        return [application, publication, abroad]
    if hint == CN_APPLICATION:
        return [application]
    if hint == CN_PUBLICATION:
        return [publication]
    if hint in _FOREIGN:
        return [abroad]
    if re.fullmatch(r"[0-9]{8}X", compact) and compact[:2] in cn_application.SHORT_YEARS:
        return [application]  # the X of a check digit; no division of a mark was ever lettered so far
    if re.fullmatch(r"[0-9]{8}[A-Z]?", compact):
        return [mark, application, publication]  # what was filed in 1985-2003 has ended; marks of that number live
    return [application, publication, abroad, mark]


def _listed(identifier: Identifier | None) -> list[Identifier]:
    return [identifier] if identifier else []


def _diagnosis(compact: str, hint: str | None) -> InvalidIdentifier:
    """Why no reader took the text: a letter among digits, a wrong length, or nothing we know."""
    body = re.sub(r"^(?:ZL|CN)", "", compact)
    prefixed = body != compact
    plain = re.sub(r"[.\-/]", "", body)
    if hint in (TRADEMARK, CN_TRADEMARK):
        return InvalidIdentifier("trademark_form", found=compact)
    if hint in _FOREIGN or not (prefixed or hint or sum(map(str.isdigit, plain)) >= 5):
        return InvalidIdentifier("unknown", found=compact)
    core = plain[:-1] if plain[-1:] == "X" else plain
    for position, character in enumerate(core, start=1):
        if not character.isdigit():
            return InvalidIdentifier(
                "character", found=character, position=position, instead=_LOOKALIKES.get(character, "")
            )
    return InvalidIdentifier("length", found=len(plain))


def from_slug(slug: str) -> Identifier:
    """The number that an address names (`cn-patent-201410264351.3`), letters in any case.

    A slug that is not the canonical one (no check digit) is understood too: compare with the answer's `slug`.
    Raises InvalidIdentifier: `slug` where the form is unknown, else what is wrong with the number.
    """
    found = _SLUG.fullmatch(slug.lower())
    if not found:
        raise InvalidIdentifier("slug", found=slug)
    scheme, rest = found[1], found[2].upper()
    identifier: Identifier | None
    if scheme == "cn-tm":
        identifier = trademark.read(rest)
    elif scheme == "cn-patent":
        published = cn_publication.read(rest) if rest[:2] == "CN" else []
        if len(published) > 1:
            raise InvalidIdentifier("ambiguous", choices=tuple(published))
        identifier = published[0] if published else cn_application.read(rest)
    else:
        identifier = foreign.from_slug(scheme, rest)
    if identifier is None:
        raise InvalidIdentifier("slug", found=slug)
    return identifier
