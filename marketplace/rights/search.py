"""The index of rights, and how numbers, class symbols and dates typed into the one search box are read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import CharField, Prefetch
from django.db.models.functions import Cast
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from search import cards
from search.document import Document, Label
from search.registry import Band, Facet, IndexDefinition, QueryField, Sort, TextField, register, register_interpreter

from .classification import IPC, LOCARNO, NICE, label, parse_symbol
from .identifiers import InvalidIdentifier
from .models import Right, RightDrawing, RightKind, RightNumber, RightStatus
from .reading import read_class, read_class_symbol, read_date, read_dates, read_number
from .words import right_words, state_of

OWNER_KINDS = {
    "firm": _("Firm"),
    "university": _("University or institute"),
    "person": _("Person"),
    "foreign": _("Foreign organisation"),
    "government": _("Government office"),
    "other": _("Other"),
}
YES_NO = {"yes": _("Yes"), "no": _("No")}


def label_in(choices: Iterable[tuple[str, Label]] | Mapping[str, Label]) -> Callable[[str], Label]:
    """A facet's labels from choices; a value that somebody made up in the address stands for itself."""
    labels = dict(choices)
    return lambda value: labels.get(value, value)


def band_labels(bands: Callable[[date], Sequence[Band]]) -> Callable[[str], Label]:
    """A range facet's labels, which no day changes."""
    return label_in((band.value, band.label) for band in bands(date(2000, 1, 1)))


def years_after(day: date, years: int) -> date:
    """The same day some years on; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def life_bands(today: date) -> list[Band]:
    """Bands of remaining life by the day of expiry, as they stand today."""
    start, three, five, ten = (years_after(today, years).toordinal() for years in (0, 3, 5, 10))
    return [
        Band("under-3", _("Under 3 years"), start, three),
        Band("3-5", _("3 to 5 years"), three, five),
        Band("5-10", _("5 to 10 years"), five, ten),
        Band("over-10", _("Over 10 years"), ten, None),
        Band("ended", _("Ended"), None, start),
    ]


def class_label(scheme: str, code: str) -> str:
    """A class with its short name in the reader's language."""
    name = label(scheme, code, get_language() or "zh")
    return f"{code} {name}" if name else code


def class_keywords(right: Right) -> dict[str, list[str]]:
    """A right's class symbols with all their ancestors, and the ones that are facets."""
    found: dict[str, dict[str, None]] = {"classes": {}, "ipc_section": {}, "ipc_class": {}, "nice": {}, "locarno": {}}
    scheme = {RightKind.TRADEMARK: NICE, RightKind.DESIGN: LOCARNO}.get(RightKind(right.kind), IPC)
    for text in dict.fromkeys([right.main_class, *right.classes]):
        try:
            symbol = parse_symbol(str(text), scheme=scheme)
        except InvalidIdentifier:
            continue
        found["classes"].update(dict.fromkeys(f"{symbol.scheme}:{prefix}" for prefix in symbol.prefixes))
        if symbol.scheme == IPC:
            found["ipc_section"][symbol.prefixes[0]] = None
            if len(symbol.prefixes) > 1:
                found["ipc_class"][symbol.prefixes[1]] = None
        else:
            found[symbol.scheme][symbol.prefixes[0]] = None
    return {name: list(values) for name, values in found.items() if values}


def numbers_of(right: Right) -> list[RightNumber]:
    """A right's own numbers and those of the twins merged into it (both prefetched)."""
    return [*right.numbers.all(), *(number for twin in right.merged.all() for number in twin.numbers.all())]


def number_keywords(numbers: Iterable[RightNumber]) -> list[str]:
    """The slugs of numbers; a mark's is found without its class too."""
    slugs = [number.slug for number in numbers]
    bare = ["-".join(slug.split("-")[:3]) for slug in slugs if slug.startswith("cn-tm-")]
    return list(dict.fromkeys([*slugs, *bare]))


def day_numbers(right: Right) -> dict[str, int]:
    """A right's days as ordinals, absent where unknown."""
    days = {
        "filed": right.filing_on,
        "published_on": right.publication_on,
        "granted": right.granted_on,
        "expires": right.expires_on,
    }
    return {name: day.toordinal() for name, day in days.items() if day is not None}


def text_of(right: Right) -> dict[str, str]:
    """What is searched in a right, both languages together."""
    text = getattr(right, "text", None)
    return {
        "title": f"{right.title}\n{right.title_en}",
        "body": f"{text.abstract}\n{text.abstract_en}\n{' '.join(map(str, text.goods))}" if text else "",
        "owner": right.owner_names,
        "inventor": " ".join(map(str, right.inventors)),
    }


def flag_keywords(right: Right) -> dict[str, list[str]]:
    return {
        "status": [right.status],
        "pledged": ["yes" if right.is_pledged else "no"],
        "owner_kind": [right.owner_kind] if right.owner_kind else [],
    }


