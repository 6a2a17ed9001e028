"""Damaging import files on purpose, by a fixed seed: run as a program of its own, within limits of memory and time.

`python -m tests.rights.fuzzing FOLDER SEED ROUNDS` reads every file of a folder in many damaged forms and prints what it
found as JSON. Each form must end in records, row errors or a FileRefused, each of them with its reason in both languages.
"""

import gzip
import io
import json
import os
import random
import resource
import signal
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

MEMORY = 1024 * 1024 * 1024
SECONDS = 60  # for one form on a busy machine; work itself is bounded by counting
MOST_MEMBERS = 6
MOST_BYTES = 150_000  # of each member of a large file
MOST_ROWS = 400
ENCODINGS = ("utf-16", "utf-16-le", "gb18030", "latin-1", "utf-8-sig", "utf-32")
Parts = dict[str, bytes]


def unpacked(path: Path) -> tuple[str, Parts]:
    """How a file is packed, and the beginnings of what it holds."""
    content = path.read_bytes()
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            if "[Content_Types].xml" in names:
                return "xlsx", {name: archive.read(name) for name in names}
            return "zip", {name: archive.read(name)[:MOST_BYTES] for name in names[:MOST_MEMBERS]}
    if content.startswith(b"\x1f\x8b"):
        return "gzip", {"": gzip.decompress(content)[:MOST_BYTES]}
    return "plain", {"": content[:MOST_BYTES]}


def packed(shape: str, parts: Parts) -> bytes:
    """The same put together again."""
    if shape == "plain":
        return parts[""]
    if shape == "gzip":
        return gzip.compress(parts[""])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def flipped(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 20))):
        if damaged:
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def spliced(content: bytes, chance: random.Random) -> bytes:
    """A piece moved, doubled, repeated many times, or replaced by what parsers stumble over."""
    first, last = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    piece = content[first:last][:2000]
    odd = chance.choice(
        (b"\0", b'"', b"\xff\xfe", b"<", b"]]>", b"&x;", b"\r", b"=cmd|1", b"9" * 500, b"<!ENTITY a 'b'>", b"[")
    )
    place = chance.randrange(len(content) + 1)
    inserted = chance.choice((piece, piece * 20, odd, odd * 50, b""))
    return content[:place] + inserted + content[place if chance.random() < 0.5 else min(len(content), place + 40) :]


def reencoded(content: bytes, chance: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")


DAMAGES = (truncated, flipped, spliced, reencoded)


def forms(path: Path, chance: random.Random, rounds: int) -> Iterator[tuple[str, bytes]]:
    """The damaged forms of a file: each damage to what it holds, and each to the file as it lies there."""
    shape, parts = unpacked(path)
    whole = packed(shape, parts)
    yield "as it is", whole
    for damage in DAMAGES:
        for number in range(rounds):
            name = chance.choice(sorted(parts))
            inside = packed(shape, {**parts, name: damage(parts[name], chance)})
            yield f"{damage.__name__} {number} in {name or path.name}", inside
            if shape != "plain" and damage is not reencoded:
                yield f"{damage.__name__} {number} outside", damage(whole, chance)


def outcome(path: Path, most: int) -> Counter[str]:
    """What became of one form; raises whatever is neither a row error nor a refusal."""
    from marketplace.rights.importers import FileRefused, open_import
    from marketplace.rights.importers.base import RowError
    from marketplace.rights.importers.generic import preview

    found: Counter[str] = Counter()
    try:
        source, importer = open_import(path, as_of=date(2025, 6, 30))
        last = 0
        for position, each in islice(importer.read(source), MOST_ROWS):
            assert last < position <= most, f"position {position} after {last} of {most}"
            last = position
            found["row error" if isinstance(each, RowError) else "right"] += 1
            if isinstance(each, RowError) and found["row error"] < 20:
                _worded(each)
    except FileRefused as refused:
        _refused(refused)
        found[f"refused: {refused.code}"] += 1
    try:
        preview(open_import(path, format_name="generic", as_of=date(2025, 6, 30))[0])
    except FileRefused as refused:
        _refused(refused)
    return found


def _worded(error: object) -> None:
    from marketplace.rights.importers.words import row_sentences

    words = row_sentences(error)  # type: ignore[arg-type]
    assert words["en"] and words["zh-hans"] and words["en"] != words["zh-hans"], words


def _refused(error: object) -> None:
    from django.utils.translation import override

    from marketplace.rights.importers.words import file_sentence

    words = []
    for language in ("en", "zh-hans"):
        with override(language):
            words.append(file_sentence(error))  # type: ignore[arg-type]
    assert all(words) and words[0] != words[1], words


def run(folder: Path, seed: int, rounds: int) -> dict[str, object]:
    """Every form of every file of a folder; what went wrong is told with the form that showed it."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for path in sorted(each for each in folder.iterdir() if each.is_file()):
        chance = random.Random(f"{seed} {path.name}")
        for label, content in forms(path, chance, rounds):
            with tempfile.TemporaryDirectory() as place:
                form = Path(place) / path.name
                form.write_bytes(content)
                signal.alarm(SECONDS)
                try:
                    counts += outcome(form, 10 + 40 * len(content))
                except BaseException:
                    wrong.append(f"{path.name}: {label}: {traceback.format_exc()[-1500:]}")
                finally:
                    signal.alarm(0)
                counts["forms"] += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"counts": dict(counts), "wrong": wrong[:10], "wrong_count": len(wrong), "peak": peak}


def _too_long(_signal: int, _frame: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
    import django

    django.setup()

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _too_long)
    json.dump(run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])), sys.stdout)
