"""Tests of search: the contract every engine passes, and what is particular to one."""

import pytest

pytest.register_assert_rewrite("tests.search.contract")
