"""Public references: short, unguessable enough to read aloud, free of look-alike characters."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRTUVWXYZ".replace("U", "").replace("V", "")
LENGTH = 7


def new_ref(prefix: str) -> str:
    """A reference such as `LS-7K3M2QD`; uniqueness is the database's to keep."""
    number, characters = secrets.randbelow(len(ALPHABET) ** LENGTH), ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        characters += ALPHABET[place]
    return f"{prefix}-{characters}"
