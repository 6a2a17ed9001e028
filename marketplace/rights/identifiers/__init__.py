"""Identifiers of rights: any spelling becomes one canonical number or a precise refusal; pure."""

from .base import (
    CN_APPLICATION,
    CN_PUBLICATION,
    CN_TRADEMARK,
    DESIGN,
    FOREIGN_PUBLICATION,
    INVENTION,
    PATENT,
    PCT_APPLICATION,
    SCHEMES,
    TRADEMARK,
    US_APPLICATION,
    US_PATENT,
    US_PUBLICATION,
    UTILITY_MODEL,
    Identifier,
    InvalidIdentifier,
)
from .parse import candidates, from_slug, parse_number
from .uscc import Uscc, parse_uscc

__all__ = [
    "CN_APPLICATION",
    "CN_PUBLICATION",
    "CN_TRADEMARK",
    "DESIGN",
    "FOREIGN_PUBLICATION",
    "INVENTION",
    "PATENT",
    "PCT_APPLICATION",
    "SCHEMES",
    "TRADEMARK",
    "US_APPLICATION",
    "US_PATENT",
    "US_PUBLICATION",
    "UTILITY_MODEL",
    "Identifier",
    "InvalidIdentifier",
    "Uscc",
    "candidates",
    "from_slug",
    "parse_number",
    "parse_uscc",
]
