"""How documents are laid out in tantivy: field names, packed sort keys, prepared texts."""

import json
from typing import Any

from tantivy import Document as Row
from tantivy import Schema, SchemaBuilder

from ..document import PUBLIC, Document, tie_of
from ..registry import IndexDefinition, Sort
from ..text import fold, laid_out, raw_tokens, stream, words
from .embedded_store import SPACED

POSITION_KEY = "\x00position"
PHRASE_BREAK = "\x1f"
TIE_BITS = 23
LARGEST = 2**39 - 1


def build_schema(definition: IndexDefinition) -> Schema:
    """Prefixes keep names apart: t_ texts, w_ their Chinese words, k_ keywords, n_ numbers, s_ sorts, c_ cards."""
    builder = SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("audience", "restricted", "state"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("tie", "floor"):
        builder.add_integer_field(name, fast=True)
    for item in definition.text_fields:
        builder.add_text_field(f"t_{item.name}", tokenizer_name=SPACED, index_option="position")
        builder.add_text_field(f"w_{item.name}", tokenizer_name=SPACED, index_option="freq")
    for name in definition.keyword_names:
        builder.add_text_field(f"k_{name}", tokenizer_name="raw", index_option="basic", fast=True)
    for name in definition.number_names:
        builder.add_integer_field(f"n_{name}", fast=True)
    for sort in definition.sorts:
        builder.add_integer_field(f"s_{sort.name}", fast=True)
    builder.add_text_field("suggest", tokenizer_name=SPACED, index_option="position")
    for name in ("phrases", "payload", *(f"c_{language}" for language in definition.languages)):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def row_of(document: Document, definition: IndexDefinition, schema: Schema) -> Row:
    """The tantivy document of a document; names the definition does not declare raise KeyError."""
    tie = tie_of(document.key)
    values: dict[str, Any] = {"key": document.key, "tie": tie, "floor": document.version}
    values["audience"] = list(dict.fromkeys(document.audience))
    if PUBLIC not in document.audience:
        values["restricted"] = "1"
    for name, text in document.text.items():
        if text:
            values[f"t_{name}"] = " ".join(laid_out(stream(text)))
            if found := words(text):
                values[f"w_{name}"] = " ".join(found)
    for name, keywords in document.keywords.items():
        if keywords:
            values[f"k_{name}"] = list(dict.fromkeys(keywords))
    for name, number in document.numbers.items():
        values[f"n_{name}"] = bounded(number)
    for sort in definition.sorts:
        values[f"s_{sort.name}"] = packed(document.numbers.get(sort.number), sort, tie)
    if document.suggest:
        values["suggest"] = f" {PHRASE_BREAK} ".join(" ".join(laid_out(raw_tokens(fold(p)))) for p in document.suggest)
        values["phrases"] = PHRASE_BREAK.join(document.suggest).encode()
    values["payload"] = json.dumps(document.stored, ensure_ascii=False, separators=(",", ":")).encode()
    for language, card in document.cards.items():
        values[f"c_{language}"] = card.encode()
    _check_names(document, definition)
    return Row.from_dict(values, schema)


def _check_names(document: Document, definition: IndexDefinition) -> None:
    declared = (
        (document.text, definition.text_names),
        (document.keywords, definition.keyword_names),
        (document.numbers, definition.number_names),
        (document.cards, definition.languages),
    )
    for given, names in declared:
        if unknown := given.keys() - set(names):
            raise KeyError(f"{definition.name}: not declared: {', '.join(sorted(unknown))}")


def position_row(position: tuple[int, int], schema: Schema) -> Row:
    """The document that keeps the follow position, written in the commit it belongs to; no audience ever finds it."""
    values = {"key": POSITION_KEY, "restricted": "1", "state": "position", "payload": json.dumps(position).encode()}
    return Row.from_dict(values, schema)


def tombstone_row(key: str, version: int, schema: Schema) -> Row:
    """What stays of a removed document: only a version above this one may come back."""
    values = {"key": key, "tie": tie_of(key), "floor": version + 1, "restricted": "1", "state": "removed"}
    return Row.from_dict(values, schema)


def bounded(number: int) -> int:
    return max(-LARGEST, min(LARGEST, number))


def packed(number: int | None, sort: Sort, tie: int) -> int:
    """One integer that sorts, largest first, by the number in the sort's direction and then by the tie.

    tantivy sorts by one key and leaves ties in no order. A document without the number comes last.
    """
    if number is None:
        value = -LARGEST - 1
    else:
        value = bounded(number) if sort.descending else -bounded(number)
    return (value << TIE_BITS) | (2**TIE_BITS - 1 - (tie >> (63 - TIE_BITS)))
