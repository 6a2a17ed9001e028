"""Reads the search box: words, "phrases", -not, OR and named fields become a tree; no input whatever raises."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from .nodes import Any, Keyword, Node, Not, Prefix, Range, Text, joined
from .text import STOP_WORDS, fold, is_unspaced, raw_tokens, segments, stream

if TYPE_CHECKING:
    from .interpret import Interpretation
    from .registry import QueryField

MAX_LENGTH = 400
MAX_TERMS = 24
WIDEST_READING = 6
LONGEST_NOTE = 60

_QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』〝〞«»", '"'))
_CHUNK = re.compile(
    r'(?P<minus>-)?(?:(?P<field>[^\s="<>:]{1,20})\s*(?P<sign>[=:])\s*)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))'
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202e\ufeff]")
_RUN = re.compile(r"\S+")
OR_WORDS = frozenset({"OR", "或", "或者", "|", "||"})
AND_WORDS = frozenset({"AND", "与", "并且", "&", "&&", "+"})
NOT_WORDS = frozenset({"NOT", "非", "不含", "-", "!"})


class Understood(NamedTuple):
    """One part as it was read; `field` is set when the part named one, `reading` when an interpreter knew it."""

    kind: str
    text: str
    field: "QueryField | None" = None
    reading: "Interpretation | None" = None
    negated: bool = False
    alternative: bool = False


class Unused(NamedTuple):
    """One part that was not used and the code of the reason: too_long, too_many, common, empty, unreadable,
    unknown_field."""

    text: str
    reason: str


@dataclass(frozen=True, eq=False)
class ParsedQuery:
    """`tree` is None when nothing restricts the search; `wholes` are runs that rank higher when they stand unbroken."""

    tree: Node | None
    understood: tuple[Understood, ...]
    unused: tuple[Unused, ...]
    marks: tuple[tuple[str, ...], ...]
    wholes: tuple[tuple[str, ...], ...]


class Chunk(NamedTuple):
    """One blank-separated part of the line."""

    text: str
    value: str
    field: str = ""
    sign: str = ""
    quoted: bool = False
    negated: bool = False
    alternative: bool = False

    @property
    def is_plain(self) -> bool:
        return not (self.quoted or self.negated or self.alternative or self.sign)


@dataclass
class _Reading:
    """What has been gathered so far."""

    fields: Mapping[str, "QueryField"]
    interpret: Callable[[str], "Interpretation | None"]
    groups: list[list[Node]] = field(default_factory=list)
    understood: list[Understood] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    marks: dict[tuple[str, ...], None] = field(default_factory=dict)
    wholes: dict[tuple[str, ...], None] = field(default_factory=dict)
    terms: int = 0

    def add(self, chunk: Chunk, node: Node, terms: int, seen: Understood) -> None:
        if self.terms + terms > MAX_TERMS:
            self.unused.append(Unused(chunk.text, "too_many"))
            return
        self.terms += terms
        alternative = chunk.alternative and bool(self.groups)
        self.understood.append(seen._replace(negated=chunk.negated, alternative=alternative))
        part: Node = Not(node) if chunk.negated else node
        if alternative:
            self.groups[-1].append(part)
        else:
            self.groups.append([part])

    def note(self, tokens: Sequence[str]) -> None:
        self.marks[tuple(tokens)] = None


def parse(
    line: str,
    fields: Mapping[str, "QueryField"] | None = None,
    interpret: Callable[[str], "Interpretation | None"] = lambda text: None,
) -> ParsedQuery:
    """Read a line; `fields` are the names that may stand before = or :, `interpret` knows numbers, classes, dates."""
    reading = _Reading(fields or {}, interpret)
    text = _tidied(line, reading.unused)
    chunks = list(_chunks(text))
    drop_common = any(not _is_common(chunk) for chunk in chunks if not chunk.negated)
    place = 0
    while place < len(chunks):
        place += _read_known(chunks, place, reading) or _read_one(chunks[place], reading, drop_common)
    parts = [group[0] if len(group) == 1 else Any(tuple(group)) for group in reading.groups]
    return ParsedQuery(
        joined(parts) if parts else None,
        tuple(reading.understood),
        _gathered(reading.unused),
        tuple(reading.marks),
        tuple(reading.wholes),
    )


def _gathered(unused: list[Unused]) -> tuple[Unused, ...]:
    """One entry for each reason."""
    by_reason: dict[str, list[str]] = {}
    for text, reason in unused:
        by_reason.setdefault(reason, []).append(text)
    return tuple(
        Unused(text if len(text := " ".join(texts)) <= LONGEST_NOTE else text[:LONGEST_NOTE] + "…", reason)
        for reason, texts in by_reason.items()
    )


def _tidied(line: str, unused: list[Unused]) -> str:
    kept = _CONTROL.sub(" ", unicodedata.normalize("NFKC", line[: MAX_LENGTH * 2])).translate(_QUOTES).strip()
    if len(kept) > MAX_LENGTH or len(line) > MAX_LENGTH * 2:
        unused.append(Unused(kept[MAX_LENGTH : MAX_LENGTH + 20] + "…", "too_long"))
    return kept[:MAX_LENGTH]


def _chunks(text: str) -> Iterator[Chunk]:
    """The parts of a line, with the words and, or, not taken out of it and noted on their neighbours."""
    alternative = negated = False
    for match in _CHUNK.finditer(text):
        word, phrase = match["word"], match["phrase"]
        if word and not match["sign"] and match[0] in OR_WORDS | AND_WORDS | NOT_WORDS:
            alternative = match[0] in OR_WORDS or (alternative and match[0] in NOT_WORDS)
            negated = match[0] in NOT_WORDS
            continue
        yield Chunk(
            match[0],
            phrase if phrase is not None else word,
            (match["field"] or "").casefold(),
            match["sign"] or "",
            phrase is not None,
            negated or match["minus"] is not None,
            alternative,
        )
        alternative = negated = False


def _is_common(chunk: Chunk) -> bool:
    return chunk.is_plain and fold(chunk.value) in STOP_WORDS


def _read_known(chunks: list[Chunk], place: int, reading: _Reading) -> int:
    """Let the interpreters read the longest run of parts from here: numbers and dates are written with blanks."""
    widest = 1
    while widest < min(WIDEST_READING, len(chunks) - place) and chunks[place + widest].is_plain:
        widest += 1
    first = chunks[place]
    if first.quoted or first.sign:
        return 0
    for width in range(widest, 0, -1):
        text = " ".join([first.value, *(chunk.text for chunk in chunks[place + 1 : place + width])])
        if width > 1 and not any(character.isdigit() for character in text):
            continue
        known = reading.interpret(text)
        if known is None:
            continue
        node, count = known.node, 1
        if known.also_text and (words := _words(text, ())):
            node, count = Any((node, joined([*words]))), len(words) + 1
            if not first.negated:
                for part in words:
                    reading.note(part.tokens)
        reading.add(first._replace(text=text), node, count, Understood(known.kind, known.text, reading=known))
        return width
    return 0


def _read_one(chunk: Chunk, reading: _Reading, drop_common: bool) -> int:
    named = reading.fields.get(chunk.field) if chunk.sign else None
    if named is not None:
        _read_field(chunk, named, reading)
    elif drop_common and _is_common(chunk):
        reading.unused.append(Unused(chunk.text, "common"))
    else:
        if chunk.sign == "=":
            reading.unused.append(Unused(f"{chunk.field}=", "unknown_field"))
        _read_text(chunk if not chunk.sign else _with_name(chunk), (), reading, None)
    return 1


def _with_name(chunk: Chunk) -> Chunk:
    """A name nobody knows is a word like others: "method: casting" searches both."""
    return chunk if chunk.quoted else chunk._replace(value=f"{chunk.field} {chunk.value}")


def _read_field(chunk: Chunk, named: "QueryField", reading: _Reading) -> None:
    value = chunk.value.strip()
    if named.kind == "text":
        _read_text(chunk, named.targets, reading, named)
        return
    stored = named.read(value) if named.read else value
    node: Node
    if not value or stored is None or stored == "":
        reading.unused.append(Unused(chunk.text, "unreadable"))
        return
    if isinstance(stored, tuple):
        node = Range(named.targets[0], *stored)
    elif named.kind == "prefix":
        node = Prefix(named.targets, stored)
    else:
        node = Keyword(named.targets, (stored,))
    reading.add(chunk, node, 1, Understood("field", value, named))


def _read_text(chunk: Chunk, targets: tuple[str, ...], reading: _Reading, named: "QueryField | None") -> None:
    if chunk.quoted or chunk.negated:
        tokens = stream(chunk.value)[:MAX_TERMS]
        words = [Text(tuple(tokens), targets)] if tokens else []
    else:
        words = _words(chunk.value, targets)
    if not words:
        reading.unused.append(Unused(chunk.text, "empty"))
        return
    room = MAX_TERMS - reading.terms
    if room and len(words) > room:
        reading.unused.append(Unused(chunk.text[-20:], "too_many"))
        words = words[:room]
    before = reading.terms
    kind = "field" if named else "phrase" if chunk.quoted else "text"
    reading.add(chunk, joined([*words]), len(words), Understood(kind, chunk.value, named))
    if chunk.negated or reading.terms == before:
        return
    for word in words:
        reading.note(word.tokens)
    if len(words) > 1:
        reading.wholes[tuple(stream(chunk.value)[:MAX_TERMS])] = None


def _words(value: str, targets: tuple[str, ...]) -> list[Text]:
    """The words of a part that must all be found: Chinese cut by the dictionary, other writing kept as typed."""
    found: list[Text] = []
    common: list[Text] = []
    for run in _RUN.findall(fold(value)):
        for is_chinese, piece in _by_script(run):
            if is_chinese:
                for word in segments(piece):
                    (common if word in STOP_WORDS else found).append(Text(tuple(stream(word)), targets))
            else:
                found.append(Text(tuple(stream(piece))[:MAX_TERMS], targets))
    return list(dict.fromkeys(found or common))


def _by_script(run: str) -> Iterator[tuple[bool, str]]:
    """Stretches of Chinese and of other writing, in order; stretches without a token are left out."""
    stretch: list[str] = []
    chinese = False
    for token in raw_tokens(run):
        if stretch and is_unspaced(token) != chinese:
            yield chinese, ("" if chinese else " ").join(stretch)
            stretch = []
        chinese = is_unspaced(token)
        stretch.append(token)
    if stretch:
        yield chinese, ("" if chinese else " ").join(stretch)
