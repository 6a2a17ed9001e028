"""Public references: short, unguessable enough to read aloud, free of look-alike characters."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRTUVWXYZ".replace("U", "").replace("V", "")


def new_ref(prefix: str) -> str:
    """A reference such as `LS-7K3M2QD`; uniqueness is the database's to keep."""
    return f"{prefix}-" + "".join(secrets.choice(ALPHABET) for _ in range(7))
