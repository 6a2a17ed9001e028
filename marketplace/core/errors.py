"""Named refusals: every action that cannot proceed raises one of these."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class DomainError(Exception):
    """A refusal with a stable code, an HTTP status and a sentence that says what to do next."""

    code = "refused"
    status = 400
    sentence: Sentence = _("This cannot be done now.")

    def __init__(self, sentence: Sentence | None = None, **facts: Any) -> None:
        self.facts = facts
        if sentence is not None:
            self.sentence = sentence
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(DomainError):
    code = "not_allowed"
    status = 403
    sentence = _("Your role does not allow this. Ask an owner of your organisation to do it or to give you the role.")


class SecondFactorNeeded(NotAllowed):
    code = "second_factor_needed"
    sentence = _("This role needs a second factor. Set up an authenticator app or a passkey, then try again.")


class NotFound(DomainError):
    code = "not_found"
    status = 404
    sentence = _("There is no such record, or it is not open to you.")


class Conflict(DomainError):
    code = "conflict"
    status = 409
    sentence = _("Somebody changed this in the meantime. Reload the page and try again.")


class IllegalTransition(Conflict):
    code = "illegal_transition"
    sentence = _("This step is not possible in the present state.")


class InvalidInput(DomainError):
    """Refused input: `fields` maps a field's name to the sentence shown beside it."""

    code = "invalid_input"
    status = 422
    sentence = _("Some entries need another look.")

    def __init__(self, fields: Mapping[str, Sentence] | None = None, sentence: Sentence | None = None) -> None:
        super().__init__(sentence)
        self.fields = dict(fields or {})

    def __str__(self) -> str:
        return "; ".join(str(text) for text in self.fields.values()) or str(self.sentence)


class UnpublishedCalendar(DomainError):
    code = "unpublished_calendar"
    sentence = _("The working-day calendar of that year has not been published yet.")


class PolicyMissing(DomainError):
    code = "policy_missing"
    status = 500
    sentence = _("A rule of the city has no version in force on that day. Staff can publish one.")
