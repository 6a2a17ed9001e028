"""Storing the figures of imported rights, each under the hash of its own bytes."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ..models import RightDrawing
from ..models.right import drawing_path
from .gathering import Gathered


def write_drawings(gathered: Mapping[int, Gathered]) -> set[int]:
    """Replace the figures of rights (by id) where they differ; returns the ids of those that changed."""
    stored: dict[int, list[str]] = {right_id: [] for right_id in gathered}
    rows = RightDrawing.objects.filter(right_id__in=list(gathered)).order_by("right_id", "position")
    for right_id, digest in rows.values_list("right_id", "digest"):
        stored[right_id].append(digest)
    changed = {
        right_id
        for right_id, each in gathered.items()
        if [drawing.digest for drawing in each.drawings] != stored[right_id]
    }
    RightDrawing.objects.filter(right_id__in=changed).delete()
    RightDrawing.objects.bulk_create(
        _drawing(right_id, position, drawing)
        for right_id in sorted(changed)
        for position, drawing in enumerate(gathered[right_id].drawings)
    )
    return changed


def _drawing(right_id: int, position: int, record: Any) -> RightDrawing:
    label, content, digest, width, height = record
    drawing = RightDrawing(right_id=right_id, position=position, label=label, digest=digest, width=width, height=height)
    name = drawing_path(drawing, "")
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    drawing.file.name = name
    return drawing
