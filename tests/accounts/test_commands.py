"""The commands: the operator, its staff, and the demo's codes."""

import io
import stat
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from marketplace.accounts.demo import DemoLogin, create_demo_person, write_logins
from marketplace.accounts.models import MembershipRole, Organization, User
from marketplace.core import clock

from . import people

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


def test_makes_the_operator_with_an_owner():
    people.person("boss")

    out = run("create_operator", "知融运营", "--owner", "boss@example.test")

    operator = Organization.objects.get()
    assert out == f"{operator.ref} 知融运营"
    assert (operator.kind, operator.status) == ("operator", "verified")
    assert MembershipRole.objects.get().role == "owner"


@pytest.mark.parametrize("arguments", [["--owner", "nobody@example.test"], ["--uscc", "91210300MA0ABC1D1L"]])
def test_writes_nothing_when_the_operator_is_refused(arguments):
    with pytest.raises(CommandError):
        run("create_operator", "知融运营", *arguments)

    assert Organization.objects.count() == 0


def test_makes_no_second_operator():
    people.operator()

    with pytest.raises(CommandError):
        run("create_operator", "另一个")


def test_names_editors_and_moderators():
    people.operator()
    people.person("staff")

    run("grant_staff_role", "staff@example.test", "editor")
    run("grant_staff_role", "Staff@example.test", "moderator")

    assert sorted(MembershipRole.objects.values_list("role", flat=True)) == ["editor", "moderator"]
    with pytest.raises(CommandError):
        run("grant_staff_role", "staff@example.test", "editor")


@pytest.mark.parametrize("arguments", [["nobody@example.test", "editor"], ["staff@example.test", "owner"]])
def test_refuses_unknown_people_and_roles(arguments):
    people.operator()
    people.person("staff")

    with pytest.raises(CommandError):
        run("grant_staff_role", *arguments)

    assert MembershipRole.objects.count() == 0


def test_needs_an_operator_before_its_staff():
    people.person("staff")

    with pytest.raises(CommandError):
        run("grant_staff_role", "staff@example.test", "editor")


@pytest.fixture
def logins(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return write_logins(
        [DemoLogin("bank", "bank@demo.test", "secret word", people.SECRET), DemoLogin("holder", "h@demo.test", "word")]
    )


def test_prints_the_code_of_a_demo_login(logins):
    with clock.frozen(datetime.fromtimestamp(1_700_000_000, UTC)):
        assert run("demo_code", "Bank@demo.test") == "324550"


def test_keeps_the_logins_to_their_owner(logins):
    assert stat.S_IMODE(logins.stat().st_mode) == 0o600


@pytest.mark.parametrize("login", ["nobody@demo.test", "h@demo.test"])
def test_prints_no_code_where_there_is_none(logins, login):
    with pytest.raises(CommandError):
        run("demo_code", login)


@pytest.mark.attack
def test_prints_no_code_outside_demo_mode(logins, settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        run("demo_code", "bank@demo.test")


def test_makes_a_demo_person_anew():
    create_demo_person("d@demo.test", "first word here", people.SECRET, full_name="A", language="en")

    user = create_demo_person("D@demo.test", "second word here", None, full_name="B")

    assert User.objects.get() == user
    assert (user.full_name, user.language, user.is_demo) == ("B", "zh-hans", True)
    assert user.check_password("second word here")
    assert user.authenticator_set.count() == 0
    assert user.emailaddress_set.get().verified
