"""What every identifier parser returns, and the one way in which it refuses."""

from dataclasses import dataclass

INVENTION = "invention"
UTILITY_MODEL = "utility_model"
DESIGN = "design"

PATENT = "patent"
TRADEMARK = "trademark"

CN_APPLICATION = "cn-application"
CN_PUBLICATION = "cn-publication"
CN_TRADEMARK = "cn-trademark"
US_PATENT = "us-patent"
US_APPLICATION = "us-application"
US_PUBLICATION = "us-publication"
PCT_APPLICATION = "pct-application"
FOREIGN_PUBLICATION = "foreign-publication"
FOREIGN_APPLICATION = "foreign-application"
FOREIGN_REGISTRATION = "foreign-registration"
FOREIGN_TRADEMARK = "foreign-trademark"
SOURCE_RECORD = "source-record"

SCHEMES = (
    CN_APPLICATION,
    CN_PUBLICATION,
    CN_TRADEMARK,
    US_PATENT,
    US_APPLICATION,
    US_PUBLICATION,
    PCT_APPLICATION,
    FOREIGN_PUBLICATION,
    FOREIGN_APPLICATION,
    FOREIGN_REGISTRATION,
    FOREIGN_TRADEMARK,
    SOURCE_RECORD,
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """One number in its only stored spelling; `year` is the year of filing where the number shows it."""

    scheme: str
    canonical: str
    slug: str
    jurisdiction: str
    kind: str | None
    display: str
    year: int | None = None
    nice_class: int | None = None

    @property
    def family(self) -> str:
        return TRADEMARK if self.scheme in (CN_TRADEMARK, FOREIGN_TRADEMARK) else PATENT


class InvalidIdentifier(Exception):
    """A text that is no such number: a code and the facts of the refusal, worded in `rights.refusals`."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.facts.items())])
