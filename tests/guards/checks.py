"""The guards themselves: functions over sources that return what is wrong, so that each can be fed a violation."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("marketplace", "search", "cms")
LIMITS = {".py": 400, ".html": 120, ".css": 150, ".js": 150}
FUNCTION_LINES = 50


def sources(*suffixes: str) -> Iterator[Path]:
    """Our own source files, migrations left out."""
    for package in (*PACKAGES, "templates", "bench", "devtools"):
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in suffixes and "migrations" not in path.parts and "__pycache__" not in path.parts:
                yield path


def too_long(name: str, text: str) -> list[str]:
    """Files above the limit of their kind, in non-blank lines, and functions above fifty."""
    suffix = Path(name).suffix
    lines = sum(1 for line in text.splitlines() if line.strip())
    problems = [f"{name}: {lines} lines"] if lines > LIMITS.get(suffix, 10**9) else []
    if suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    problems.append(f"{name}: {node.name} has {length} lines")
    return problems


def status_assignments(name: str, text: str) -> list[str]:
    """Places that set `.status`, or update it in a queryset, outside Flow."""
    problems = []
    for node in ast.walk(ast.parse(text)):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "status":
                problems.append(f"{name}:{node.lineno} assigns status")
        is_update = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update"
        if is_update and any(keyword.arg == "status" for keyword in node.keywords):
            problems.append(f"{name}:{node.lineno} updates status")
    return problems


def calls_of(names: Iterable[str], name: str, text: str) -> list[str]:
    """Places that call something by one of these names."""
    wanted = set(names)
    problems = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in wanted:
                problems.append(f"{name}:{node.lineno} calls {called}")
    return problems


CLOCKS = re.compile(
    r"\b(datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(|timezone\.now|timezone\.localdate|localtime\(\))"
)


def clock_readings(name: str, text: str) -> list[str]:
    """Places that read the clock by themselves."""
    return [
        f"{name}:{number} reads the clock" for number, line in enumerate(text.splitlines(), 1) if CLOCKS.search(line)
    ]


INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE)


def inline_code(name: str, text: str) -> list[str]:
    """Inline script or style in a template; a strict policy would block it."""
    return [
        f"{name}:{number} {line.strip()[:60]}"
        for number, line in enumerate(text.splitlines(), 1)
        if INLINE.search(line)
    ]


def undocumented_component(name: str, text: str) -> list[str]:
    """A component opens with a comment that lists its variables."""
    return [] if text.lstrip().startswith(("{% comment %}", "{#")) else [f"{name} opens without a comment"]


GETTEXT = re.compile(
    r"\b(?:_|gettext|gettext_lazy|ngettext)\(\s*f[\"']|(?:_|gettext|gettext_lazy)\([^()]*%[sd][^()]*\)"
)


def unsafe_messages(name: str, text: str) -> list[str]:
    """Messages with f-strings or positional placeholders cannot be translated well."""
    return [f"{name}:{text.count(chr(10), 0, m.start()) + 1} {m.group()[:40]}" for m in GETTEXT.finditer(text)]


def unnamed_migrations(names: Iterable[str]) -> list[str]:
    """Migrations that kept Django's automatic name."""
    return [name for name in names if re.match(r"\d{4}_auto_\d|\d{4}_initial$", name)]


MACHINE = re.compile(r"(?<![\w.])/(?:work|root|farm|home/\w+|tmp/[a-z]+)/")


def machine_paths(name: str, text: str) -> list[str]:
    """Paths of one machine."""
    return [f"{name}:{n} {line.strip()[:60]}" for n, line in enumerate(text.splitlines(), 1) if MACHINE.search(line)]


OPEN = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")


def left_open(name: str, text: str) -> list[str]:
    """Marks of unfinished work."""
    return [f"{name}:{n} {line.strip()[:60]}" for n, line in enumerate(text.splitlines(), 1) if OPEN.search(line)]


def undescribed_modules(name: str, text: str) -> list[str]:
    """A module opens with one sentence."""
    return [] if not text.strip() or ast.get_docstring(ast.parse(text)) else [f"{name} has no sentence"]


def untranslated(entries: Iterable[tuple[str, str, bool]]) -> list[str]:
    """Messages (id, translation, fuzzy) that lack a good Chinese text."""
    return [msgid for msgid, text, fuzzy in entries if not text or fuzzy]


PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def lost_placeholders(entries: Iterable[tuple[str, str]]) -> list[str]:
    """Messages whose translation lacks a placeholder or invents one."""
    return [msgid for msgid, text in entries if set(PLACEHOLDER.findall(msgid)) != set(PLACEHOLDER.findall(text))]


def differing(agreed: Iterable[str], found: Iterable[str]) -> list[str]:
    """What was found and not agreed on, and the other way round."""
    known, there = set(agreed), set(found)
    return [f"+ {each}" for each in sorted(there - known)] + [f"- {each}" for each in sorted(known - there)]


def missing_migrations(written: ProjectState, models: ProjectState, labels: Iterable[str]) -> list[str]:
    """Changes of models that no migration makes, by app."""
    with translation.override(None):
        found = MigrationAutodetector(written, models)._detect_changes()
    return [
        f"{label}: {op.describe()}" for label in sorted(set(labels) & set(found)) for op in changes_of(found[label])
    ]


def changes_of(migrations: Iterable[Migration]) -> Iterator[Operation]:
    for migration in migrations:
        yield from migration.operations


def missing_words(words: Iterable[str], text: str) -> list[str]:
    """Words that a document should hold and does not."""
    return [word for word in words if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)]


def environment_names(text: str) -> set[str]:
    """Variables that a settings file reads."""
    return set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z0-9_]+)\"", text))
