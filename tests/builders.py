"""Builders that play actions, so that impossible states cannot be built; the cast is always the same."""

from datetime import date
from functools import cached_property
from typing import Any

from marketplace.accounts import actions as accounts
from marketplace.accounts import legal
from marketplace.accounts.models import Organization, User
from marketplace.core import clock
from marketplace.core.access import Actor, OrganizationKind, Role, system_actor
from marketplace.listings import actions as listings
from marketplace.listings.models import Listing
from marketplace.rights import actions as rights
from marketplace.rights.identifiers import parse_number
from marketplace.rights.models import Right

SYSTEM = system_actor("tests")
REGISTER = "专利登记簿"
# Valid codes of no firm: region 210300, organisation part made up, both check digits right.
USCCS = ("91210300MA0ABC1D1K",)


def person(email: str, name: str = "", **fields: Any) -> User:
    """A signed-up person with a verified address."""
    from allauth.account.models import EmailAddress

    user = User.objects.create_user(email, "correct horse battery", full_name=name or email.partition("@")[0], **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    versions = {text.kind: text.version for text in legal.in_force()}
    accounts.accept_legal(user, by=Actor(kind="person", user_id=user.pk), versions=versions)
    return user


def organization(name: str, kind: str, owner: User, *, uscc: str = "", verified: bool = True) -> Organization:
    """An organisation with its first owner, verified unless said."""
    made = Organization.objects.filter(name=name).first() or accounts.register_organization(
        owner, by=Actor(kind="person", user_id=owner.pk), kind=kind, name=name, uscc=uscc or next_uscc()
    )
    return accounts.verify_organization(made, by=SYSTEM) if verified else made


_made = 0


def next_uscc() -> str:
    """A fresh code with right check digits that belongs to nobody."""
    from marketplace.core import uscc

    global _made
    _made += 1
    body = f"91210300MA{_made:06d}"
    for organisation_check in "0123456789X":
        for check in uscc.ALPHABET:
            try:
                found = uscc.parse(f"{body}{organisation_check}{check}")
            except uscc.InvalidUscc:
                continue
            if not found.warnings:
                return found.canonical
    raise AssertionError("no check digit fits")


def actor(user: User, organization: Organization | None, *roles: str) -> Actor:
    """A person acting for an organisation in these roles, with a second factor."""
    return Actor(
        kind="person",
        user_id=user.pk,
        display_name=str(user),
        organization_id=organization.pk if organization else None,
        organization_name=organization.name if organization else "",
        organization_kind=organization.kind if organization else "",
        roles=frozenset(roles),
        second_factor=True,
    )


def patent(
    number: str = "201410264351.3",
    *,
    owners: list[str],
    title: str = "一种连铸结晶器铜板的激光熔覆修复方法",
    kind: str = "invention",
    filed: date = date(2018, 4, 2),
    granted: date | None = date(2020, 7, 12),
    **fields: Any,
) -> Right:
    """A patent with its publication, grant and paid annuities as events."""
    right = rights.enter_right(parse_number(number), by=SYSTEM, kind=kind, title=title, filing_on=filed, **fields)
    if granted:
        event(right, "GR01", granted, owners=owners)
        for year in range(granted.year - filed.year + 1, clock.today().year - filed.year + 2):
            event(right, "ZA01", min(clock.today(), date(filed.year + year - 1, filed.month, 1)), year=year)
    else:
        event(right, "PB01", filed.replace(year=filed.year + 1), owners=owners)
    right.refresh_from_db()
    return right


def event(right: Right, code: str, on: date, **facts: Any) -> Any:
    """A register event on a right."""
    return rights.record_right_event(right, by=SYSTEM, code=code, on=on, facts=facts, source=REGISTER)


def draft(*offered: Right, by: Actor, **fields: Any) -> Listing:
    """A complete draft."""
    values = {"benefit": "修复一次可多浇三百炉。", "modes": ["sale"], "price_kind": "negotiable", **fields}
    return listings.create_listing(list(offered), by=by, **values)


def published(*offered: Right, by: Actor, moderator: Actor, **fields: Any) -> Listing:
    """A listing that was submitted and approved."""
    listing = draft(*offered, by=by, **fields)
    listings.submit_listing(listing, by=by)
    return listings.approve_listing(listing, by=moderator)


class Cast:
    """The same people and organisations in every test, made when first asked for."""

    FIRM = "鞍山铎远重型装备股份有限公司"
    RIVAL = "海城砺镁新材料有限公司"

    @cached_property
    def lin(self) -> User:
        return person("lin@example.test", "林禾")

    @cached_property
    def gu(self) -> User:
        return person("gu@example.test", "谷岚")

    @cached_property
    def guan(self) -> User:
        return person("guan@example.test", "关瑾")

    @cached_property
    def xin(self) -> User:
        return person("xin@example.test", "辛白露")

    @cached_property
    def firm(self) -> Organization:
        return organization(self.FIRM, OrganizationKind.FIRM, self.lin)

    @cached_property
    def rival(self) -> Organization:
        return organization(self.RIVAL, OrganizationKind.FIRM, self.gu)

    @cached_property
    def operator(self) -> Organization:
        made = accounts.create_operator(by=SYSTEM, name="鞍山知识产权运营服务中心")
        accounts.add_member(made, self.guan, by=SYSTEM, roles=[Role.MODERATOR])
        return made

    @cached_property
    def holder(self) -> Actor:
        return actor(self.lin, self.firm, Role.OWNER)

    @cached_property
    def rival_holder(self) -> Actor:
        return actor(self.gu, self.rival, Role.OWNER)

    @cached_property
    def moderator(self) -> Actor:
        return actor(self.guan, self.operator, Role.MODERATOR)

    @cached_property
    def buyer(self) -> Actor:
        return actor(self.xin, None)

    @cached_property
    def right(self) -> Right:
        return patent(owners=[self.FIRM])

    @cached_property
    def listing(self) -> Listing:
        return published(self.right, by=self.holder, moderator=self.moderator)
