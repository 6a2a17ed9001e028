"""Facets counted from the tables: each value derived again from the rows, by other means than the index uses."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from marketplace.listings.models import Listing, ListingRight, ListingTerm
from marketplace.rights.models import Right, RightNumber, RightText
from search.text import contains, stream

YUAN = 100


@dataclass(frozen=True)
class Fact:
    """One row that may be found: its texts as tokens, its facets, its class symbols, numbers and days."""

    key: str
    texts: dict[str, list[str]]
    facets: dict[str, set[str]]
    classes: frozenset[str]
    numbers: frozenset[str]
    days: dict[str, date | None]

    def says(self, words: str, *fields: str) -> bool:
        wanted = stream(words)
        return any(contains(self.texts[name], wanted) for name in fields or self.texts)


Predicate = Callable[[Fact], bool]


def life_band(expires: date | None, today: date) -> set[str]:
    if expires is None:
        return set()
    if expires < today:
        return {"ended"}
    steps = ((3, "under-3"), (5, "3-5"), (10, "5-10"))
    return {next((name for years, name in steps if expires < today.replace(year=today.year + years)), "over-10")}


def price_band(listing: Listing) -> str:
    if listing.price_kind not in ("fixed", "range"):
        return "none"
    if listing.currency != "CNY":
        return "foreign"
    yuan = listing.price_amount / YUAN
    steps = ((50_000, "under-5"), (200_000, "5-20"), (1_000_000, "20-100"))
    return next((name for limit, name in steps if yuan < limit), "over-100")


def verified_band(day: date | None, today: date) -> set[str]:
    if day is None:
        return set()
    return {"week" if day >= today - timedelta(7) else "month" if day >= today - timedelta(30) else "older"}


def class_facets(rights: Iterable[Right]) -> tuple[dict[str, set[str]], frozenset[str]]:
    """Facets of classes, and all symbols with the wider ones above them."""
    facets: dict[str, set[str]] = {name: set() for name in ("ipc_section", "ipc_class", "nice", "locarno")}
    symbols: set[str] = set()
    for right in rights:
        for text in {right.main_class, *right.classes} - {""}:
            if right.kind == "trademark":
                facets["nice"].add(text.lstrip("0"))
            elif right.kind == "design":
                facets["locarno"].add(text[:2])
            elif found := re.match(r"([A-H])(\d\d)([A-Z])?", text):
                facets["ipc_section"].add(found[1])
                facets["ipc_class"].add(found[1] + found[2])
                symbols |= {found[1] + found[2], found[0]}
    return facets, frozenset(symbols)


def texts_of_rights(rights: list[Right], texts: dict[int, RightText]) -> dict[str, str]:
    own = [texts.get(right.pk) for right in rights]
    return {
        "title": "\n".join(f"{right.title}\n{right.title_en}" for right in rights),
        "body": "\n".join(f"{text.abstract}\n{text.abstract_en}" if text else "" for text in own),
        "owner": "\n".join(right.owner_names for right in rights),
        "inventor": "\n".join(" ".join(right.inventors) for right in rights),
    }


def days_of(right: Right) -> dict[str, date | None]:
    return {"filed": right.filing_on, "published_on": right.publication_on, "granted": right.granted_on}


def listing_facts(today: date) -> list[Fact]:
    """Every listing on show, from the tables."""
    texts = {text.right_id: text for text in RightText.objects.all()}
    numbers = numbers_by_right()
    facts = []
    for listing in Listing.objects.filter(status__in=["published", "in_negotiation", "reserved"]):
        items = ListingRight.objects.filter(listing=listing).select_related("right").order_by("position", "pk")
        rights = [item.right for item in items]
        found, symbols = class_facets(rights)
        said = texts_of_rights(rights, texts)
        firm = listing.organization
        facets = {
            **found,
            "right_type": {right.kind for right in rights},
            "mode": set(ListingTerm.objects.filter(listing=listing).values_list("mode", flat=True)),
            "price": {price_band(listing)},
            "industry": {listing.industry.code} if listing.industry else set(),
            "status": {right.status for right in rights},
            "life": life_band(rights[0].expires_on, today),
            "owner_kind": {firm.kind},
            "region": {listing.region} - {""},
            "pledged": {"yes" if any(right.is_pledged for right in rights) else "no"},
            "verified": verified_band(listing.verified_on, today),
        }
        words = {
            "title": f"{listing.title}\n{listing.title_en}\n{said['title']}",
            "benefit": f"{listing.benefit}\n{listing.benefit_en}",
            "body": "\n".join([listing.problem, listing.problem_en, listing.applications, said["body"]]),
            "owner": f"{firm.name}\n{firm.name_en}\n{said['owner']}",
            "inventor": said["inventor"],
        }
        own = frozenset(number for right in rights for number in numbers.get(right.pk, ()))
        tokens = {name: stream(text) for name, text in words.items()}
        facts.append(Fact(str(listing.pk), tokens, facets, symbols, own, days_of(rights[0])))
    return facts


def numbers_by_right() -> dict[int, list[str]]:
    """The canonical numbers of each right; a merged twin's belong to the right it became."""
    numbers: dict[int, list[str]] = {}
    for right_id, merged, canonical in RightNumber.objects.values_list("right_id", "right__merged_into", "canonical"):
        numbers.setdefault(merged or right_id, []).append(canonical)
        if merged:
            numbers.setdefault(right_id, []).append(canonical)
    return numbers


