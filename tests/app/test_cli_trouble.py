"""Input that cannot be used, and disks that cannot: a sentence, code 2, and nothing half-written."""

import csv
import json
import os
import re
import subprocess
import sys

import pytest

from app import cli
from app.study.file import save_study
from app.study.spec import LaneSpec, Study

SURFACE = ["compare", "--surface", "rosenbrock", "--steps", "20", "--no-pictures"]
DATA = ["compare", "--dataset", "iris", "--model", "softmax", "--epochs", "1", "--no-pictures"]


@pytest.fixture
def run(capsys):
    """Return a function that runs the command line here and returns its code, output and errors."""

    def call(*arguments):
        code = cli.main([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return call


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        # unknown names: what was given and what comes closest
        ([*SURFACE, "--lane", "rmsporp"], ["'rmsporp'", "Did you mean 'rmsprop'?"]),
        ([*SURFACE, "--lane", "adam:lrr=1"], ["'lrr'", "Did you mean 'lr'?"]),
        (["compare", "--surface", "rosenbrok", "--lane", "adam"], ["'rosenbrok'", "'rosenbrock'"]),
        (["compare", "--surface", "ravine:kapa=3", "--lane", "adam"], ["'kapa'", "'kappa'"]),
        (["compare", "--dataset", "digit", "--lane", "adam"], ["'digit'", "'digits'"]),
        ([*DATA[:4], "softmx", *DATA[5:], "--lane", "adam"], ["'softmx'", "'softmax'"]),
        ([*DATA[:4], "mlp:hiden=3", *DATA[5:], "--lane", "adam"], ["'hiden'", "'hidden'"]),
        ([*DATA[:4], "mlp:activation=rleu", *DATA[5:], "--lane", "adam"], ["'rleu'", "'relu'"]),
        # out of range
        ([*SURFACE, "--lane", "adam:lr=-0.5"], ["lr must be", "-0.5", "nearest valid value is 0"]),
        ([*SURFACE, "--lane", "adam:beta1=1.5"], ["beta1 must be", "1.5", "nearest valid value"]),
        ([*SURFACE, "--lane", "adam:eps=inf"], ["eps", "inf"]),
        ([*SURFACE, "--lane", "momentum:momentum=-1"], ["momentum must be", "-1", "nearest"]),
        ([*DATA, "--lane", "sgd:batch_size=0"], ["batch", "0", "1"]),
        (["compare", "--surface", "ravine:kappa=0", "--lane", "adam"], ["kappa must be", "0", "nearest"]),
        ([*DATA[:-3], "--epochs", "0", "--lane", "adam"], ["epochs", "0", "nearest valid choice is 1"]),
        ([*SURFACE, "--spread", "-2", "--lane", "adam"], ["spread", "-2", "at least 0"]),
        # no numbers
        ([*SURFACE, "--lane", "adam:lr=fast"], ["lr", "number", "'fast'"]),
        ([*SURFACE, "--lane", "adam:lr="], ["lr", "number"]),
        ([*SURFACE, "--lane", "adam:lr"], ["lr"]),
        ([*SURFACE, "--lane", "adam:bias_correction=maybe"], ["bias_correction", "maybe", "true"]),
        ([*SURFACE, "--start", "1,two", "--lane", "adam"], ["two numbers x,y", "1,two"]),
        ([*SURFACE, "--start", "1,nan", "--lane", "adam"], ["start", "nan"]),
        ([*SURFACE, "--seeds", "1.5", "--lane", "adam"], ["eeds", "1.5"]),
        ([*DATA[:-3], "--epochs", "few", "--lane", "adam"], ["a whole number belongs here", "'few'"]),
        # zero steps, a hundred lanes
        (["compare", "--surface", "bowl", "--steps", "0", "--lane", "adam"], ["steps", "0", "is 1"]),
        ([*SURFACE, *["--lane", "adam"] * 100], ["1 to 32 lanes", "100 were given"]),
    ],
)
def test_rule_value_and_nearest_choice(run, tmp_path, words, said):
    code, text, errors = run(*words, "--out", tmp_path / "x")
    assert (code, text) == (2, "")
    assert len(errors.splitlines()) == 1
    for word in said:
        assert word in errors, errors
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--out", "--out: A folder to write to belongs here, such as results, but '' was given."),
        ("--surface", "''"),
        ("--dataset", "''"),
        ("--file", "cannot be read|is a folder|is not there"),
        ("--function", "A function of x and y belongs here"),
        ("--lane", "''"),
        ("--start", "two numbers x,y"),
        ("--seeds", "''"),
    ],
)
def test_a_variable_of_the_shell_that_is_not_set(run, tmp_path, monkeypatch, option, said):
    monkeypatch.chdir(tmp_path)
    kind = option if option in ("--dataset", "--file", "--function") else "--surface"
    given = {kind: "bowl", "--lane": "adam", "--out": "x"} | {option: ""}
    code, text, errors = run("compare", *(f"{name}={value}" for name, value in given.items()))
    assert (code, text) == (2, "")
    assert re.search(said, errors), errors
    assert len(errors.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == []


def saved(tmp_path, change):
    """Return the file of a study, changed as plain data, or its text."""
    path = tmp_path / "study.json"
    save_study(Study(lanes=(LaneSpec(hyperparameters={"lr": 0.1}),), steps=5), path)
    whole = json.loads(path.read_text(encoding="utf-8"))
    changed = change(whole)
    path.write_text(changed if isinstance(changed, str) else json.dumps(whole), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda whole: json.dumps(whole)[:-9], ["line", "column"]),
        (lambda whole: "", ["line 1"]),
        (lambda whole: "[]", ["This is not a study"]),
        (lambda whole: whole.update(schema=99), ["newer version", "schema 99", "Update Descent Lab"]),
        (lambda whole: whole["study"].update(steps="many"), ["steps", "whole number", '"many"']),
        (lambda whole: whole["study"].update(steps=0), ["steps", "nearest valid choice is 1"]),
        (lambda whole: whole["study"].update(stesp=3), ["stesp", "steps"]),
        (lambda whole: whole["study"].update(lanes=[]), ["1 to 32 lanes", "0"]),
        (lambda whole: whole["study"]["lanes"][0].update(optimizer="adamm"), ["lanes[0]", "'adam'"]),
        (
            lambda whole: whole["study"]["lanes"][0].update(hyperparameters={"lr": -1}),
            ["lanes[0].hyperparameters.lr", "-1", "nearest valid value is 0"],
        ),
    ],
    ids=lambda value: "-".join(value).replace(" ", "_") if isinstance(value, list) else "",
)
def test_a_study_file_that_cannot_be_used(run, tmp_path, change, said):
    path = saved(tmp_path, change)
    code, text, errors = run("run", path, "--out", tmp_path / "x")
    assert (code, text) == (2, "")
    assert errors.startswith(f"Descent Lab: {path}: ")
    assert len(errors.splitlines()) == 1
    for word in said:
        assert word in errors, errors
    assert not (tmp_path / "x").exists()


