"""Damaged import files of every format: no crash, no hang, memory bounded, a reason each time.

More than the ordinary run: FUZZ_ROUNDS (damages of each sort to each file, 2 unless said) and FUZZ_SEED.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.rights import fuzzing, samples

ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "2"))
SEED = int(os.environ.get("FUZZ_SEED", "20261124"))
ROOT = Path(__file__).resolve().parent.parent.parent
# Packages of documents that stand for themselves; those of the same shape are left to more rounds.
DOCUMENTS = ("uspto-grant/us10000000b2.xml", "uspto-app/US20010002518A1-20010607.XML", "uspto-xml2004/US06859910.xml",
             "epo-ops/get_biblio.xml", "epo-ops/search_register.xml", "uspto-odp-json/get_patent.json")  # fmt: skip
FILES = ("in-patents-grants/2018_grants.csv.gz", "cn-patents-abstracts/titles_ipc.csv.gz", "cn-designs/designs.csv.gz",
         "tw-patents-zh-hant/titles_zh_hant.csv.gz", "trademarks-euipo/trademarks.csv.gz", "trademarks-uspto/samples.zip",
         "trademarks-euipo/euipo_design_xml.zip", "trademarks-euipo/euipo_tm_xml.zip", "nasa-license-portfolio/patents.csv.gz",
         "uspto-assignments/raw_assignment_1.xml.gz", "cnipa-xml/CN110083831A.zip",
         "cn-patents-gazette-2019/patents.csv.gz",
         "cn-patents-gazette-2019/raw_gb18030_2019-07-09_design.csv.zip")  # fmt: skip
LINES = ("cn-patents-abstracts/abstracts.jsonl.zst", "relevance-cs3245/corpus.jsonl.zst",
         "uspto-assignments/assignments.jsonl.zst")  # fmt: skip


def fuzzed(folder):
    """What the program found in a folder's files, in a process of its own under a limit of memory."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.rights.fuzzing", str(folder), str(SEED), str(ROUNDS)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.attack
def test_invented_files_of_every_format_in_any_damaged_form_end_in_a_reason(tmp_path):
    for name in samples.SAMPLES:
        (tmp_path / name).mkdir()
        samples.write_sample(tmp_path / name, name).rename(tmp_path / f"{name}_{samples.SAMPLES[name][0]}")
        (tmp_path / name).rmdir()

    found = fuzzed(tmp_path)

    assert found["wrong"] == []
    assert found["counts"]["forms"] >= len(samples.SAMPLES) * (1 + 4 * ROUNDS)
    assert found["counts"]["right"] > len(samples.SAMPLES)
    assert found["counts"]["row error"] > 0
    assert found["peak"] < fuzzing.MEMORY


@pytest.mark.data
@pytest.mark.attack
def test_the_real_files_in_any_damaged_form_end_in_a_reason(data_dir, tmp_path):
    for name in FILES:
        shutil.copy(data_dir / name, tmp_path / name.replace("/", "_"))
    for name in LINES:
        head = subprocess.run(["zstd", "-dcq", str(data_dir / name)], capture_output=True, check=True).stdout
        (tmp_path / name.replace("/", "_").removesuffix(".zst")).write_bytes(head[: fuzzing.MOST_BYTES])
        (tmp_path / f"z_{name.replace('/', '_')}").write_bytes((data_dir / name).read_bytes()[: fuzzing.MOST_BYTES])
    with zipfile.ZipFile(data_dir / "us-ep-patent-xml" / "samples.zip") as archive:
        for name in DOCUMENTS:
            (tmp_path / name.replace("/", "_")).write_bytes(archive.read(name))

    found = fuzzed(tmp_path)

    assert found["wrong"] == []
    assert found["counts"]["right"] > 1000
    assert found["peak"] < fuzzing.MEMORY


@pytest.mark.attack
@pytest.mark.parametrize("damage", fuzzing.DAMAGES, ids=lambda damage: damage.__name__)
def test_a_seed_damages_a_file_in_the_same_way_each_time(damage):
    content = samples.text(*samples.DESIGNS)

    forms = [damage(content, fuzzing.random.Random(7)) for _ in range(2)]

    assert forms[0] == forms[1] != content
