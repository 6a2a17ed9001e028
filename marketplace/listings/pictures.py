"""How pages name a picture's renditions: the arguments of `components/picture.html`."""

from dataclasses import dataclass

from django.urls import reverse

from marketplace.rights.models import RightDrawing

from .media import WIDTHS
from .models import ListingPicture

GALLERY_SIZES = "(min-width: 60rem) 24rem, 92vw"


@dataclass(frozen=True)
class Shown:
    """A picture with its sources; `kind` is drawing (follows the theme) or photo."""

    src: str
    avif: str
    webp: str
    sizes: str
    width: int
    height: int
    alt: str
    kind: str
    url: str


def shown_picture(picture: ListingPicture, language: str, sizes: str = GALLERY_SIZES) -> Shown:
    """A listing's picture, described in the reader's language where it was described."""
    own, other = (picture.alt_en, picture.alt) if language == "en" else (picture.alt, picture.alt_en)
    key = {"ref": picture.ref}
    return _shown("picture", key, picture.width, picture.height, own or other, picture_kind(picture), sizes)


def picture_kind(picture: ListingPicture) -> str:
    """`drawing` (black on white, follows the theme) or `photo`."""
    return "drawing" if str(picture.file.name).endswith(".png") else "photo"


def shown_drawing(drawing: RightDrawing, sizes: str = GALLERY_SIZES) -> Shown:
    """A figure of a patent or the picture of a mark."""
    return _shown("drawing", {"digest": drawing.digest}, drawing.width, drawing.height, drawing.label, "drawing", sizes)


def picture_address(picture: ListingPicture, width: int) -> str:
    """One rendition that every browser shows, for rows and metadata."""
    return reverse("picture", kwargs={"ref": picture.ref, "width": width, "format": "webp"})


def drawing_address(digest: str, width: int) -> str:
    return reverse("drawing", kwargs={"digest": digest, "width": width, "format": "webp"})


def _shown(route: str, key: dict[str, str], width: int, height: int, alt: str, kind: str, sizes: str) -> Shown:
    base = reverse(route, kwargs={**key, "width": WIDTHS[0], "format": "webp"}).rpartition("/")[0]
    useful = [each for index, each in enumerate(WIDTHS) if index == 0 or WIDTHS[index - 1] < width]
    fallback = "png" if kind == "drawing" else "jpg"

    def srcset(format: str) -> str:
        return ", ".join(f"{base}/{each}.{format} {min(each, width)}w" for each in useful)

    middle = min(640, useful[-1])
    shown_width = min(middle, width)
    return Shown(
        src=f"{base}/{middle}.{fallback}",
        avif=srcset("avif"),
        webp=srcset("webp"),
        sizes=sizes,
        width=shown_width,
        height=max(1, round(height * shown_width / width)),
        alt=alt,
        kind=kind,
        url=f"{base}/{useful[-1]}.{fallback}",
    )
