"""Experiments on the command line, mostly within this process; blocks run in processes of their own."""

import json
import os
import select
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from app import cli
from app.engine.error import InputError
from app.study.experiment.duration import duration_text
from app.study.experiment.event import Stopped
from app.study.experiment.spec import SweepSpec, TuneSpec
from app.study.file import load_study, save_study
from app.study.spec import Study
from tests.study.experiment.reading import rows_of

ROOT = Path(__file__).parents[2]
SWEEP = ["sweep", "--surface", "ravine", "--steps", "30", "--lane", "adam:lr=log(1e-3,1,4)", "--seeds", "2"]
REPORT = ("report.html", "report.pdf", "verdict.csv")
DATA = ["--dataset", "iris", "--model", "softmax", "--epochs", "2"]


@pytest.fixture
def run(capsys):
    """Return a function that runs the command line here and returns its code, output and errors."""

    def call(*arguments):
        code = cli.main([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return call


def test_a_sweep_of_independent_lanes(run, tmp_path):
    noisy = [*SWEEP, "--noise", "0.5", "--lane", "adam:lr=log(1e-2,1,4)", "--quiet", "--no-report"]
    for name, more in (("a", ["--pairing", "independent"]), ("b", [])):
        assert run(*noisy, *more, "--out", tmp_path / name, "--workers", "1")[0] == 0
    study = load_study(tmp_path / "a" / "study.json")
    assert study.pairing == "independent"
    assert None not in [lane.stream for lane in study.lanes]
    found = [rows_of(tmp_path / name / "results.csv") for name in "ab"]
    assert [row["seed"] for row in found[0]] == [row["seed"] for row in found[1]]
    assert [row["final"] for row in found[0]] != [row["final"] for row in found[1]]
    again = ["sweep", tmp_path / "b" / "study.json", "--pairing", "independent", "--quiet", "--no-report"]
    assert run(*again, "--out", tmp_path / "c", "--workers", "1")[0] == 0
    assert (tmp_path / "c" / "results.csv").read_bytes() == (tmp_path / "a" / "results.csv").read_bytes()


def test_a_sweep_in_one_line(run, tmp_path):
    code, text, errors = run(*SWEEP, "--out", tmp_path / "a", "--workers", "1")
    assert (code, errors) == (0, "")
    head, _, row, *_ = text.splitlines()
    assert head.split()[:5] == ["lane", "phase", "settings", "runs", "diverged"]
    assert row.split()[:5] == ["Adam", "run", "4", "8", "0"]
    assert str(tmp_path / "a" / "results.csv") in text
    rows = rows_of(tmp_path / "a" / "results.csv")
    assert [row["lr"] for row in rows if row["seed"] == "0"] == ["0.001", "0.01", "0.1", "1.0"]


def test_the_study_that_a_sweep_leaves_runs_to_the_same_bytes(run, tmp_path):
    run(*SWEEP, "--out", tmp_path / "a", "--workers", "1", "--curve", "5")
    study = load_study(tmp_path / "a" / "study.json")
    assert isinstance(study.experiment, SweepSpec)
    code, text, _ = run(
        "sweep", tmp_path / "a" / "study.json", "--out", tmp_path / "b", "--workers", 2, "--quiet"
    )
    assert code == 0
    assert text.splitlines() == [
        str(tmp_path / "b" / name) for name in ("results.csv", "curves.csv", "timing.csv", *REPORT)
    ]
    for name in ("results.csv", "curves.csv", "study.json", "report.html", "verdict.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_same_command_finds_what_is_there(run, tmp_path):
    run(*SWEEP, "--out", tmp_path, "--workers", "1")
    code, _, errors = run(*SWEEP, "--out", tmp_path, "--workers", "1")
    assert code == 0
    assert "1 of 1 blocks are there already." in errors
    code, _, errors = run(*SWEEP, "--steps", "31", "--out", tmp_path)
    assert code == 2
    assert "holds the results of another experiment" in errors


def test_random_points_with_a_batch_size(run, tmp_path):
    lane = "sgd:lr=1e-3..1,batch_size=list(8,16,full)"
    more = ["--design", "random", "--points", "6", "--design-seed", "3"]
    code, _, _ = run("sweep", *DATA, "--lane", lane, *more, "--out", tmp_path, "--workers", "1", "--quiet")
    assert code == 0
    rows = rows_of(tmp_path / "results.csv")
    assert len(rows) == 6
    assert {row["batch_size"] for row in rows} <= {"8", "16", "full"}
    by_size = {row["batch_size"]: row["steps"] for row in rows}
    assert len(set(by_size.values())) == len(by_size)


def test_a_tuning_in_one_line(run, tmp_path):
    lanes = ["--lane", "adam", "--lane", "sgd:batch_size=16"]
    more = ["--trials", "4", "--fresh", "2", "--stopping", "median", "--metric", "best"]
    code, text, _ = run("tune", *DATA, *lanes, *more, "--out", tmp_path, "--workers", "1")
    assert code == 0
    assert "fresh" in text
    assert json.loads((tmp_path / "chosen.json").read_text())["early_stopping"].startswith(
        "median rule at 0.25"
    )
    spec = load_study(tmp_path / "study.json").experiment
    assert isinstance(spec, TuneSpec)
    assert (spec.trials, spec.fresh, spec.stopping, spec.metric) == (4, 2, "median", "best")


def test_a_suite_by_its_file_with_other_seeds(run, tmp_path):
    study = load_study(ROOT / "resources" / "suites" / "surfaces.descent.json")
    short = msgspec.structs.replace(
        study,
        lanes=study.lanes[:1],
        experiment=msgspec.structs.replace(study.experiment, tasks=study.experiment.tasks[:2]),
    )
    save_study(short, tmp_path / "short.json")
    out = tmp_path / "out"
    code, text, _ = run("suite", tmp_path / "short.json", "--seeds", "3", "--out", out, "--workers", "1")
    assert code == 0
    assert [row["seed"] for row in rows_of(out / "results.csv")] == ["0", "1", "2"] * 2
    assert text.splitlines()[0].startswith("task")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sweep", "--surface", "bowl", "--lane", "adam"], "no lane has an axis"),
        (["sweep", "--lane", "adam:lr=log(1,2,3)"], "needs a study's file, or a problem and lanes"),
        (["sweep"], "needs a study's file, or a problem and lanes"),
        (["sweep", "--surface", "bowl", "--lane", "adam:lrr=log(1,2,3)"], "--lane adam:lrr"),
        (["sweep", "--surface", "bowl", "--lane", "adam:lr=log(0,2,3)"], "experiment.axes[0].low"),
        (["sweep", "missing.json"], "missing.json cannot be read"),
        (["suite", "surfacs"], "No suite named 'surfacs'. Did you mean 'surfaces'?"),
        (
            ["tune", "surfaces.json", "--surface", "bowl"],
            "--surface describes a study, but surfaces.json is one",
        ),
        (
            ["tune", "some.json", "--label-noise", ".1"],
            "--label-noise describes a study, but some.json is one",
        ),
        ([*SWEEP, "--workers", "0"], "--workers: Workers are 1 to 1,024 processes, but 0"),
        (
            [*SWEEP, "--retries", "-1"],
            "--retries: Retries are a whole number from 0, but -1 was given. The nearest valid choice is 0.",
        ),
        (
            [*SWEEP, "--curve", "-1"],
            "--curve: A curve has 0 to 10,000 points, but -1 were given. The nearest",
        ),
        ([*SWEEP, "--design", "sobol"], "--points: A sobol design has 1 to 10,000,000 points, but 0"),
        ([*SWEEP, "--points", "5"], "--points: A grid has all combinations of the values, and no points"),
        ([*SWEEP, "--design-seed", "5"], "--design-seed: A grid has all combinations"),
        (["suite", "noisy", "--seeds", "0"], "--seeds: Seeds are how many (1 to 1000)"),
        (["suite", "noisy", "--pairing", "both"], "--pairing: Lanes are 'paired' or 'independent'"),
        (
            ["sweep", "--surface", "bowl", "--seeds", "0", "--lane", "adam:lr=log(1,2,3)"],
            "--seeds: Seeds are",
        ),
        (["tune", "--surface", "bowl", "--lane", "adam", "--trials", "-1"], "--trials: A tuning has 0 to 10"),
        (
            ["tune", "--surface", "bowl", "--lane", "adam", "--stop-at", "0.5"],
            "--stop-at: No trial is ended early without a rule. Leave it out, or add --stopping median.",
        ),
        (
            ["basin", "--surface", "bowl", "--lane", "adam", "--resolution", "60"],
            "--resolution: A map has 50, 100, 200, 400 starts along each side, but 60",
        ),
        (["basin", "--dataset", "iris", "--lane", "adam"], "experiment: Basin maps need a surface, since"),
        (
            [*SWEEP, "--own", "missing.py"],
            "--own: missing.py cannot be read: there is no such file",
        ),
        (
            [*SWEEP, "--scheduler", "http://there:8786"],
            "--scheduler: A scheduler of dask.distributed is an address such as tcp://host:8786, but "
            "'http://there:8786' was given. The nearest valid choice is tcp://there:8786.",
        ),
        ([*SWEEP, "--worker", "1"], "There is no option --worker. Did you mean --workers?"),
        (["swep"], "Did you mean 'sweep'?"),
    ],
)
def test_bad_input_is_code_2_and_a_sentence(run, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    code, text, errors = run(*arguments, "--out", tmp_path / "out")
    assert (code, text) == (2, "")
    assert errors.startswith("Descent Lab: ")
    assert words in errors
    assert not (tmp_path / "out").exists()


def test_a_study_of_another_kind_is_refused_with_the_command_that_fits(run, tmp_path):
    save_study(Study(experiment=TuneSpec()), tmp_path / "tune.json")
    code, _, errors = run("sweep", tmp_path / "tune.json", "--out", tmp_path / "out")
    assert code == 2
    assert f"Run: python3 -m app tune {tmp_path / 'tune.json'}" in errors


def test_a_scheduler_that_is_not_there(run, tmp_path):
    code, _, errors = run(*SWEEP, "--out", tmp_path / "out", "--scheduler", "nonsense")
    assert code == 2
    assert "--scheduler: " in errors
    assert "install 'descent-lab[cluster]'" in errors or "such as tcp://host:8786" in errors


@pytest.mark.e2e
def test_the_bar_on_a_terminal(tmp_path):
    ours, theirs = pytest.importorskip("pty").openpty()
    lanes = [word for name in ("adam", "sgd", "momentum") for word in ("--lane", f"{name}:lr=1e-6..1e-3@3")]
    command = ["sweep", "--surface", "rosenbrock", "--steps", "20000", *lanes, "--workers", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "app", *command, "--out", tmp_path],
        cwd=ROOT,
        env=os.environ | {"DESCENT_LAB_BOOTSTRAP": "0", "TERM": "xterm"},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        if not select.select([ours], [], [], 60)[0]:
            break
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        shown += part
    os.close(ours)
    assert process.wait(30) == 0
    text = shown.decode()
    assert "block 0 of 3" in text
    assert "block 2 of 3" in text
    assert " left" in text.rpartition("block 2 of 3")[2]
    assert text.endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0 s"), (59, "59 s"), (600, "10 min"), (9000, "2.5 h"), (864_000, "10 days")]
)
def test_durations(seconds, text):
    assert duration_text(seconds) == text


# ---- reports


def test_a_tuning_ends_with_a_report_and_says_what_it_came_to(run, tmp_path):
    lanes = ["--lane", "momentum", "--lane", "adam", "--trials", "3", "--fresh", "3", "--workers", "1"]
    code, text, _ = run("tune", *DATA, *lanes, "--out", tmp_path)
    assert code == 0
    assert all((tmp_path / name).stat().st_size for name in REPORT)
    said = " ".join(text.split())
    assert "* Each lane was tuned with 3 trials." in said
    assert "* n too small: 3 seeds allow no interval and no p-value; 10 do." in said
    assert load_study(tmp_path / "report.html") == load_study(tmp_path / "study.json")


def test_a_report_runs_again(run, tmp_path):
    run(*SWEEP, "--out", tmp_path / "a", "--workers", "1")
    again = ["sweep", tmp_path / "a" / "report.html", "--out", tmp_path / "b", "--workers", "1", "--quiet"]
    assert run(*again)[0] == 0
    for name in ("results.csv", "report.html", "verdict.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_no_report_is_a_choice(run, tmp_path):
    assert run(*SWEEP, "--out", tmp_path, "--workers", "1", "--no-report")[0] == 0
    assert not any((tmp_path / name).exists() for name in REPORT)


def test_without_qts_libraries_there_are_the_results(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6.QtGui", None)
    code, text, errors = run(*SWEEP, "--out", tmp_path, "--workers", "1")
    assert code == 0
    assert errors.startswith("Descent Lab: no report, as Qt could not be loaded")
    assert str(tmp_path / "results.csv") in text


def test_seeds_of_a_sweep_that_was_set_up_in_the_window_count_unless_others_are_given(run, tmp_path):
    assert run(*SWEEP, "--out", tmp_path / "a", "--workers", "1", "--no-report")[0] == 0
    study = load_study(tmp_path / "a" / "study.json")
    asked = msgspec.structs.replace(study, experiment=msgspec.structs.replace(study.experiment, seeds=3))
    save_study(asked, tmp_path / "asked.json")
    for more, count in (((), 3), (("--seeds", "1"), 1)):
        out = tmp_path / str(count)
        done = run("sweep", tmp_path / "asked.json", *more, "--out", out, "--workers", "1", "--no-report")
        assert done[0] == 0
        assert len(load_study(out / "study.json").seeds) == count
        assert load_study(out / "study.json").experiment == study.experiment


def test_a_report_that_cannot_be_written_leaves_the_results_and_says_so(run, tmp_path, monkeypatch):
    def full(folder):
        raise InputError(f"{folder / 'report.pdf'} cannot be written: the disk is full.")

    monkeypatch.setattr("app.command.experiment_report.report_experiment", full)
    code, text, errors = run(*SWEEP, "--out", tmp_path, "--workers", "1")
    assert code == 1
    assert text.splitlines()[-2:] == [str(tmp_path / "results.csv"), str(tmp_path / "timing.csv")]
    assert errors.endswith(
        "report.pdf cannot be written: the disk is full. The results are there, and the same command writes "
        "the rest.\n"
    )


def test_a_folder_that_another_program_removes_is_not_said_to_hold_anything(run, tmp_path, monkeypatch):
    out = tmp_path / "out"

    def removed(runner, quiet):
        runner.close()
        shutil.rmtree(out)
        return Stopped("results.csv cannot be written: there is no such file or folder.")

    monkeypatch.setattr("app.command.experiment._drive", removed)
    code, _, errors = run(*SWEEP, "--out", out, "--workers", "1")
    assert code == 1
    assert f"{out} was removed by another program, and with it what was done." in errors
    assert "goes on from there" not in errors


def test_of_very_many_runs_there_are_files_and_no_verdict(run, tmp_path, monkeypatch):
    monkeypatch.setattr("app.command.experiment._TOLD", 100)
    code, text, errors = run(*SWEEP, "--out", tmp_path, "--workers", "1")
    assert code == 0
    assert text.splitlines() == [str(tmp_path / "results.csv"), str(tmp_path / "timing.csv")]
    assert "table, verdict and report would hold them all in memory, and are left out" in errors
