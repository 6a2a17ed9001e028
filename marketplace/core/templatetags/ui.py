"""What templates need besides the components: parts fixed per language, money, days and phrases in words."""

from datetime import date, datetime
from typing import Any

import rjieba
from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

CURRENCIES = {"CNY": "元", "USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元", "GBP": "英镑"}
WAN, YI = 10_000 * 100, 100_000_000 * 100
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
def money(amount: Any, currency: str = "CNY") -> str:
    """An amount in minor units in words, never rounded: 48000000 is 48 万元, in English CNY 480,000."""
    currency = getattr(amount, "currency", currency)
    amount = getattr(amount, "amount", amount)
    if not isinstance(amount, int):
        return ""
    if get_language() == "en":
        return f"{currency} {_figure(amount, 100)}"
    unit = CURRENCIES.get(currency, currency)
    for size, word in ((YI, "亿"), (WAN, "万")):
        if abs(amount) >= size and amount % (size // 100) == 0:
            return f"{_figure(amount, size)} {word}{unit}"
    return f"{_figure(amount, 100)} {unit}"


def _figure(amount: int, size: int) -> str:
    whole, rest = divmod(abs(amount), size)
    decimals = f"{rest * 100 // size:02d}".rstrip("0")
    sign = "−" if amount < 0 else ""
    return f"{sign}{whole:,}{'.' + decimals if decimals else ''}"


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
    """Which component draws a bound field: choices, check, upload or field."""
    kind = field.widget_type
    if kind in ("radioselect", "checkboxselectmultiple", "nullbooleanselect"):
        return "choices"
    if kind == "checkbox":
        return "check"
    return "upload" if "file" in kind else "field"


