"""The message catalogue: merged without guessing, compiled to the same bytes, checked for what a reader would miss."""

import gettext
import io
import json
import shutil

import polib
import pytest

from devtools import catalogue, messages
from devtools.shell import Refusal


def entry(msgid, **fields):
    return polib.POEntry(msgid=msgid, **fields)


def po(*entries):
    file = polib.POFile(wrapwidth=0)
    file.extend(entries)
    return file


def test_it_merges_what_waits_into_the_messages_of_the_sources():
    old = po(entry("Search", msgstr="搜索"), entry("Gone", msgstr="没了"))
    template = [entry("Search"), entry("Publish"), entry("%(n)s right", msgid_plural="%(n)s rights")]

    merged = catalogue.merge(old, template, {"Publish": "发布", "%(n)s right||%(n)s rights": "%(n)s 项权利"})

    assert [(one.msgid, catalogue.text_of(one)) for one in merged] == [
        ("Search", "搜索"),
        ("Publish", "发布"),
        ("%(n)s right", "%(n)s 项权利"),
    ]


def test_it_prefers_what_waits_to_what_stands():
    merged = catalogue.merge(po(entry("Right", msgstr="右")), [entry("Right")], {"Right": "权利"})

    assert merged[0].msgstr == "权利"


def test_it_keeps_messages_with_different_contexts_apart():
    template = [entry("Right"), entry("Right", msgctxt="direction")]

    merged = catalogue.merge(po(), template, {"Right": "权利", "direction\x04Right": "右"})

    assert [one.msgstr for one in merged] == ["权利", "右"]


def test_it_takes_no_fuzzy_translation_for_a_translation():
    merged = catalogue.merge(po(entry("Offer", msgstr="猜的", flags=["fuzzy"])), [entry("Offer")], {})

    assert catalogue.faults(merged) == ["untranslated: 'Offer' ()"]


def test_it_reads_waiting_files_in_order_and_tells_of_two_translations(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"Right": "权利", "Empty": ""}), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"Right": "右", "Search": "搜索"}), encoding="utf-8")

    waiting = catalogue.read_waiting(tmp_path)

    assert waiting.texts == {"Right": "权利", "Search": "搜索"}
    assert waiting.conflicts == ["'Right': 权利 (a.json), 右 (b.json)"]


@pytest.mark.parametrize("text", ["{", "[]", '{"Right": {"zh": "权利"}}'])
def test_it_names_a_waiting_file_that_is_wrong(tmp_path, text):
    (tmp_path / "rights.json").write_text(text)

    with pytest.raises(ValueError, match=r"rights\.json"):
        catalogue.read_waiting(tmp_path)


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (entry("Search"), "untranslated"),
        (entry("Search", msgstr="搜索", flags=["fuzzy"]), "fuzzy"),
        (entry("By %(name)s", msgstr="由"), "placeholders differ"),
        (entry("By %(name)s", msgstr="由 %(naem)s"), "placeholders differ"),
        (entry("One right", msgid_plural="%(n)s rights", msgstr_plural={0: "权利"}), "placeholders differ"),
    ],
)
def test_it_finds_the_faults_of_a_catalogue(one, line):
    assert [found.split(":")[0] for found in catalogue.faults([one])] == [line]


@pytest.mark.parametrize(
    "one",
    [
        entry("By %(name)s, 50%%", msgstr="由 %(name)s，50%%"),
        entry("One right", msgid_plural="%(n)s rights", msgstr_plural={0: "%(n)s 项权利"}),
        entry("Gone", obsolete=True),
    ],
)
def test_it_finds_no_fault_in_a_good_message(one):
    assert catalogue.faults([one]) == []


def test_it_compiles_what_gettext_reads():
    file = catalogue.merge(po(), [entry("Search"), entry("Offer")], {"Search": "搜索"})

    compiled = catalogue.compiled(file)

    translations = gettext.GNUTranslations(io.BytesIO(compiled))
    assert (translations.gettext("Search"), translations.gettext("Offer")) == ("搜索", "Offer")
    assert catalogue.compiled(file) == compiled


def test_it_finds_a_compiled_catalogue_stale(monkeypatch, tmp_path):
    monkeypatch.setattr(messages, "PO", tmp_path / "django.po")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages.shutil, "which", lambda name: None)
    file = po(entry("Search", msgstr="搜索"))
    file.save(str(tmp_path / "django.po"))
    (tmp_path / "django.mo").write_bytes(catalogue.compiled(file))
    fresh = messages.problems()

    (tmp_path / "django.mo").write_bytes(b"")

    assert fresh == []
    assert messages.problems() == ["stale: django.mo is not what its .po compiles to"]


def test_it_says_how_to_get_a_missing_gettext(monkeypatch):
    monkeypatch.setattr(messages.shutil, "which", lambda name: None)

    with pytest.raises(Refusal, match="apt install gettext"):
        messages.extract()


def test_it_extracts_from_python_and_templates(tmp_path):
    if shutil.which("xgettext") is None:
        pytest.skip("needs gettext (xgettext)")
    (tmp_path / "search").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "search" / "views.py").write_text('from django.utils.translation import gettext as _\n_("Found")\n')
    (tmp_path / "templates" / "a.html").write_text(
        "{% translate 'Home' %}{% blocktranslate count n=n trimmed %}\n one thing\n{% plural %}\n %(n)s things\n"
        "{% endblocktranslate %}".replace("%(n)s", "{{ n }}")
    )

    found = {catalogue.key(one): one for one in messages.extract(tmp_path)}

    assert set(found) == {"Found", "Home", "one thing||%(n)s things"}
    assert found["Home"].occurrences == [("templates/a.html", "")]
    assert sorted(path.name for path in (tmp_path / "templates").iterdir()) == ["a.html"]
