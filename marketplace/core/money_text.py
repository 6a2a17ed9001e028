"""Amounts as people type them: "48 万", "480,000.50", "3亿5000万元", "US$ 1,200", full-width or not."""

import re
import unicodedata

from .money import EXPONENTS, Money

LARGEST = 10**15  # minor units: ten trillion yuan, far above any price and far below what a column holds
LONGEST = 60

_CURRENCIES = {
    "人民币元": "CNY",
    "元人民币": "CNY",
    "人民币": "CNY",
    "元整": "CNY",
    "RMB": "CNY",
    "元": "CNY",
    "圆": "CNY",
    "块": "CNY",
    "¥": "CNY",
    "US$": "USD",
    "美元": "USD",
    "美金": "USD",
    "$": "USD",
    "欧元": "EUR",
    "€": "EUR",
    "英镑": "GBP",
    "£": "GBP",
    "HK$": "HKD",
    "港元": "HKD",
    "港币": "HKD",
    "瑞士法郎": "CHF",
    "新加坡元": "SGD",
    "日元": "JPY",
    "円": "JPY",
    "韩元": "KRW",
    "₩": "KRW",
    **{code: code for code in EXPONENTS},
}
_UNITS = {
    "万亿": 10**12,
    "亿": 10**8,
    "BILLION": 10**9,
    "BN": 10**9,
    "千万": 10**7,
    "百万": 10**6,
    "MILLION": 10**6,
    "M": 10**6,
    "万": 10**4,
    "W": 10**4,
    "千": 10**3,
    "THOUSAND": 10**3,
    "K": 10**3,
}
_TOKEN = "|".join(re.escape(token) for token in sorted(_CURRENCIES, key=len, reverse=True))
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_WITH_CURRENCY = re.compile(rf"({_TOKEN})?(.*?)({_TOKEN})?", re.DOTALL)
_PART = re.compile(rf"([0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)({_UNIT})?")
_GROUPED = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")


class InvalidMoney(ValueError):
    """A text that is no amount: a code and the facts of the refusal, worded in `core.money_refusals`."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def parse_money(text: str, currency: str = "CNY") -> Money:
    """The amount a text says, in the currency it names or else in the one given.

    Raises InvalidMoney: empty, too_long, negative, character, grouping, unit_order, unit_missing, decimals,
    two_currencies, too_large.
    """
    if len(text) > LONGEST:
        raise InvalidMoney("too_long", longest=LONGEST)
    compact = "".join(unicodedata.normalize("NFKC", text).replace("、", ",").split()).upper()
    if not compact:
        raise InvalidMoney("empty")
    named, body = _without_currency(compact, currency)
    if body[:1] in "-\u2212" and body[1:]:
        raise InvalidMoney("negative")
    numerator, places = _value(body.removeprefix("+"))
    exponent = EXPONENTS[named]
    amount, rest = divmod(numerator * 10**exponent, 10**places)
    if rest:
        raise InvalidMoney("decimals", currency=named, places=exponent)
    if amount > LARGEST:
        raise InvalidMoney("too_large")
    return Money(amount, named)


def _without_currency(compact: str, currency: str) -> tuple[str, str]:
    found = _WITH_CURRENCY.fullmatch(compact)
    assert found is not None
    before, body, after = found.groups()
    named = {_CURRENCIES[token] for token in (before, after) if token}
    if named == {"CNY"} and currency == "JPY" and before == "¥" and not after:
        named = {"JPY"}
    if len(named) > 1:
        raise InvalidMoney("two_currencies", first=before, second=after)
    if not body:
        raise InvalidMoney("empty")
    return (named.pop() if named else currency), body


def _value(body: str) -> tuple[int, int]:
    """The value in major units as a whole number and the decimal places to divide by."""
    place, total, smallest = 0, 0, None
    longest = max((len(part[1]) for part in re.findall(r"(\.)([0-9]+)", body)), default=0)
    while place < len(body):
        part = _PART.match(body, place)
        if part is None or smallest == 1:
            raise InvalidMoney("character", found=body[place], position=place + 1)
        whole, _, decimals = part[1].partition(".")
        if whole and not _GROUPED.fullmatch(whole):
            raise InvalidMoney("grouping", found=part[1])
        unit = _UNITS[part[2]] if part[2] else 1
        if smallest is not None and unit >= smallest:
            raise InvalidMoney("unit_order", found=part[0])
        if smallest is not None and unit == 1 and len(whole) < 3:
            raise InvalidMoney("unit_missing", found=part[0])  # "48万5" is said for 485,000 and for 480,005
        digits = int(whole.replace(",", "") + decimals or "0")
        total += digits * unit * 10 ** (longest - len(decimals))
        smallest, place = unit, part.end()
    return total, longest
