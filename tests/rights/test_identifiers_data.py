"""Real numbers: the gazette of July 2019 and companies of Liaoning."""

import csv
import gzip
from pathlib import Path

import pytest

from marketplace.rights.classification import label, parse_symbols
from marketplace.rights.identifiers import from_slug, parse_number, parse_uscc

pytestmark = pytest.mark.data


def test_reads_every_application_number_of_the_gazette_in_five_spellings(data_dir: Path) -> None:
    path = data_dir / "cn-patents-gazette-2019" / "patents.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        numbers = [row["app_no"] for row in csv.DictReader(file) if row["app_no"]]

    for number in numbers:
        base, check = number[:12], number[12]
        canonical = f"{base}.{check}"
        spellings = (number, canonical, base, "ZL" + canonical, f"cn {base[:4]} {base[4]} {base[5:]}.{check.lower()}")
        assert {parse_number(text).canonical for text in spellings} == {canonical}
        assert from_slug(f"cn-patent-{canonical}").canonical == canonical
    assert len(numbers) == 17_443


def test_reads_every_publication_number_and_class_of_the_gazette(data_dir: Path) -> None:
    path = data_dir / "cn-patents-gazette-2019" / "patents.csv.gz"
    kinds = {"A": "invention", "B": "invention", "U": "utility_model", "S": "design"}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    for row in rows:
        assert parse_number(row["pub_no"]).kind == kinds[row["kind"]]
        for symbol in parse_symbols(row["all_classes"], scheme=row["class_scheme"].lower()):
            assert label(symbol.scheme, symbol.canonical)
    assert len(rows) == 49_479


def test_accepts_every_company_of_liaoning(data_dir: Path) -> None:
    with gzip.open(data_dir / "companies-liaoning-nc" / "companies.csv.gz", "rt", encoding="utf-8") as file:
        codes = [row["uscc"] for row in csv.DictReader(file)]

    warned = [code for code in codes if parse_uscc(code).warnings]

    assert len(codes) == 7_915
    assert len(warned) == 1
