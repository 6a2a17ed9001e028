"""Papers handed in as proof."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from marketplace.core import events
from marketplace.core.access import Actor, require
from marketplace.core.documents import CleanDocument
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.core.refs import new_ref

from ..access import can_add_evidence, can_remove_evidence
from ..models import Evidence, Organization

MOST_EVIDENCE = 500


@transaction.atomic
def add_evidence(
    organization: Organization, *, by: Actor, document: CleanDocument, purpose: str, title: str = ""
) -> Evidence:
    """Keep a checked paper for an organisation; the same paper for the same purpose once.

    Raises NotAllowed, InvalidInput.
    """
    require(can_add_evidence(by, organization), by)

    if purpose not in Evidence.Purpose.values:
        raise InvalidInput({"purpose": _("Say what the paper proves.")})
    known = organization.evidence.filter(digest=document.digest, purpose=purpose).first()
    if known is not None:
        return known
    if organization.evidence.count() >= MOST_EVIDENCE:
        raise InvalidInput({"file": _("Too many papers are kept for this organisation. Remove what is not needed.")})

    row = Evidence(
        ref=new_ref("EV"),
        organization=organization,
        purpose=purpose,
        title=(title.strip() or document.name)[:120],
        digest=document.digest,
        media_type=document.media_type,
        size=len(document.content),
        uploaded_by=by.user_id,
    )
    row.file.save("evidence", ContentFile(document.content), save=False)
    row.save(force_insert=True)

    events.record("evidence.added", subject=row, by=by, facts={"digest": row.digest, "purpose": purpose})
    return row


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Actor) -> None:
    """Take back a paper on which nothing stands yet. Raises NotAllowed, Conflict."""
    require(can_remove_evidence(by, evidence), by)

    events.record("evidence.removed", subject=evidence, by=by, facts={"digest": evidence.digest})
    try:
        with transaction.atomic():
            evidence.delete()
    except ProtectedError as error:
        raise Conflict(_("Something was decided on this paper, so it stays.")) from error
