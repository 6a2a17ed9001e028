"""Entering a right by one of its numbers, and adding a number that was proven later."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import events
from marketplace.core.access import Actor, require
from marketplace.core.errors import InvalidInput
from marketplace.core.outbox import index_changed

from ..access import can_add_number, can_enter_right
from ..identifiers import Identifier
from ..models import Right, RightKind, RightNumber
from ..standing import is_number_proven
from . import held


@transaction.atomic
def enter_right(
    number: Identifier,
    *,
    by: Actor,
    kind: str,
    title: str,
    title_en: str = "",
    filing_on: date | None = None,
    main_class: str = "",
    classes: Iterable[str] = (),
    inventors: Iterable[str] = (),
    province: str = "",
    city: str = "",
) -> Right:
    """The right of this number, made without any register fact where it is new: its status is unknown.

    Raises NotAllowed, InvalidInput.
    """
    require(can_enter_right(by), by)

    known = RightNumber.objects.filter(slug=number.slug).select_related("right").first()
    if known:
        return known.right
    if kind not in RightKind.values or (number.kind and number.kind != kind and number.kind in RightKind.values):
        raise InvalidInput({"kind": _("The number says that this is another kind of right.")})
    if not title.strip():
        raise InvalidInput({"title": _("Enter the title as the certificate has it.")})

    right = Right.objects.create(
        slug=number.slug,
        kind=kind,
        jurisdiction=number.jurisdiction,
        title=title.strip()[:500],
        title_en=title_en.strip()[:500],
        filing_on=filing_on,
        main_class=main_class,
        classes=list(classes),
        inventors=list(inventors),
        province=province,
        city=city,
        number_proven=is_number_proven(number.slug),
    )
    RightNumber.objects.create(right=right, scheme=number.scheme, canonical=number.canonical, slug=number.slug)

    events.record("right.entered", subject=right, by=by, facts={"kind": kind})

    held.follow([right])
    index_changed("rights", [str(right.pk)])
    return right


@transaction.atomic
def add_number(right: Right, number: Identifier, *, by: Actor) -> Right:
    """Prove one more number of a right; an application or registration number becomes its address.

    Raises NotAllowed, InvalidInput, RightMerged. A number that leads to another record asks for `merge_rights`.
    """
    require(can_add_number(by), by)

    locked = held.lock_living(right)
    known = RightNumber.objects.filter(slug=number.slug).first()
    if known and known.right_id != locked.pk:
        raise InvalidInput({"number": _("This number leads to another record. Compare the two and merge them.")})
    if known:
        return right

    RightNumber.objects.create(right=locked, scheme=number.scheme, canonical=number.canonical, slug=number.slug)
    if is_number_proven(number.slug) and not is_number_proven(locked.slug):
        locked.slug = number.slug
        locked.save(update_fields=["slug"])

    events.record("right.numbered", subject=locked, by=by, facts={"number": number.slug})

    held.follow([locked])
    index_changed("rights", [str(locked.pk)])
    held.share(locked, right)
    return right
