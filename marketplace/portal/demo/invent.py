"""Invents rights: numbers with right check digits that no office gave, dates around today, and full histories."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date, timedelta
from typing import Any

from marketplace.rights.identifiers.cn_application import check_digit

from .people import HOLDERS
from .shapes import Deed, Field, Thing
from .technology import FIELDS, MARKS

# Serials from 9,000,000 up: no year of either type has reached them.
SERIAL_BASE = 9_000_000
REGISTER, GAZETTE, FEES = "demo-register", "demo-gazette", "demo-fees"
PUBLICATION_LETTER = {"invention": "B", "utility_model": "U", "design": "S"}
PUBLICATION_DIGIT = {"invention": "1", "utility_model": "2", "design": "3"}
VARIANTS = (("", ""), ("移动式", "Mobile "), ("高温型", "High-temperature "))
DESIGNS = (
    ("拉杆箱（云折）", "Trolley case (cloud fold)", "03-01", "bags", "press"),
    ("双肩包（通勤）", "Backpack (commuter)", "03-01", "bags", "weave"),
    ("旅行包（折叠）", "Travel bag (folding)", "03-01", "bags", "press"),
    ("防寒工装上衣", "Cold-weather work jacket", "02-02", "garments", "weave"),
    ("保暖裤", "Thermal trousers", "02-02", "garments", "weave"),
    ("激光切割头", "Laser cutting head", "15-09", "laser", "wheel"),
    ("便携式粉尘仪", "Portable dust meter", "10-04", "laser", "circuit"),
    ("托辊", "Conveyor idler", "12-05", "equipment", "rollers"),
    ("香菇包装盒", "Shiitake gift box", "09-03", "farm", "bars"),
    ("南果梨包装箱", "Nanguo pear crate", "09-03", "farm", "bars"),
)


@dataclass
class InventedRight:
    """A right to be: register facts, words in both languages, a figure to draw, and its history."""

    index: int
    kind: str
    number: str
    publication: str
    title: str
    title_en: str
    owners: tuple[str, ...]
    symbol: str
    field: str
    filed: date
    figure: str
    benefit: str = ""
    benefit_en: str = ""
    problem: str = ""
    problem_en: str = ""
    word: str = ""
    spelling: str = ""
    nice: int = 0
    events: list[tuple[str, date, dict[str, Any], str]] = made(default_factory=list)
    burden: str = ""
    read_on: date = date.min

    def as_of(self, on: date) -> date:
        """The day on which our source told of an event: when the register was read, or the event itself if later."""
        return max(self.read_on, on)


def application_number(year: int, type_digit: str, index: int) -> str:
    """An application number of a year that no office gave, with its right check digit."""
    base = f"{year}{type_digit}{SERIAL_BASE + index:07d}"
    return f"{base}.{check_digit(base)}"


def _owners(code: str, index: int) -> tuple[str, ...]:
    able = [firm.name for firm in HOLDERS if code in firm.fields]
    first = able[index % len(able)]
    if index % 14 == 6 and len(able) > 1:
        return first, able[(index + 1) % len(able)]
    return (first,)


def _patents(today: date) -> Iterator[InventedRight]:
    combinations = [(kind, thing, deed) for kind in FIELDS for thing in kind.things for deed in kind.deeds]
    order = random.Random(41).sample(range(len(combinations)), len(combinations))
    index = 0
    for variant, (zh, en) in enumerate(VARIANTS):
        for place in order:
            if index >= 248:
                return
            yield _patent(today, index, *combinations[place], zh, en, variant)
            index += 1


def _patent(
    today: date, index: int, kind: Field, thing: Thing, deed: Deed, zh: str, en: str, variant: int
) -> InventedRight:
    rng = random.Random(1000 + index)
    # A utility model protects the shape or structure of a product, never a method (Patent Law 2).
    is_invention = index % 5 in (0, 2) or any(word in deed.title for word in ("方法", "工艺", "制备"))
    filed = today - timedelta(days=rng.randint(900, 3600 if is_invention else 2800))
    figure = str(rng.choice((8, 12, 15, 18, 25, 30, 36, 40, 45)))
    words = {"t": zh + thing.zh, "n": figure}
    words_en = {"t": en.lower() + thing.en, "n": figure}
    name = "invention" if is_invention else "utility_model"
    title_en = deed.title_en.format(**words_en)
    return InventedRight(
        index=index,
        kind=name,
        number=application_number(filed.year, "1" if is_invention else "2", index),
        publication=f"CN{PUBLICATION_DIGIT[name]}9{index:07d}{PUBLICATION_LETTER[name]}",
        title=deed.title.format(**words),
        title_en=title_en[0].upper() + title_en[1:],
        owners=_owners(kind.code, index),
        symbol=thing.ipc,
        field=kind.code,
        filed=filed,
        figure=deed.figure,
        benefit=deed.benefit.format(**words),
        benefit_en=deed.benefit_en.format(**words_en),
        problem=deed.problem.format(**words),
        problem_en=deed.problem_en.format(**words_en),
    )


def _designs(today: date) -> Iterator[InventedRight]:
    for place in range(24):
        title, title_en, symbol, code, figure = DESIGNS[place % len(DESIGNS)]
        index = 248 + place
        rng = random.Random(1000 + index)
        filed = today - timedelta(days=rng.randint(500, 2600))
        suffix = "" if place < len(DESIGNS) else f"（{'二三'[place // len(DESIGNS) - 1]}型）"
        suffix_en = "" if place < len(DESIGNS) else f", model {place // len(DESIGNS) + 1}"
        yield InventedRight(
            index=index,
            kind="design",
            number=application_number(filed.year, "3", index),
            publication=f"CN39{index:07d}S",
            title=title + suffix,
            title_en=title_en + suffix_en,
            owners=_owners(code, index),
            symbol=symbol,
            field=code,
            filed=filed,
            figure=figure,
            benefit="造型已量产验证，模具可一并转让。",
            benefit_en="The shape is proven in production; moulds can come with it.",
            problem="同类产品外观雷同，货架上难以辨认。",
            problem_en="Products of this kind look alike on the shelf.",
        )


def _marks(today: date) -> Iterator[InventedRight]:
    for place, (word, spelling, nice, code) in enumerate(MARKS):
        index = 272 + place
        rng = random.Random(1000 + index)
        registered = today - timedelta(days=rng.randint(400, 3300))
        yield InventedRight(
            index=index,
            kind="trademark",
            number=f"{98_000_000 + index * 37}",
            publication="",
            title=word,
            title_en=spelling,
            owners=_owners(code, index),
            symbol=str(nice),
            field=code,
            filed=registered - timedelta(days=300),
            figure="mark",
            benefit="已连续使用，有经销渠道和包装设计。",
            benefit_en="In continuous use, with dealers and packaging.",
            problem="新品牌从注册到被记住通常要三年。",
            problem_en="A new brand takes three years from filing to being remembered.",
            word=word,
            spelling=spelling,
            nice=nice,
        )


def _history(right: InventedRight, today: date) -> None:
    rng = random.Random(7000 + right.index)
    add = right.events.append
    owners = list(right.owners)
    if right.kind == "trademark":
        registered = right.filed + timedelta(days=300)
        add(("TM10", registered - timedelta(days=91), {"owners": owners}, GAZETTE))
        add(("TM20", registered, {"owners": owners}, GAZETTE))
        granted = registered
    else:
        granted = right.filed + timedelta(
            days=rng.randint(620, 860) if right.kind == "invention" else rng.randint(150, 320)
        )
        if right.kind == "invention":
            published = right.filed + timedelta(days=rng.randint(120, 540))
            add(("PB01", published, {"owners": owners}, GAZETTE))
            if right.index % 37 == 4:
                right.burden = "pending"
                return
        first = owners
        # Early enough for the present owners to have listed it since.
        if right.index % 11 == 2 and granted + timedelta(days=200) < today - timedelta(days=130):
            former = _owners(right.field, right.index + 3)[0]
            if former not in owners:
                first = [former]
        add(("GR01", granted, {"owners": first}, GAZETTE))
        if first != owners:
            add(("TR01", granted + timedelta(days=200), {"from": first, "owners": owners}, GAZETTE))
    _burdens(right, granted, today, rng)
    if right.kind != "trademark":
        _annuities(right, granted, today)


def _burdens(right: InventedRight, granted: date, today: date, rng: random.Random) -> None:
    add = right.events.append
    since = max(granted + timedelta(days=240), today - timedelta(days=rng.randint(60, 500)))
    serial = f"{since.year}98{right.index:07d}"
    if since >= today:
        return
    if right.index % 17 == 5:
        right.burden = "pledged"
        add(("PE01", since, {"registration_no": f"Y{serial}", "holder": "辽砚商业银行鞍山分行"}, GAZETTE))
    elif right.index % 17 == 9:
        earlier = granted + timedelta(days=200)
        add(("PE01", earlier, {"registration_no": f"Y{serial}", "holder": "岫川村镇银行"}, GAZETTE))
        add(("PC01", max(earlier + timedelta(days=20), since), {"registration_no": f"Y{serial}"}, GAZETTE))
    elif right.index % 29 == 11:
        right.burden = "frozen"
        add(("PP01", since, {"registration_no": f"P{serial}", "holder": "示范法院"}, REGISTER))
    elif right.index % 13 == 3:
        licensee = "沈南渠信贸易有限公司"
        until = (today + timedelta(days=700)).isoformat()
        facts = {"registration_no": f"X{serial}", "holder": licensee, "kind": "ordinary", "until": until}
        add(("EE01", since, facts, GAZETTE))
    elif right.index % 31 == 8 and right.kind != "trademark":
        right.burden = "lapsed"
        add(("CF01", today - timedelta(days=rng.randint(40, 300)), {}, GAZETTE))


def _annuities(right: InventedRight, granted: date, today: date) -> None:
    """Paid every year up to the one that runs, except where the right lapsed."""
    if right.burden in ("lapsed", "pending"):
        return
    years = (today - right.filed).days // 365 + 1
    first = (granted - right.filed).days // 365 + 1
    for year in range(first, years + 1):
        paid = max(granted, right.filed + timedelta(days=365 * (year - 1) - 30))
        if paid < today:
            right.events.append(("ZA01", paid, {"year": year}, FEES))


def invent_rights(today: date) -> list[InventedRight]:
    """Three hundred rights as they would stand on a day."""
    rights = [*_patents(today), *_designs(today), *_marks(today)]
    for right in rights:
        _history(right, today)
        right.events.sort(key=lambda event: event[1])
        # Where no listing says otherwise, the register was read some time in the last seven months.
        right.read_on = today - timedelta(days=random.Random(6000 + right.index).randint(1, 210))
    return rights
