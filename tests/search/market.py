"""An invented index with invented documents, and documents generated from a small vocabulary."""

import random
import re
from datetime import date

from search.document import Document
from search.interpret import Interpretation
from search.nodes import Keyword, Prefix
from search.registry import Band, Facet, IndexDefinition, QueryField, Sort, TextField

TODAY = date(2026, 11, 24)
PRICE_BANDS = (
    Band("under-10k", "under 10,000", None, 1_000_000),
    Band("10k-100k", "10,000 to 100,000", 1_000_000, 10_000_000),
    Band("over-100k", "over 100,000", 10_000_000, None),
)


def life_bands(today):
    start = today.toordinal()
    return (
        Band("short", "under a year", start, start + 365),
        Band("middle", "1 to 5 years", start + 365, start + 5 * 365),
        Band("long", "over 5 years", start + 5 * 365, None),
    )


def read_number(text):
    """ZL 2014 1 0264351.3, ＣＮ201410264351.3 and their like as digits with the check digit behind a dot."""
    digits = re.sub(r"[\s.]|^(zl|cn)", "", text.strip().lower())
    digits = re.sub(r"^(zl|cn)", "", digits)
    return f"{digits[:12]}.{digits[12]}" if re.fullmatch(r"\d{12}[\dx]", digits) else None


def read_symbols(text, index):
    """The interpreter of this market: application numbers, and class symbols such as B22D."""
    if number := read_number(text):
        return Interpretation("number", "number", number, Keyword(("numbers",), (number,)))
    if re.fullmatch(r"[a-h]\d{2}[a-z]", text.strip(), re.IGNORECASE):
        symbol = text.strip().upper()
        return Interpretation("class", "class", symbol, Prefix(("ipc",), symbol), also_text=True)
    return None


def read_price(text):
    low, dots, high = text.partition("..")
    if not re.fullmatch(r"\d{0,9}(\.\.\d{0,9})?", text) or not (low or high):
        return None
    return (int(low) * 100 if low else None, (int(high) * 100 if high else None) if dots else int(low) * 100 + 1)


def definition(name="market", documents=(), **changes):
    """The definition over these documents, which `load` and `listing` read as a database would be."""
    rows = {document.key: document for document in documents}
    parts = {
        "name": name,
        "label": "Market",
        "text_fields": (TextField("title", 3.0), TextField("summary"), TextField("owner", 1.5)),
        "facets": (
            Facet("kind", "Kind", order="value"),
            Facet("industry", "Industry", limit=3),
            Facet("nice", "Nice class", order="value", limit=50),
            Facet("price", "Price", kind="ranges", number="price", bands=lambda today: PRICE_BANDS),
            Facet("life", "Remaining life", kind="ranges", number="expires", bands=life_bands),
        ),
        "sorts": (
            Sort("newest", "Newest", "listed"),
            Sort("cheapest", "Price, lowest first", "price", descending=False),
            Sort("dearest", "Price, highest first", "price"),
        ),
        "keywords": ("numbers", "ipc"),
        "query_fields": (
            QueryField(("ti", "名称"), "Title", "text", ("title",)),
            QueryField(("pa", "申请人"), "Owner", "text", ("owner",)),
            QueryField(("ipc", "分类"), "IPC", "prefix", ("ipc",), lambda text: text.upper().replace(" ", "")),
            QueryField(("an", "申请号"), "Number", "keyword", ("numbers",), read_number),
            QueryField(("nice",), "Nice class", "keyword", ("nice",), lambda text: text.lstrip("0")),
            QueryField(("price",), "Price", "range", ("price",), read_price),
        ),
        "load": lambda keys: [rows[key] for key in keys if key in rows],
        "listing": lambda after, limit: [
            (key, rows[key].version) for key in sorted(rows) if after is None or key > after
        ][:limit],
        "version": 1,
    }
    return IndexDefinition(**parts | changes)


def document(key, title, **parts):
    """A document with the given title; `parts` as in `Document`, text fields beside the title by their names."""
    text = {"title": title, "summary": parts.pop("summary", ""), "owner": parts.pop("owner", "")}
    suggest = parts.pop("suggest", (title,))
    cards = {"zh-hans": f"卡 {key}", "en": f"card {key}"}
    return Document(key, parts.pop("version", 1), text, suggest=suggest, cards=cards, stored={"title": title}, **parts)


