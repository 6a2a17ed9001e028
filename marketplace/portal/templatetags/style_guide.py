"""The style guide's own tags: every component with its documentation and its specimens."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django import template
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from marketplace.portal.specimens import specimens

register = template.Library()

COLOURS = ("paper", "sheet", "sunk", "ink", "ink-2", "rule", "edge", "indigo", "seal", "jade", "amber", "red")
SHELL = ("site", "is_english", "is_demo", "actor", "csrf_token")


@dataclass(frozen=True)
class Shown:
    """A component as the style guide shows it."""

    name: str
    about: str
    showings: list[SafeString]


@register.simple_tag(takes_context=True)
def components(context: Context) -> list[Shown]:
    """Every component, drawn with its specimens in the language of the page."""
    shell = {name: context.get(name) for name in SHELL}
    shown = []
    for name, group in groupby(specimens(get_language() == "en"), key=lambda specimen: specimen.component):
        page = get_template(f"components/{name}.html")
        shown.append(
            Shown(
                name=name,
                about=documentation(Path(page.origin.name)),  # type: ignore[attr-defined]
                showings=[mark_safe(page.template.render(Context({**shell, **one.values}))) for one in group],  # type: ignore[attr-defined]
            )
        )
    return shown


@register.simple_tag
def colours() -> tuple[str, ...]:
    """The names of the colour tokens."""
    return COLOURS


def documentation(path: Path) -> str:
    """What the comment at the top of a component says."""
    text = path.read_text(encoding="utf-8")
    start, end = text.index("{% comment %}"), text.index("{% endcomment %}")
    return text[start + len("{% comment %}") : end].strip()
