"""What the style guide shows of each component: invented contents, in both languages."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.templatetags.static import static
from django.utils.safestring import mark_safe

from marketplace.core.access import Actor

from .specimen_form import Say, specimen_form


@dataclass(frozen=True)
class Specimen:
    """One showing of a component with its variables."""

    component: str
    values: dict[str, Any] = field(default_factory=dict)


def specimens(english: bool) -> list[Specimen]:
    """Every component at least once, those that belong together side by side."""

    def say(chinese: str, other: str) -> str:
        return other if english else chinese

    return [*_acts(say), *_facts(say), *_search(say), *_listing(say), *_desk(say), *_forms(say), *_print(say)]


def _acts(say: Say) -> list[Specimen]:
    return [
        Specimen("button", {"label": say("询问权利人", "Ask the holder"), "kind": "primary"}),
        Specimen("button", {"label": say("领取下一件", "Take the next case"), "key": "n"}),
        Specimen("button", {"label": say("撤回挂牌", "Withdraw the listing"), "kind": "danger"}),
        Specimen(
            "page_head",
            {
                "eyebrow": say("某城市商业银行 · 审查岗", "A city bank · review desk"),
                "title": say("质押申请", "Pledge applications"),
                "actions": [{"label": say("导出", "Export"), "url": "#"}],
            },
        ),
        Specimen(
            "breadcrumb",
            {"crumbs": [{"label": say("找成果", "Find"), "url": "#"}, {"label": "B22D 11/059"}]},
        ),
        Specimen("brand"),
        Specimen("theme_switch"),
        Specimen("footer"),
        Specimen(
            "account_menu",
            {
                "actor": Actor(
                    "person",
                    display_name=say("王敏", "Wang Min"),
                    organization_name="鞍山某光电有限公司",
                    organization_name_en="An Anshan optics firm",
                )
            },
        ),
        Specimen(
            "view_banner",
            {"view": {"person": say("王敏", "Wang Min"), "ends_at": "10:15"}, "csrf_token": ""},
        ),
        Specimen(
            "notice",
            {"kind": "amber", "text": say("年费将在 34 天后到期。", "The annuity falls due in 34 days.")},
        ),
        Specimen(
            "empty",
            {
                "title": say("没有找到", "Nothing found"),
                "text": say("换一个更短的词，或者去掉一项筛选。", "Try a shorter word, or take one filter off."),
                "links": [{"label": say("全部挂牌", "All listings"), "url": "#"}],
            },
        ),
    ]


def _facts(say: Say) -> list[Specimen]:
    rows = [
        {
            "name": say("法律状态", "Legal status"),
            "kind": "jade",
            "label": say("有效", "In force"),
            "value": say("授权 2019-07-12，届满 2038-04-02", "granted 2019-07-12, expires 2038-04-02"),
            "source": say("公报 CN 2019-28", "Gazette CN 2019-28"),
            "day": "2026-11-20",
        },
        {
            "name": say("质押、冻结", "Burdens"),
            "value": say("无登记", "None registered"),
            "source": say("登记簿", "Register"),
            "day": "2026-11-20",
        },
    ]
    return [
        Specimen("status", {"kind": "jade", "label": say("有效", "In force")}),
        Specimen("status", {"kind": "amber", "label": say("已质押", "Pledged")}),
        Specimen("status", {"kind": "red", "label": say("冻结", "Frozen")}),
        Specimen("status", {"kind": "grey", "label": say("已失效", "Lapsed")}),
        Specimen("stamp"),
        Specimen("tag", {"label": "B22D 11/059", "url": "#"}),
        Specimen("register", {"rows": rows}),
        Specimen(
            "proof_card",
            {
                "number": "ZL 2018 1 0291133.7",
                "kind": "jade",
                "label": say("3 天前核验", "verified 3 days ago"),
                "rows": rows,
            },
        ),
        Specimen("figures", {"figures": _figures(say)}),
        Specimen("money", {"amount": 48_000_000}),
        Specimen("deadline", {"days": -1}),
        Specimen("deadline", {"days": 2}),
    ]


def _figures(say: Say) -> list[dict[str, str]]:
    return [
        {
            "label": say("在展权利", "Rights on show"),
            "value": "2,318",
            "note": say("今日核验 412", "412 checked today"),
        },
        {
            "label": say("今年成交", "Deals this year"),
            "value": say("6,240 万元", "CNY 62.4 m"),
            "note": say("137 笔，均可复算", "137, each can be recomputed"),
            "url": "#",
        },
    ]


def _search(say: Say) -> list[Specimen]:
    values = [
        {"value": "invention", "label": say("发明专利", "Invention"), "count": 128, "checked": True},
        {"value": "utility_model", "label": say("实用新型", "Utility model"), "count": 214},
    ]
    return [
        Specimen(
            "searchbox",
            {
                "action": "#",
                "q": say("激光 ipc=B22D", "laser ipc=B22D"),
                "parts": [
                    {"kind": "term", "text": say("文本 激光", "text laser")},
                    {"text": say("且", "and")},
                    {"kind": "term", "text": say("分类 B22D", "class B22D")},
                ],
            },
        ),
        Specimen("chips", {"chips": [{"label": say("发明专利", "Invention"), "url": "#"}], "clear_url": "#"}),
        Specimen("sort", {"options": [{"value": "relevance", "label": say("相关度", "Relevance"), "chosen": True}]}),
        Specimen(
            "facets",
            {
                "facets": [{"name": "right_type", "label": say("权利种类", "Kind of right"), "values": values}],
                "chosen": 1,
            },
        ),
        Specimen("result_row", _row(say)),
        Specimen("pager", {"previous_url": "#", "next_url": "#", "page": 2, "pages": 7}),
    ]


def _row(say: Say) -> dict[str, Any]:
    return {
        "ref": "LS-7K3M2QD",
        "url": "#",
        "title_html": mark_safe(
            say(
                "一种连铸结晶器铜板的<mark>激光</mark>熔覆修复方法",
                "<mark>Laser</mark> cladding to repair the copper plates of a continuous-casting mould",
            )
        ),
        "benefit": say(
            "在铜板表面熔覆镍基合金，修复一次可多浇三百炉，不必整块更换。",
            "A nickel alloy clad on the plate gives three hundred more heats without replacing it.",
        ),
        "kind": "jade",
        "label": say("有效", "In force"),
        "owner": say("某工业大学", "A university of technology"),
        "life": say("剩余 11.4 年", "11.4 years left"),
        "classes": say("发明 · B22D 11/059", "Invention · B22D 11/059"),
        "price": say("48 万元", "CNY 480,000"),
        "modes": say("独占许可 · 转让", "Exclusive licence · sale"),
        "verified": say("3 天前核验", "verified 3 days ago"),
        "picture": static("img/specimen.svg"),
    }


def _listing(say: Say) -> list[Specimen]:
    drawing = {"src": static("img/specimen.svg"), "width": 336, "height": 168, "alt": say("铜板截面", "Plate")}
    return [
        Specimen("picture", drawing),
        Specimen("gallery", {"pictures": [drawing, drawing, drawing]}),
        Specimen(
            "terms",
            {
                "price_label": say("转让价", "Price"),
                "price": say("48 万元", "CNY 480,000"),
                "stamp": True,
                "rows": [
                    {"name": say("普通许可", "Ordinary licence"), "value": say("面议", "Negotiable")},
                    {"name": say("同类成交价", "Similar deals"), "value": say("35–60 万元", "CNY 350,000–600,000")},
                ],
                "act_label": say("询问权利人", "Ask the holder"),
                "act_url": "#",
                "others": [
                    {"label": say("收藏", "Save"), "url": "#"},
                    {"label": say("加入对比", "Compare"), "url": "#"},
                ],
                "note": say("通常 1 个工作日内答复。", "Usually answered within one working day."),
            },
        ),
        Specimen(
            "timeline",
            {
                "events": [
                    {
                        "day": "2019-07-12",
                        "title": say("授权公告", "Granted"),
                        "source": say("公报 CN 2019-28", "Gazette CN 2019-28"),
                    }
                ]
            },
        ),
    ]


def _said(say: Say) -> list[dict[str, Any]]:
    at = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    return [
        {
            "pk": 1,
            "author": say("鞍山市 · 企业 7K3M", "Firm from Anshan, 7K3M"),
            "text": say("普通许可的年费是多少？", "What is an ordinary licence a year?"),
            "at": at,
            "papers": [{"name": say("附件-1.pdf", "attachment-1.pdf"), "size": 48_000, "url": "#"}],
        },
        {
            "pk": 2,
            "author": say("鞍山某装备公司", "An Anshan equipment firm"),
            "person": say("林禾", "Lin He"),
            "text": say("取决于产线数量，请告知。", "It depends on the lines. How many are they?"),
            "at": at,
            "is_own": True,
            "is_seen": True,
        },
    ]


def _desk(say: Say) -> list[Specimen]:
    steps = [
        {"label": say("草稿", "Draft"), "state": "done"},
        {"label": say("审核中", "In review"), "state": "now", "note": say("今天起", "since today")},
        {"label": say("已发布", "Published"), "state": "next"},
    ]
    cells = [
        {"text": "ZY-7K3M2Q", "url": "#"},
        {"text": "300"},
        {"kind": "amber", "label": say("补件：近三年报表", "Missing: three years' accounts")},
    ]
    return [
        Specimen("conversation", {"said": _said(say)}),
        Specimen(
            "tabs",
            {
                "tabs": [
                    {"label": say("我的", "Mine"), "url": "#", "count": 12, "current": True},
                    {"label": say("本组", "Team"), "url": "#", "count": 31},
                ]
            },
        ),
        Specimen(
            "table",
            {
                "columns": [
                    {"label": say("编号", "Number")},
                    {"label": say("申请金额（万元）", "Amount (CNY 10,000)"), "number": True},
                    {"label": say("缺件", "Missing")},
                ],
                "rows": [{"cells": cells}, {"cells": cells, "current": True}],
            },
        ),
        Specimen("steps", {"steps": steps}),
    ]


def _forms(say: Say) -> list[Specimen]:
    form = specimen_form(say)
    return [
        Specimen("error_summary", {"form": form, "still": True}),
        Specimen("autosave", {"key": "style-guide", "version": "1"}),
        Specimen("field", {"field": form["number"]}),
        Specimen("field", {"field": form["price"], "unit": say("万元", "CNY 10,000")}),
        Specimen("choices", {"field": form["mode"], "tiles": True}),
        Specimen(
            "upload", {"field": form["drawing"], "limits": say("PNG、JPEG，不超过 10 MB", "PNG, JPEG, at most 10 MB")}
        ),
        Specimen("check", {"field": form["agree"]}),
        Specimen("fields", {"form": specimen_form(say, "all_%s")}),
        Specimen(
            "meter",
            {
                "label": say("完整度", "Completeness"),
                "value": 5,
                "maximum": 8,
                "missing": [{"label": say("写明解决什么问题", "Say which problem it solves"), "url": "#"}],
            },
        ),
        Specimen(
            "confirm",
            {
                "title": say("撤回挂牌", "Withdraw the listing"),
                "points": [say("买家将看不到它。", "Buyers no longer see it.")],
                "action": "#",
                "label": say("撤回", "Withdraw"),
                "kind": "danger",
                "cancel_url": "#",
            },
        ),
    ]


def _print(say: Say) -> list[Specimen]:
    squares = "M0 0h3v3h-3zM6 0h3v3h-3zM0 6h3v3h-3zM4 4h1v1h-1zM6 5h1v2h-1z"
    qr = mark_safe(f'<svg viewBox="0 0 9 9" fill="currentColor"><path d="{squares}"/></svg>')
    return [
        Specimen(
            "print_header",
            {
                "title": say("连铸结晶器铜板的修复方法", "Repair of continuous-casting mould plates"),
                "number": "ZL 2018 1 0291133.7",
                "printed": "2026-11-23",
                "qr": qr,
            },
        ),
        Specimen("qr", {"svg": qr, "number": "LS-7K3M2QD"}),
    ]
