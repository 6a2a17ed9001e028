"""Money as whole minor units and a currency: arithmetic without floats, shares, and how amounts are written."""

from collections.abc import Sequence
from dataclasses import dataclass

EXPONENTS = {
    "CNY": 2,
    "USD": 2,
    "EUR": 2,
    "GBP": 2,
    "HKD": 2,
    "CHF": 2,
    "SGD": 2,
    "JPY": 0,
    "KRW": 0,
}
CURRENCY_NAMES_ZH = {
    "CNY": "元",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "HKD": "港元",
    "CHF": "瑞士法郎",
    "SGD": "新加坡元",
    "JPY": "日元",
    "KRW": "韩元",
}
EN_DASH = "\u2013"

_UNITS_ZH = ((100_000_000, "亿"), (10_000, "万"))


class CurrencyMismatch(ValueError):
    """Two currencies met in one sum or comparison."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (fen, cents; yen and won have none). Raises TypeError, ValueError on nonsense."""

    amount: int
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError(f"money is counted in whole minor units, not in {type(self.amount).__name__}")
        if self.currency not in EXPONENTS:
            raise ValueError(f"unknown currency: {self.currency}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, factor: int) -> "Money":
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        return format_money(self, "en")

    @property
    def major(self) -> str:
        """The amount in major units as a plain decimal, as JSON and schema.org want it: 480000.00."""
        return _decimal(self.amount, EXPONENTS[self.currency], grouping="")

    def portion(self, numerator: int, denominator: int) -> "Money":
        """The part numerator / denominator of the amount, rounded half-up once."""
        return Money(half_up(self.amount * numerator, denominator), self.currency)

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Shares by weight that add up to the amount, by largest remainder."""
        return [Money(share, self.currency) for share in split(self.amount, weights)]

    def _same(self, other: "Money") -> int:
        if not isinstance(other, Money):
            raise TypeError(f"money meets only money, not {type(other).__name__}")
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} meets {other.currency}")
        return other.amount


def half_up(numerator: int, denominator: int) -> int:
    """The quotient to the nearest whole number; a half goes away from zero, as invoices round."""
    if denominator == 0:
        raise ZeroDivisionError("a share of nothing")
    negative = (numerator < 0) != (denominator < 0)
    numerator, denominator = abs(numerator), abs(denominator)
    quotient = (2 * numerator + denominator) // (2 * denominator)
    return -quotient if negative else quotient


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Shares of a whole that add up to it exactly, by largest remainder (domain conventions, 7.4).

    Floors first, then one unit each to the largest fractional parts; a tie goes to the party listed first.
    Raises ValueError on a negative total or weight, or where no weight is above zero.
    """
    whole = sum(weights)
    if total < 0 or whole <= 0 or min(weights) < 0:
        raise ValueError("shares need a total and weights that are not negative, and one weight above zero")
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda party: -(total * weights[party] % whole))
    for party in by_remainder[: total - sum(shares)]:
        shares[party] += 1
    return shares


def format_money(money: Money, language: str = "zh") -> str:
    """48 万元, 1,234.56 元; CNY 480,000 in English. A short form is used only where it hides nothing."""
    if language.startswith("en"):
        return f"{money.currency} {_trimmed(money)}"
    number, unit = _short_zh(money)
    return f"{number} {unit}{CURRENCY_NAMES_ZH[money.currency]}"


def format_range(low: Money | None, high: Money | None, language: str = "zh") -> str:
    """48–60 万元, 48 万元起, 不超过 60 万元; raises ValueError where both ends are missing."""
    english = language.startswith("en")
    if low is None and high is None:
        raise ValueError("a range needs an end")
    if high is None and low is not None:
        return f"from {format_money(low, language)}" if english else f"{format_money(low, language)}起"
    if low is None and high is not None:
        return f"up to {format_money(high, language)}" if english else f"不超过 {format_money(high, language)}"
    assert low is not None and high is not None
    if low == high:
        return format_money(low, language)
    low._same(high)
    if english:
        return f"{low.currency} {_trimmed(low)}{EN_DASH}{_trimmed(high)}"
    (first, first_unit), (second, second_unit) = _short_zh(low), _short_zh(high)
    if first_unit == second_unit:
        return f"{first}{EN_DASH}{second} {second_unit}{CURRENCY_NAMES_ZH[high.currency]}"
    return f"{format_money(low, language)}{EN_DASH}{format_money(high, language)}"


def _short_zh(money: Money) -> tuple[str, str]:
    """The number and 亿, 万 or nothing: the widest unit in which one decimal says everything."""
    minor = 10 ** EXPONENTS[money.currency]
    for size, unit in _UNITS_ZH:
        tenth = size * minor // 10
        if abs(money.amount) >= size * minor and money.amount % tenth == 0:
            return _decimal(money.amount // tenth, 1, trim=True), unit
    return _trimmed(money), ""


def _trimmed(money: Money) -> str:
    """Major units with commas, the decimals only where there are any."""
    return _decimal(money.amount, EXPONENTS[money.currency], trim=True)


def _decimal(amount: int, places: int, *, grouping: str = ",", trim: bool = False) -> str:
    whole, rest = divmod(abs(amount), 10**places)
    sign = "-" if amount < 0 else ""
    decimals = f".{rest:0{places}d}" if places and not (trim and rest == 0) else ""
    return f"{sign}{whole:{grouping}}{decimals}"
