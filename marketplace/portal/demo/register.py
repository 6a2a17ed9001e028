"""The invented register: each right as records of its sources, with abstract, claims, citations and drawing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from marketplace.core.pictures import own_picture
from marketplace.rights.identifiers import Identifier, parse_number
from marketplace.rights.importers.base import DrawingRecord, EventRecord, RightRecord, TextRecord
from marketplace.rights.loading import load_records
from marketplace.rights.models import Right

from .city import DEMO
from .figures import draw_figure, draw_mark
from .invent import InventedRight

NAME = "示范数据（虚构）"


def number_of(item: InventedRight) -> Identifier:
    """The identifier under which an invented right is entered."""
    if item.kind == "trademark":
        return parse_number(f"{item.number}-{item.nice}", kind="trademark")
    return parse_number(item.number, kind="patent")


def enter_rights(invented: Sequence[InventedRight]) -> dict[str, Right]:
    """Load the invented register as any other; invented number to right."""
    load_records(_records(invented), by=DEMO, name=NAME)
    slugs = {number_of(item).slug: item.number for item in invented}
    return {slugs[right.slug]: right for right in Right.objects.filter(slug__in=slugs)}


def _records(invented: Sequence[InventedRight]) -> Iterator[RightRecord]:
    """One record for each source and day that tells of a right; the first carries what the right says."""
    earlier: dict[str, list[InventedRight]] = defaultdict(list)
    for item in invented:
        told: dict[tuple[str, date], list[EventRecord]] = defaultdict(list)
        for code, on, facts, source in item.events:
            told[source, item.as_of(on)].append(EventRecord(code, on, facts))
        text: TextRecord | None = _text(item, earlier[item.symbol])
        drawings = [_drawing(item)]
        for (source, as_of), events in told.items():
            yield _record(item, events, source, as_of, text, drawings)
            text, drawings = None, []
        earlier[item.symbol].append(item)


def _record(
    item: InventedRight,
    events: list[EventRecord],
    source: str,
    as_of: date,
    text: TextRecord | None,
    drawings: list[DrawingRecord],
) -> RightRecord:
    return RightRecord(
        kind=item.kind,
        jurisdiction="CN",
        numbers=[number_of(item)],
        title=item.title,
        title_en=item.title_en,
        events=events,
        source=source,
        as_of=as_of,
        filing_on=item.filed,
        main_class=item.symbol,
        classes=[item.symbol],
        province="辽宁",
        city="鞍山市",
        text=text,
        drawings=drawings,
    )


def _text(item: InventedRight, earlier: Sequence[InventedRight]) -> TextRecord:
    """What a right says; patents cite earlier ones of their class that had been published by then."""
    cited = [other.publication for other in earlier if other.filed < item.filed][-2:]
    return TextRecord(item.problem, item.problem_en, _claims(item), tuple(cited))


def _claims(item: InventedRight) -> tuple[str, ...]:
    if item.kind in ("trademark", "design"):
        return ()
    return (
        f"1. {item.title}，其特征在于：{item.problem.split('。')[-2]}。",
        "2. 根据权利要求 1 所述的技术方案，其特征在于：还包括用于记录工况的存储单元。",
        "3. 根据权利要求 1 所述的技术方案，其特征在于：各部件之间为可拆卸连接。",
    )


def _drawing(item: InventedRight) -> DrawingRecord:
    image = draw_mark(item.word, item.spelling, item.index) if item.word else draw_figure(item.figure, item.index)
    picture = own_picture(image)
    return DrawingRecord(item.word or "图 1", picture.content, picture.digest, picture.width, picture.height)
