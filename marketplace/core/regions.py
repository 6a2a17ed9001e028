"""Counties and districts of the city by GB/T 2260 code, in both languages."""

from django.utils.translation import get_language

REGIONS: dict[str, tuple[str, str]] = {
    "210302": ("铁东区", "Tiedong"),
    "210303": ("铁西区", "Tiexi"),
    "210304": ("立山区", "Lishan"),
    "210311": ("千山区", "Qianshan"),
    "210321": ("台安县", "Tai'an"),
    "210323": ("岫岩满族自治县", "Xiuyan"),
    "210381": ("海城市", "Haicheng"),
    "210300": ("鞍山市", "Anshan"),
}


def region_name(code: str) -> str:
    """The name of a county or district in the reader's language; a code of elsewhere stays as it is."""
    names = REGIONS.get(code)
    return names[get_language() == "en"] if names else code
