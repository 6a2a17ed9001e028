"""An organisation signs up, staff verify it on its papers, and an invited person joins."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from marketplace.accounts.models import Organization
from marketplace.core.tasks import run_waiting
from tests.builders import Cast

from .conftest import PASSWORD, SECRET, sign_in
from .site import overflow

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NAME = "鞍山测试泵业有限公司"


def link(part: str) -> str:
    """The path in the newest mail."""
    run_waiting("mail")
    found = re.search(rf"https?://[^/\s]+(/\S*{part}/\S+/)", mail.outbox[-1].body)
    assert found is not None, mail.outbox[-1].body
    return found[1]


def sign_up(page: Any, base: str, path: str, email: str, name: str) -> None:
    page.goto(f"{base}{path}")
    page.fill("[name=full_name]", name)
    if page.input_value("[name=email]") == "":
        page.fill("[name=email]", email)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.check("[name=terms]")
    assert overflow(page) == 0
    page.click("main form button.primary")


@pytest.mark.parametrize(("width", "prefix"), [(1280, ""), (320, "/en")])
def test_it_signs_up_is_verified_and_takes_a_member_in(
    visit: Callable[..., Any], live_server: Any, people: Cast, tmp_path: Path, width: int, prefix: str
) -> None:
    base = f"{live_server.url}{prefix}"
    paper = tmp_path / "licence.pdf"
    paper.write_bytes(PDF)
    owner, moderator, invited = visit(width), visit(width), visit(width)

    sign_up(owner, live_server.url, f"{prefix}/accounts/signup/", "owner@example.test", "钱一")
    owner.wait_for_url("**/confirm-email/")
    owner.wait_for_load_state("networkidle")
    owner.goto(live_server.url + link("confirm-email"))
    owner.click("main form button.primary")
    owner.wait_for_url("**/dashboard/")
    owner.wait_for_load_state("networkidle")
    owner.goto(f"{base}/accounts/organizations/new/")
    owner.select_option("[name=kind]", "firm")
    owner.fill("[name=name]", NAME)
    owner.fill("[name=uscc]", "91210300MA0ABC1D1K")
    owner.set_input_files("[name=document]", paper)
    assert overflow(owner) == 0
    owner.click("main form button.primary")
    owner.wait_for_url("**/accounts/organization/")
    owner.wait_for_load_state("networkidle")
    assert owner.locator("[data-standing=under_review]").count() == 1
    assert overflow(owner) == 0

    ref = Organization.objects.get(name=NAME).ref
    sign_in(moderator, live_server.url, people.guan, secret=SECRET)
    moderator.wait_for_load_state("networkidle")
    moderator.goto(f"{base}/accounts/organizations/queue/")
    assert overflow(moderator) == 0
    moderator.click(f"tr[data-ref={ref}] a")
    moderator.wait_for_url(f"**/{ref}/review/")
    assert overflow(moderator) == 0
    moderator.check("[name=evidence] >> nth=0")
    moderator.click("button[data-key=a]")
    moderator.wait_for_url("**/queue/")
    assert Organization.objects.get(ref=ref).status == "verified"

    owner.goto(f"{base}/accounts/members/")
    owner.fill("[name=email]", "new@example.test")
    owner.select_option("main form [name=role] >> nth=-1", "agent")
    owner.click("main form button.primary >> nth=-1")
    owner.wait_for_selector(".notice.success")
    owner.wait_for_load_state("networkidle")
    assert overflow(owner) == 0

    path = link("invitations")
    invited.goto(live_server.url + path)
    assert overflow(invited) == 0
    sign_up(invited, live_server.url, f"{prefix}/accounts/signup/?next={path}", "new@example.test", "孙二")
    invited.wait_for_url(f"**{path}")
    invited.click("main form button.primary")
    invited.wait_for_url("**/accounts/members/")

    owner.reload()
    assert owner.locator("[data-member]").count() == 2
    assert "孙二" in owner.inner_text("main")
    assert [owner.complaints, moderator.complaints, invited.complaints] == [[], [], []]
