"""Enters the invented rights with their histories, abstracts, claims and drawings."""

from django.core.files.base import ContentFile
from django.db import transaction

from marketplace.core.pictures import clean_picture
from marketplace.rights import actions
from marketplace.rights.identifiers import Identifier, parse_number
from marketplace.rights.models import Right, RightDrawing, RightText

from .city import DEMO
from .figures import draw_figure, draw_mark
from .invent import InventedRight

SOURCE = "示范数据（虚构）"


def number_of(item: InventedRight) -> Identifier:
    """The identifier under which an invented right is entered."""
    if item.kind == "trademark":
        return parse_number(f"{item.number}-{item.nice}", kind="trademark")
    return parse_number(item.number, kind="patent")


def enter_rights(invented: list[InventedRight]) -> dict[str, Right]:
    """Invented number to right."""
    rights: dict[str, Right] = {}
    with transaction.atomic():
        for item in invented:
            rights[item.number] = _enter(item)
    return rights


def _enter(item: InventedRight) -> Right:
    right = actions.enter_right(
        number_of(item),
        by=DEMO,
        kind=item.kind,
        title=item.title,
        title_en=item.title_en,
        filing_on=item.filed,
        main_class=item.symbol,
        classes=[item.symbol],
        province="辽宁",
        city="鞍山市",
    )
    lines = [actions.ExtractLine(code, on, source, facts) for code, on, facts, source in item.events]
    actions.record_register_extract(right, by=DEMO, lines=lines)
    RightText.objects.get_or_create(
        right=right, defaults={"abstract": item.problem, "abstract_en": item.problem_en, "claims": _claims(item)}
    )
    if not right.drawings.exists():
        _draw(right, item)
    return right


def _claims(item: InventedRight) -> list[str]:
    if item.kind in ("trademark", "design"):
        return []
    return [
        f"1. {item.title}，其特征在于：{item.problem.split('。')[-2]}。",
        "2. 根据权利要求 1 所述的技术方案，其特征在于：还包括用于记录工况的存储单元。",
        "3. 根据权利要求 1 所述的技术方案，其特征在于：各部件之间为可拆卸连接。",
    ]


def _draw(right: Right, item: InventedRight) -> None:
    content = draw_mark(item.word, item.spelling, item.index) if item.word else draw_figure(item.figure, item.index)
    picture = clean_picture(content)
    drawing = RightDrawing(
        right=right,
        position=0,
        label=item.word or "图 1",
        digest=picture.digest,
        width=picture.width,
        height=picture.height,
    )
    drawing.file.save("drawing", ContentFile(picture.content), save=False)
    drawing.save(force_insert=True)
