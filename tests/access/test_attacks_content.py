"""Hostile text and files: what is stored is shown as text, what is uploaded is remade or refused."""

import re
import struct
import zlib
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from marketplace.accounts.models import Organization, User
from marketplace.listings import actions as listings
from marketplace.listings.models import Listing, ListingDocument, ListingPicture
from marketplace.rights.models import Owner, Right
from tests import builders
from tests.access.browsers import client_for
from tests.access.world import PDF, World, fingerprint, png

pytestmark = [pytest.mark.django_db, pytest.mark.attack]

MARK = "x9q"
PAYLOADS = [
    f"<script>{MARK}</script>", f'"><img src={MARK} onerror={MARK}()>', f"' onmouseover='{MARK}()", f"{{{{ {MARK} }}}}",
    f"</title><svg onload={MARK}()>", f"javascript:{MARK}()", f"</script><script>{MARK}()", f"<!--{MARK}",
]  # fmt: skip


class Watch(HTMLParser):
    """Reads a page as a browser does and keeps what would run or load there because of a payload."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        for name, value in attrs:
            text = (value or "").strip().lower()
            runs = name.startswith("on") or (name in ("href", "src", "action", "formaction") and "script:" in text[:14])
            if runs or (tag in ("img", "svg", "script") and text.startswith(MARK)):
                self.found.append(f"<{tag} {name}={value}")

    def handle_data(self, data):
        if MARK in data and self.inside in ("script", "style"):
            self.found.append(f"<{self.inside}>{data[:60]}")

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_comment(self, data):
        if MARK in data:
            self.found.append(f"<!--{data[:60]}")


@pytest.fixture
def world(cast):
    return World()


def test_the_search_for_what_runs_finds_each_payload():
    found = [
        payload for payload in PAYLOADS if Watch(f"<p title='{payload}'>{payload}</p><a href=\"{payload}\">").found
    ]

    assert len(found) == 6


@pytest.mark.parametrize("payload", [" ".join(PAYLOADS[:4]), " ".join(PAYLOADS[4:])])
def test_stored_text_is_shown_as_text_on_every_page(world, index, payload):
    listing = world.listing("verifying")
    texts = ("title", "title_en", "benefit", "benefit_en", "problem", "problem_en", "applications", "applications_en")
    Listing.objects.filter(pk=listing.pk).update(**dict.fromkeys(texts, payload))
    right = listing.items.get().right
    Right.objects.filter(pk=right.pk).update(title=payload, title_en=payload, owner_names=payload, province=payload,
                                             city=payload, inventors=[payload])  # fmt: skip
    Owner.objects.update(name=payload, name_en=payload)
    Organization.objects.filter(pk=world.firm.pk).update(name=payload, name_en=payload, introduction=payload)
    User.objects.filter(pk=world.users["owner"].pk).update(full_name=payload)
    listing = listings.approve_listing(Listing.objects.get(pk=listing.pk), by=world.actor("moderator"))
    draft = builders.draft(right, by=world.actor("owner"), title=payload)
    picture, document = world.add_media(draft)
    ListingPicture.objects.update(alt=payload, alt_en=payload)
    ListingDocument.objects.update(title=payload)
    index()

    owner, moderator, visitor = (client_for(world, name) for name in ("owner", "moderator", "visitor"))
    pages = [
        *((visitor, each) for each in ("/", "/listings/", "/search/", "/search/?kind=rights", f"/listings/{listing.ref}/",
                                       f"/en/listings/{listing.ref}/", f"/listings/{listing.ref}/sheet/",
                                       f"/rights/{right.slug}/", f"/owners/{world.owner_ref}/", "/en/search/",
                                       f"/organizations/{world.firm.ref}/")),
        *((owner, each) for each in ("/dashboard/", "/listings/mine/", f"/listings/{draft.ref}/edit/",
                                     f"/listings/{draft.ref}/preview/", f"/listings/{draft.ref}/pictures/",
                                     f"/listings/{draft.ref}/documents/", "/accounts/members/", "/accounts/profile/",
                                     f"/listings/new/?number={right.slug}", "/accounts/acting/")),
        *((moderator, each) for each in (f"/listings/{listing.ref}/review/", "/listings/queue/")),
    ]  # fmt: skip
    seen = 0
    for client, address in pages:
        answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200, address
        assert Watch(page).found == [], address
        seen += MARK in page
    assert seen > 10


@pytest.mark.parametrize("payload", [" ".join(PAYLOADS[:4]), " ".join(PAYLOADS[4:]), PAYLOADS[5]])
def test_what_an_address_says_is_shown_as_text(world, index, payload):
    world.listing("published")
    index()
    client = client_for(world, "owner")

    for address, name in (("/search/", "q"), ("/search/", "industry"), ("/search/", "region"), ("/search/", "sort"),
                          ("/search/", "kind"), ("/listings/", "after"), ("/listings/new/", "number"),
                          ("/accounts/acting/", "next")):  # fmt: skip
        for prefix in ("", "/en"):
            page = client.get(f"{prefix}{address}", {name: payload}).content.decode()
            assert Watch(page).found == [], (address, name)
    page = client_for(world, "visitor").get("/accounts/login/", {"next": payload}).content.decode()
    assert Watch(page).found == []


TITLES = [
    "a\r\nSet-Cookie: x=1.pdf", 'a"; filename="b.exe', "a\nb.pdf", "../../etc/passwd", "证书\r\n.pdf", "%0d%0a",
]  # fmt: skip


def test_a_download_name_puts_nothing_into_the_headers(world):
    draft = world.listing("draft")
    _picture, document = world.add_media(draft)
    client = client_for(world, "owner")

    for title in TITLES:
        ListingDocument.objects.filter(pk=document.pk).update(title=title)
        answer = client.get(f"/media/documents/{document.ref}/")
        assert answer.status_code == 200, title
        disposition = answer["Content-Disposition"]
        assert disposition.startswith("attachment;"), title
        assert not re.search(r"[\r\n\0]", disposition), title
        assert "Set-Cookie" not in answer.headers, title
        assert b"".join(answer.streaming_content) == PDF


def test_a_document_is_a_download_in_which_nothing_runs(world):
    draft = world.listing("draft")
    _picture, document = world.add_media(draft)

    answer = client_for(world, "owner").get(f"/media/documents/{document.ref}/")

    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


def jpeg_with_place() -> bytes:
    image = Image.new("RGB", (640, 400), (10, 120, 30))
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    exif.get_ifd(0x8825)[2] = (41.0, 6.0, 30.0)
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"secret-comment")
    return out.getvalue()


def bomb() -> bytes:
    """A few bytes that claim nine hundred million pixels."""
    small = png(size=(8, 8))
    header = b"IHDR" + struct.pack(">II", 30000, 30000) + small[24:29]
    return small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
GIF_JS = b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)"
PICTURES = {
    "svg": ("a.svg", SVG, "image/svg+xml"),
    "svg as png": ("a.png", SVG, "image/png"),
    "html as png": ("a.png", HTML, "image/png"),
    "gif and script": ("a.gif", GIF_JS, "image/gif"),
    "pdf as png": ("a.png", PDF, "image/png"),
    "pixel bomb": ("a.png", bomb(), "image/png"),
    "empty": ("a.png", b"", "image/png"),
}
SCRIPTED = PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>")
DOCUMENTS = {
    "html": ("a.html", HTML, "text/html"),
    "html as pdf": ("a.pdf", HTML, "application/pdf"),
    "svg": ("a.svg", SVG, "image/svg+xml"),
    "scripted pdf": ("a.pdf", SCRIPTED, "application/pdf"),
    "hidden name": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog/AA<</O<</S/J#61vaScript>>>>"), "application/pdf"),
    "program": ("a.exe", b"MZ" + b"\0" * 64, "application/pdf"),
    "double suffix": ("a.pdf.html", PDF, "application/pdf"),
    "zip as docx": ("a.docx", b"PK\x03\x04" + b"\0" * 40, "application/zip"),
}


def test_a_picture_that_is_none_is_refused(world):
    draft = world.listing("draft")
    client, before = client_for(world, "owner"), fingerprint()

    for name, file in PICTURES.items():
        answer = client.post(f"/listings/{draft.ref}/pictures/", {"file": SimpleUploadedFile(*file)})
        assert answer.status_code == 422, name

    assert fingerprint() == before


def test_a_document_that_is_another_or_runs_is_refused(world):
    draft = world.listing("draft")
    client, before = client_for(world, "owner"), fingerprint()

    for name, file in DOCUMENTS.items():
        data = {"file": SimpleUploadedFile(*file), "audience": "public"}
        assert client.post(f"/listings/{draft.ref}/documents/", data).status_code == 422, name

    assert fingerprint() == before


def test_a_photograph_loses_its_place_its_camera_and_what_hides_behind_it(world):
    draft = world.listing("draft")
    polyglot = jpeg_with_place() + b"<script>alert(1)</script>PK\x03\x04"

    client_for(world, "owner").post(
        f"/listings/{draft.ref}/pictures/", {"file": SimpleUploadedFile("../../../x.php\0.jpg", polyglot, "image/jpeg")}
    )

    row = draft.pictures.get()
    stored = row.file.read()
    assert Image.open(BytesIO(stored)).getexif() == {}
    for hidden in (b"CameraMaker", b"secret-comment", b"<script>", b"PK\x03\x04"):
        assert hidden not in stored
    assert re.fullmatch(rf"pictures/{row.digest[:2]}/{row.digest}(_\w+)?\.(jpe?g|png|webp)", row.file.name)


@pytest.mark.parametrize(("status", "audience"), [("draft", "public"), ("withdrawn", "signed_in")])
def test_files_of_what_is_not_shown_are_closed_at_every_address(world, status, audience):
    listing = world.listing(status)
    picture, document = world.add_media(listing, audience)
    addresses = [f"/media/documents/{document.ref}/", f"/media/{document.file.name}", f"/media/{picture.file.name}",
                 f"/static/{picture.file.name}", f"/media/pictures/{picture.digest[:2]}/{picture.digest}.png",
                 *(f"/media/pictures/{picture.ref}/{width}.{kind}" for width in (160, 640) for kind in ("png", "webp")),
                 f"/media/drawings/{picture.digest}/160.png", f"/cms-documents/{document.pk}/a.pdf",
                 f"/media/renditions/pictures/{picture.digest[:2]}/{picture.digest}-160.png"]  # fmt: skip
    # Made once by its own people, so that a rendition lies ready.
    assert client_for(world, "owner").get(f"/media/pictures/{picture.ref}/160.png").status_code == 200

    for name in ("visitor", "person", "stranger", "bank_owner", "bare_moderator", "editor"):
        client = client_for(world, name)
        for address in addresses:
            assert client.get(address).status_code == 404, (name, address)
        # Whoever kept the picture from when it was shown learns nothing by asking whether it still is.
        kept = {"if-none-match": f'"{picture.digest[:24]}-160"'}
        assert client.get(f"/media/pictures/{picture.ref}/160.png", headers=kept).status_code == 404, name


def test_a_document_is_read_by_its_audience_while_the_listing_is_shown(world):
    draft = world.listing("draft")
    documents = {}
    for audience in ("public", "signed_in", "private"):
        paper = listings.add_document(
            draft, by=world.actor("owner"), audience=audience, title=audience,
            document=builders_document(audience),
        )  # fmt: skip
        documents[audience] = paper.ref
    listings.submit_listing(Listing.objects.get(pk=draft.pk), by=world.actor("owner"))
    listings.approve_listing(Listing.objects.get(pk=draft.pk), by=world.actor("moderator"))

    read = {
        name: {each for each, ref in documents.items()
               if client_for(world, name).get(f"/media/documents/{ref}/").status_code == 200}
        for name in ("visitor", "person", "stranger", "owner", "auditor", "moderator", "bare_moderator", "editor")
    }  # fmt: skip

    everything, outside = {"public", "signed_in", "private"}, {"public", "signed_in"}
    assert read == {
        "visitor": {"public"}, "person": {"public"}, "stranger": outside, "owner": everything, "auditor": everything,
        "moderator": everything, "bare_moderator": outside, "editor": outside,
    }  # fmt: skip
    page = client_for(world, "stranger").get(f"/listings/{draft.ref}/").content.decode()
    assert documents["private"] not in page


def builders_document(word):
    from marketplace.core.documents import clean_document

    return clean_document(PDF.replace(b"%%EOF", b"%" + word.encode() + b"\n%%EOF"), "a.pdf")


def test_a_picture_that_equals_anothers_is_served_by_its_own_listing_only(world):
    hidden = world.listing("draft")
    picture, _document = world.add_media(hidden)
    shown = builders.draft(builders.patent("201410264352.8", owners=[world.cast.RIVAL]), by=world.actor("stranger"))
    from marketplace.core.pictures import clean_picture

    other = listings.add_picture(shown, by=world.actor("stranger"), picture=clean_picture(png()))
    assert other.digest == picture.digest

    client = client_for(world, "stranger")

    assert client.get(f"/media/pictures/{other.ref}/160.png").status_code == 200
    assert client.get(f"/media/pictures/{picture.ref}/160.png").status_code == 404
