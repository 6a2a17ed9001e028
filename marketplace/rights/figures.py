"""Live figures of the register, each read from the index."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import figures
from search import lookup
from search.nodes import Keyword


def rights_in_register() -> int:
    return lookup.count("rights")


def rights_pledged() -> int:
    return lookup.count("rights", Keyword(("pledged",), ("yes",)))


figures.register("rights_in_register", _("Rights in the register"), _("Look one up"), rights_in_register)
figures.register("rights_pledged", _("Pledged for loans"), _("See the entries"), rights_pledged)
