"""A generated market for `bench/pages.py`: runs inside the project, fills an empty database in bulk, builds the index.

Titles come from the gazette where --data has it, else they are invented. Rows are written past the actions: what is
measured is reading, and a hundred thousand played actions would take an hour.
"""

import csv
import gzip
import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from marketplace.accounts.models import Organization  # noqa: E402
from marketplace.core import clock  # noqa: E402
from marketplace.core.names import name_key  # noqa: E402
from marketplace.listings.models import Industry, Listing, ListingRight, ListingTerm  # noqa: E402
from marketplace.rights.models import Right, RightEvent, RightNumber, RightText  # noqa: E402
from search import sync  # noqa: E402
from search.text import words  # noqa: E402

SEED = 20260424
BATCH = 2000
CLASSES = (
    "B22D 11/059",
    "B23K 26/34",
    "C04B 35/04",
    "C21B 9/00",
    "G01N 15/06",
    "H01S 5/024",
    "A01G 18/00",
    "F16H 57/04",
)
MODES = ("sale", "exclusive_licence", "ordinary_licence", "sole_licence", "equity", "open_licence")
THINGS = (
    "轧机",
    "连铸",
    "高炉",
    "结晶器",
    "耐火砖",
    "菱镁矿",
    "捕收剂",
    "减速机",
    "传感器",
    "激光器",
    "托辊",
    "变压器",
)
DOINGS = ("修复方法", "冷却结构", "检测装置", "快换机构", "控制系统", "制备工艺", "回收方法", "密封组件", "驱动装置")


def titles(data: Path) -> list[str]:
    source = data / "cn-patents-gazette-2019" / "patents.csv.gz"
    if not source.is_file():
        return [f"一种{thing}的{other}{doing}" for thing in THINGS for other in THINGS for doing in DOINGS]
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        return [row["title"] for row in csv.DictReader(file) if row.get("title")]


def organizations() -> list[Organization]:
    rows = [
        Organization(
            ref=f"OR-{number:07d}", kind=("firm", "university", "person")[number % 3], name=f"样本机构{number}号",
            name_key=name_key(f"样本机构{number}号"), name_en=f"Sample organisation {number}", region="210302",
            status="verified",
        )
        for number in range(200)
    ]  # fmt: skip
    return Organization.objects.bulk_create(rows)


def rights(size: int, names: list[str], rng: random.Random) -> Iterator[Right]:
    today = clock.today()
    for number in range(size):
        filed = today - timedelta(days=rng.randint(400, 6500))
        title = names[number % len(names)] if number < len(names) else f"{names[number % len(names)]}（{number}型）"
        owner = f"样本机构{number % 200}号"
        day = (today - timedelta(days=rng.randint(1, 60))).isoformat()
        yield Right(
            slug=f"cn-patent-{filed.year}1{number:07d}.{number % 10}",
            kind=("invention", "utility_model", "invention", "design")[number % 4],
            title=title[:500],
            title_en=f"Sample apparatus {number}",
            filing_on=filed,
            publication_on=filed + timedelta(days=200),
            granted_on=filed + timedelta(days=390),
            main_class="12-05" if number % 4 == 3 else rng.choice(CLASSES),
            province="辽宁",
            city="鞍山市",
            status="in_force",
            status_on=filed + timedelta(days=390),
            expires_on=date(filed.year + 20, filed.month, min(filed.day, 28)),
            annuity_due_on=date(today.year + 1, filed.month, min(filed.day, 28)),
            annuity_paid_year=today.year - filed.year,
            owner_names=owner,
            owner_kind="firm",
            is_pledged=number % 17 == 0,
            source="cnipa-gazette",
            as_of=today,
            proof={
                "facts": {name: ["cnipa-gazette", day, "GR01"] for name in ("owners", "status", "term", "annuity")},
                "owners": [[owner, ""]],
            },
        )


