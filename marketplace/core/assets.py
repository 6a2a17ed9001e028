"""Our own style and script: many small files in the tree, one file each as served."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCE = Path(__file__).resolve().parent.parent / "static"
JOINED = ("css/site.css", "js/site.js")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)


def parts_of(name: str, source: Path = SOURCE) -> list[Path]:
    """The files of a joined one, in the order of the `.list` file beside it."""
    listing = (source / name).with_suffix(".list")
    lines = (line.strip() for line in listing.read_text(encoding="utf-8").splitlines())
    return [listing.parent / line for line in lines if line and not line.startswith("#")]


def join(name: str, source: Path = SOURCE) -> str:
    """The text of a joined file: comments, indents and blank lines gone; each script in a scope of its own."""
    texts = []
    for part in parts_of(name, source):
        text = COMMENT.sub("", part.read_text(encoding="utf-8"))
        if part.suffix == ".js":
            text = "{\n" + LINE_COMMENT.sub("", text) + "\n}"
        texts.append("\n".join(line.strip() for line in text.splitlines() if line.strip()))
    return "\n".join(texts) + "\n"


class JoinedFinder(BaseFinder):
    """Serves `css/site.css` and `js/site.js`, rebuilt under var/ whenever a part is newer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=Path(settings.VAR_DIR) / "assets")
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in JOINED:
            return []
        built = str(self.build(path))
        return [built] if find_all else built

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in JOINED:
            self.build(name)
            yield name, self.storage

    def build(self, name: str) -> Path:
        """Write the joined file if it is missing or differs; an unchanged one keeps its time."""
        target = Path(self.storage.location) / name
        text = join(name)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return target
