"""Hundreds of listings and rights of every sort, written straight into the tables: what is proven over them is counting."""

import random
from datetime import date, timedelta
from typing import Any

from marketplace.accounts.models import Organization
from marketplace.core import clock
from marketplace.core.names import name_key
from marketplace.listings.models import Industry, Listing, ListingRight, ListingTerm
from marketplace.rights.identifiers.cn_application import check_digit
from marketplace.rights.models import Right, RightNumber, RightText

SEED = 20261124
RIGHTS, LISTINGS = 420, 400
THINGS = ("轧机", "连铸机", "高炉", "结晶器", "镁砂", "减速机", "传感器", "激光器", "變壓器", "拉链")
DOINGS = ("修复方法", "冷却装置", "检测系统", "制备工艺", "密封组件", "驱动装置")
ENGLISH = ("Roll repair by laser cladding", "Cooling of a casting mould", "Welded steel bag", "Magnesia brick", "")
BENEFITS = ("省电三成，停机时间减半。", "修复一次可多浇三百炉。", "不用重新校准。")
PEOPLE = ("余宗伟", "田群", "Alan Turing", "林禾")
IPC = ("B22D 11/059", "B22D 11/10", "B23K 26/34", "C04B 35/04", "C21B 9/00", "G01N 15/06", "H01S 5/024", "A44B 19/00")
LOCARNO, NICE = ("12-05", "03-01", "15-09"), ("25", "18", "9", "31")
KINDS = ("invention", "invention", "utility_model", "design", "trademark")
STATES = ("in_force", "in_force", "in_force", "pending", "terminated", "expired", "unknown")
OWNERS = ("鞍山铎远重型装备股份有限公司", "海城砺镁新材料有限公司", "Ｈａｉｃｈｅｎｇ Rolling Co.", "辽宁冶金研究院")
MODES = ("sale", "exclusive_licence", "sole_licence", "ordinary_licence", "open_licence", "equity")
HIDDEN = ("draft", "verifying", "withdrawn", "suspended", "sold_elsewhere")
SHOWN = ("published", "published", "published", "in_negotiation", "reserved")
YEARS_LEFT = (-2, 0, 1, 3, 4, 5, 9, 10, 15)
PRICES = (1, 499_999_99, 50_000_00, 199_999_99, 200_000_00, 1_000_000_00, 999_999_99, 9_000_000_00)


def same_day(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


class Rows:
    """The tables' content, drawn from a seed."""

    def __init__(self) -> None:
        self.rng = random.Random(SEED)
        self.today = clock.today()

    def write(self) -> None:
        self.organizations = Organization.objects.bulk_create(
            Organization(
                ref=f"OR-{place:07d}", kind=("firm", "university", "person", "foreign")[place % 4], name=name,
                name_key=name_key(name), name_en=f"Holder {place}", region="210302", status="verified",
            )
            for place, name in enumerate((*OWNERS, "砺山第五厂", "砺山第六厂"))
        )  # fmt: skip
        self.industries = list(Industry.objects.all())
        rights = Right.objects.bulk_create(self._right(place) for place in range(RIGHTS))
        for place, right in enumerate(rights[:12]):
            right.merged_into = rights[-1 - place]
            right.save(update_fields=["merged_into"])
        RightNumber.objects.bulk_create(
            RightNumber(right=right, scheme="cn-application", canonical=right.slug[10:], slug=right.slug)
            for right in rights
        )
        RightText.objects.bulk_create(
            RightText(right=right, abstract=f"{right.title}，包括机架。", abstract_en="A frame with drives.")
            for right in rights
            if self.rng.random() < 0.7
        )
        self._listings(rights[12:])

    def _right(self, place: int) -> Right:
        rng = self.rng
        kind = rng.choice(KINDS)
        symbols = {"trademark": NICE, "design": LOCARNO}.get(kind, IPC)
        classes = rng.sample(symbols, rng.randint(1, 3)) if rng.random() < 0.95 else []
        filed = self.today - timedelta(days=rng.randint(30, 5000))
        base = f"{filed.year}1{place:07d}"
        left = rng.choice(YEARS_LEFT)
        return Right(
            slug=f"cn-patent-{base}.{check_digit(base)}", kind=kind,
            title=f"一种{rng.choice(THINGS)}的{rng.choice(DOINGS)}", title_en=rng.choice(ENGLISH), filing_on=filed,
            publication_on=filed + timedelta(days=200), granted_on=filed + timedelta(days=rng.randint(200, 500)),
            main_class=classes[0] if classes else "", classes=classes, inventors=rng.sample(PEOPLE, rng.randint(0, 2)),
            province=rng.choice(("辽宁", "吉林", "")), status=rng.choice(STATES),
            # On the day itself and a day to either side, where bands begin and end.
            expires_on=same_day(self.today, left) + timedelta(days=rng.choice((-1, 0, 1))) if rng.random() < 0.9 else None,
            owner_names=rng.choice(OWNERS), owner_kind=rng.choice(("firm", "university", "person", "")),
            is_pledged=rng.random() < 0.2, version=1,
        )  # fmt: skip

    def _listings(self, rights: list[Right]) -> None:
        rng = self.rng
        listings = Listing.objects.bulk_create(self._listing(place, rights[place]) for place in range(LISTINGS))
        items, terms = [], []
        for place, listing in enumerate(listings):
            others = rng.sample(rights, rng.choice((0, 0, 0, 1, 2)))
            offered = dict.fromkeys([rights[place], *others])
            items += [ListingRight(listing=listing, right=right, position=at) for at, right in enumerate(offered)]
            modes = rng.sample(MODES, rng.randint(1, 3))
            terms += [ListingTerm(listing=listing, mode=mode, position=at) for at, mode in enumerate(modes)]
        ListingRight.objects.bulk_create(items)
        ListingTerm.objects.bulk_create(terms)

    def _listing(self, place: int, right: Right) -> Listing:
        rng = self.rng
        price: dict[str, Any] = {"price_kind": rng.choice(("fixed", "fixed", "range", "negotiable", "on_request"))}
        if price["price_kind"] in ("fixed", "range"):
            price |= {"price_amount": rng.choice(PRICES), "currency": rng.choice(("CNY", "CNY", "CNY", "USD"))}
        if price["price_kind"] == "range":
            price["price_to_amount"] = price["price_amount"] * 2
        is_shown = rng.random() < 0.85
        return Listing(
            ref=f"LS-{place:07d}", organization=rng.choice(self.organizations),
            status=rng.choice(SHOWN if is_shown else HIDDEN), title=right.title, title_en=right.title_en,
            benefit=rng.choice(BENEFITS), benefit_en="Saves power", problem=rng.choice(("停机时间长", "水雾干扰测量", "")),
            applications=rng.choice(("钢铁、检测", "箱包")), industry=rng.choice([*self.industries, None]),
            region=rng.choice(("210302", "210303", "210304", "210381", "")),
            verified_on=self.today - timedelta(days=rng.choice((0, 6, 7, 8, 30, 31, 200))) if rng.random() < 0.8 else None,
            published_at=clock.now() - timedelta(minutes=place), **price,
        )  # fmt: skip
