"""Components: each documented, styled and shown; what they draw; the joined style and its budget."""

import re
from pathlib import Path
from types import SimpleNamespace

import brotli
import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from marketplace.core.assets import SOURCE, join, parts_of
from marketplace.portal.specimens import specimens
from marketplace.portal.templatetags.style_guide import documentation

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
SHELL = {
    "site": {"name": "知融", "name_en": "Zhirong"},
    "is_demo": True,
    "csrf_token": "token",
    "actor": SimpleNamespace(display_name="王敏", organization_name="某公司"),
}
# What is written in each colour, and on which grounds.
GROUNDS = {
    "ink": ("paper", "sheet", "sunk", "indigo-soft"),
    "ink-2": ("paper", "sheet", "sunk"),
    "indigo": ("paper", "sheet", "indigo-soft"),
    "on-indigo": ("indigo",),
    "seal": ("paper", "sheet"),
    "jade": ("paper", "sheet", "jade-soft"),
    "amber": ("paper", "sheet", "amber-soft"),
    "red": ("paper", "sheet", "red-soft"),
}


def draw(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_says_what_it_is_and_has_its_style_and_its_place_on_the_style_guide(name):
    path = TEMPLATES / "components" / f"{name}.html"

    about = documentation(path)

    assert path.read_text(encoding="utf-8").startswith("{% comment %}\n")
    assert len(about) > 40
    assert SOURCE / "css" / "components" / f"{name}.css" in parts_of("css/site.css")
    assert name in {specimen.component for specimen in specimens(english=False)}


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_names_in_its_comment_every_variable_it_is_given(name):
    given = {key for one in specimens(english=True) if one.component == name for key in one.values}

    about = documentation(TEMPLATES / "components" / f"{name}.html")

    assert [key for key in given if not re.search(rf"\b{key}\b", about)] == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_component_is_drawn_from_its_specimen_without_inline_style_or_script(language):
    english = language == "en"

    with translation.override(language):
        drawn = [
            render_to_string(f"components/{one.component}.html", {**SHELL, "is_english": english, **one.values})
            for one in specimens(english)
        ]

    assert all("<" in html for html in drawn)
    assert [html for html in drawn if INLINE.search(html)] == []


def test_no_template_of_the_site_holds_inline_style_or_script():
    pages = [path for path in TEMPLATES.rglob("*.html") if "emails" not in path.parts]

    found = [str(path.relative_to(TEMPLATES)) for path in pages if INLINE.search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_inline_search_finds_what_the_policy_forbids():
    planted = ['<p style="color:red">', "<script>alert(1)</script>", '<a onclick="x()">', "<style>p{}</style>"]

    found = [html for html in planted if INLINE.search(html)]

    assert found == planted


def test_status_tells_its_state_in_words_beside_its_shape():
    html = render_to_string("components/status.html", {"kind": "amber", "label": "已质押"})

    assert html.strip().endswith('<span class="status amber">已质押</span>')


def test_result_row_filled_into_slots_is_the_row_drawn_at_once():
    row = {"ref": "LS-1", "url": "/listings/LS-1/", "benefit": "b", "kind": "jade", "label": "有效", "price": "面议"}
    words = {"title_html": "铜板", "life": "剩余\u00a011.4\u00a0年", "verified": "3\u00a0天前核验"}
    slots = {"title_html": "[[title]]", "life": "[[life]]", "verified": "[[verified]]"}
    kept = render_to_string("components/result_row.html", {**row, **slots})

    for name, slot in slots.items():
        kept = kept.replace(slot, words[name])

    assert kept == render_to_string("components/result_row.html", {**row, **words})
    assert kept.count('data-ref="LS-1"') == 1


def test_result_row_costs_at_most_twelve_elements():
    row = next(one for one in specimens(english=False) if one.component == "result_row")

    html = render_to_string("components/result_row.html", {**row.values, "title_html": "铜板"})

    assert len(re.findall(r"<[a-z]", html)) <= 12


def test_facet_value_carries_its_count_and_is_escaped():
    values = [{"value": 'a"b', "label": "<甲>", "count": 1280, "checked": True}]

    html = draw("{% facet_values 'mode' values %}", values=values)

    assert html == (
        '<label data-facet="mode" data-value="a&quot;b" data-count="1280">'
        '<input type="checkbox" name="mode" value="a&quot;b" checked>&lt;甲&gt; <span>1,280</span></label>'
    )


def test_facets_lead_to_their_other_values_in_the_active_language():
    facets = [
        {"name": "mode", "label": "<b>", "values": [], "others": 1234, "more_url": "/search/?q=a&more=mode"},
        {"name": "kind", "label": "Kind", "values": [{"value": "x", "label": "X", "count": 1}], "others": 0},
    ]

    with translation.override("en"):
        html = draw("{% facet_sets facets 'search' %}", facets=facets)

    assert html == (
        '<fieldset class="facet"><legend>&lt;b&gt;</legend>'
        '<a class="facet-all" href="/search/?q=a&amp;more=mode">1234 more</a></fieldset>\n'
        '<fieldset class="facet"><legend>Kind</legend><label data-facet="kind" data-value="x" data-count="1">'
        '<input type="checkbox" name="kind" value="x" form="search">X <span>1</span></label></fieldset>\n'
    )


def test_terms_bear_the_stamp_only_while_the_verification_lives():
    live = render_to_string("components/terms.html", {"price": "48 万元", "stamp": True})
    decayed = render_to_string("components/terms.html", {"price": "48 万元", "stamp": False})

    assert 'class="stamp"' in live
    assert 'class="stamp"' not in decayed


def test_field_in_error_is_described_by_its_error_and_its_help():
    class PriceForm(forms.Form):
        price = forms.IntegerField(label="转让价", help_text="以万元计", min_value=1)

    form = PriceForm({"price": "0"})
    html = render_to_string("components/field.html", {"field": form["price"], "unit": "万元"})
    summary = render_to_string("components/error_summary.html", {"form": form})

    described = re.search(r'aria-describedby="([^"]*)"', html)
    assert described and described[1].split() == ["id_price_helptext", "id_price_error"]
    assert 'id="id_price_helptext"' in html and 'id="id_price_error"' in html
    assert '<span class="unit">万元</span>' in html
    assert 'href="#id_price"' in summary


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [(-1, "deadline overdue", "1 day overdue"), (0, "deadline near", "Today"), (2, "deadline near", "2 days")],
)
def test_deadline_is_told_in_words_as_well_as_colour(days, state, words):
    with translation.override("en"):
        html = render_to_string("components/deadline.html", {"days": days})

    assert f'<span class="{state}">{words}</span>' in html


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "48 万元"), ("en", "CNY 480,000")])
def test_money_is_worded_in_the_language_of_the_page(language, words):
    with translation.override(language):
        html = render_to_string("components/money.html", {"amount": 48_000_000})

    assert words in html


