"""People and organisations for the account tests, made by the app's own actions."""

from typing import Any

from django.test import Client

from marketplace.accounts import access, actions
from marketplace.accounts.demo import create_demo_person, current_code
from marketplace.accounts.models import Membership, Organization, User
from marketplace.core.access import Actor, system_actor
from marketplace.core.documents import CleanDocument, clean_document
from marketplace.core.tasks import run_waiting

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"
COMMAND = system_actor("command")


def person(name: str = "li", *, secret: str | None = None, language: str = "zh-hans") -> User:
    """A person with a confirmed address and, if a secret is given, an authenticator app."""
    return create_demo_person(
        f"{name}@example.test", PASSWORD, secret, full_name=f"{name.title()} Wei", language=language
    )


def alone(user: User) -> Actor:
    """A person who acts for themselves."""
    return access.actor_for(user, None, second_factor=True)


def acting(user: User, organization: Organization, *, second_factor: bool = True) -> Actor:
    """A person who acts for an organisation."""
    membership = organization.memberships.get(user=user, ended_at__isnull=True)
    return access.actor_for(user, membership, second_factor=second_factor)


def organization(owner: User, kind: str = "firm", **fields: Any) -> Organization:
    fields = {"name": "鞍山测试有限公司", "uscc": "91210300MA0ABC1D1K", **fields}
    if kind in ("foreign", "person"):
        fields["uscc"] = ""
    return actions.register_organization(owner, by=alone(owner), kind=kind, **fields)


def second_owner(first: User, other: User, owned: Organization) -> Membership:
    return actions.add_member(owned, other, by=acting(first, owned), roles=["owner"])


def operator() -> Organization:
    return actions.create_operator(by=COMMAND, name="知融测试运营")


def paper(name: str = "执照.pdf") -> CleanDocument:
    """A scanned licence."""
    return clean_document(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", name)


def sign_in(client: Client, user: User, *, secret: str | None = None, **fields: str) -> Any:
    """Sign in as a person does: password, then the code where there is a secret."""
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD, **fields})
    if secret:
        answer = client.post("/accounts/2fa/authenticate/", {"code": current_code(secret), **fields})
    return answer


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def send_mail() -> int:
    """Let the worker send what waits."""
    return run_waiting("mail")
