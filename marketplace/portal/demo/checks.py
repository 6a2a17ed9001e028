"""Invented organisations in every state of their check by staff, each with an invented paper."""

from datetime import date, datetime, timedelta

from marketplace.accounts import actions, cases
from marketplace.accounts.models import Organization, User
from marketplace.core import clock
from marketplace.core.access import Actor, Role
from marketplace.core.documents import CleanDocument, clean_document
from marketplace.core.models import Job

from .city import City, made_up_code
from .people import HOLDERS, OTHERS

# Name, name in English, region, the state it reaches, days since it was handed in.
APPLICANTS = (
    ("鞍山启衡齿轮有限公司", "Anshan Qiheng Gears", "210304", "unverified", 0),
    ("海城润砺镁碳砖有限公司", "Haicheng Runli Magnesia-Carbon Bricks", "210381", "under_review", 9),
    ("台安禾序粮油机械有限公司", "Tai'an Hexu Grain Machinery", "210321", "under_review", 2),
    ("鞍山砺石热工仪表有限公司", "Anshan Lishi Thermal Instruments", "210302", "under_review", 0),
    ("鞍山云岫软件有限公司", "Anshan Yunxiu Software", "210311", "suspended", 20),
    ("鞍山序恒传感器有限公司", "Anshan Xuheng Sensors", "210302", "renamed", 40),
)
NEW_NAME = "鞍山序恒传感技术股份有限公司"
REASONS = {"uscc": "代码与执照副本末三位不符，请核对后重新填写。", "papers": "扫描件右下角不清，请重新上传。"}


def paper(number: int) -> CleanDocument:
    """A licence that says of itself that it is invented."""
    text = f"BT /F1 18 Tf 60 760 Td (Invented licence no. {number}: demonstration only) Tj ET".encode()
    parts = [
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R",
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n",
        b"4 0 obj<</Length " + str(len(text)).encode() + b">>stream\n" + text + b"\nendstream endobj\n",
        b"trailer<</Root 1 0 R>>\n%%EOF\n",
    ]
    return clean_document(b"".join(parts), "营业执照.pdf")


def play_checks(city: City, today: date) -> int:
    """Make them by playing the actions; returns how many."""
    moderator = city.staff("moderator")
    for place, (name, name_en, region, state, days) in enumerate(APPLICANTS):
        index = len(HOLDERS) + len(OTHERS) + place
        with clock.frozen(_at(today, days)):
            owner = User.objects.create_user(
                f"applicant{place}@demo.zhirong.test", None, full_name=f"{name[2:4]}经办", is_demo=True
            )
            alone = Actor(kind="person", user_id=owner.pk)
            code = made_up_code(index, region)
            made = actions.register_organization(
                owner, by=alone, kind="firm", name=name, name_en=name_en, uscc=code, region=region
            )
            if state == "unverified":
                continue
            actions.submit_organization(made, by=_owner_of(made, owner), document=paper(place))
        if state == "suspended":
            _suspend(made, moderator, today)
        elif state == "renamed":
            _rename(made, owner, moderator, today)
    _return_newcomer(city, moderator, today)
    # Nobody reads the mail of an invented city that is being made.
    Job.objects.filter(lane="mail", done_at__isnull=True).delete()
    return len(APPLICANTS)


def _at(today: date, days: int) -> datetime:
    day = today - timedelta(days=days)
    return datetime(day.year, day.month, day.day, 0, 10, tzinfo=clock.CITY_ZONE)


def _owner_of(organization: Organization, user: User) -> Actor:
    return Actor(
        kind="person",
        user_id=user.pk,
        second_factor=True,
        organization_id=organization.pk,
        organization_name=organization.name,
        organization_kind=organization.kind,
        roles=frozenset({Role.OWNER}),
    )


def _suspend(organization: Organization, moderator: Actor, today: date) -> None:
    with clock.frozen(_at(today, 18)):
        actions.verify_organization(organization, by=moderator, evidence=cases.papers_of(organization))
    with clock.frozen(_at(today, 4)):
        actions.suspend_organization(organization, by=moderator, reason="来函称名称被冒用，核实期间暂停。")


def _return_newcomer(city: City, moderator: Actor, today: date) -> None:
    """The newcomer's organisation was sent back: whoever signs in as its owner puts it right."""
    organization = city.organizations[OTHERS[-1].name]
    with clock.frozen(_at(today, 3)):
        actions.submit_organization(organization, by=city.actor(organization.name), document=paper(90))
    with clock.frozen(_at(today, 1)):
        actions.return_organization(organization, by=moderator, reasons=REASONS)


def _rename(organization: Organization, owner: User, moderator: Actor, today: date) -> None:
    """A verified organisation under a new name: back to the staff, the old name in its history."""
    with clock.frozen(_at(today, 38)):
        actions.verify_organization(organization, by=moderator, evidence=cases.papers_of(organization))
    with clock.frozen(_at(today, 1)):
        actions.edit_organization(organization, by=_owner_of(organization, owner), name=NEW_NAME, document=paper(91))
