"""Guards over the code itself, each beside a twin that feeds it a planted violation."""

import polib
import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from marketplace.core.middleware import access_of
from tests.guards import checks

OWN_APPS = [config for config in apps.get_app_configs() if config.name.split(".")[0] in checks.PACKAGES]


def over(check, *suffixes, skip=()):
    found = []
    for path in checks.sources(*suffixes):
        name = path.relative_to(checks.ROOT).as_posix()
        if not name.startswith(tuple(skip)):
            found += check(name, path.read_text("utf-8"))
    return found


def test_files_and_functions_keep_their_size():
    assert over(checks.too_long, ".py", ".html", ".css", ".js") == []


def test_the_size_guard_sees_a_long_file_and_a_long_function():
    body = "def f():\n" + "    x = 1\n" * 401

    assert checks.too_long("a.py", body) == ["a.py: 402 lines", "a.py: f has 402 lines"]


def test_status_changes_only_through_flow():
    allowed = ("marketplace/core/flow.py", "marketplace/rights/projection", "marketplace/rights/facts")
    assert over(checks.status_assignments, ".py", skip=allowed) == []


def test_the_status_guard_sees_an_assignment_and_an_update():
    text = "listing.status = 'published'\nListing.objects.update(status='x')\n"

    assert len(checks.status_assignments("a.py", text)) == 2


def test_postings_are_created_only_in_the_ledger():
    assert over(lambda n, t: checks.calls_of(["Posting"], n, t), ".py", skip=["marketplace/ledger/"]) == []


def test_the_posting_guard_sees_a_call():
    assert checks.calls_of(["Posting"], "a.py", "Posting(amount=1)") == ["a.py:1 calls Posting"]


def test_only_the_clock_module_reads_the_clock():
    assert over(checks.clock_readings, ".py", skip=["marketplace/core/clock.py", "bench/", "devtools/"]) == []


def test_the_clock_guard_sees_a_reading():
    assert checks.clock_readings("a.py", "x = datetime.now(UTC)") == ["a.py:1 reads the clock"]


def test_templates_hold_no_inline_script_or_style():
    assert over(checks.inline_code, ".html", skip=["templates/emails/"]) == []


def test_the_inline_guard_sees_script_style_and_handler():
    text = "<script>1</script>\n<p style='x'>\n<a onclick='x'>\n<script src='x.js'></script>"

    assert len(checks.inline_code("a.html", text)) == 3


def test_every_component_is_documented():
    found = []
    for path in checks.sources(".html"):
        if "components" in path.parts:
            found += checks.undocumented_component(path.name, path.read_text("utf-8"))

    assert found == []


def test_the_component_guard_sees_a_bare_component():
    assert checks.undocumented_component("x.html", "<p></p>") == ["x.html opens without a comment"]


@pytest.mark.parametrize(
    "path",
    [
        p.relative_to(checks.ROOT / "templates").as_posix()
        for p in checks.sources(".html", ".txt")
        if "templates" in p.parts
    ],
)
def test_every_template_compiles(path):
    assert get_template(path) is not None


