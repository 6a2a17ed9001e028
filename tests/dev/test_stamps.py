"""Stamps: a second run skips exactly what is unchanged."""

from devtools import stamps


def test_it_gives_the_same_fingerprint_for_the_same_files(tmp_path):
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    one.write_text("1")
    two.write_text("2")

    assert stamps.fingerprint([one, two], root=tmp_path) == stamps.fingerprint([two, one], root=tmp_path)


def test_it_changes_with_a_files_content_name_and_absence(tmp_path):
    path, other = tmp_path / "one.py", tmp_path / "two.py"
    path.write_text("1")
    other.write_text("1")
    first = stamps.fingerprint([path], root=tmp_path)
    renamed = stamps.fingerprint([other], root=tmp_path)

    path.write_text("2")
    edited = stamps.fingerprint([path], root=tmp_path)
    path.unlink()
    gone = stamps.fingerprint([path], root=tmp_path)

    assert len({first, renamed, edited, gone}) == 4


def test_it_does_not_move_content_from_one_file_to_the_next_unnoticed(tmp_path):
    one, two = tmp_path / "a", tmp_path / "b"
    one.write_text("xy")
    two.write_text("z")
    before = stamps.fingerprint([one, two], root=tmp_path)

    one.write_text("x")
    two.write_text("yz")

    assert stamps.fingerprint([one, two], root=tmp_path) != before


def test_it_matches_only_what_was_written(tmp_path):
    stamp = tmp_path / "deep" / "stamp"

    before = stamps.matches(stamp, "abc")
    stamps.write(stamp, "abc")

    assert (before, stamps.matches(stamp, "abc"), stamps.matches(stamp, "abd")) == (False, True, False)


def test_it_reads_sources_and_no_compiled_ones(tmp_path):
    for name in ("app/models.py", "app/__pycache__/models.py", "app/logo.svg"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")

    assert stamps.sources("app", root=tmp_path) == [tmp_path / "app" / "models.py"]
