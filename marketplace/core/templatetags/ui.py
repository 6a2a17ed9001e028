"""What templates need besides the components: parts fixed per language, money, days and phrases in words."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import rjieba
from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from marketplace.core.money import Money, format_money

register = template.Library()

HTMX_CONFIG = '{"includeIndicatorStyles":false,"allowEval":false,"scrollIntoViewOnBoost":false}'


class PerLanguageNode(template.Node):
    """Renders its content once for each language and keeps the string."""

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
    """A Chinese heading that may break between words only: <wbr> at each word's edge, for class `phrases`."""
    text = str(conditional_escape(value))
    if "<" in text or "&" in text or not any("一" <= sign <= "鿿" for sign in text):
        return mark_safe(text)
    words = [str(word) for word in rjieba.cut(text)]
    joined = words[0]
    for word in words[1:]:
        # A particle or a full stop belongs to the word before it.
        joined += word if len(word) == 1 else f"<wbr>{word}"
    return mark_safe(joined)


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
