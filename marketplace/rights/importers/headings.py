"""Which column of an unknown table means what: headings in Chinese and English, suggested with how sure it is; pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

NUMBER, APPLICATION, PUBLICATION, MARK = "number", "application_number", "publication_number", "trademark_number"
TITLE, TITLE_EN, KIND, STATUS = "title", "title_en", "kind", "status"
OWNERS, INVENTORS, ADDRESS, CLASSES = "owners", "inventors", "address", "classes"
FILED, PUBLISHED, GRANTED, EXPIRES = "filing_date", "publication_date", "grant_date", "expiry_date"
ABSTRACT, ABSTRACT_EN, GOODS = "abstract", "abstract_en", "goods"
FIELDS = (
    NUMBER, APPLICATION, PUBLICATION, MARK, TITLE, TITLE_EN, KIND, STATUS, OWNERS, INVENTORS, ADDRESS, CLASSES, FILED,
    PUBLISHED, GRANTED, EXPIRES, ABSTRACT, ABSTRACT_EN, GOODS,
)  # fmt: skip
NUMBERS = frozenset({NUMBER, APPLICATION, PUBLICATION, MARK})
SURE, LIKELY, POSSIBLE = 1.0, 0.8, 0.5

_SYNONYMS: dict[str, str] = {
    NUMBER: "专利号 专利号码 号码 权利号 number|patent no|patent number|ip number|right number",
    APPLICATION: (
        "申请号 专利申请号 申请号码 application number|application no|appl no|app no|serial number|filing number"
    ),
    PUBLICATION: (
        "公开号 公告号 公开公告号 授权公告号 申请公布号 "
        "publication number|publication no|pub no|grant number|document number"
    ),
    MARK: "商标号 注册号 商标注册号 trademark number|trademark no|registration number|registration no|reg no",
    TITLE: (
        "名称 标题 专利名称 发明名称 商标名称 商标 成果名称 使用外观设计的产品名称 "
        "title|name|invention title|title of invention|mark|word mark"
    ),
    TITLE_EN: "英文名称 英文标题 标题英文 名称英文 english title|title english|title en|english name",
    KIND: "类型 专利类型 种类 权利类型 type|kind|patent type|ip type|right type",
    STATUS: "法律状态 状态 当前法律状态 专利状态 有效性 简单法律状态 status|legal status|simple legal status",
    OWNERS: (
        "权利人 专利权人 申请人 当前权利人 申请专利权人 当前申请专利权人 商标注册人 注册人 所有人 单位 "
        "owner|owners|assignee|assignees|applicant|applicants|patentee|proprietor|holder|current assignee"
    ),
    INVENTORS: "发明人 设计人 发明设计人 创作人 inventor|inventors|designer|designers",
    ADDRESS: "地址 申请人地址 专利权人地址 权利人地址 address|owner address|applicant address",
    CLASSES: (
        "分类号 ipc分类号 国际分类 国际分类号 主分类号 ipc主分类号 洛迦诺分类号 尼斯分类 国际类别 商标类别 类别 "
        "ipc|ipc class|classes|classification|int cl|locarno|nice|nice class|nice classes|class"
    ),
    FILED: "申请日 申请日期 filing date|application date|date of application|date filed|filed",
    PUBLISHED: "公开日 公开公告日 公布日 初审公告日 publication date|date of publication|published",
    GRANTED: "授权日 授权公告日 公告日 注册日 注册日期 注册公告日 grant date|issue date|registration date|granted",
    EXPIRES: "到期日 届满日 失效日 有效期至 专用权期限 expiry date|expiration date|expires|valid until|term end",
    ABSTRACT: "摘要 简介 技术简介 说明 简要说明 abstract|summary|description",
    ABSTRACT_EN: "英文摘要 摘要英文 english abstract|abstract english|abstract en",
    GOODS: "商品 服务 商品服务 商品和服务 核定商品 goods|services|goods and services|goods services",
}
_BRACKETS = re.compile(r"[\[({【][^\])}】]*[\])}】]")
_LOOSE = re.compile(r"[\W_]+")


class Suggestion(NamedTuple):
    """What a heading most likely means, from 0.5 (possible) to 1 (sure)."""

    field: str
    confidence: float


def plain(heading: str) -> str:
    """A heading without case, width, brackets' signs and punctuation."""
    folded = unicodedata.normalize("NFKC", heading).lower()
    return " ".join(_LOOSE.sub(" ", folded).split())


def _tight(text: str) -> str:
    """Chinese headings have no words to keep apart."""
    return text if text.isascii() else text.replace(" ", "")


def _table() -> dict[str, str]:
    known: dict[str, str] = {}
    for field, text in _SYNONYMS.items():
        for part in text.split("|"):
            chinese = [word for word in part.split(" ") if not word.isascii()]
            english = " ".join(word for word in part.split(" ") if word.isascii())
            for word in [*chinese, english]:
                if word:
                    known.setdefault(word, field)
    return known


_KNOWN = _table()


def suggest(headings: Sequence[str]) -> dict[str, Suggestion]:
    """Heading to what it most likely means; each field at most once, but for numbers of different sorts."""
    offers = [(found, place) for place, heading in enumerate(headings) if (found := _meaning(heading))]
    offers.sort(key=lambda offer: (-offer[0].confidence, offer[1]))
    taken: set[str] = set()
    chosen: dict[int, Suggestion] = {}
    for found, place in offers:
        if found.field not in taken:
            taken.add(found.field)
            chosen[place] = found
    return {headings[place]: chosen[place] for place in sorted(chosen)}


def _meaning(heading: str) -> Suggestion | None:
    whole = _tight(plain(heading))
    if not whole or len(whole) > 60:
        return None
    if field := _KNOWN.get(whole):
        return Suggestion(field, SURE)
    bare = _tight(plain(_BRACKETS.sub(" ", unicodedata.normalize("NFKC", heading))))
    if field := _KNOWN.get(bare):
        return Suggestion(field, LIKELY)
    inside = [word for word in _KNOWN if len(word) >= (3 if not word.isascii() else 6) and word in whole]
    return Suggestion(_KNOWN[max(inside, key=len)], POSSIBLE) if inside else None


def problems(mapping: Mapping[str, str], headings: Sequence[str]) -> list[tuple[str, str]]:
    """What is wrong with a mapping, each as a code and the heading or field that it is about."""
    found = [("mapping_heading", heading) for heading in mapping if heading not in headings]
    found += [("mapping_field", field) for field in mapping.values() if field not in FIELDS]
    fields = list(mapping.values())
    found += [("mapping_twice", field) for field in dict.fromkeys(fields) if fields.count(field) > 1]
    found += [("heading_twice", heading) for heading in mapping if list(headings).count(heading) > 1]
    if NUMBERS.isdisjoint(fields):
        found.append(("mapping_number", ", ".join(sorted(NUMBERS))))
    if TITLE not in fields and TITLE_EN not in fields:
        found.append(("mapping_title", TITLE))
    return found
