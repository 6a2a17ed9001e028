"""The pictures of the README and what they must show; SCREENSHOTS=1 writes them to docs/images."""

import io
import os
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.conftest import ROOT

from .pages import NAMED
from .site import WIDE, DemoSite

pytestmark = pytest.mark.browser

FOLDER = ROOT / "docs" / "images"
HEAVIEST = 200_000


def small_png(shot: bytes) -> bytes:
    """The same picture in few colours: flat pages lose nothing that shows."""
    out = io.BytesIO()
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "place", "language", "words"),
    [
        ("search-zh", "search", "zh", ("理解为：", "权利种类", "项结果", "万元")),
        ("listing-zh", "listing", "zh", ("权利证明卡", "法律状态", "年费")),
        ("listing-en", "listing", "en", ("Proof card", "Legal status", "Annuity")),
    ],
)
def test_it_shows_what_the_readme_promises(
    demo: DemoSite, visit: Callable[..., Any], name: str, place: str, language: str, words: tuple[str, ...]
) -> None:
    page = visit(WIDE, 860, color_scheme="light", reduced_motion="reduce")

    page.goto(NAMED[place].url(demo, language), wait_until="networkidle")
    text = page.inner_text("body")
    shot = small_png(page.screenshot())
    broken = page.evaluate("[...document.images].filter((image) => image.complete && !image.naturalWidth).length")

    assert [word for word in words if word not in text] == []
    assert (broken, len(shot) <= HEAVIEST, page.complaints) == (0, True, [])
    if os.environ.get("SCREENSHOTS"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / f"{name}.png").write_bytes(shot)