def right_facts(today: date) -> list[Fact]:
    """Every right that stands for itself, from the tables."""
    texts = {text.right_id: text for text in RightText.objects.all()}
    numbers = numbers_by_right()
    facts = []
    for right in Right.objects.filter(merged_into=None):
        found, symbols = class_facets([right])
        facets = {
            **found,
            "right_type": {right.kind},
            "status": {right.status},
            "life": life_band(right.expires_on, today),
            "owner_kind": {right.owner_kind} - {""},
            "province": {right.province} - {""},
            "pledged": {"yes" if right.is_pledged else "no"},
        }
        tokens = {name: stream(text) for name, text in texts_of_rights([right], texts).items()}
        own = frozenset(numbers.get(right.pk, ()))
        facts.append(Fact(str(right.pk), tokens, facets, symbols, own, days_of(right)))
    return facts


def chosen_by(fact: Fact, chosen: dict[str, list[str]], left_out: str = "") -> bool:
    """Values of one facet widen, facets narrow."""
    return all(fact.facets[name] & set(values) for name, values in chosen.items() if name != left_out)


def total(facts: list[Fact], says: Predicate, chosen: dict[str, list[str]]) -> int:
    return sum(says(fact) and chosen_by(fact, chosen) for fact in facts)


def counts(facts: list[Fact], says: Predicate, chosen: dict[str, list[str]]) -> dict[str, Counter[str]]:
    """By facet and value: how many rows choosing it would find, the facet's own choice left out."""
    said = [fact for fact in facts if says(fact)]
    counted: dict[str, Counter[str]] = {name: Counter() for name in facts[0].facets}
    for name, counter in counted.items():
        for fact in said:
            if chosen_by(fact, chosen, left_out=name):
                counter.update(fact.facets[name])
    return counted


def differences(results: Any, facts: list[Fact], says: Predicate, chosen: dict[str, list[str]]) -> list[str]:
    """Where a page of results says something else than the tables."""
    problems = []
    if results.total != (true := total(facts, says, chosen)):
        problems.append(f"total {results.total}, truly {true}")
    for name, true_counts in counts(facts, says, chosen).items():
        found = results.facets[name]
        listed = {value.value: value.count for value in found if value.count}
        wrong = {v: (n, true_counts.get(v, 0)) for v, n in listed.items() if n != true_counts.get(v, 0)}
        if wrong:
            problems.append(f"{name}: {wrong}")
        if len(listed) + found.others != len(true_counts):
            problems.append(f"{name}: {len(listed)} values and {found.others} more, truly {len(true_counts)}")
    return problems
