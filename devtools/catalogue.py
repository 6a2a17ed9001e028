"""The one message catalogue: merging, checking and compiling it (polib; needs the virtual environment)."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polib

PLURAL = "||"
CONTEXT = "\x04"
PLACEHOLDER = re.compile(r"%\((\w+)\)|%[sd]|\{(\w*)\}")
HEADER = {
    "Project-Id-Version": "zhirong",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
Translations = Mapping[str, str]


@dataclass
class Waiting:
    """Translations written but not yet merged, and the msgids that two files translate differently."""

    texts: dict[str, str] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)


def key(entry: polib.POEntry) -> str:
    """How a waiting file names the message: msgid, `one||many` for a plural, `context U+0004 msgid` with a context."""
    name = f"{entry.msgid}{PLURAL}{entry.msgid_plural}" if entry.msgid_plural else entry.msgid
    return f"{entry.msgctxt}{CONTEXT}{name}" if entry.msgctxt else name


def read_waiting(folder: Path) -> Waiting:
    """All var/i18n/*.json, in the order of their names; the first of two that disagree is kept.

    Raises ValueError, naming the file, where one is not an object of strings.
    """
    waiting = Waiting()
    owner: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            texts = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"{path.name}: {error}") from error
        if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
            raise ValueError(f"{path.name}: must be one object of strings")
        for name, text in texts.items():
            if name in waiting.texts and waiting.texts[name] != text:
                waiting.conflicts.append(f"{name!r}: {waiting.texts[name]} ({owner[name]}), {text} ({path.name})")
            elif text:
                waiting.texts.setdefault(name, text)
                owner.setdefault(name, path.name)
    return waiting


def text_of(entry: polib.POEntry) -> str:
    """The Chinese of a message; Chinese has one form for every number."""
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def set_text(entry: polib.POEntry, text: str) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: text}
    else:
        entry.msgstr = text
    if "fuzzy" in entry.flags:
        entry.flags.remove("fuzzy")


def merge(old: polib.POFile, template: Iterable[polib.POEntry], waiting: Translations) -> polib.POFile:
    """The catalogue of exactly the template's messages: a waiting translation wins over the one that stands."""
    standing = {key(entry): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=0)
    new.metadata = dict(HEADER)
    for found in template:
        entry = polib.POEntry(
            msgid=found.msgid,
            msgid_plural=found.msgid_plural,
            msgctxt=found.msgctxt,
            # No line numbers: they would change with every edit of a source, and the file with them.
            occurrences=sorted({(path, "") for path, _ in found.occurrences}),
            comment=found.comment,
            flags=[flag for flag in found.flags if flag != "fuzzy"],
        )
        before = standing.get(key(entry))
        set_text(entry, waiting.get(key(entry)) or (text_of(before) if before and not before.fuzzy else ""))
        new.append(entry)
    return new


def placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def faults(catalogue: Iterable[polib.POEntry]) -> list[str]:
    """A line for each message that is untranslated, fuzzy, or whose translation names other values than its msgid."""
    lines = []
    for entry in catalogue:
        if entry.obsolete:
            continue
        where = ", ".join(path for path, _ in entry.occurrences[:2])
        name = key(entry).replace(CONTEXT, " | ")
        text = text_of(entry)
        if entry.fuzzy:
            lines.append(f"fuzzy: {name!r} ({where})")
        elif not text:
            lines.append(f"untranslated: {name!r} ({where})")
        else:
            ids = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
            wanted = placeholders(ids[-1])
            known = set().union(*(placeholders(one) for one in ids))
            given = placeholders(text)
            if not wanted <= given or not given <= known:
                lines.append(f"placeholders differ: {name!r} -> {text!r} ({where})")
    return lines


def compiled(catalogue: polib.POFile) -> bytes:
    """The .mo of a catalogue: the same bytes for the same catalogue, on every machine."""
    return catalogue.to_binary()
