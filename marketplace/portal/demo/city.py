"""The demo's people and organisations, made by playing the actions of accounts."""

import base64
import secrets

from marketplace.accounts import actions
from marketplace.accounts.demo import DemoLogin, create_demo_person, read_logins, write_logins
from marketplace.accounts.models import Organization, User
from marketplace.core import uscc
from marketplace.core.access import SECOND_FACTOR_KINDS, TWO_PERSON_ROLES, Actor, OrganizationKind, Role, system_actor

from .people import HOLDERS, OTHERS, PEOPLE, Firm, Person

DEMO = system_actor("demo")


def made_up_code(index: int, region: str) -> str:
    """A unified social credit code with right check digits whose organisation part nobody holds."""
    body = f"91{region or '210300'}MA9{index:05d}"
    inner = uscc.organisation_check(body[8:16])
    outer = uscc.check_character(body + inner)
    return body + inner + outer


def _sole_actor(user: User) -> Actor:
    return Actor(kind="person", user_id=user.pk)


class City:
    """Makes the people and organisations once; later runs find them."""

    def __init__(self) -> None:
        self.known = {login.role: login for login in read_logins()}
        self.people: dict[str, User] = {}
        self.organizations: dict[str, Organization] = {}
        self._actors: dict[str, Actor] = {}

    def build(self) -> None:
        """Organisations, their members and the file of logins."""
        kinds = {firm.name: firm.kind for firm in (*HOLDERS, *OTHERS)}
        logins = [self._person(person, kinds[person.organization]) for person in PEOPLE]
        for index, firm in enumerate((*HOLDERS, *OTHERS)):
            self.organizations[firm.name] = self._organization(firm, index)
        for person in PEOPLE:
            self._join(person)
        write_logins(logins)

    def actor(self, name: str) -> Actor:
        """Whoever acts for an organisation in the demo."""
        if name not in self._actors:
            self._actors[name] = self._first_member(name)
        return self._actors[name]

    def _first_member(self, name: str) -> Actor:
        organization = self.organizations[name]
        membership = organization.memberships.select_related("user").order_by("pk")[0]
        roles = frozenset(row.role for row in membership.roles.all() if row.is_in_force)
        return self._actor(membership.user, organization, roles)

    def staff(self, label: str) -> Actor:
        """A member of the operator by the label of the login."""
        person = next(item for item in PEOPLE if item.label == label)
        return self._actor(self.people[label], self.organizations[person.organization], frozenset(person.roles))

    def _actor(self, user: User, organization: Organization, roles: frozenset[str]) -> Actor:
        return Actor(
            kind="person",
            user_id=user.pk,
            display_name=str(user),
            organization_id=organization.pk,
            organization_name=organization.name,
            organization_kind=organization.kind,
            roles=roles,
            second_factor=True,
        )

    def _person(self, person: Person, kind: str) -> DemoLogin:
        login = self.known.get(person.label)
        user = User.objects.filter(email=person.email).first()
        if login is None or user is None:
            needs_factor = kind in SECOND_FACTOR_KINDS
            secret = base64.b32encode(secrets.token_bytes(20)).decode() if needs_factor else None
            login = DemoLogin(person.label, person.email, secrets.token_urlsafe(12), secret)
            language = "en" if person.label == "foreign_holder" else "zh-hans"
            user = create_demo_person(person.email, login.password, secret, full_name=person.name, language=language)
        self.people[person.label] = user
        return login

    def _organization(self, firm: Firm, index: int) -> Organization:
        found = Organization.objects.filter(name=firm.name).first()
        if found:
            return found
        if firm.kind == OrganizationKind.OPERATOR:
            made = actions.create_operator(by=DEMO, name=firm.name, name_en=firm.name_en, is_demo=True)
        else:
            owner = self._first_owner(firm, index)
            code = (
                ""
                if firm.kind in (OrganizationKind.FOREIGN, OrganizationKind.PERSON)
                else made_up_code(index, firm.region)
            )
            made = actions.register_organization(
                owner,
                by=_sole_actor(owner),
                kind=firm.kind,
                name=firm.name,
                name_en=firm.name_en,
                uscc=code,
                region=firm.region,
            )
            if not firm.is_unchecked:
                made = actions.verify_organization(made, by=DEMO)
        if firm.introduction:
            made.introduction, made.introduction_en = firm.introduction, firm.introduction_en
            made.save(update_fields=["introduction", "introduction_en"])
        return made

    def _first_owner(self, firm: Firm, index: int) -> User:
        for person in PEOPLE:
            if person.organization == firm.name and Role.OWNER in person.roles:
                return self.people[person.label]
        email = f"owner{index}@demo.zhirong.test"
        return User.objects.filter(email=email).first() or User.objects.create_user(
            email, None, full_name=f"{firm.name[2:4]}经办", is_demo=True
        )

    def _join(self, person: Person) -> None:
        organization, user = self.organizations[person.organization], self.people[person.label]
        membership = organization.memberships.filter(user=user, ended_at__isnull=True).first()
        if membership is None:
            membership = actions.add_member(organization, user, by=DEMO, roles=person.roles)
        held = set(membership.roles.filter(ended_at__isnull=True).values_list("role", flat=True))
        for role in person.roles:
            if role not in held:
                actions.grant_role(membership, role, by=DEMO)
        for row in membership.roles.filter(role__in=TWO_PERSON_ROLES, confirmed_by__isnull=True, ended_at__isnull=True):
            owner = organization.memberships.exclude(user=user).select_related("user").order_by("pk")[0].user
            actions.confirm_role(row, by=self._actor(owner, organization, frozenset({Role.OWNER})))