def test_heading_breaks_between_phrases_and_keeps_its_marks():
    plain = draw("{{ title|phrases }}", title="一种连铸结晶器铜板的激光熔覆修复方法")
    marked = draw("{{ title|phrases }}", title=mark_safe("便携式<mark>激光</mark>焊缝跟踪传感器"))

    assert plain.replace("<wbr>", "") == "一种连铸结晶器铜板的激光熔覆修复方法"
    assert all(len(part) >= 4 for part in plain.split("<wbr>"))
    assert "<mark>激光</mark>" in marked.replace("<wbr>", "")
    assert draw("{{ title|phrases }}", title="Laser & arc") == "Laser &amp; arc"


def test_days_in_a_text_do_not_break_and_text_stays_escaped():
    html = draw("{{ text|dated }}", text="<授权> 2019-07-12")

    assert html == "&lt;授权&gt; <time>2019-07-12</time>"


def test_part_fixed_per_language_is_rendered_once_for_each():
    template = Template("{% perlanguage %}{{ value }}{% endperlanguage %}")

    drawn = []
    for language, value in (("zh-hans", "甲"), ("en", "a"), ("zh-hans", "乙"), ("en", "b")):
        with translation.override(language):
            drawn.append(template.render(Context({"value": value})))

    assert drawn == ["甲", "a", "甲", "a"]


def test_page_takes_the_look_from_cookies_and_nothing_else_from_them():
    request = SimpleNamespace(COOKIES={"theme": "dark", "text": '"><script src=x>'})

    html = draw("<html{% chosen_look %}>", request=request)

    assert html == '<html data-theme="dark">'


def test_page_for_a_broken_server_stands_alone_in_both_languages():
    html = render_to_string("500.html")

    assert "我们这边出了错" in html and "Something broke on our side" in html
    assert "{%" not in html and "{{" not in html


def test_joined_style_has_every_part_in_order_without_comments(tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "site.list").write_text("# order\nb.css\na.css\n")
    (tmp_path / "css" / "a.css").write_text("/* why */\n  p { color: red; }\n")
    (tmp_path / "css" / "b.css").write_text("@layer x;\n\n")

    text = join("css/site.css", tmp_path)

    assert text == "@layer x;\np { color: red; }\n"


def test_joined_scripts_have_scopes_of_their_own(tmp_path):
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "site.list").write_text("a.js\nb.js\n")
    (tmp_path / "js" / "a.js").write_text("// why\nconst one = 1;\n")
    (tmp_path / "js" / "b.js").write_text("const one = 2;\n")

    text = join("js/site.js", tmp_path)

    assert text == "{\nconst one = 1;\n}\n{\nconst one = 2;\n}\n"


def test_every_style_of_ours_is_joined():
    written = set((SOURCE / "css").rglob("*.css"))

    listed = parts_of("css/site.css")

    assert set(listed) == written
    assert len(listed) == len(written)


def test_finder_serves_the_joined_files():
    found = finders.find("css/site.css")

    assert found is not None
    assert Path(found).read_text(encoding="utf-8") == join("css/site.css")


@pytest.mark.parametrize(("name", "budget"), [("css/site.css", 12_000), ("js/site.js", 4_000)])
def test_style_and_script_stay_inside_the_budget_of_a_first_visit(name, budget):
    sent = len(brotli.compress(join(name).encode()))

    assert sent <= budget


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_text_colour_is_read_on_its_grounds_in_both_themes(theme):
    tokens = (SOURCE / "css" / "tokens.css").read_text(encoding="utf-8")
    colours = {
        name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", tokens)
    }

    weak = [
        (text, ground)
        for text, grounds in GROUNDS.items()
        for ground in grounds
        if contrast(colours[text][theme], colours[ground][theme]) < 5
    ]

    assert weak == []
    assert contrast(colours["edge"][theme], colours["sheet"][theme]) >= 3


def test_contrast_is_that_of_the_standard():
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