CLASS_FACETS = (
    Facet("ipc_section", _("IPC section"), limit=8, order="value", value_label=lambda code: class_label(IPC, code)),
    Facet("ipc_class", _("IPC class"), limit=60, value_label=lambda code: class_label(IPC, code)),
    Facet("nice", _("Nice class"), limit=45, value_label=lambda code: class_label(NICE, code)),
    Facet("locarno", _("Locarno class"), limit=32, value_label=lambda code: class_label(LOCARNO, code)),
)
KIND_FACET = Facet("right_type", _("Kind of right"), limit=8, value_label=label_in(RightKind.choices))
STATUS_FACET = Facet("status", _("Legal status"), limit=8, value_label=label_in(RightStatus.choices))
LIFE_FACET = Facet(
    "life", _("Remaining life"), kind="ranges", number="expires", bands=life_bands, value_label=band_labels(life_bands)
)
OWNER_FACET = Facet("owner_kind", _("Kind of owner"), limit=6, value_label=label_in(OWNER_KINDS))
PLEDGED_FACET = Facet("pledged", _("Pledged"), order="value", value_label=label_in(YES_NO))
TEXT_FIELDS = (TextField("title", 4.0), TextField("owner", 1.5), TextField("inventor", 0.7), TextField("body", 1.0))
QUERY_FIELDS = (
    QueryField(("ipc", "分类号", "分类"), _("class"), "keyword", ("classes",), lambda text: read_class(text, IPC)),
    QueryField(("nice", "类", "尼斯"), _("Nice class"), "keyword", ("classes",), lambda text: read_class(text, NICE)),
    QueryField(("locarno", "洛迦诺"), _("Locarno class"), "keyword", ("classes",),
               lambda text: read_class(text, LOCARNO)),
    QueryField(("ti", "title", "标题", "名称"), _("title"), "text", ("title",)),
    QueryField(("pa", "owner", "权利人", "申请人"), _("owner"), "text", ("owner",)),
    QueryField(("in", "inventor", "发明人"), _("inventor"), "text", ("inventor",)),
    QueryField(("ad", "filed", "申请日"), _("filing date"), "range", ("filed",), read_dates),
    QueryField(("pd", "published", "公开日"), _("publication date"), "range", ("published_on",), read_dates),
)  # fmt: skip


def drawing_address(digest: str) -> str:
    """Where the renditions of a drawing are, without width and format."""
    return f"/media/drawings/{digest}"


def right_card(right: Right, numbers: Sequence[RightNumber], drawing: RightDrawing | None, language: str) -> str:
    """A right's row in one language; the number stands where a listing has its modes."""
    with override(language):
        title = (right.title_en or right.title) if language == "en" else (right.title or right.title_en)
        row = {
            "ref": right.slug,
            "url": f"/en/rights/{right.slug}/" if language == "en" else f"/rights/{right.slug}/",
            "owner": right.owner_names,
            "classes": right_words(right.kind, right.main_class),
            "modes": numbers[0].canonical if numbers else "",
        }
        if drawing is not None:
            row |= cards.picture_fields(drawing_address(drawing.digest), "drawing")
        return cards.prepare(
            row, title=title, state=state_of(right), expires_on=right.expires_on, annuity_due_on=right.annuity_due_on
        )


def load(keys: Sequence[str]) -> Iterable[Document]:
    """The documents of rights that stand for themselves: a merged twin is found through the right it became."""
    rights = (
        Right.objects.filter(pk__in=[int(key) for key in keys], merged_into__isnull=True)
        .select_related("text")
        .prefetch_related(
            "numbers",
            "merged__numbers",
            Prefetch("drawings", RightDrawing.objects.filter(position=0), to_attr="first_drawings"),
        )
    )
    for right in rights:
        numbers = list(right.numbers.all())
        drawing = next(iter(right.first_drawings), None)
        yield Document(
            key=str(right.pk),
            version=right.version,
            text=text_of(right),
            keywords={
                "right_type": [right.kind],
                "number": number_keywords(numbers_of(right)),
                "province": [right.province] if right.province else [],
                "owner_ref": [ref for _name, ref in right.proof.get("owners", []) if ref],
                **flag_keywords(right),
                **class_keywords(right),
            },
            numbers=day_numbers(right),
            cards={language: right_card(right, numbers, drawing, language) for language in cards.LANGUAGES},
            stored={"slug": right.slug},
            suggest=[title for title in (right.title, right.title_en) if title],
        )


def listing(after: str | None, limit: int) -> Sequence[tuple[str, int]]:
    """Keys and versions in the order of keys as text."""
    rows = Right.objects.filter(merged_into__isnull=True).annotate(key=Cast("pk", CharField())).order_by("key")
    if after is not None:
        rows = rows.filter(key__gt=after)
    return list(rows.values_list("key", "version")[:limit])


RIGHTS = register(
    IndexDefinition(
        name="rights",
        label=_("Rights register"),
        text_fields=TEXT_FIELDS,
        load=load,
        listing=listing,
        facets=(
            KIND_FACET,
            STATUS_FACET,
            *CLASS_FACETS,
            LIFE_FACET,
            OWNER_FACET,
            Facet("province", _("Region"), limit=40),
            PLEDGED_FACET,
        ),
        sorts=(
            Sort("newest", _("Newest"), "published_on"),
            Sort("life", _("Remaining life"), "expires"),
        ),
        keywords=("number", "classes", "owner_ref"),
        numbers=("filed", "granted"),
        query_fields=QUERY_FIELDS,
    )
)
for interpreter in (read_number, read_class_symbol, read_date):
    register_interpreter(interpreter)
