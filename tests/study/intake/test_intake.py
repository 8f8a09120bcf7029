"""Files in, tables out."""

import gzip
import os
import struct

import numpy as np
import pytest

from app.engine.error import InputError
from app.study.intake.intake import cache_folder, fingerprint, format_of, is_read, load, read_file
from app.study.intake.options import FileSpec
from app.study.intake.progress import CancelledError

PEOPLE = "height,town,age,tall\n1.8,Rome,30,yes\n1.6,Oslo,,no\n1.7,Rome,50,no\n1.9,Oslo,20,yes\n"


def error_of(spec):
    with pytest.raises(InputError) as caught:
        load(spec)
    return caught.value


class TestText:
    def test_numbers_categories_and_classes(self, write):
        meta, table = load(write(PEOPLE, missing="mean"))
        assert meta.task == "classification"
        assert table.class_names == ("yes", "no")
        assert table.feature_names == ("height", "town: Rome", "town: Oslo", "age")
        np.testing.assert_array_equal(
            table.features,
            [[1.8, 1, 0, 30], [1.6, 0, 1, 100 / 3], [1.7, 1, 0, 50], [1.9, 0, 1, 20]],
        )
        np.testing.assert_array_equal(table.targets, [0, 1, 1, 0])

    def test_rows_with_gaps_can_go(self, write):
        meta, table = load(write(PEOPLE, missing="drop"))
        assert meta.dropped == 1
        np.testing.assert_array_equal(table.features[:, 0], [1.8, 1.7, 1.9])

    def test_gaps_are_refused_with_their_place(self, write):
        error = error_of(write(PEOPLE))
        assert error.where == "missing"
        assert "'age' has 1 missing value, the first in row 2" in error.message

    def test_a_missing_category_is_a_category(self, write):
        _, table = load(write("c,y\nred,1.5\n?,2.5\nblue,3\n", missing="mean", target="y"))
        assert table.feature_names == ("c: red", "c: blue", "c: missing")
        np.testing.assert_array_equal(table.features, [[1, 0, 0], [0, 0, 1], [0, 1, 0]])

    def test_a_missing_target_is_no_example(self, write):
        for policy in ("drop", "mean"):
            meta, table = load(write("x,y\n1,2.5\n2,\n3,4\n", missing=policy))
            assert (meta.dropped, len(table.targets)) == (1, 2)

    def test_any_column_is_the_target_and_any_left_out(self, write):
        spec = write(PEOPLE, target="1", leave_out=("town", "3"), missing="drop")
        meta, table = load(spec)
        assert meta.task == "regression"
        assert table.feature_names == ("tall: yes", "tall: no")
        np.testing.assert_array_equal(table.targets, [1.8, 1.6, 1.7, 1.9])

    def test_whole_numbers_are_classes_unless_one_says_otherwise(self, write):
        text = "x,y\n" + "\n".join(f"{i},{i % 3}" for i in range(12))
        assert load(write(text))[1].class_names == ("0", "1", "2")
        meta, table = load(write(text, task="regression"))
        assert (meta.task, table.class_names) == ("regression", ())

    def test_a_column_left_out_may_hold_anything(self, write):
        rows = "\n".join(f"{at},w{at},{'?!' if at == 900 else at},{at / 7}" for at in range(1100))
        text = f"x,name,odd,y\n{rows}\n"
        assert error_of(write(text)).where == "leave_out"
        assert "'?!'" in error_of(write(text, leave_out=("name",))).message
        _, table = load(write(text, leave_out=("name", "3")))
        np.testing.assert_array_equal(table.features[:, 0], np.arange(1100))

    def test_decimal_commas(self, write):
        _, table = load(write("x;y\n1,5;2,25\n1.000,5;3,5\n", decimal=","))
        np.testing.assert_array_equal(table.features[:, 0], [1.5, 1000.5])

    def test_blocks_join(self, write, monkeypatch):
        monkeypatch.setattr("app.study.intake.delimited._CELLS", 7)
        rng = np.random.default_rng(0)
        values = rng.normal(size=(200, 3))
        text = "\n".join(",".join(map(repr, row)) for row in values.tolist())
        _, table = load(write(text))
        np.testing.assert_array_equal(table.features, values[:, :2])
        np.testing.assert_array_equal(table.targets, values[:, 2])

    @pytest.mark.parametrize(
        ("text", "options", "where", "words"),
        [
            ("x,y\n1,2\n3\n", {}, "delimiter", "line 3 has 1"),
            ("x,y\n" + "1,2\n" * 9 + "a,3\n", {}, "", "line 11 has 'a'"),
            ("x,y\n1,2\n", {}, "path", "two rows"),
            ("x,y\n1,2.5\n2,3\n", {"target": "z"}, "target", "No column named 'z'"),
            ("x,yy\n1,2.5\n2,3\n", {"target": "y"}, "target", "Did you mean 'yy'"),
            ("x,y\n1,2.5\n2,3\n", {"leave_out": ("x",)}, "leave_out", "left to learn"),
            ("x,y\n1,a\n2,a\n", {}, "target", "1 different value"),
            ("x,y\n1,a\n2,b\n", {"task": "regression"}, "task", "is text"),
        ],
    )
    def test_what_cannot_be_read_says_where(self, write, text, options, where, words):
        error = error_of(write(text, **options))
        assert words in error.message
        assert error.where == where

    def test_too_many_categories(self, write):
        text = "x,y\n" + "\n".join(f"w{i},{i / 7}" for i in range(150))
        error = error_of(write(text))
        assert error.where == "leave_out"
        assert "150 different" in error.message


