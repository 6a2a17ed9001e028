"""Who may do what with rights and register facts."""

from marketplace.core.access import Actor, OrganizationKind, Role, allow

from .models import Right

allow("import_rights", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR], system=True)
allow("record_right_event", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR], system=True)
allow("correct_right_event", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("merge_rights", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR], system=True)


def can_import_rights(actor: Actor) -> bool:
    return actor.may("import_rights")


def can_record_right_event(actor: Actor, right: Right) -> bool:
    return actor.may("record_right_event")


def can_correct_right_event(actor: Actor, right: Right) -> bool:
    return actor.may("correct_right_event")


def can_merge_rights(actor: Actor) -> bool:
    return actor.may("merge_rights")
