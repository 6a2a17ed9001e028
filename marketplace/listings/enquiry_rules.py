"""Rules of enquiries: what is the same text, how many links a stranger may send, a usual time to answer; pure."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

FEWEST_ANSWERS = 5
MOST_LINKS = 2
SHORTEST = 4
LONGEST = 4000
_LINK = re.compile(r"https?://|www\.|[a-z0-9-]+\.(?:com|cn|net|org|top|xyz|vip|shop|info|ru|io|cc)\b", re.IGNORECASE)


def tidy(text: str) -> str:
    """A text as it is kept: line ends of one kind, no control characters, no blank edge."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign == "\n" or sign == "\t" or sign.isprintable()).strip()


def digest_of(text: str) -> str:
    """The same for texts that differ in case, width, spaces and punctuation only."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
    return hashlib.sha256((plain or text).encode()).hexdigest()


def link_count(text: str) -> int:
    """How many addresses a text names."""
    return len(_LINK.findall(text))


def usual_days(days: Sequence[int]) -> int | None:
    """The median of working days to a first answer, rounded up, at least one; None below five answers."""
    if len(days) < FEWEST_ANSWERS:
        return None
    ordered = sorted(days)
    middle = len(ordered) // 2
    doubled = 2 * ordered[middle] if len(ordered) % 2 else ordered[middle - 1] + ordered[middle]
    return max(1, -(-doubled // 2))
