"""What holders upload: hostile files refused, everything else re-encoded; renditions at known sizes only."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from marketplace.core import documents, pictures
from marketplace.core.errors import InvalidInput
from marketplace.listings import media

pytestmark = pytest.mark.usefixtures("in_english")

GPS = 0x8825
ORIENTATION = 0x0112


def photo(size: tuple[int, int] = (640, 400), mode: str = "RGB") -> Image.Image:
    """A smooth picture of many colours, red at the left and blue at the right."""
    image = Image.new("RGB", size)
    pixels = image.load()
    for x in range(size[0]):
        for y in range(size[1]):
            pixels[x, y] = (255 - 255 * x // size[0], (x * y) % 256, 255 * x // size[0])
    return image.convert(mode)


def drawing(size: tuple[int, int] = (800, 600)) -> Image.Image:
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).ellipse((100, 100, 500, 500), outline=0, width=4)
    return image


def saved(image: Image.Image, name: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, name, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def sentence_of(call: Callable[[], object]) -> str:
    with pytest.raises(InvalidInput) as refusal:
        call()
    return str(refusal.value.fields["file"])


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose header promises a size and whose body holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


def test_it_removes_exif_and_gps() -> None:
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    exif.get_ifd(GPS)[2] = (41.0, 7.0, 12.0)
    content = saved(photo(), "JPEG", exif=exif)
    assert b"a camera" in content

    clean = pictures.clean_picture(content)

    assert b"a camera" not in clean.content
    assert dict(opened(clean.content).getexif()) == {}
    assert "exif" not in opened(clean.content).info


def test_it_turns_a_picture_as_its_orientation_says() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6

    clean = pictures.clean_picture(saved(photo((640, 400)), "JPEG", exif=exif))

    assert (clean.width, clean.height) == (400, 640)
    top, bottom = opened(clean.content).convert("RGB").resize((1, 8)).getpixel((0, 0)), None
    bottom = opened(clean.content).convert("RGB").resize((1, 8)).getpixel((0, 7))
    assert top[0] > 180 > bottom[0] and bottom[2] > 180 > top[2]


def test_it_keeps_a_drawing_as_png_and_a_photograph_as_webp() -> None:
    line, shot = pictures.clean_picture(saved(drawing(), "PNG")), pictures.clean_picture(saved(photo(), "JPEG"))

    assert (line.format, opened(line.content).format) == ("png", "PNG")
    assert (shot.format, opened(shot.content).format) == ("webp", "WEBP")


def test_it_keeps_transparency_of_a_mark() -> None:
    mark = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    ImageDraw.Draw(mark).rectangle((20, 20, 80, 80), fill=(181, 50, 31, 255))

    clean = pictures.clean_picture(saved(mark, "WEBP", lossless=True))

    assert clean.format == "png"
    assert opened(clean.content).convert("RGBA").getpixel((0, 0))[3] == 0


def test_it_converts_colours_to_srgb_and_drops_the_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    grey = Image.new("RGB", (100, 100), (120, 120, 120))

    clean = pictures.clean_picture(saved(grey, "PNG", icc_profile=profile))

    assert "icc_profile" not in opened(clean.content).info


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_it_reads_jpeg_in_every_colour_model(mode: str) -> None:
    clean = pictures.clean_picture(saved(photo(mode=mode), "JPEG"))

    assert opened(clean.content).mode in ("RGB", "L")


def test_it_reads_sixteen_bit_grey_without_turning_it_white() -> None:
    deep = Image.new("I;16", (64, 64), 32768)

    clean = pictures.clean_picture(saved(deep, "PNG"))

    assert opened(clean.content).convert("L").getpixel((10, 10)) in (127, 128)


def test_it_shrinks_a_large_picture_to_three_thousand_pixels() -> None:
    clean = pictures.clean_picture(saved(Image.new("L", (6000, 1500), 200), "PNG"))

    assert (clean.width, clean.height) == (3000, 750)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "SVG"),
        (b"MZ\x90\x00" + b"\0" * 400, "not a PNG"),
        (b"", "not a PNG"),
        (b"GIF89a" + b"\0" * 20, "damaged"),
        (saved(drawing(), "PNG")[:300], "damaged"),
        (png_of_size(64, 64)[:-20], "damaged"),
        (png_of_size(20000, 20000), "50 million"),
        (png_of_size(8000, 8000), "50 million"),
        (saved(Image.new("L", (16, 400)), "PNG"), "too small"),
        (saved(drawing(), "BMP"), "not a PNG"),
        (saved(drawing(), "TIFF"), "not a PNG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (15 * 1024 * 1024), "15 MB"),
    ],
)
def test_it_refuses_hostile_and_foreign_files(content: bytes, words: str) -> None:
    assert words in sentence_of(lambda: pictures.clean_picture(content))


@pytest.mark.parametrize("name", ["GIF", "PNG", "WEBP"])
def test_it_refuses_moving_pictures(name: str) -> None:
    frames = [photo((64, 64)), drawing((64, 64)).convert("RGB")]

    content = saved(frames[0], name, save_all=True, append_images=frames[1:])

    assert "Moving pictures" in sentence_of(lambda: pictures.clean_picture(content))


@pytest.mark.attack
def test_it_leaves_nothing_of_a_polyglot() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    content = saved(drawing(), "PNG", pnginfo=info) + b"PK\x03\x04<html><script>alert(2)</script>"

    clean = pictures.clean_picture(content)

    assert b"script" not in clean.content and b"PK\x03\x04" not in clean.content


@pytest.mark.attack
def test_it_refuses_a_text_chunk_that_unpacks_to_a_bomb() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "A" * 80_000_000, zip=True)

    content = saved(drawing(), "PNG", pnginfo=info)

    assert "damaged" in sentence_of(lambda: pictures.clean_picture(content))


def test_it_gives_the_same_digest_to_the_same_picture() -> None:
    first, second = (pictures.clean_picture(saved(photo(), "PNG", compress_level=level)) for level in (1, 9))

    assert first.digest == second.digest


def test_it_sees_likeness_in_the_difference_hash() -> None:
    one = int(pictures.dhash(photo()), 16)
    smaller = int(pictures.dhash(photo().resize((200, 125))), 16)
    other = int(pictures.dhash(drawing().convert("RGB")), 16)

    assert (one ^ smaller).bit_count() <= 6 < (one ^ other).bit_count()


@pytest.mark.parametrize(("format", "name"), [("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG"), ("png", "PNG")])
def test_it_makes_a_rendition_once(format: str, name: str, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    clean = pictures.clean_picture(saved(photo(), "JPEG"))

    path = media.rendition_file("pictures", clean.digest, 320, format, BytesIO(clean.content))
    again = media.rendition_file("pictures", clean.digest, 320, format, BytesIO(b"not read"))

    assert again == path
    assert (opened(path.read_bytes()).format, opened(path.read_bytes()).size) == (name, (320, 200))
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_it_never_enlarges_a_picture(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    clean = pictures.clean_picture(saved(drawing((300, 200)), "PNG"))

    path = media.rendition_file("pictures", clean.digest, 1280, "webp", BytesIO(clean.content))

    assert opened(path.read_bytes()).size == (300, 200)


@pytest.mark.parametrize(("width", "format"), [(161, "webp"), (100000, "avif"), (320, "bmp")])
def test_it_makes_only_known_renditions(width: int, format: str) -> None:
    with pytest.raises(ValueError, match="no such rendition"):
        media.rendition_file("pictures", "ab" * 32, width, format, BytesIO(b""))


def office(**parts: bytes) -> bytes:
    """A small Word file with more parts in it; a double underscore in a name stands for a slash."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_it_takes_plain_documents() -> None:
    paper = documents.clean_document(PDF, "C:\\papers\\授权书.PDF")
    letter = documents.clean_document(office(), "letter.docx")
    scan = documents.clean_document(saved(photo(), "JPEG", comment=b"hidden"), "证书.jpeg")

    assert (paper.name, paper.media_type) == ("授权书.pdf", "application/pdf")
    assert letter.media_type.endswith("wordprocessingml.document")
    assert (opened(scan.content).format, b"hidden" in scan.content) == ("JPEG", False)


