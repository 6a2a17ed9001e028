"""Answering with a stored file: as an attachment, with nothing in it that a browser would run."""

from pathlib import Path
from typing import TypeVar

from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.http.response import HttpResponseBase

from .documents import MEDIA_TYPES

Response = TypeVar("Response", bound=HttpResponseBase)

PRIVATE_CACHE = "private, no-store"
NOTHING_RUNS = "default-src 'none'; sandbox"
SUFFIXES = {media_type: f".{suffix}" for suffix, media_type in MEDIA_TYPES.items()}


def attachment(file: FieldFile, *, title: str, media_type: str) -> FileResponse:
    """A stored document as a private download under its title, with the suffix that its type has."""
    name = title if Path(title).suffix else f"{title}{SUFFIXES.get(media_type, '')}"
    return closed(FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=media_type))


def closed(response: Response, cache: str = PRIVATE_CACHE) -> Response:
    """Nothing that a stored file might hold can run, whatever a browser takes it for."""
    response.headers["Cache-Control"] = cache
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
