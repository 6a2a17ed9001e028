"""Normalisation: whatever a person types or a spreadsheet keeps becomes one compact upper-case ASCII text."""

import re
import unicodedata

from .base import (
    CN_APPLICATION,
    CN_PUBLICATION,
    CN_TRADEMARK,
    PATENT,
    US_PATENT,
    InvalidIdentifier,
)

LONGEST = 80

_MARKS = str.maketrans(
    {
        **dict.fromkeys("。·・•‧∙⋅", "."),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("【〔［[", "("),
        **dict.fromkeys("】〕］]", ")"),
        **dict.fromkeys("'\"`‘’“”", ""),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    }
)

# What stands before a number on certificates and in forms, and what that says about the number.
_LABELS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:中国)?(?:{words})[:=]?"), hint)
    for words, hint in (
        (
            r"申请公布号|申请公开号|授权公告号|公开\(公告\)号|公开号|公告号|公布号|PUBLICATION(?:NUMBER|NO\.?)",
            CN_PUBLICATION,
        ),
        (r"(?:国际|商标)?注册号|商标(?:申请)?号|商标|TRADEMARK(?:NUMBER|NO\.?)|TM(?:NO\.?)?(?=[0-9])", CN_TRADEMARK),
        (r"(?:发明|实用新型|外观设计)?(?:专利申请号|专利号|申请号|专利)", CN_APPLICATION),
        (r"U\.?S\.?(?:PATENT|PAT\.?)(?:NUMBER|NO\.?)?", US_PATENT),
        (r"(?:PATENT|APPLICATION)(?:NUMBER|NO\.?)", PATENT),
    )
)
_DESTROYED = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]+|[0-9]\.[0-9]+E[0-9]+")


def fold(text: str) -> str:
    """The text without spaces and quotes, full-width and lower-case letters made plain.

    Raises InvalidIdentifier: empty, too_long, spreadsheet.
    """
    if len(text) > LONGEST:
        raise InvalidIdentifier("too_long", longest=LONGEST)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_MARKS)).translate(_MARKS)
    else:
        text = text.translate(_MARKS)
    compact = "".join(text.split()).upper().strip(",;:.")
    if not compact:
        raise InvalidIdentifier("empty")
    if _DESTROYED.fullmatch(compact):
        raise InvalidIdentifier("spreadsheet", found=compact)
    return compact


def without_label(compact: str) -> tuple[str, str | None]:
    """The number without the words before it, and the scheme or family those words name."""
    for pattern, hint in _LABELS:
        found = pattern.match(compact)
        if found and found.end() < len(compact):
            if hint == US_PATENT:
                return "US" + compact[found.end() :], hint
            return compact[found.end() :], hint
    return compact, None