class TestArrays:
    def test_npz_pairs(self, tmp_path):
        path = tmp_path / "a.npz"
        np.savez(path, features=np.arange(12.0).reshape(4, 3), targets=np.array([0, 1, 1, 0]))
        _, table = load(FileSpec(path=str(path)))
        np.testing.assert_array_equal(table.features, np.arange(12.0).reshape(4, 3))
        assert table.class_names == ("0", "1")

    def test_the_form_of_keras_mnist(self, tmp_path):
        rng = np.random.default_rng(0)
        path = tmp_path / "mnist.npz"
        images, labels = rng.integers(0, 256, (30, 4, 5), np.uint8), rng.integers(0, 3, 30, np.uint8)
        np.savez(path, x_train=images[:20], y_train=labels[:20], x_test=images[20:], y_test=labels[20:])
        _, table = load(FileSpec(path=str(path)))
        np.testing.assert_array_equal(table.features, images.reshape(30, 20) / 255.0)
        np.testing.assert_array_equal(table.targets, labels)
        assert table.feature_names[:2] == ("pixel 0,0", "pixel 0,1")

    @pytest.mark.parametrize("packed", [False, True])
    @pytest.mark.parametrize("named", ["images", "labels"])
    def test_the_files_of_mnist(self, tmp_path, packed, named):
        rng = np.random.default_rng(0)
        images, labels = rng.integers(0, 256, (9, 2, 3), np.uint8), (np.arange(9) % 3).astype(np.uint8)
        ending = ".gz" if packed else ""
        for kind, number, array in (("images", 3, images), ("labels", 1, labels)):
            content = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()
            path = tmp_path / f"train-{kind}-idx{number}-ubyte{ending}"
            path.write_bytes(gzip.compress(content) if packed else content)
        number = {"images": 3, "labels": 1}[named]
        _, table = load(FileSpec(path=str(tmp_path / f"train-{named}-idx{number}-ubyte{ending}")))
        np.testing.assert_array_equal(table.features, images.reshape(9, 6) / 255.0)
        np.testing.assert_array_equal(table.targets, labels)

    def test_images_without_labels(self, tmp_path):
        path = tmp_path / "x-images-idx3-ubyte"
        path.write_bytes(struct.pack(">HBB3I", 0, 8, 3, 1, 1, 1) + b"\0")
        assert "x-labels-idx1-ubyte was looked for" in error_of(FileSpec(path=str(path))).message

    def test_a_file_cut_off(self, tmp_path):
        for kind, number in (("images", 3), ("labels", 1)):
            path = tmp_path / f"{kind}-idx{number}-ubyte"
            path.write_bytes(struct.pack(">HBB3I", 0, 8, 3, 10, 4, 4) + b"\0" * 7)
        assert "cut off" in error_of(FileSpec(path=str(path))).message

    def test_python_objects_are_refused(self, tmp_path):
        path = tmp_path / "evil.npz"
        np.savez(path, x=np.array([{"a": 1}, print], dtype=object), y=np.zeros(2))
        assert "Python objects are refused" in error_of(FileSpec(path=str(path))).message

    @pytest.mark.parametrize(
        ("arrays", "words"),
        [
            ({"a": np.zeros((3, 2))}, "needs features and targets"),
            ({"x": np.zeros((3, 2)), "y": np.zeros(4)}, "a row for each target"),
            ({"x": np.zeros(3), "y": np.zeros(3)}, "a row for each target"),
            ({"x": np.array([["a"], ["b"]]), "y": np.zeros(2)}, "are numbers"),
        ],
    )
    def test_arrays_that_do_not_fit(self, tmp_path, arrays, words):
        path = tmp_path / "a.npz"
        np.savez(path, **arrays)
        assert words in error_of(FileSpec(path=str(path))).message


