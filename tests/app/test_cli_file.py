"""Data of one's own on the command line."""

import pytest

from app.cli import main
from app.study.file import load_study

TABLE = "x;y;kind\n" + "".join(f"{i / 7:.3f};{(i * 37) % 11};{'in' if i % 2 else 'out'}\n" for i in range(60))


@pytest.fixture
def compare(tmp_path, capsys):
    path = tmp_path / "things.csv"
    path.write_text(TABLE)

    def call(*options, lane="adam:lr=0.1"):
        command = ["compare", "--file", str(path), "--model", "softmax", "--epochs", "2", "--lane", lane]
        code = main([*command, "--out", str(tmp_path / "out"), "--no-pictures", "--quiet", *options])
        return code, capsys.readouterr().err

    call.path = path
    return call


def test_a_table_is_raced_on_and_the_study_names_it(compare, tmp_path):
    assert compare() == (0, "")
    problem = load_study(tmp_path / "out" / "study.json").problem
    assert (problem.dataset, problem.file.path) == ("file", str(compare.path))
    first = (tmp_path / "out" / "history.csv").read_bytes()
    command = ["run", str(tmp_path / "out" / "study.json"), "--out", str(tmp_path / "again")]
    assert main([*command, "--no-pictures", "--quiet"]) == 0
    assert (tmp_path / "again" / "history.csv").read_bytes() == first


def test_options_are_kept(compare, tmp_path):
    options = ("--target-column", "y", "--leave-out", "kind", "--task", "classification", "--missing", "drop")
    assert compare(*options, "--delimiter", ";")[0] == 0
    file = load_study(tmp_path / "out" / "study.json").problem.file
    assert (file.target, file.leave_out, file.task) == ("y", ("kind",), "classification")
    assert (file.missing, file.delimiter) == ("drop", ";")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--target-column", "z"), "No column named 'z'"),
        (("--task", "regression"), "is text"),
        (("--delimiter", "::"), "one character"),
        (("--model", "linear"), "which the model linear cannot do"),
        (("--steps", "5"), "--steps belongs to --surface"),
    ],
)
def test_what_cannot_be_read(compare, options, words):
    code, told = compare(*options)
    assert code == 2
    assert words in told


def test_options_of_a_file_need_one(tmp_path, capsys):
    command = ["compare", "--dataset", "iris", "--target-column", "x", "--lane", "adam"]
    assert main([*command, "--out", str(tmp_path)]) == 2
    assert "--target-column belongs to --file" in capsys.readouterr().err
