"""Parquet files, where pyarrow is installed; and what is said where it is not."""

import datetime
import sys

import numpy as np
import pytest

from app.engine.error import InputError
from app.study.build import build_race
from app.study.intake.intake import load, read_file
from app.study.intake.options import FileSpec
from app.study.intake.preview import preview
from app.study.intake.progress import CancelledError
from app.study.spec import DataSpec, LaneSpec, Study


@pytest.fixture
def arrow():
    """Return pyarrow, which only the extra brings."""
    return pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")


@pytest.fixture
def write(arrow, tmp_path):
    """Return a function that writes columns and gives the spec that reads them."""
    from pyarrow import parquet

    def to_file(columns, name="table.parquet", groups=None, **options):
        path = tmp_path / name
        parquet.write_table(arrow.table(columns), path, row_group_size=groups)
        return FileSpec(path=str(path), **options)

    return to_file


def error_of(spec):
    with pytest.raises(InputError) as caught:
        load(spec)
    return caught.value


def test_every_kind_of_column(arrow, write):
    meta, table = load(
        write(
            {
                "half": arrow.array([0.5, 1.5, 2.5, 3.5], arrow.float32()),
                "whole": arrow.array([1, 2, 3, 2**40], arrow.int64()),
                "byte": arrow.array([1, 2, 3, 255], arrow.uint8()),
                "on": arrow.array([True, False, True, True]),
                "town": arrow.array(["Rome", "Oslo", "Rome", "Oslo"]).dictionary_encode(),
                "price": arrow.array([1, 2, 3, 4], arrow.int64()).cast(arrow.decimal128(30, 2)),
                "kind": ["a", "b", "a", "b"],
            }
        )
    )
    assert (meta.task, table.class_names) == ("classification", ("a", "b"))
    names = ("half", "whole", "byte", "on: True", "on: False", "town: Rome", "town: Oslo", "price")
    assert table.feature_names == names
    expected = [
        [0.5, 1, 1, 1, 0, 1, 0, 1],
        [1.5, 2, 2, 0, 1, 0, 1, 2],
        [2.5, 3, 3, 1, 0, 1, 0, 3],
        [3.5, 2**40, 255, 1, 0, 0, 1, 4],
    ]
    np.testing.assert_array_equal(table.features, expected)
    np.testing.assert_array_equal(table.targets, [0, 1, 0, 1])


def test_numbers_come_exactly_and_row_groups_join(write):
    values = np.random.default_rng(0).normal(size=(120_000, 3))
    spec = write({name: values[:, at] for at, name in enumerate("xyz")}, groups=70_000)
    meta, table = load(spec)
    assert meta.task == "regression"
    np.testing.assert_array_equal(table.features, values[:, :2])
    np.testing.assert_array_equal(table.targets, values[:, 2])


def test_missing_values(write):
    columns = {
        "x": [1.0, None, 3.0, float("nan")],
        "c": ["red", None, "NA", "blue"],
        "y": [1.5, 2.5, 3.5, 4.0],
    }
    assert error_of(write(columns)).where == "missing"
    meta, table = load(write(columns, missing="drop", leave_out=("c",)))
    assert (meta.dropped, table.features.tolist()) == (2, [[1], [3]])
    _, table = load(write(columns, missing="mean"))
    assert table.feature_names == ("x", "c: red", "c: blue", "c: missing")
    np.testing.assert_array_equal(table.features[:, 0], [1, 2, 3, 2])
    np.testing.assert_array_equal(table.features[:, 3], [0, 1, 1, 0])


def test_target_and_columns_are_chosen(write):
    spec = write({"y": [1.5, 2.5, 4.0], "a": [1, 2, 3], "b": [3, 4, 5]}, target="y", leave_out=("a",))
    _, table = load(spec)
    assert table.feature_names == ("b",)
    np.testing.assert_array_equal(table.targets, [1.5, 2.5, 4.0])


def test_a_column_of_dates_is_refused_by_name_unless_it_is_left_out(write):
    columns = {
        "day": [datetime.date(2024, 1, day) for day in (1, 2, 3)],
        "x": [1, 2, 3],
        "y": [1.5, 2.5, 3.0],
    }
    error = error_of(write(columns))
    assert error.where == "leave_out"
    assert "'day' holds date" in error.message
    _, table = load(write(columns, leave_out=("day",)))
    np.testing.assert_array_equal(table.features, [[1], [2], [3]])


def test_too_many_categories(write):
    columns = {"name": [f"w{at}" for at in range(1100)], "y": np.arange(1100) / 7}
    error = error_of(write(columns))
    assert error.where == "leave_out"
    assert "too many" in error.message
    assert load(write(columns | {"x": np.arange(1100.0)}, leave_out=("name",), target="y"))


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1 and nothing else PAR1", b""])
def test_a_damaged_file(arrow, tmp_path, content):
    path = tmp_path / "bad.parquet"
    path.write_bytes(content)
    error = error_of(FileSpec(path=str(path)))
    assert error.where == "path"
    assert "bad.parquet cannot be read as a Parquet file" in error.message


def test_a_file_without_its_ending_is_known_by_its_first_bytes(write):
    spec = write({"x": [1, 2, 3], "y": [1.5, 2.5, 3.5]}, name="table")
    assert preview(spec).spec.format == "parquet"
    assert load(spec)[1].feature_names == ("x",)


def test_progress_and_a_stop(write):
    spec, told = write({"x": np.arange(200_000.0), "y": np.arange(200_000.0)}), []

    def stop(share):
        told.append(share)
        if share > 0.4:
            raise CancelledError

    with pytest.raises(CancelledError):
        read_file(spec, stop)
    assert len(told) > 2
    told.clear()
    read_file(spec, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_it_is_raced_on(write):
    x = np.random.default_rng(0).normal(size=300)
    spec = write({"x": x, "z": x**2, "y": 3 * x - 1})
    problem = DataSpec(dataset="file", file=spec, model="linear")
    race = build_race(
        Study(problem=problem, lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),), epochs=5)
    )
    race.run()
    loss = race.history.lanes[0].evaluated["loss"]
    assert loss[-1] < 0.1 * loss[0]


def test_without_pyarrow_it_says_what_is_needed(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1")
    error = error_of(FileSpec(path=str(path)))
    assert error.where == "path"
    assert "the extra 'parquet'" in error.message
