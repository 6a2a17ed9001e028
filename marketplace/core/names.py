"""One spelling of a name for comparing: width, case, spaces and punctuation do not make another firm; pure."""

import unicodedata


def name_key(name: str) -> str:
    """The letters and digits of a name, full-width made plain, lower case."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    if plain.isalnum():
        return plain
    return "".join(character for character in plain if character.isalnum())
