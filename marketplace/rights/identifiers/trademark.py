"""Chinese trademark numbers: national and Madrid registrations, divisional letters, and the Nice class."""

import re

from .base import CN_TRADEMARK, Identifier, InvalidIdentifier

LAST_CLASS = 45

_SHAPE = re.compile(
    r"(?:第|CN|NO\.?)?(G)?([0-9]+)([A-Z]{0,2})(?:号)?(?:(?:[-/#,;:(]|第|类|CLASS|CL\.?)+([0-9]{1,2})\)?类?)?"
)


def from_parts(number: str, nice_class: int | None = None) -> Identifier:
    """The identifier of a bare canonical number and its class. Raises InvalidIdentifier: nice_class."""
    if nice_class is not None and not 1 <= nice_class <= LAST_CLASS:
        raise InvalidIdentifier("nice_class", found=nice_class, last=LAST_CLASS)
    canonical = number if nice_class is None else f"{number}-{nice_class}"
    return Identifier(CN_TRADEMARK, canonical, "cn-tm-" + canonical, "CN", None, canonical, None, nice_class)


def read(compact: str, *, expected: bool = False) -> Identifier | None:
    """None where the shape is not that of a trademark number.

    `expected` says that a trademark was asked for: then a wrong length is refused by name, the prefix CN
    and leading zeros are forgiven. Raises InvalidIdentifier: trademark_length, nice_class.
    """
    found = _SHAPE.fullmatch(compact)
    if not found:
        return None
    madrid, digits, letters, class_text = found.groups()
    named = expected or bool(madrid) or compact.startswith("第")
    if not named and (compact.startswith(("CN", "NO")) or digits[0] == "0"):
        return None
    digits = digits.lstrip("0")
    if not 5 <= len(digits) <= 8:
        if named:
            raise InvalidIdentifier("trademark_length", found=len(digits))
        return None
    if madrid and len(letters) > 1:
        return None
    return from_parts(f"{madrid or ''}{digits}{letters}", int(class_text) if class_text else None)
