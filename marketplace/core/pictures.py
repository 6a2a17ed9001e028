"""Pictures made safe: hostile files refused, everything else re-encoded upright, in sRGB and without metadata."""

import hashlib
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from .errors import InvalidInput

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
LEAST_EDGE, MOST_EDGE = 32, 3000
MAGIC = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}
UPLOADS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF")
BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, struct.error, zlib.error, MemoryError)
SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class CleanPicture:
    """A master of ours: `content` is PNG for drawings and marks, lossy WebP for photographs."""

    content: bytes
    format: str
    digest: str
    width: int
    height: int
    dhash: str


def refuse(sentence: object) -> InvalidInput:
    """The refusal of an uploaded file, for the field `file`."""
    return InvalidInput({"file": str(sentence)})


def format_of(content: bytes) -> str | None:
    """The picture format that the first bytes show, or None."""
    for magic, name in MAGIC.items():
        if content.startswith(magic):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:12] in (b"ftypavif", b"ftypavis"):
        return "AVIF"
    return None


def looks_like_svg(content: bytes) -> bool:
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<svg", b"<?xml", b"<!doctype")) or b"<svg" in head


def clean_picture(
    content: bytes, *, accepted: tuple[str, ...] = UPLOADS, photograph: str = "WEBP", least_edge: int = LEAST_EDGE
) -> CleanPicture:
    """Decode and re-encode a picture; nothing of the original file's bytes survives. Raises InvalidInput."""
    if len(content) > MOST_BYTES:
        raise refuse(_("The picture is larger than 15 MB. Make it smaller and choose it again."))
    if looks_like_svg(content):
        raise refuse(_("SVG files can carry scripts and are not taken. Save the drawing as PNG."))
    name = format_of(content)
    if name is None or name not in accepted:
        raise refuse(_("This is not a PNG, JPEG, WebP, AVIF or GIF picture. Save it as one of these."))

    image = _upright(content, name, least_edge)
    is_drawn = name not in ("JPEG", "WEBP", "AVIF") or has_alpha(image) or _is_drawn(image)
    return own_picture(image, "PNG" if is_drawn else photograph)


def own_picture(image: Image.Image, target: str = "PNG") -> CleanPicture:
    """The master of a picture whose pixels are ours: one that was just decoded, or that was drawn here."""
    data = encode(image, target)
    return CleanPicture(
        content=data,
        format=target.lower(),
        digest=hashlib.sha256(data).hexdigest(),
        width=image.width,
        height=image.height,
        dhash=dhash(image),
    )


def _upright(content: bytes, name: str, least_edge: int) -> Image.Image:
    """The decoded picture, turned as its EXIF says, in sRGB, at most 3000 px long."""
    damaged = refuse(_("The file is damaged and cannot be read as a picture. Export it again."))
    try:
        with Image.open(BytesIO(content), formats=[name]) as probe:
            width, height = probe.size
            animated = getattr(probe, "is_animated", False)
    except Image.DecompressionBombError as error:
        raise refuse(_("The picture has more than 50 million pixels. Make it smaller.")) from error
    except BROKEN as error:
        raise damaged from error
    if width * height > MOST_PIXELS:
        raise refuse(_("The picture has more than 50 million pixels. Make it smaller."))
    if animated:
        raise refuse(_("Moving pictures are not taken. Save a single frame."))
    if min(width, height) < least_edge:
        raise refuse(_("The picture is too small to show anything. Choose one at least 32 pixels on each side."))
    try:
        with Image.open(BytesIO(content), formats=[name]) as probe:
            probe.verify()
        with Image.open(BytesIO(content), formats=[name]) as image:
            if name == "JPEG":
                image.draft(None, (MOST_EDGE, MOST_EDGE))
            image.load()
            turned = in_srgb(ImageOps.exif_transpose(image))
    except BROKEN as error:
        raise damaged from error
    turned.thumbnail((MOST_EDGE, MOST_EDGE), Image.Resampling.LANCZOS)
    return turned


def has_alpha(image: Image.Image) -> bool:
    return image.mode == "RGBA"


def in_srgb(image: Image.Image) -> Image.Image:
    """The same picture as L, RGB or RGBA, in sRGB, with no metadata at all."""
    profile = image.info.get("icc_profile")
    transparent = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    if image.mode.startswith("I") or image.mode == "F":
        plain = image.convert("F").point(lambda value: value * (1 / 257)).convert("L")
    elif profile and image.mode in ("RGB", "RGBA", "CMYK"):
        plain = _through_profile(image, profile)
    elif image.mode in ("1", "L") and not transparent:
        plain = image.convert("L")
    else:
        plain = image.convert("RGBA" if transparent else "RGB")
    if plain.mode == "RGBA" and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A broken or mismatched profile says nothing about the colours; the pixels are taken as they are.
        converted = None
    return converted or image.convert(mode)


def _is_drawn(image: Image.Image) -> bool:
    """Whether few colours make up the picture, as in line drawings and marks, where lossy codecs leave dirt."""
    sample = image.convert("RGB").resize((96, 96), Image.Resampling.NEAREST)
    return len(sample.getcolors(96 * 96) or ()) <= 96


def encode(image: Image.Image, name: str) -> bytes:
    """The bytes of a picture in PNG, JPEG, WEBP or AVIF, without metadata."""
    if name == "JPEG":
        image = on_white(image)
    elif name == "AVIF" and image.mode == "L":
        image = image.convert("RGB")
    options: dict[str, dict[str, object]] = {
        "PNG": {"optimize": False, "compress_level": 7},
        "JPEG": {"quality": 82, "progressive": True, "optimize": True},
        "WEBP": {"quality": 84, "method": 4},
        # The default speed takes up to a second a picture; 10 takes a tenth of that.
        "AVIF": {"quality": 62, "speed": 10},
    }
    out = BytesIO()
    image.save(out, name, **options[name])
    return out.getvalue()


def on_white(image: Image.Image) -> Image.Image:
    """The picture without transparency, as a sheet of paper shows it."""
    if not has_alpha(image):
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def rendition(master: bytes, *, width: int, name: str) -> bytes:
    """A master of ours at a width (never enlarged) in PNG, JPEG, WEBP or AVIF."""
    with Image.open(BytesIO(master), formats=["PNG", "WEBP", "JPEG"]) as opened:
        opened.load()
        image: Image.Image = opened
        if image.mode not in ("L", "RGB", "RGBA"):
            image = in_srgb(image)
        if image.width > width:
            height = max(1, round(image.height * width / image.width))
            image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        return encode(image, name)


def dhash(image: Image.Image) -> str:
    """64 bits, as 16 hex digits, that stay close when a picture is scaled or re-encoded."""
    grey = on_white(image).convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    cells = grey.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (cells[row * 9 + column] > cells[row * 9 + column + 1])
    return f"{bits:016x}"
