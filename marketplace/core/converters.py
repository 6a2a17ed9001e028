"""How addresses name records: public references, in any case of letters."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class RefConverter(StringConverter):
    """A public reference such as `LS-7K3M2QD`; what a person types in small letters is understood."""

    regex = "[A-Za-z]{2}-[0-9A-Za-z]{4,9}"

    def to_python(self, value: str) -> str:
        return value.upper()


register_converter(RefConverter, "ref")
