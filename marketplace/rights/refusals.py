"""What is wrong with a typed number or class symbol, as a sentence in the reader's language."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from .identifiers import Identifier, InvalidIdentifier

Facts = dict[str, object]


def sentence(error: InvalidIdentifier) -> str:
    """The sentence for a refusal; every code has one."""
    facts = dict(error.facts)
    if error.code in _SPECIAL:
        return _SPECIAL[error.code](facts)
    return _plain()[error.code] % facts


def _plain() -> dict[str, str]:
    return {**_text_sentences(), **_patent_sentences(), **_mark_and_class_sentences(), **_code_sentences()}


def _text_sentences() -> dict[str, str]:
    return {
        "empty": _("Enter a number."),
        "too_long": _("A number has at most %(longest)s characters."),
        "spreadsheet": _(
            "“%(found)s” was shortened by a spreadsheet and its digits are lost. Copy the number from the certificate, "
            "or store the column as text."
        ),
        "unknown": _("“%(found)s” is not a patent, publication or trademark number that we know."),
        "slug": _("No right has the address “%(found)s”."),
        "length": _(
            "A patent application number has 12 digits and a check digit, or 8 and a check digit before October 2003; "
            "this one has %(found)s characters."
        ),
    }


def _patent_sentences() -> dict[str, str]:
    return {
        "year_short": _(
            "A number of 8 digits begins with the year of filing, 85 to 03; this one begins with %(year)s. "
            "Numbers since October 2003 have 12 digits."
        ),
        "year_long": _(
            "A number of 12 digits begins with the year of filing, %(first)s to %(last)s; "
            "this one begins with %(year)s."
        ),
        "type_digit": _("Digit %(position)s tells the kind of patent and is 1, 2, 3, 8 or 9; here it is %(found)s."),
        "publication_era": _(
            "A publication number of 8 digits exists only for the years 1985 to 1988; CN%(serial)s does not begin with "
            "85 to 88. Later numbers have 7 or 9 digits."
        ),
        "publication_type": _(
            "Digit %(position)s of a publication number is 1 for inventions, 2 for utility models, 3 for designs; "
            "here it is %(found)s."
        ),
        "kind_letter": _(
            "The letter %(found)s does not fit a number of type %(digit)s; the letters there are %(allowed)s."
        ),
        "kind_suffix": _("There is no kind code %(found)s; write the letter %(letter)s and the digit as printed."),
    }


def _mark_and_class_sentences() -> dict[str, str]:
    return {
        "trademark_length": _(
            "A trademark number has 5 to 8 digits, with G before it for an international registration; "
            "this one has %(found)s."
        ),
        "trademark_form": _(
            "“%(found)s” is not a trademark number: 5 to 8 digits, up to two letters after them, and the class, "
            "as in 12345678-9."
        ),
        "nice_class": _("The classes of goods and services run from 1 to %(last)s; there is no class %(found)s."),
        "nice_group": _(
            "There is no similar group %(found)s: two digits of the class, 01 to 45, and two of the group."
        ),
        "symbol": _("“%(found)s” is not a class symbol. Write A01B 33/08, LOC 06-01, class 9 or group 0901."),
        "ipc_section": _("The sections of the IPC are A to H; there is no section %(found)s."),
        "cpc_section": _("“%(found)s” belongs to the CPC; the IPC has no section Y."),
        "ipc_form": _(
            "“%(found)s” is not an IPC symbol. Write it as in A01B 33/08, with two digits or more at the end."
        ),
        "locarno_class": _("The Locarno classes run from 01 to 32; there is no class %(found)s."),
        "foreign_number": _("“%(found)s” is not a number of the office %(office)s."),
    }


def _code_sentences() -> dict[str, str]:
    return {
        "uscc_length": _("A unified social credit code has 18 characters; this one has %(found)s."),
        "uscc_authority": _(
            "A unified social credit code begins with a digit from 1 to 9 or with A, N or Y; "
            "this one begins with %(found)s."
        ),
        "uscc_region": _(
            "Characters 3 to 8 of a unified social credit code are digits, the region; "
            "character %(position)s is %(found)s."
        ),
    }


def _check_digit(facts: Facts) -> str:
    return (
        _(
            "The check digit, character %(position)s, should be %(expected)s, not %(found)s. "
            "Compare the digits before it as well."
        )
        % facts
    )


def _ambiguous(facts: Facts) -> str:
    choices = facts["choices"]
    assert isinstance(choices, tuple)
    names = [_described(each) for each in choices if isinstance(each, Identifier)]
    return _("This number has several meanings: %(choices)s. Choose one.") % {"choices": _("; ").join(names)}


def _described(identifier: Identifier) -> str:
    nouns = {
        "cn-application": _("patent application %(number)s"),
        "cn-publication": _("patent publication %(number)s"),
        "cn-trademark": _("trademark %(number)s"),
    }
    noun = nouns.get(identifier.scheme, _("number %(number)s"))
    return noun % {"number": identifier.display}


def _character(facts: Facts) -> str:
    if facts["instead"]:
        return _("Character %(position)s is “%(found)s”, but only digits stand there. Is it %(instead)s?") % facts
    return _("Character %(position)s is “%(found)s”, but only digits stand there.") % facts


def _uscc_character(facts: Facts) -> str:
    if facts["instead"]:
        return (
            _(
                "Character %(position)s is “%(found)s”, which never stands in a unified social credit code. "
                "Is it %(instead)s?"
            )
            % facts
        )
    return _("Character %(position)s is “%(found)s”, which never stands in a unified social credit code.") % facts


_SPECIAL: dict[str, Callable[[Facts], str]] = {
    "check_digit": _check_digit,
    "ambiguous": _ambiguous,
    "character": _character,
    "uscc_character": _uscc_character,
}
