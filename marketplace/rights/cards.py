"""A right or a listing as one row of a list: prepared once for each version and language, with slots for what a day changes.

A card is the row of `components/result_row.html` in which title, state, remaining life and age of verification are
slots; before it, parted by `PART`, stand the facts that fill them. Filling costs a few string operations.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from .words import age_words, life_words, state_mark

LANGUAGES = ("zh-hans", "en")
PART = "\x1f"
TITLE, KIND, LABEL, LIFE, AGE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
PLAIN = ("ref", "url", "benefit", "owner", "classes", "price", "modes", "picture", "picture_set")
PICTURE_WIDTHS = (160, 320)


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
    html = html.format_map({name: escape(row.get(name, "")) for name in PLAIN})
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


def fill(card: str, today: date, title_html: Callable[[str], str] = escape) -> SafeString:
    """The row as shown on a day; `title_html` escapes the title and may mark words in it."""
    title, state, expires, annuity, verified, stale, html = card.split(PART, 6)
    kind, label, life, age = _day_words(state, expires, annuity, verified, stale, today, get_language() or "")
    html = html.replace(TITLE, title_html(title), 1).replace(KIND, kind, 1).replace(LABEL, label, 1)
    return mark_safe(html.replace(LIFE, life, 1).replace(AGE, age, 1))


@lru_cache(maxsize=8192)
def _day_words(
    state: str, expires: str, annuity: str, verified: str, stale: str, today: date, language: str
) -> tuple[str, str, str, str]:
    kind, label = state_mark(state, _day(annuity), today)
    life = life_words(_day(expires), today)
    return kind, escape(label), escape(life), escape(age_words(_day(verified), _day(stale), today))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def picture_address(ref: str) -> str:
    return f"/media/pictures/{ref}"


def drawing_address(digest: str) -> str:
    return f"/media/drawings/{digest}"


def picture_fields(address: str, kind: str) -> dict[str, str]:
    """What a row needs to show a picture: a small rendition and one for dense screens."""
    small, large = PICTURE_WIDTHS
    return {
        "picture": f"{address}/{small}.webp",
        "picture_set": f"{address}/{small}.webp 1x, {address}/{large}.webp 2x",
        "picture_kind": kind,
    }
