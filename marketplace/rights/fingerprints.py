"""The identity of a register event by what it says, so that the same fact from two files is one event; pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

encode_facts = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def fingerprint(code: str, on: date, facts: Mapping[str, Any], corrects: str = "") -> str:
    """SHA-1 over code, day and facts; a correction also names what it corrects. Sources do not count."""
    return fingerprint_of_text(code, on, encode_facts(facts), corrects)


def fingerprint_of_text(code: str, on: date, facts: str, corrects: str = "") -> str:
    """The same for facts that `encode_facts` made a text of already."""
    text = f"{code}|{on.isoformat()}|{facts}|{corrects}"
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