def test_a_broken_template_does_not_compile(tmp_path, settings):
    from django.template import TemplateSyntaxError

    (tmp_path / "broken.html").write_text("{% if %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    with pytest.raises(TemplateSyntaxError):
        get_template("broken.html")


def test_messages_have_named_placeholders_only():
    assert over(checks.unsafe_messages, ".py") == []


def test_the_message_guard_sees_an_f_string_and_a_positional_placeholder():
    assert len(checks.unsafe_messages("a.py", "_(f'x {y}')\n_('n %s')")) == 2


def catalogue():
    return polib.pofile(str(checks.ROOT / "marketplace/locale/zh_Hans/LC_MESSAGES/django.po"))


def test_every_message_has_a_chinese_text():
    entries = [(e.msgid, e.msgstr or "".join(e.msgstr_plural.values()), e.fuzzy) for e in catalogue() if not e.obsolete]

    assert len(entries) > 100
    assert checks.untranslated(entries) == []


def test_the_translation_guard_sees_an_empty_and_a_fuzzy_text():
    assert checks.untranslated([("a", "", False), ("b", "x", True), ("c", "x", False)]) == ["a", "b"]


def test_placeholders_survive_translation():
    entries = [(e.msgid, e.msgstr) for e in catalogue() if not e.obsolete and e.msgstr and not e.msgid_plural]

    assert checks.lost_placeholders(entries) == []


def test_the_placeholder_guard_sees_a_lost_and_an_invented_one():
    entries = [("%(n)s rights", "权利"), ("rights", "%(n)s 项"), ("%(a)s of %(b)s", "%(b)s 的 %(a)s")]

    assert checks.lost_placeholders(entries) == ["%(n)s rights", "rights"]


LABELS = [config.label for config in OWN_APPS]


def test_no_migration_is_missing():
    written = MigrationLoader(None, ignore_no_migrations=True).project_state()

    assert checks.missing_migrations(written, ProjectState.from_apps(apps), LABELS) == []


def test_the_migration_guard_sees_a_field_without_a_migration():
    written, changed = ProjectState.from_apps(apps), ProjectState.from_apps(apps)
    changed.models["listings", "listing"].fields["colour"] = models.CharField(max_length=7, default="")

    assert checks.missing_migrations(written, changed, LABELS) == ["listings: Add field colour to listing"]


def test_every_migration_has_a_name_of_its_own():
    names = [p.stem for app in OWN_APPS for p in checks.Path(app.path, "migrations").glob("0*.py")]

    assert len(names) >= 5
    assert checks.unnamed_migrations(names) == []


def test_the_migration_guard_sees_automatic_names():
    assert checks.unnamed_migrations(["0001_initial", "0002_auto_20260101", "0003_right"]) == [
        "0001_initial",
        "0002_auto_20260101",
    ]


@translation.override("zh-hans")
def public_routes():
    return sorted({path for path, callback in routes() if access_of(callback) == "public"})


def routes(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


# Opened to everybody on purpose; what is not here asks for a signed-in person or belongs to a trusted package.
PUBLIC = checks.ROOT / "docs" / "public-routes.txt"


# Wagtail's own preview of its error page, a bare class of Django's: the middleware closes it.
CLOSED = {"cms-admin/test404/"}


def closed_problems(found):
    return [path for path, callback in found if access_of(callback) is None and path not in CLOSED]


def test_every_route_says_who_may_enter():
    assert closed_problems(routes()) == []


def test_the_route_guard_sees_a_view_that_says_nothing():
    assert closed_problems([("x/", lambda request: None)]) == ["x/"]


def test_the_list_of_public_routes_is_the_one_that_was_agreed():
    assert checks.differing(PUBLIC.read_text("utf-8").splitlines(), public_routes()) == []


def test_the_public_list_guard_sees_an_opened_and_a_lost_route():
    assert checks.differing(["a/", "b/"], ["b/", "c/"]) == ["+ c/", "- a/"]


def test_nothing_is_left_open_in_the_tree():
    assert over(checks.left_open, ".py", ".html", ".js", ".css") == []


def test_the_open_work_guard_sees_a_mark():
    assert checks.left_open("a.py", "x = 1  # TO" + "DO later") == ["a.py:1 x = 1  # TO" + "DO later"]


def test_no_source_names_a_path_of_one_machine():
    assert over(checks.machine_paths, ".py", ".html", ".js") == []


def test_the_path_guard_sees_one():
    assert len(checks.machine_paths("a.py", "open('/ro" + "ot/x/')")) == 1


def test_every_module_opens_with_a_sentence():
    assert over(checks.undescribed_modules, ".py") == []


def test_the_sentence_guard_sees_a_silent_module():
    assert checks.undescribed_modules("a.py", "x = 1") == ["a.py has no sentence"]


def settings_names():
    names = set()
    for path in (checks.ROOT / "marketplace/settings").glob("*.py"):
        names |= checks.environment_names(path.read_text())
    return names


@pytest.mark.parametrize("document", [".env.example", "docs/operations.md"])
def test_every_setting_is_documented(document):
    assert checks.missing_words(sorted(settings_names()), (checks.ROOT / document).read_text("utf-8")) == []


def test_the_documentation_guard_sees_a_missing_word():
    assert checks.missing_words(["ALPHA", "BETA"], "ALPHA_TWO BETA") == ["ALPHA"]


def test_settings_are_found_in_source():
    assert checks.environment_names('x = env("A_B", default="")\ny = env.int("C")') == {"A_B", "C"}


def test_every_app_is_named_in_the_architecture():
    names = [config.name for config in OWN_APPS]

    assert checks.missing_words(names, (checks.ROOT / "docs/architecture.md").read_text("utf-8")) == []


def test_every_model_is_in_the_glossary():
    names = [model.__name__ for config in OWN_APPS for model in config.get_models() if not model._meta.auto_created]

    assert checks.missing_words(names, (checks.ROOT / "docs/glossary.md").read_text("utf-8")) == []
