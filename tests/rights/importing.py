"""Small invented files for the import tests."""

import gzip
import zipfile
from pathlib import Path

from django.db import transaction
from openpyxl import Workbook

from marketplace.core.access import system_actor
from marketplace.rights.importers import open_import
from marketplace.rights.loading import import_file
from marketplace.rights.models import Owner, Right, RightEvent, RightNumber, RightOwner, RightText

BY = system_actor("tests")
TIDY = (
    "pub_no,kind,patent_type,title,app_no,app_no_raw,filing_date,pub_date,applicant,applicant_is_org,inventors,"
    "postcode,address,province,city,class_scheme,main_class,all_classes"
)
RAW = (
    "item,name,authorization_notice_id,authorized_announcement_date,filing_id,filing_date,patentee,designer,address,"
    "Int.Cl."
)
RAW_SWAPPED = RAW.replace("designer,address", "address,designer")


def tidy(
    pub_no="CN104008308B",
    app_no="2014102643513",
    title="一种连铸机",
    filed="2014-06-12",
    published="2016-05-04",
    owner="鞍山重工有限公司",
    classes="B22D11/04",
):
    return f"{pub_no},{pub_no[-1]},x,{title},{app_no},{app_no},{filed},{published},{owner},1,张三;李四,114000,辽宁省鞍山市铁西区,辽宁,鞍山市,IPC,{classes.split(';')[0]},{classes}"


def write(folder: Path, name: str, *lines: str, encoding: str = "utf-8") -> Path:
    """Lines as a plain, .gz or .zip file by its name."""
    content = ("\n".join(lines) + "\n").encode(encoding)
    path = folder / name
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(content))
    elif name.endswith(".zip"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name.removesuffix(".zip"), content)
    else:
        path.write_bytes(content)
    return path


def many(count, **fields):
    """Rows of as many grants, each a right of its own."""
    return [
        tidy(pub_no=f"CN{104_000_000 + number}B", app_no="", title=f"机器{number}", **fields) for number in range(count)
    ]


def workbook(path, heading, *rows):
    """An XLSX file of one sheet."""
    book = Workbook()
    for row in (heading, *rows):
        book.active.append(row)
    book.save(path)
    return path


def repacked(path: Path, **parts) -> Path:
    """The same archive with members replaced or added: bytes, or a function of the old bytes; "__" means "/", "_xml" ".xml"."""
    changes = {name.replace("__", "/").replace("_xml", ".xml"): value for name, value in parts.items()}
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    for name, value in changes.items():
        content[name] = value(content[name]) if callable(value) else value
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in content.items():
            archive.writestr(name, value)
    return path


def load(path: Path, **options):
    return import_file(path, by=BY, **options)


def state_after(*paths: Path):
    """What importing the files one after the other leads to; nothing of it stays."""
    with transaction.atomic():
        for path in paths:
            load(path)
        found = state()
        transaction.set_rollback(True)
    return found


def state():
    """Everything an import wrote, without ids, references and instants."""
    rights = {
        right.slug: (
            right.kind, right.title, right.filing_on, right.publication_on, right.main_class, right.classes, right.inventors,
            right.province, right.city, right.status, right.granted_on, right.expires_on, right.annuity_due_on,
            right.owner_names, right.owner_kind, right.number_proven, right.source, right.as_of, right.proof["facts"],
        )
        for right in Right.objects.all()
    }  # fmt: skip
    return {
        "rights": rights,
        "numbers": set(RightNumber.objects.values_list("slug", "right__slug")),
        "owners": set(RightOwner.objects.values_list("right__slug", "position", "name", "owner__name_key")),
        "records": set(Owner.objects.values_list("name_key", "kind", "province", "city", "right_count")),
        "events": set(RightEvent.objects.values_list("right__slug", "fingerprint")),
        "texts": set(RightText.objects.values_list("right__slug", "abstract", "abstract_en")),
    }


def read(path: Path, **options):
    """The format a file was taken for, and what its importer makes of it."""
    source, importer = open_import(path, **options)
    return importer.name, [found for _position, found in importer.read(source)]


def told(record):
    """Codes, days and facts of a record's events."""
    return [(event.code, event.on.isoformat(), event.facts) for event in record.events]
