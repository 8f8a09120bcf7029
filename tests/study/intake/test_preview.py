import pytest

from app.engine.error import InputError
from app.study.intake.options import FileSpec
from app.study.intake.preview import preview


def test_what_is_guessed_is_filled_in(write):
    found = preview(write("a;b;kind\n1,5;2;x\n2,5;;y\n3,5;1;x\n"))
    assert (found.spec.delimiter, found.spec.header, found.spec.decimal) == (";", True, ",")
    assert [column.name for column in found.columns] == ["a", "b", "kind"]
    assert [column.text for column in found.columns] == [False, False, True]
    assert [column.missing for column in found.columns] == [0, 1, 0]
    assert found.rows[0] == ("1,5", "2", "x")


def test_a_large_file_is_not_read_in_full(write):
    found = preview(write("x,y\n" + "1,2\n" * 500_000))
    assert len(found.rows) == 50


def test_arrays_need_no_choices(tmp_path):
    (tmp_path / "a.npz").write_bytes(b"PK\x03\x04")
    found = preview(FileSpec(path=str(tmp_path / "a.npz")))
    assert (found.spec.format, found.columns) == ("npz", ())


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        preview(FileSpec(path=str(tmp_path / "a.csv")))