DOCUMENTS = (
    document(
        "laser",
        "一种轧辊激光熔覆修复方法",
        summary="Laser cladding repairs worn rolls.",
        owner="辽河重工有限公司",
        keywords={
            "kind": ["invention"],
            "industry": ["laser", "steel"],
            "numbers": ["201410264351.3"],
            "ipc": ["B23K26/34", "C22C38/02"],
        },
        numbers={"price": 8_000_000, "listed": 740_000, "expires": TODAY.toordinal() + 3000},
    ),
    document(
        "mill",
        "热轧带钢轧机的換輥裝置",
        summary="Roll changing for a hot strip mill.",
        owner="Ｈａｉｃｈｅｎｇ Rolling Co.",
        keywords={"kind": ["utility_model"], "industry": ["steel"], "ipc": ["B21B31/08"]},
        numbers={"price": 500_000, "listed": 740_010, "expires": TODAY.toordinal() + 200},
    ),
    document(
        "magnesia",
        "大结晶电熔镁砂的制备方法",
        summary="Fused magnesia with large crystals, for refractory bricks",
        owner="Liaodong Magnésia Institute",
        keywords={"kind": ["invention"], "industry": ["magnesite"], "ipc": ["C04B35/04"]},
        numbers={"listed": 740_020, "expires": TODAY.toordinal() + 900},
    ),
    document(
        "bag",
        "西柳 XILIU <箱包>",
        summary="Trade mark for bags",
        owner="西柳箱包厂",
        keywords={"kind": ["trademark"], "industry": ["bags", "garments"], "nice": ["18", "25"]},
        numbers={"price": 30_000_000, "listed": 740_030, "expires": TODAY.toordinal() + 3},
    ),
    document(
        "pear",
        "南果梨",
        summary="A pear brand; fruit juice and welded steel cans",
        keywords={"kind": ["trademark"], "industry": ["farm"], "nice": ["31"]},
        numbers={"price": 8_000_000, "listed": 740_030},
    ),
    document(
        "secret",
        "激光熔覆內部方案",
        keywords={"kind": ["invention"], "industry": ["laser"]},
        numbers={"price": 1, "listed": 740_050},
        audience=("org:12", "staff"),
    ),
)

VOCABULARY = (
    "激光", "熔覆", "轧辊", "轧机", "电熔镁砂", "镁砂", "装置", "方法", "的", "光", "热轧", "钢", "B22D", "laser", "welding",
    "welded", "rolls", "roll", "steel", "3D打印", "x-ray", "，", "200", "修复", "裝置", "Ｌａｓｅｒ", "a", "砂",
)  # fmt: skip


def generated(count, seed=5):
    """Documents of random words, values and versions; a tenth of them is not for everybody."""
    rng = random.Random(seed)

    def phrase(longest):
        glue = rng.choice(["", " "])
        return glue.join(rng.choice(VOCABULARY) for _ in range(rng.randint(0, longest)))

    for number in range(count):
        numbers = {"price": rng.choice([0, 999_999, 1_000_000, 5_000_000, 10_000_000, 99_000_000])}
        numbers["expires"] = TODAY.toordinal() + rng.choice([-5, 0, 364, 365, 1824, 1825, 5000])
        numbers["listed"] = 740_000 + rng.randint(0, 9)
        for name in list(numbers):
            if rng.random() < 0.2:
                del numbers[name]
        yield document(
            f"g{number}",
            phrase(6),
            summary=phrase(10),
            owner=phrase(2),
            keywords={
                "kind": [rng.choice(["invention", "design", "trademark"])],
                "industry": rng.sample(["steel", "laser", "bags", "farm", "magnesite"], rng.randint(0, 3)),
                "nice": [str(n) for n in rng.sample(range(1, 46), rng.randint(0, 2))],
                "ipc": rng.sample(["B22D19/16", "B22D11/00", "B21B1/00", "C04B35/04"], rng.randint(0, 2)),
            },
            numbers=numbers,
            audience=("public",) if rng.random() < 0.9 else ("org:12",),
        )
