"""The renditions that pages show of pictures and drawings; knows nothing of HTTP."""

import os
import tempfile
from pathlib import Path
from typing import IO

from django.conf import settings

from marketplace.core.pictures import rendition

WIDTHS = (160, 320, 640, 1280)
FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG", "png": "PNG"}


def rendition_path(kind: str, digest: str, width: int, format: str) -> Path:
    """Where a rendition lies once made; its name is its content's, so it never goes stale."""
    return Path(settings.VAR_DIR) / "media" / "renditions" / kind / digest[:2] / f"{digest}-{width}.{format}"


def rendition_file(kind: str, digest: str, width: int, format: str, master: IO[bytes] | None) -> Path:
    """The rendition of a master, made on first use. Widths and formats are those of WIDTHS and FORMATS."""
    if width not in WIDTHS or format not in FORMATS:
        raise ValueError(f"no such rendition: {width}.{format}")
    path = rendition_path(kind, digest, width, format)
    if path.exists() or master is None:
        return path
    data = rendition(master.read(), width=width, name=FORMATS[format])
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and moved: a reader sees all of it or nothing, and two makers at once do no harm.
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(aside, settings.FILE_UPLOAD_PERMISSIONS or 0o640)
        os.replace(aside, path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return path
