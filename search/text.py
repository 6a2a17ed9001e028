"""One tokenizer for index and query and for every engine: fold, cut into a stream of tokens, stem.

`docs/search.md` states the matching rule that follows from it in words.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from .stemming import stem

if TYPE_CHECKING:
    from rjieba import Jieba

WORDS_FILE = Path(__file__).with_name("words.txt")
TEXT_VERSION = 1
LONGEST_TOKEN = 64

# Scripts written without spaces: each character is a token. Han with its radicals and extensions, kana, Hangul.
_UNSPACED = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_HAN_RUN = re.compile(rf"[{_UNSPACED}]{{2,}}")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")

_STOP_WORDS = """的 了 和 与 及 或 其 在 用 等 之 于 为 是 中 对 由 从 把 被 将 以 而 一种 用于 以及 一个 基于 关于
a an the of for and or in on to with by from is are at as its be"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def fold(text: str) -> str:
    """NFKC, lower case, simplified characters, no diacritics: the form in which texts are compared."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_folding())


@lru_cache(maxsize=16384)
def fold_character(character: str) -> str:
    return fold(character)


def is_unspaced(token: str) -> bool:
    """Whether a token is one character of a script without spaces."""
    return _IS_UNSPACED.match(token) is not None


def stream(text: str) -> list[str]:
    """The tokens of a text in order: each Han character, each stemmed word, each number; nothing else."""
    return [normal_token(token) for token in _TOKEN.findall(fold(text))]


def raw_tokens(folded: str) -> list[str]:
    """The tokens of a folded text, unstemmed: what suggestions complete."""
    return [token[:LONGEST_TOKEN] for token in _TOKEN.findall(folded)]


def normal_token(token: str) -> str:
    """The indexed form of one token of a folded text."""
    if len(token) > 2 and token.isascii() and token.isalpha():
        return stem(token[:LONGEST_TOKEN])
    return token[:LONGEST_TOKEN]


def spans(text: str) -> list[tuple[str, int, int]]:
    """Tokens with their place in the text as written, for highlighting (the text should be NFC)."""
    folded, places = [], []
    for place, character in enumerate(text):
        for part in fold_character(character):
            folded.append(part)
            places.append(place)
    return [
        (normal_token(match[0]), places[match.start()], places[match.end() - 1] + 1)
        for match in _TOKEN.finditer("".join(folded))
    ]


def contains(tokens: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether `wanted` stands in `tokens` without a gap: the one matching rule."""
    width = len(wanted)
    first = wanted[0]
    return any(
        token == first and list(tokens[place : place + width]) == list(wanted) for place, token in enumerate(tokens)
    )


def laid_out(tokens: Sequence[str]) -> list[str]:
    """The stream as it is indexed: after a Han character that another follows stands the pair of both.

    A pair is one look-up where two characters would be a phrase, and two thirds of Chinese words are pairs.
    """
    laid: list[str] = []
    for token, following in pairwise([*tokens, ""]):
        laid.append(token)
        if following and is_unspaced(token) and is_unspaced(following):
            laid.append(token + following)
    return laid


def placed(tokens: Sequence[str]) -> list[tuple[int, str]]:
    """The fewest (position, term) pairs that must stand in the laid-out text for `tokens` to stand in it."""
    kinds = [is_unspaced(token) for token in tokens]
    terms: list[tuple[int, str]] = []
    position, last = 0, len(tokens) - 1
    for place, token in enumerate(tokens):
        if kinds[place] and place < last and kinds[place + 1]:
            terms.append((position + 1, token + tokens[place + 1]))
            position += 2
            continue
        if not (kinds[place] and place and kinds[place - 1]):
            terms.append((position, token))
        position += 1
    return terms


def words(text: str) -> list[str]:
    """Chinese words of two characters or more, long words with the words inside them: for ranking only."""
    cutter = _cutter()
    return [
        word
        for run in _HAN_RUN.findall(fold(text))
        for word in cutter.cut_for_search(run)
        if len(word) > 1
    ]  # fmt: skip


def segments(run: str) -> list[str]:
    """A folded Chinese run cut into the words that must each be found; characters no word claims stay together.

    "激光切割设备" becomes 激光切割, 设备, so that word order does not matter; stop words part loose characters.
    """
    found: list[str] = []
    loose = ""
    for word in _cutter().cut(run, False):
        if len(word) == 1 and word not in STOP_WORDS:
            loose += word
            continue
        if loose:
            found.append(loose)
            loose = ""
        found.append(word)
    return [*found, loose] if loose else found


def text_fingerprint() -> str:
    """Changes when texts would be cut differently, so that indexes are rebuilt."""
    return f"{TEXT_VERSION}:{blake2b(WORDS_FILE.read_bytes(), digest_size=8).hexdigest()}"


@cache
def _folding() -> dict[int, str | None]:
    """Traditional to simplified character by character, letters without diacritics, combining marks to nothing."""
    import opencc

    table: dict[int, str | None] = dict.fromkeys(range(0x300, 0x370))
    for code in (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)):
        bare = unicodedata.normalize("NFD", chr(code))[0]
        if bare != chr(code) and bare.isalpha():
            table[code] = bare.casefold()
    table |= {ord("ø"): "o", ord("đ"): "d", ord("ł"): "l", ord("ı"): "i", ord("æ"): "ae", ord("œ"): "oe"}
    codes = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0x20000, 0x2A6E0)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(map(chr, codes))).split("\n")
    table |= {code: new for code, new in zip(codes, simplified, strict=True) if new != chr(code)}
    return table


@cache
def _cutter() -> "Jieba":
    from rjieba import Jieba

    cutter = Jieba()
    for word in domain_words():
        cutter.add_word(fold(word), None, None)
    return cutter


def domain_words() -> Iterable[str]:
    for line in WORDS_FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield from line.split()