class TestCache:
    def test_a_file_is_read_once(self, write, monkeypatch):
        spec = write(PEOPLE, missing="mean")
        assert not is_read(spec)
        first = read_file(spec)
        assert is_read(spec)
        monkeypatch.setattr("app.study.intake.intake._read_into", None)
        assert read_file(spec) == first

    def test_a_changed_file_is_read_again(self, write, tmp_path):
        spec = write("x,y\n1,2.5\n2,3\n")
        load(spec)
        path = tmp_path / "table.csv"
        path.write_text("x,y\n5,2.5\n6,3\n7,8\n")
        os.utime(path, (1, 1))
        np.testing.assert_array_equal(load(spec)[1].features[:, 0], [5, 6, 7])

    def test_a_file_that_is_not_the_study_s_is_noticed(self, write, tmp_path):
        spec = write("x,y\n1,2.5\n2,3\n")
        right = write("x,y\n1,2.5\n2,3\n", sha256=fingerprint(tmp_path / "table.csv"))
        load(right)
        (tmp_path / "table.csv").write_text("x,y\n1,2.5\n2,4\n")
        assert "has changed" in error_of(right).message
        load(spec)

    def test_stopped_half_way_nothing_is_left(self, write):
        def stop(share):
            raise CancelledError

        with pytest.raises(CancelledError):
            read_file(write(PEOPLE, missing="mean"), stop)
        assert list(cache_folder().iterdir()) == []

    def test_progress_rises_to_one(self, write):
        told = []
        read_file(write(PEOPLE, missing="mean"), told.append)
        assert told == sorted(told)
        assert told[-1] == 1.0

    def test_old_tables_go(self, write, monkeypatch):
        monkeypatch.setattr("app.study.intake.intake._KEPT", 2)
        for number in range(4):
            read_file(write(f"x,y\n{number},2.5\n2,3\n", name=f"{number}.csv"))
        assert len(list(cache_folder().iterdir())) == 2

    @pytest.mark.parametrize("name", ["", "nothing.csv"])
    def test_no_file(self, tmp_path, name):
        assert error_of(FileSpec(path=str(tmp_path / name))).where == "path"

    def test_two_processes_share_the_pages(self, write):
        table = load(write(PEOPLE, missing="mean"))[1]
        for array in (table.features, table.targets):
            assert isinstance(array.base, np.memmap)
            assert type(array) is np.ndarray


@pytest.mark.parametrize(
    ("name", "start", "kind"),
    [
        ("a.csv", b"", "delimited"),
        ("a.TSV", b"", "delimited"),
        ("a.npz", b"", "npz"),
        ("train-images-idx3-ubyte.gz", b"", "idx"),
        ("a", b"PK\x03\x04", "npz"),
        ("a", b"PAR1", "parquet"),
        ("a", b"\0\0\x08\x03", "idx"),
        ("a", b"1,2\n", "delimited"),
    ],
)
def test_formats(tmp_path, name, start, kind):
    (tmp_path / name).write_bytes(start)
    assert format_of(tmp_path / name) == kind
