"""The two commands: what they say, how they end, what they repair."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command, load_command_class

from marketplace.core.console import Progress
from marketplace.core.models import Event
from marketplace.rights.management.commands import import_rights as command
from marketplace.rights.models import Encumbrance, Right, RightOwner
from tests.rights.importing import TIDY, load, many, tidy, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture(autouse=True)
def _shared_process(monkeypatch):
    monkeypatch.setattr(command, "devote_process", lambda: None)


def manage(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("import_rights", ["gazette-csv", "nasa-csv", "--as-of", "--dry-run", "--resume", "--strict", "Exit code"]),
        ("verify_rights", ["--repair", "exits with 1"]),
    ],
)
def test_the_help_tells_everything(name, words):
    told = load_command_class("marketplace.rights", name).create_parser("manage.py", name).format_help()

    plain = " ".join(told.split())
    assert [word for word in words if word not in plain] == []


def test_an_import_tells_what_it_did_and_how_far_it_is(tmp_path, capsys):
    path = write(tmp_path, "a.csv", TIDY, *many(3), tidy(title=" "))

    told = manage("import_rights", path)

    assert "gazette-csv, 4 rows read; added 3 rights and 3 events; changed 0 rights; refused 1 rows" in told
    assert "-errors.csv" in told
    assert "rows of a.csv: 4 of 4" in capsys.readouterr().err


def test_a_terminal_gets_a_bar():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    bar = Progress("rows of a.csv", 200, Terminal())

    bar.to(100)
    bar.end()

    assert bar.stream.getvalue() == f"\rrows of a.csv [{'#' * 15}{'.' * 15}] 100 of 200\n"


def test_strict_fails_on_one_refused_row_and_keeps_the_others(tmp_path):
    path = write(tmp_path, "a.csv", TIDY, *many(3), tidy(title=" "))

    with pytest.raises(CommandError, match="1 of 4 rows were refused"):
        manage("import_rights", path, strict=True)

    assert Right.objects.count() == 3


def test_ctrl_c_says_how_to_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "import_file", lambda *args, **kwargs: (_ for _ in ()).throw(KeyboardInterrupt))

    with pytest.raises(CommandError, match="stopped; go on with --resume"):
        manage("import_rights", write(tmp_path, "a.csv", TIDY, tidy()))


def plant_end_of_term(right):
    Right.objects.filter(pk=right.pk).update(expires_on=date(2099, 1, 1))


def plant_owner(right):
    RightOwner.objects.filter(right=right).update(name="别人")


def plant_burden(right):
    Encumbrance.objects.create(
        right=right,
        kind="pledge",
        effective_on=date(2020, 1, 1),
        source="x",
        as_of=date(2020, 1, 1),
        event=right.events.get(),
    )


def plant_proof(right):
    Right.objects.filter(pk=right.pk).update(proof={**right.proof, "facts": {}})


@pytest.mark.parametrize(
    ("plant", "name"),
    [
        (plant_end_of_term, "expires_on"),
        (plant_owner, "owners"),
        (plant_burden, "encumbrances"),
        (plant_proof, "proof"),
    ],
)
def test_a_difference_from_the_events_is_found_told_and_repaired(tmp_path, plant, name):
    load(write(tmp_path, "a.csv", TIDY, tidy(), *many(2)))
    assert manage("verify_rights") == "3 rights checked, all as their events say\n"
    right = Right.objects.get(slug="cn-patent-201410264351.3")
    plant(right)
    out = io.StringIO()

    with pytest.raises(CommandError, match="1 of 3 rights differ"):
        call_command("verify_rights", stdout=out)

    assert out.getvalue().startswith(f"cn-patent-201410264351.3: {name} is ")
    events = Event.objects.count()
    assert manage("verify_rights", repair=True).endswith("3 rights checked, 1 repaired\n")
    assert manage("verify_rights") == "3 rights checked, all as their events say\n"
    assert Event.objects.count() == events + 1
