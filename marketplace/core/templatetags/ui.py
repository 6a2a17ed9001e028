"""What templates need besides the components: parts fixed per language, money, days and phrases in words."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import rjieba
from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marketplace.core.money import Money, format_money

register = template.Library()

LOOKS = {"theme": ("light", "dark"), "text": ("large",)}
SHORTEST_PHRASE = 4
PAUSES = "，、；：。！？"
HAN = re.compile("[\u4e00-\u9fff]")
MARKUP = re.compile(r"(<[^>]*>|&[^;]*;)")
ISO_DAY = re.compile(r"(?<![\w/\"=-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w\"-])")
IN_AMOUNT = re.compile(r"(?<=\b[A-Z]{3}) (?=\d)|(?<=\d) (?=[万亿元])")

HTMX_CONFIG = '{"includeIndicatorStyles":false,"allowEval":false,"scrollIntoViewOnBoost":false}'


class PerLanguageNode(template.Node):
    """Renders its content once for each language and keeps the string."""

    # No blocks stand inside, so inheritance need not walk through it on every page.
    child_nodelists = ()

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[str, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language() or ""
        if language not in self.kept:
            self.kept[language] = self.nodelist.render(context)
        return self.kept[language]


@register.tag
def perlanguage(parser: Parser, token: Token) -> PerLanguageNode:
    """{% perlanguage %}...{% endperlanguage %}: content that depends on nothing but the language and the settings."""
    nodelist = parser.parse(("endperlanguage",))
    parser.delete_first_token()
    return PerLanguageNode(nodelist)


@register.simple_tag(takes_context=True)
def chosen_look(context: Context) -> SafeString:
    """Theme and size of text as the visitor chose them, from the cookies that js/theme.js writes."""
    cookies = getattr(context.get("request"), "COOKIES", {})
    attributes = [f' data-{name}="{cookies[name]}"' for name, known in LOOKS.items() if cookies.get(name) in known]
    return mark_safe("".join(attributes))


@register.simple_tag
def htmx() -> SafeString:
    """htmx as our policy allows it: no inline style, no eval. Stands in block `scripts` of pages that use it."""
    return format_html(
        '<meta name="htmx-config" content="{}"><script src="{}" defer></script>',
        HTMX_CONFIG,
        static("django_htmx/htmx-2.min.js"),
    )


@register.filter
def money(amount: Any, currency: str = "") -> str:
    """An amount in words, never rounded: Money(48000000) is 48 万元, in English CNY 480,000."""
    if amount is None or amount == "":
        return ""
    return format_money(
        amount if isinstance(amount, Money) else Money(amount, currency or "CNY"), get_language() or "zh"
    )


@register.filter
def day(value: Any) -> str:
    """The day of a date or an instant, as the register writes it: 2026-11-20 in both languages."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value.isoformat() if isinstance(value, date) else str(value or "")


@register.filter
def phrases(value: Any) -> SafeString:
    """A Chinese heading that breaks between phrases only: <wbr> at word edges, at least four characters apart.

    Found words may be marked already: the marks stay where they are.
    """
    pieces = MARKUP.split(str(conditional_escape(value)))
    edges = _phrase_edges("".join(pieces[::2]))
    if not edges:
        return mark_safe("".join(pieces))
    at = 0
    for index in range(0, len(pieces), 2):
        piece = pieces[index]
        inside = [edge - at for edge in edges if at < edge <= at + len(piece)]
        cuts = [0, *inside, len(piece)]
        at += len(piece)
        pieces[index] = "<wbr>".join(piece[start:end] for start, end in pairwise(cuts))
    return mark_safe("".join(pieces))


def _phrase_edges(text: str) -> list[int]:
    """The places inside a Chinese text where a line may break; none in other languages."""
    if not HAN.search(text):
        return []
    edges: list[int] = []
    start = at = 0
    for word in rjieba.cut(text):
        long_enough = at - start >= SHORTEST_PHRASE and len(word) > 1
        if (long_enough and len(text) - at >= SHORTEST_PHRASE) or (at and text[at - 1] in PAUSES):
            edges.append(at)
            start = at
        at += len(word)
    return edges