def fill(size: int, data: Path) -> None:
    rng = random.Random(SEED)
    names = titles(data)
    offering = organizations()
    industries = Industry.objects.bulk_create(
        Industry(code=f"sample-{place}", name=f"样本产业{place}", name_en=f"Sample industry {place}")
        for place in range(8)
    )
    made = rights(size, names, rng)
    start = clock.now() - timedelta(days=200)
    done = 0
    while batch := [right for _, right in zip(range(min(BATCH, size - done)), made, strict=False)]:
        Right.objects.bulk_create(batch)
        _beside_rights(batch)
        listings = [
            Listing(
                ref=f"LS-{done + place:07d}", organization=offering[(done + place) % len(offering)], status="published",
                title=right.title[:200], title_en=right.title_en, benefit=f"比现有做法省 {place % 40 + 3}% 的能耗。",
                problem="现有设备停机时间长，更换零件要重新校准。", applications="钢铁、装备制造和检测。",
                maturity=place % 9 + 1, industry=industries[place % len(industries)],
                region=("210302", "210303", "210304", "210381")[place % 4],
                price_kind="fixed" if place % 3 else "negotiable",
                price_amount=rng.randint(1, 900) * 1_000_000 if place % 3 else None,
                published_at=start + timedelta(seconds=(done + place) * 60), verified_on=clock.today(),
            )
            for place, right in enumerate(batch)
        ]  # fmt: skip
        Listing.objects.bulk_create(listings)
        pairs = list(zip(listings, batch, strict=True))
        ListingRight.objects.bulk_create(ListingRight(listing=listing, right=right) for listing, right in pairs)
        ListingTerm.objects.bulk_create(
            ListingTerm(listing=listing, mode=MODES[(listing.pk + place) % len(MODES)], position=place)
            for listing, _ in pairs
            for place in range(2)
        )
        done += len(batch)
        print(f"{done} of {size}", file=sys.stderr, flush=True)


def _beside_rights(batch: list[Right]) -> None:
    RightNumber.objects.bulk_create(
        RightNumber(right=right, scheme="cn-application", canonical=right.slug[10:], slug=right.slug) for right in batch
    )
    RightText.objects.bulk_create(
        RightText(right=right, abstract=f"{right.title}，包括机架和驱动件。", claims=[f"1. {right.title}。"] * 3)
        for right in batch
    )
    RightEvent.objects.bulk_create(
        RightEvent(
            right=right, code=code, on=right.filing_on + timedelta(days=days), source="cnipa-gazette",
            as_of=right.as_of, fingerprint=f"{right.slug}-{code}"[:40],
        )
        for right in batch
        for code, days in (("PB01", 200), ("GR01", 390), ("ZA01", 400))
    )  # fmt: skip


def sample_words(count: int = 12) -> list[str]:
    """Words of titles from frequent to rare, as people type them."""
    seen: dict[str, int] = {}
    for title in Listing.objects.order_by("pk").values_list("title", flat=True)[:5000]:
        for word in set(words(title)):
            seen[word] = seen.get(word, 0) + 1
    ranked = sorted(seen, key=lambda word: (-seen[word], word))
    return [ranked[min(int(len(ranked) ** (place / count)), len(ranked) - 1)] for place in range(count)]


def main() -> None:
    size, data, out = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    call_command("migrate", verbosity=0)
    if not Listing.objects.exists():
        fill(size, data)
    if not sync.is_usable("listings"):
        # The index of rights is read by none of the measured pages.
        sync.rebuild("listings", lambda done: print(f"{done} indexed", file=sys.stderr, flush=True))
    call_command("collectstatic", interactive=False, verbosity=0)
    rng = random.Random(SEED)
    numbers = [rng.randrange(size) for _ in range(100)]
    out.write_text(
        json.dumps({"words": sample_words(), "refs": [f"LS-{number:07d}" for number in numbers], "numbers": numbers})
    )


if __name__ == "__main__":
    main()
