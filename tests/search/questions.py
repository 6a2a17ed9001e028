"""Questions drawn from a seed: a line as people type it, what it means for a row, and chosen facet values."""

import random
from dataclasses import dataclass
from datetime import date

from .truth import Fact, Predicate


@dataclass(frozen=True)
class Question:
    line: str
    says: Predicate
    chosen: dict[str, list[str]]


Atom = tuple[str, Predicate]


class Questions:
    """Draws questions over facts, from words that stand in them and some that do not."""

    def __init__(self, facts: list[Fact], words: list[str], phrases: list[str], *, seed: int) -> None:
        self.facts, self.words, self.phrases = facts, words, phrases
        self.rng = random.Random(seed)
        self.values = {
            name: sorted({value for fact in facts for value in fact.facets[name]}) for name in facts[0].facets
        }

    def draw(self, count: int) -> list[Question]:
        return [Question(*self._line(), self._chosen()) for _ in range(count)]

    def _line(self) -> Atom:
        """Nothing, or up to three parts: all must hold, one may be negated, two may stand for each other."""
        parts = [self._atom() for _ in range(self.rng.choice((0, 1, 1, 1, 2, 2, 3)))]
        if not parts:
            return "", lambda fact: True
        words, says = [], []
        for place, (text, means) in enumerate(parts):
            if place and self.rng.random() < 0.25:
                words += [self.rng.choice(("OR", "或")), text]
                says[-1] = _either(says[-1], means)
            elif place and self.rng.random() < 0.25:
                words.append(f"-{text}")
                says.append(_not(means))
            else:
                words.append(text)
                says.append(means)
        return " ".join(words), lambda fact: all(means(fact) for means in says)

    def _atom(self) -> Atom:
        kind = self.rng.choice(("word", "word", "word", "phrase", "field", "class", "number", "day", "between"))
        return getattr(self, f"_{kind}")()

    def _word(self) -> Atom:
        word = self.rng.choice(self.words)
        return word, lambda fact: fact.says(word)

    def _phrase(self) -> Atom:
        text = self.rng.choice(self.phrases)
        start = self.rng.randrange(max(len(text) - 4, 1))
        piece = text[start : start + self.rng.randint(2, 6)].strip('的 "-') or text
        return f'"{piece}"', lambda fact: fact.says(piece)

    def _field(self) -> Atom:
        names, field = self.rng.choice(
            ((("ti", "标题", "名称"), "title"), (("pa", "权利人"), "owner"), (("in", "发明人"), "inventor"))
        )
        word = self.rng.choice(self.words)
        return f"{self.rng.choice(names)}={word}", lambda fact: fact.says(word, field)

    def _class(self) -> Atom:
        """A class or subclass named as one; the index keeps each symbol with the wider ones above it."""
        known = sorted({symbol for fact in self.facts[:200] for symbol in fact.classes})
        symbol = self.rng.choice(known) if known else "B22D"
        typed = self.rng.choice((symbol, symbol.lower()))
        return f"{self.rng.choice(('ipc', '分类'))}={typed}", lambda fact: symbol in fact.classes

    def _number(self) -> Atom:
        numbered = [fact for fact in self.facts[:300] if any("." in number for number in fact.numbers)]
        number = next(number for number in sorted(self.rng.choice(numbered).numbers) if "." in number)
        spelling = self.rng.choice(("{}", "ZL{}", "CN{}", "zl{}")).format(number)
        return self.rng.choice((spelling, spelling.replace(".", ""))), lambda fact: number in fact.numbers

    def _day(self) -> Atom:
        """A year of filing or of publication."""
        name, field = self.rng.choice((("ad", "filed"), ("申请日", "filed"), ("pd", "published_on")))
        year = self.rng.randint(2013, 2026)
        return f"{name}={year}", lambda fact: bool(fact.days[field]) and fact.days[field].year == year

    def _between(self) -> Atom:
        """From a day to a month, both with their ends."""
        low, high = date(self.rng.randint(2013, 2019), 3, 7), date(2022, 5, 31)
        typed = f"ad={low.isoformat()}..2022-05"
        return typed, lambda fact: bool(fact.days["filed"]) and low <= fact.days["filed"] <= high

    def _chosen(self) -> dict[str, list[str]]:
        names = self.rng.sample(sorted(self.values), self.rng.choice((0, 0, 1, 1, 2, 3)))
        return {
            name: self.rng.sample(self.values[name], min(self.rng.choice((1, 1, 2, 3)), len(self.values[name])))
            for name in names
            if self.values[name]
        }


def _either(one: Predicate, other: Predicate) -> Predicate:
    return lambda fact: one(fact) or other(fact)


def _not(means: Predicate) -> Predicate:
    return lambda fact: not means(fact)
