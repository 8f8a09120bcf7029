from pathlib import Path

import pytest

from app.engine.error import InputError
from app.ui.existing import existing, folder_of, named, stand


def test_what_is_there_is_found_as_far_as_may_be_seen(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    assert existing([tmp_path / "a", tmp_path / "b", tmp_path / "a" / "c", Path("\0")]) == [tmp_path / "a"]


def test_files_in_words():
    paths = [Path(name) for name in ("x/a", "x/b", "x/c", "x/d")]
    assert [named(paths[:count]) for count in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert named(paths) == "a, b and 2 more files"
    assert (stand(paths[:1]), stand(paths[:2])) == ("a is", "a and b are")


def test_folders():
    assert folder_of(" out ") == Path.home() / "out"
    assert folder_of("~/out") == Path.home() / "out"
    assert folder_of(str(Path("/there").absolute())) == Path("/there").absolute()
    with pytest.raises(InputError, match="A folder to write to belongs here"):
        folder_of("  ")
    with pytest.raises(InputError, match="There is no home folder of '~nobody-at-all'"):
        folder_of("~nobody-at-all/x")
