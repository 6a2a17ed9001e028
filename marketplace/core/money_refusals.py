"""What is wrong with a typed amount, as a sentence in the reader's language."""

from django.utils.translation import gettext as _

from .money_text import InvalidMoney


def money_sentence(error: InvalidMoney) -> str:
    """The sentence for a refused amount."""
    sentences = {
        "empty": _("Enter an amount, for example 480,000 or 48 万."),
        "too_long": _("An amount has at most %(longest)s characters."),
        "negative": _("An amount cannot be below zero."),
        "character": _("“%(found)s” does not belong in an amount. Write 480,000 or 48 万."),
        "grouping": _("“%(found)s”: commas stand between groups of three digits, and the decimal mark is a point."),
        "unit_order": _("“%(found)s”: the larger unit comes first, as in 3亿5000万."),
        "unit_missing": _("“%(found)s” can mean two amounts. Write out the unit or all digits."),
        "decimals": _("%(currency)s has %(places)s decimal places; this amount has more."),
        "two_currencies": _("The amount names two currencies: %(first)s and %(second)s."),
        "too_large": _("This amount is too large."),
    }
    return sentences[error.code] % error.facts
