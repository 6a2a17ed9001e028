"""What an owner's name tells: masked by the publisher, a person, a university or a firm; pure."""

import re
from functools import lru_cache

MASKED_NAMES = frozenset({"individual", "个人"})
LONGEST_PERSON = 4

FIRM, UNIVERSITY, GOVERNMENT, PERSON, OTHER = "firm", "university", "government", "person", "other"

_UNIVERSITY = re.compile("大学|学院|研究院|研究所|科学院|研究中心|学校|university|institute|college")
_GOVERNMENT = re.compile("管理局|总局|政府|管委会|部队|administration|government|department")
_FIRM = re.compile(
    "公司|集团|厂|企业|合作社|会社|公社|银行|商行|商店|经营部|工作室|事务所|合伙|中心|医院|电网|电力|协会|基金会|委员会|大队|机构|法人|"
    "组合|有限|股份|ltd|llc|gmbh|corp|limited|company|technologies|systems|industries|aerospace|center|laboratory|foundation"
)
# A person as patent offices print one: family name, comma, given names. Firms with a comma end in a word known above.
_INDEX_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,2}, [^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,2}")
_WHOLE_WORDS = frozenset(
    [
        *(
            "inc",
            "inc.",
            "ag",
            "sa",
            "s.a.",
            "bv",
            "b.v.",
            "kg",
            "plc",
            "spa",
            "s.p.a.",
            "oy",
            "ab",
            "lp",
            "l.p.",
            "llp",
        ),
        *(
            "l.l.p.",
            "l.l.c.",
            "n.v.",
            "n.a.",
            "a/s",
            "asa",
            "k.k.",
            "srl",
            "s.r.l.",
            "aktiengesellschaft",
            "co.",
            "pty",
        ),
        *("bank", "association", "trust", "agent"),
    ]
)


def is_masked(name: str) -> bool:
    """Whether the publisher hid a person behind a surname (李某某) or a word."""
    return "某" in name or name.strip().lower() in MASKED_NAMES


@lru_cache(maxsize=16_384)
def owner_kind(name: str) -> str:
    """`firm`, `university`, `government` or `person`; `other` where the name does not tell."""
    lowered = name.lower()
    if is_masked(name):
        return PERSON
    if _UNIVERSITY.search(lowered):
        return UNIVERSITY
    if _FIRM.search(lowered) or not _WHOLE_WORDS.isdisjoint(lowered.replace(",", " ").split()):
        return FIRM
    if _GOVERNMENT.search(lowered):
        return GOVERNMENT
    if "·" in name or "•" in name or _INDEX_NAME.fullmatch(name):
        return PERSON
    if len(name) <= LONGEST_PERSON and all("\u4e00" <= character <= "\u9fff" for character in name):
        return PERSON
    return OTHER


def has_page(name: str) -> bool:
    """Whether the owner gets a record of its own: never a private person, named or masked."""
    return owner_kind(name) != PERSON
