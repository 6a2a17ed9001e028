"""`./dev messages`: what is to be translated, taken from the sources, merged with its Chinese, and compiled.

Everything feeds one catalogue, marketplace/locale/zh_Hans/LC_MESSAGES/django.po. Runs in the virtual environment.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import polib

from devtools import catalogue
from devtools.shell import ROOT, Refusal, complain, environment, output, say, var_dir

LOCALE = "zh_Hans"
PO = ROOT / "marketplace" / "locale" / LOCALE / "LC_MESSAGES" / "django.po"
SOURCES = ("marketplace", "search", "cms", "templates")
READ = (".py", ".html", ".txt", ".xml")
# Bare settings: reading messages must not depend on the project's settings, models or state.
MAKE = """
import os, sys
import django
from django.conf import settings
from django.core.management import call_command
os.chdir(sys.argv[1])
settings.configure(LOCALE_PATHS=["marketplace/locale"], INSTALLED_APPS=[], USE_I18N=True)
django.setup()
call_command(*sys.argv[2:])
"""


def extract(root: Path = ROOT) -> polib.POFile:
    """The messages of the sources, by Django's makemessages on a copy: it writes temporary files beside the sources.

    Raises Refusal without gettext, or where a source can't be read.
    """
    if shutil.which("xgettext") is None:
        raise Refusal("gettext is not here: install it (Debian, Ubuntu: apt install gettext), then start again")
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "tree"
        (copy / "marketplace" / "locale").mkdir(parents=True)
        for folder in SOURCES:
            for path in (root / folder).rglob("*"):
                if path.suffix in READ and "__pycache__" not in path.parts and path.is_file():
                    target = copy / path.relative_to(root)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, target)
        words = ["makemessages", "--locale", LOCALE, "--keep-pot", "--add-location", "file", "--no-wrap"]
        extensions = ["--extension", ",".join(suffix.lstrip(".") for suffix in READ)]
        done, text = output([sys.executable, "-c", MAKE, copy, *words, *extensions], env=environment())
        template = copy / "marketplace" / "locale" / "django.pot"
        if done or not template.is_file():
            raise Refusal("the messages could not be extracted", details=text.rstrip())
        return polib.pofile(str(template), wrapwidth=0)


def standing() -> polib.POFile:
    return polib.pofile(str(PO), wrapwidth=0) if PO.is_file() else polib.POFile(wrapwidth=0)


def update() -> int:
    """Extract, merge, compile; tell what is left to translate. 0 even then: the check is what fails."""
    try:
        waiting = catalogue.read_waiting(var_dir() / "i18n")
    except ValueError as error:
        raise Refusal(f"a waiting translation can't be read: {error}") from error
    before = standing()
    merged = catalogue.merge(before, extract(), waiting.texts)
    PO.parent.mkdir(parents=True, exist_ok=True)
    merged.save(str(PO))
    # Read back: the compiled catalogue is that of the file as it stands, or the check would find it stale.
    PO.with_suffix(".mo").write_bytes(catalogue.compiled(standing()))
    report(before, merged, waiting)
    return 0


def report(before: polib.POFile, merged: polib.POFile, waiting: catalogue.Waiting) -> None:
    names = {catalogue.key(entry): catalogue.text_of(entry) for entry in merged}
    for entry in before:
        text = names.get(catalogue.key(entry))
        if text is not None and catalogue.text_of(entry) and text != catalogue.text_of(entry):
            say(f"replaced: {entry.msgid!r}: {catalogue.text_of(entry)} -> {text}")
    for line in waiting.conflicts:
        say(f"two translations: {line}")
    for name in sorted(set(waiting.texts) - set(names)):
        say(f"used nowhere: {name!r}")
    lines = catalogue.faults(merged)
    for line in lines:
        say(line)
    say(f"{len(merged)} messages, {len(lines)} to mend: {PO.relative_to(ROOT)}")


def problems() -> list[str]:
    """What the check finds: faults of the catalogue, a stale .mo and, with gettext here, sources ahead of it."""
    po = standing()
    lines = catalogue.faults(po)
    mo = PO.with_suffix(".mo")
    if not mo.is_file() or mo.read_bytes() != catalogue.compiled(po):
        lines.append(f"stale: {mo.relative_to(ROOT)} is not what its .po compiles to")
    if shutil.which("xgettext") is None:
        complain("gettext is not here: whether the catalogue has every message of the sources was not checked")
        return lines
    wanted = {catalogue.key(entry) for entry in extract()}
    have = {catalogue.key(entry) for entry in po if not entry.obsolete}
    lines += [f"not in the catalogue: {name!r}" for name in sorted(wanted - have)]
    lines += [f"in no source any more: {name!r}" for name in sorted(have - wanted)]
    return lines


def check() -> int:
    lines = problems()
    for line in lines:
        say(line)
    say(f"{len(lines)} to mend; ./dev messages merges and compiles" if lines else "The catalogue is complete.")
    return 1 if lines else 0


def main(args: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev messages", description="Extract, merge and compile the translations.")
    parser.add_argument("--check", action="store_true", help="change nothing; fail on anything untranslated or stale")
    try:
        return check() if parser.parse_args(args).check else update()
    except Refusal as refusal:
        if refusal.details:
            complain(refusal.details)
        complain(f"dev: {refusal}")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
