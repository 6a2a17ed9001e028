"""Policy: the version in force on a day."""

from datetime import date

import pytest

from marketplace.core import policy
from marketplace.core.errors import PolicyMissing
from marketplace.core.models import PolicyVersion

pytestmark = pytest.mark.django_db


def version(start: str, end: str | None, value: int) -> PolicyVersion:
    return PolicyVersion.objects.create(key="k", value=value, valid_from=start, valid_to=end, legal_basis="test")


def test_it_reads_the_version_in_force_on_a_day():
    version("2026-01-01", "2027-01-01", 3)
    version("2027-01-01", None, 2)

    assert policy.value("k", on=date(2026, 12, 31)) == 3
    assert policy.value("k", on=date(2027, 1, 1)) == 2


def test_it_refuses_a_day_without_a_version():
    version("2026-01-01", "2027-01-01", 3)

    with pytest.raises(PolicyMissing):
        policy.value("k", on=date(2025, 12, 31))


def test_shipped_versions_are_installed_once_and_never_touch_an_edit(tmp_path):
    path = tmp_path / "policies.json"
    path.write_text('[{"key": "k", "value": 1, "valid_from": "2026-01-01", "legal_basis": "shipped"}]')
    assert policy.install(path) == 1
    PolicyVersion.objects.filter(key="k").update(value=7)

    assert policy.install(path) == 0

    assert policy.value("k", on=date(2026, 6, 1)) == 7