def test_a_folder_that_is_given_as_a_study(run, tmp_path):
    code, _, errors = run("run", tmp_path, "--out", tmp_path / "x")
    assert (code, errors) == (2, f"Descent Lab: {tmp_path} cannot be read: this is a folder, not a file.\n")


def test_a_lane_that_diverges_at_once_is_labelled_and_the_others_go_on(run, tmp_path):
    lanes = ["--lane", "gd:lr=1e6", "--lane", "adam:lr=0.05"]
    code, text, errors = run(*SURFACE, *lanes, "--out", tmp_path)
    assert (code, errors) == (0, "")
    wild, adam = rows(tmp_path / "summary.csv")
    assert wild["status"] == "diverged at step 1"
    assert "diverged at step 1" in text
    assert adam["status"] == "finished"
    history = rows(tmp_path / "history.csv")
    for lane in (wild["lane"], adam["lane"]):
        assert sum(row["lane"] == lane and row["quantity"] == "loss" for row in history) == 21
    notes = json.loads((tmp_path / "history.csv-metadata.json").read_text(encoding="utf-8"))["notes"][0]
    assert [lane["diverged_at"] for lane in notes["lanes"]] == [[1], [None]]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be missing")
def test_a_folder_without_permission(run, tmp_path):
    (tmp_path / "x").mkdir(mode=0o500)
    code, text, errors = run(*SURFACE, "--lane", "adam", "--out", tmp_path / "x")
    assert (code, text) == (2, "")
    assert errors.endswith("cannot be written: there is no permission.\n")


@pytest.fixture
def small_disk(tmp_path):
    """Return a folder that holds 256 kilobytes."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs the rights of root, on Linux")
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_keeps_what_was_there(run, small_disk):
    out = small_disk / "x"
    assert run(*SURFACE, "--lane", "adam", "--out", out)[0] == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    code, text, errors = run(*SURFACE[:3], "--steps", "5000", "--no-pictures", "--lane", "adam", "--out", out)
    assert (code, text) == (2, "")
    assert errors == f"Descent Lab: {out / 'history.csv'} cannot be written: the disk is full.\n"
    after = {path.name: path.read_bytes() for path in out.iterdir()}
    assert after.keys() == before.keys()
    assert all(after[name] == before[name] for name in before if name != "study.json")


def test_a_read_only_disk_is_found_out_before_the_race(run, small_disk, monkeypatch):
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    monkeypatch.setattr("app.command.headless.run_all", pytest.fail)
    for out, words in ((small_disk, "study.json cannot be written"), (small_disk / "x", "cannot be made")):
        code, text, errors = run(*SURFACE, "--lane", "adam", "--out", out)
        assert (code, text) == (2, "")
        assert errors.endswith(f"{words}: the disk is read-only.\n")
