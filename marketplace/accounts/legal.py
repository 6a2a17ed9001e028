"""Which version of the terms and of the privacy notice is in force, and what a person has still to accept."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from marketplace.core import policy

from .models import LegalAcceptance, User

KINDS = LegalAcceptance.Kind


@dataclass(frozen=True)
class Text:
    """A version in force: since when, and what changed, in the reader's language."""

    kind: str
    version: str
    valid_from: Any
    changed: str

    @property
    def label(self) -> str:
        return str(KINDS(self.kind).label)


def in_force() -> list[Text]:
    """Terms and privacy notice as of today (policies `accounts.terms` and `accounts.privacy`); kept in memory."""
    texts = []
    for kind in KINDS.values:
        row = policy.version(f"accounts.{kind}")
        changed = row.value["changed"]
        words = changed.get(get_language() or "", changed["zh-hans"])
        texts.append(Text(kind, str(row.value["version"]), row.valid_from, words))
    return texts


def mark() -> str:
    """The versions in force in one word, kept on the person who has accepted them."""
    return " ".join(f"{text.kind}:{text.version}" for text in in_force())


def open_for(user: User) -> list[Text]:
    """What a person has not accepted yet; one statement."""
    accepted = set(user.legal_acceptances.values_list("kind", "version"))
    return [text for text in in_force() if (text.kind, text.version) not in accepted]
