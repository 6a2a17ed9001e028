"""A document as one row of a list: prepared once for each version and language, with slots for what a day changes.

A card is the row of `components/result_row.html` in which title, state, remaining life and age of verification are
slots; before it, parted by `PART`, stand the facts that fill them. Filling costs a few string operations. What the
facts say in words, the trade's own app tells by `set_day_words`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from .document import Hit
from .marking import mark

LANGUAGES = ("zh-hans", "en")
PART = "\x1f"
TITLE, KIND, LABEL, LIFE, AGE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
PLAIN = ("ref", "url", "benefit", "owner", "classes", "price", "modes", "picture", "picture_set")
PICTURE_WIDTHS = (160, 320)

# (state, expires, annuity due, verified, stale, today) to (colour and words of the state, remaining life, age).
DayWords = Callable[[str, date | None, date | None, date | None, date | None, date], tuple[str, str, str, str]]
_day_words: list[DayWords] = []


def set_day_words(words: DayWords) -> None:
    """Who puts a card's facts in words for a day, in the active language."""
    _day_words[:] = [words]


def prepare(
    row: Mapping[str, str],
    *,
    title: str,
    state: str,
    expires_on: date | None = None,
    annuity_due_on: date | None = None,
    verified_on: date | None = None,
    stale_on: date | None = None,
) -> str:
    """The card of a row in the active language. `row` holds the plain strings named in `PLAIN`."""
    has = (bool(expires_on), bool(row.get("classes")), bool(verified_on), bool(row.get("picture")))
    html = _skeleton(get_language() or LANGUAGES[0], row.get("picture_kind", "drawing"), *has)
    texts = {name: escape(row.get(name, "")) for name in PLAIN}
    html = html.format_map(texts | {"classes": _unbroken(row.get("classes", ""))})
    days = (expires_on, annuity_due_on, verified_on, stale_on)
    return PART.join([title, state, *(day.isoformat() if day else "" for day in days), html])


@lru_cache(maxsize=256)
def _skeleton(language: str, picture_kind: str, life: bool, classes: bool, verified: bool, picture: bool) -> str:
    """The component's own markup with a format field for each plain string."""
    fields: dict[str, Any] = {name: f"\ue010{name}\ue011" for name in PLAIN}
    fields |= {"title_html": TITLE, "kind": KIND, "label": LABEL, "picture_kind": picture_kind}
    fields["life"], fields["verified"] = LIFE if life else "", AGE if verified else ""
    fields["classes"] = fields["classes"] if classes else ""
    fields["picture"] = fields["picture"] if picture else ""
    with override(language):
        html = get_template("components/result_row.html").render(fields)
    html = html.strip().replace("{", "{{").replace("}", "}}")
    return html.replace("\ue010", "{").replace("\ue011", "}")


def fill(card: str, today: date, marks: Sequence[tuple[str, ...]] = ()) -> str:
    """The row as shown on a day, the words that were looked for marked in its title."""
    title, state, expires, annuity, verified, stale, html = card.split(PART, 6)
    kind, label, life, age = _words(state, expires, annuity, verified, stale, today, get_language() or "")
    html = html.replace(TITLE, mark(title, marks) if marks else escape(title), 1)
    return html.replace(KIND, kind, 1).replace(LABEL, label, 1).replace(LIFE, life, 1).replace(AGE, age, 1)


def rows(hits: Iterable[Hit], today: date, marks: Sequence[tuple[str, ...]] = ()) -> SafeString:
    """The rows of a page of results, one after the other."""
    return mark_safe("\n".join(fill(hit.card, today, marks) for hit in hits))


@lru_cache(maxsize=8192)
def _words(
    state: str, expires: str, annuity: str, verified: str, stale: str, today: date, language: str
) -> tuple[str, str, str, str]:
    kind, label, life, age = _day_words[0](state, _day(expires), _day(annuity), _day(verified), _day(stale), today)
    return kind, escape(label), _unbroken(life), _unbroken(age)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _unbroken(words: str) -> str:
    return escape(words.replace(" ", "\N{NO-BREAK SPACE}"))


def picture_fields(address: str, kind: str) -> dict[str, str]:
    """What a row needs to show a picture: a small rendition and one for dense screens."""
    small, large = PICTURE_WIDTHS
    return {
        "picture": f"{address}/{small}.webp",
        "picture_set": f"{address}/{small}.webp 1x, {address}/{large}.webp 2x",
        "picture_kind": kind,
    }
