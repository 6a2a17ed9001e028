"""Class symbols: IPC, Locarno, Nice classes and Chinese similar groups, each with its line of ancestors."""

import re
from dataclasses import dataclass

from .classification_labels import IPC_CLASSES, IPC_SECTIONS, LOCARNO_CLASSES, NICE_CLASSES
from .identifiers.base import InvalidIdentifier
from .identifiers.text import fold

IPC = "ipc"
LOCARNO = "locarno"
NICE = "nice"
NICE_GROUP = "nice_group"
SCHEMES = (IPC, LOCARNO, NICE, NICE_GROUP)

_IPC_LABEL = re.compile(
    r"^INT\.?CL\.?(?:\([0-9.]+\)|[0-9]{1,2}(?=[A-H]))?[:.]?|^(?:IPC|国际专利分类号?)(?=[^A-Z]|[A-H][0-9])[:]?"
)
_EDITION = re.compile(r"\((?:19|20)[0-9]{2}\.?[0-9]{0,2}\)[A-Z]?$|(?<=[0-9])\([0-9]\)$")
_IPC = re.compile(r"([A-Z])(?:([0-9]{2})(?:([A-Z])(?:([0-9]{1,4})(?:/([0-9]{2,6}))?)?)?)?")
_IPC_FIXED = re.compile(r"([A-H][0-9]{2}[A-Z])([0-9]{4})([0-9]{6})")
_LOCARNO_LABEL = re.compile(r"^(?:LOC(?:ARNO)?|洛迦诺)(?:\([0-9]{1,2}\))?(?:CL\.?|分类号?)?:?")
_LOCARNO = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?(?:\([0-9]{1,2}\))?")
_NICE_LABEL = re.compile(r"^(?:NICE|NCL|尼斯)?(?:CLASS|CL\.?)?第?")
_NICE = re.compile(r"([0-9]{1,2})类?")
_NICE_GROUP = re.compile(r"([0-9]{2})([0-9]{2})(?:群组?|组)?")
_SEPARATORS = re.compile(r"[;；|\n]+")
_TABLES = {LOCARNO: LOCARNO_CLASSES, NICE: NICE_CLASSES}


@dataclass(frozen=True, slots=True)
class Symbol:
    """One class symbol; `prefixes` runs from the widest ancestor to the symbol itself."""

    scheme: str
    canonical: str
    prefixes: tuple[str, ...]


def parse_symbol(text: str, *, scheme: str | None = None) -> Symbol:
    """The symbol a text means: `A01B33/08(2006.01)I;`, `LOC(14) Cl. 06-01`, `01-01 (12)`, `第9类`, `0701`.

    Raises InvalidIdentifier: empty, too_long, symbol, ipc_section, cpc_section, ipc_form, locarno_class,
    nice_class, nice_group.
    """
    if scheme is not None and scheme not in SCHEMES:
        raise ValueError(f"no such classification: {scheme}")
    compact = fold(text)
    ipc, locarno, nice = _IPC_LABEL.sub("", compact), _LOCARNO_LABEL.sub("", compact), _NICE_LABEL.sub("", compact)
    if scheme == IPC or (scheme is None and (ipc != compact or _looks_like_ipc(compact))):
        return _ipc(ipc)
    if scheme == LOCARNO or (scheme is None and (locarno != compact or "-" in compact)):
        return _locarno(locarno)
    if (scheme in (None, NICE)) and (found := _NICE.fullmatch(nice)):
        return nice_symbol(int(found[1]))
    if (scheme in (None, NICE_GROUP)) and (group := _NICE_GROUP.fullmatch(nice)):
        return _nice_group(group[1], group[2])
    raise InvalidIdentifier("symbol", found=compact)


def parse_symbols(text: str, *, scheme: str | None = None) -> list[Symbol]:
    """All symbols of a list separated by semicolons, bars or line ends, each once, in their order."""
    parts = [part for part in _SEPARATORS.split(text) if part.strip(" ,.，。")]
    return list(dict.fromkeys(parse_symbol(part, scheme=scheme) for part in parts))


def nice_symbol(number: int) -> Symbol:
    """A Nice class by its number. Raises InvalidIdentifier: nice_class."""
    if not 1 <= number <= 45:
        raise InvalidIdentifier("nice_class", found=number, last=45)
    return Symbol(NICE, str(number), (str(number),))


def label(scheme: str, code: str, language: str = "zh") -> str | None:
    """The short name of a section or class in Chinese, or in English where `language` begins with en."""
    if scheme == IPC:
        names = IPC_SECTIONS.get(code) if len(code) == 1 else IPC_CLASSES.get(code[:3])
    elif scheme in _TABLES:
        names = _TABLES[scheme].get(code[:2])
    else:
        names = NICE_CLASSES.get(code[:2].lstrip("0"))
    return names[language.startswith("en")] if names else None


def _looks_like_ipc(compact: str) -> bool:
    return bool(re.match(r"[A-Z][0-9]{2}|[A-Z]$", compact))


def _ipc(compact: str) -> Symbol:
    body = _EDITION.sub("", compact)
    if fixed := _IPC_FIXED.fullmatch(body):
        body = f"{fixed[1]}{fixed[2]}/{fixed[3][:2]}{fixed[3][2:].rstrip('0')}"
    found = _IPC.fullmatch(body)
    if not found:
        raise InvalidIdentifier("ipc_form", found=body)
    section, class_, subclass, group, subgroup = found.groups()
    if section == "Y":
        raise InvalidIdentifier("cpc_section", found=body)
    if section not in IPC_SECTIONS:
        raise InvalidIdentifier("ipc_section", found=section)
    prefixes = [section]
    if class_:
        prefixes.append(section + class_)
    if subclass:
        prefixes.append(prefixes[-1] + subclass)
    if group:
        number = group.lstrip("0")
        if not number:
            raise InvalidIdentifier("ipc_form", found=body)
        prefixes.append(f"{prefixes[-1]} {number}/00")
        if subgroup and subgroup.strip("0"):
            prefixes.append(f"{prefixes[-2]} {number}/{subgroup}")
    return Symbol(IPC, prefixes[-1], tuple(prefixes))


def _locarno(compact: str) -> Symbol:
    found = _LOCARNO.fullmatch(compact)
    if not found:
        raise InvalidIdentifier("symbol", found=compact)
    class_ = f"{int(found[1]):02d}"
    if class_ not in LOCARNO_CLASSES:
        raise InvalidIdentifier("locarno_class", found=class_)
    if not found[2]:
        return Symbol(LOCARNO, class_, (class_,))
    symbol = f"{class_}-{int(found[2]):02d}"
    return Symbol(LOCARNO, symbol, (class_, symbol))


def _nice_group(class_: str, group: str) -> Symbol:
    number = str(int(class_))
    if number not in NICE_CLASSES or group == "00":
        raise InvalidIdentifier("nice_group", found=class_ + group)
    return Symbol(NICE_GROUP, class_ + group, (number, class_ + group))