def test_it_does_not_take_chance_bytes_of_a_stream_for_a_script() -> None:
    content = PDF.replace(b"trailer", b"2 0 obj<</Length 9>>stream\nxx/JS xxx\nendstream endobj\ntrailer")

    assert documents.clean_document(content, "a.pdf").content == content


PACKED = zlib.compress(b"1 0 <</S/JavaScript/JS(app.alert(1))>>")


@pytest.mark.attack
@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (PDF, "a.exe", "Only PDF"),
        (PDF, "a.docx", "not what its name says"),
        (b"MZ" + PDF, "a.pdf", "not what its name says"),
        (office(), "a.xlsx", "not what its name says"),
        (saved(drawing(), "PNG"), "a.jpg", "not a PNG"),
        (office(word__vbaProject_DOT_bin=b"x"), "a.docx", "macros"),
        (office(word___rels__settings_DOT_xml_DOT_rels=b'Type="x/attachedTemplate"'), "a.docx", "macros"),
        (office(word__embeddings__oleObject1_DOT_bin=b"x"), "a.docx", "macros"),
        (office()[:120], "a.docx", "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.doc", "Old or macro"),
        (office(), "a.docm", "Old or macro"),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"), "a.pdf", "scripts"),
        (PDF.replace(b"/Catalog", b"/Catalog/AA<</S/J#61vaScript>>"), "a.pdf", "scripts"),
        (
            PDF.replace(b"trailer", b"3 0 obj<</Type/ObjStm>>stream\n" + PACKED + b"\nendstream\ntrailer"),
            "a.pdf",
            "scr",
        ),
        (b"%PDF-" + b"\0" * (20 * 1024 * 1024), "a.pdf", "20 MB"),
    ],
)
def test_it_refuses_documents_that_run_or_lie(content: bytes, name: str, words: str) -> None:
    assert words in sentence_of(lambda: documents.clean_document(content, name))


@pytest.mark.attack
def test_it_refuses_a_document_that_unpacks_to_a_bomb(monkeypatch: Any) -> None:
    monkeypatch.setattr(documents, "MOST_UNPACKED_BYTES", 1000)

    assert "unpacks" in sentence_of(lambda: documents.clean_document(office(word__big=b"0" * 2000), "a.docx"))
