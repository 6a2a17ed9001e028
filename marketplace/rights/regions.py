"""Province and city of a Chinese postal address; pure."""

import re

PROVINCES = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|"
    "西藏|陕西|甘肃|青海|宁夏|新疆|台湾|香港|澳门"
)
MUNICIPALITIES = frozenset(("北京", "天津", "上海", "重庆"))

_POSTCODE = re.compile(r"^[0-9]{6}\s*")
_COUNTRY = re.compile(r"^中国(?=[^(（])")
_PROVINCE = re.compile(rf"^({PROVINCES})(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?")
_CITY = re.compile(r"^([^市区县旗0-9]{1,9}?(?:自治州|地区|盟|市))")


def place_of(address: str) -> tuple[str, str]:
    """Province and prefecture-level city (马鞍山市 is not 鞍山市), each empty where the address does not say."""
    text = _COUNTRY.sub("", _POSTCODE.sub("", address.strip()))
    found = _PROVINCE.match(text)
    if not found:
        return "", ""
    province = found[1]
    if province in MUNICIPALITIES:
        return province, f"{province}市"
    city = _CITY.match(text[found.end() :])
    return province, city[1] if city else ""