@register.filter
def written_in(value: Any) -> SafeString:
    """` lang="zh-Hans"` for a Chinese text on an English page, so that it is read out as what it is."""
    text = value if isinstance(value, str) else " ".join(str(part) for part in value or ())
    is_foreign = (get_language() or "").startswith("en") and HAN.search(text)
    return mark_safe(' lang="zh-Hans"' if is_foreign else "")


@register.filter
def localized(record: Any, field: str) -> str:
    """A text kept in both languages, in the reader's: the English one where there is one, else the Chinese."""
    english = getattr(record, f"{field}_en") if get_language() == "en" else ""
    return str(english or getattr(record, field))


@register.filter
def unbroken(value: Any) -> str:
    """Short words that stay on one line: "11.4 years left" with no-break spaces."""
    return value.replace(" ", "\N{NO-BREAK SPACE}") if isinstance(value, str) else value


@register.filter
def whole_amounts(value: Any) -> str:
    """A price that never breaks between number and currency or unit: CNY 600,000; 60 万元."""
    return IN_AMOUNT.sub("\N{NO-BREAK SPACE}", str(value))


@register.filter
def dated(value: Any) -> SafeString:
    """A text whose ISO days do not break at their hyphens."""
    text = str(conditional_escape(value))
    return mark_safe(text if "<time" in text else ISO_DAY.sub(r"<time>\g<0></time>", text))


@register.filter
def controls(field: Any) -> str:
    """The component that draws a bound field."""
    kind = field.widget_type
    if kind in ("radioselect", "checkboxselectmultiple"):
        name = "choices"
    elif kind == "checkbox":
        name = "check"
    else:
        name = "upload" if "file" in kind else "field"
    return f"components/{name}.html"


@register.filter
def at(values: Any, key: Any) -> Any:
    """What a list or a mapping holds at a place; nothing where it holds nothing."""
    try:
        return values[key]
    except (KeyError, IndexError, TypeError):
        return ""


@register.filter
def absolute(number: int) -> int:
    """The number without its sign."""
    return abs(number)


@register.simple_tag
def facet_sets(facets: Iterable[Mapping[str, Any]], form: str = "") -> SafeString:
    """Every facet with its check boxes, as `components/facets.html` takes them."""
    parts = []
    for facet in facets:
        name, others = facet["name"], facet.get("others", 0)
        parts += [f'<fieldset class="facet"><legend>{escape(facet["label"])}</legend>']
        parts += [facet_values(name, facet["values"], form)]
        if facet.get("more"):
            more = facet_values(name, facet["more"], form)
            summary = escape(_("More"))
            parts += [f'<details class="facet-more"><summary>{summary}</summary>{more}</details>']
        if facet.get("more_url"):
            words = ngettext("%(n)s more", "%(n)s more", others) % {"n": localize(others)}
            parts += [f'<a class="facet-all" href="{escape(facet["more_url"])}">{escape(words)}</a>']
        parts += ["</fieldset>\n"]
    return mark_safe("".join(parts))


@register.simple_tag
def facet_values(name: str, values: Iterable[Mapping[str, Any]], form: str = "") -> SafeString:
    """The check boxes of one facet; written here because a search page holds some sixty of them."""
    parts = []
    belongs = f' form="{escape(form)}"' if form else ""
    name = escape(name)
    for entry in values:
        value, checked = escape(str(entry["value"])), " checked" if entry.get("checked") else ""
        parts.append(
            f'<label data-facet="{name}" data-value="{value}" data-count="{entry["count"]}">'
            f'<input type="checkbox" name="{name}" value="{value}"{checked}{belongs}>'
            f"{escape(str(entry['label']))} <span>{entry['count']:,}</span></label>"
        )
    return mark_safe("".join(parts))
