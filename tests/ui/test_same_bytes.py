"""A study saved, opened again and run, in the window's form and on the command line: the same history.csv."""

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.study.export import write_history_csv
from app.study.export_process import ExportProcess, order_export
from app.study.file import load_study, save_study
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.study.writing import Exported
from tests.ui.steering import with_value

ROOT = Path(__file__).parents[2]
STUDIES = {
    "a surface with noise": Study(
        problem=SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0), noise=0.5, spread=0.1),
        lanes=(
            LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}),
            LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-4}, name='"mine", slow'),
            LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.1}),
        ),
        steps=4000,
        seeds=(0, 1, 2),
    ),
    "digits": Study(
        problem=DataSpec(dataset="digits", model="mlp", model_parameters={"hidden": (16,)}),
        lanes=(
            LaneSpec(optimizer="adam", hyperparameters={"lr": 1e-3}, batch_size=64),
            LaneSpec(optimizer="sgd", hyperparameters={"lr": 0.05}, batch_size=8),
        ),
        epochs=3,
        seeds=(0, 1, 2),
    ),
}
# The same as the first and the second, but for the change on the way, in the words of the command line.
WORDS = {
    "a surface with noise": [
        *("--surface", "rosenbrock", "--start", "-1.2,1", "--noise", "0.5", "--spread", "0.1"),
        *("--steps", "4000", "--lane", "adam:lr=0.05", "--lane", 'momentum:lr=1e-4,name="mine"'),
        *("--lane", "gd:lr=0.1"),
    ],
    "digits": [
        *("--dataset", "digits", "--model", "mlp:hidden=16", "--epochs", "3"),
        *("--lane", "adam:lr=1e-3,batch_size=64", "--lane", "sgd:lr=0.05,batch_size=8"),
    ],
}


def command_line(*words):
    """Run the program in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "app", *map(str, words), "--no-pictures", "--quiet"],
        cwd=ROOT,
        env=os.environ | {"DESCENT_LAB_BOOTSTRAP": "0"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert (done.returncode, done.stderr) == (0, "")


def exported(session, folder):
    """Export as the window does, and return history.csv."""
    race = session.race
    order = order_export(folder, ("history",), session.study_to_save, race.problem, race.history)
    process = ExportProcess(order)
    while not isinstance(told := process.receive(), Exported):
        assert told is not None
    process.end()
    return (folder / "history.csv").read_bytes()


@pytest.mark.parametrize("kind", STUDIES)
def test_with_a_change_on_the_way(kind, opened, until, run_to_end, tmp_path):
    session = opened(STUDIES[kind])
    session.set_speed(session.race.ticks / 2)
    session.run()
    until(lambda: session.frame().tick > session.race.ticks // 20)
    before = session.study
    assert session.edit(with_value(session.study, "lr", 0.02))
    until(lambda: len(session.study_to_save.lanes[0].changes) == 1)
    assert session.state == "running"
    session.set_speed(math.inf)
    until(lambda: session.state == "finished")
    (change,) = session.study_to_save.lanes[0].changes
    assert (change.name, change.value) == ("lr", 0.02)
    assert 0 < change.step < session.race.history.lanes[0].plan.steps
    first = exported(session, tmp_path / "first")
    save_study(session.study_to_save, tmp_path / "saved.descent.json")

    opened(before)  # another race comes between
    opened(load_study(tmp_path / "saved.descent.json"))
    run_to_end()
    second = exported(session, tmp_path / "second")

    command_line("run", tmp_path / "saved.descent.json", "--out", tmp_path / "third")
    third = (tmp_path / "third" / "history.csv").read_bytes()
    assert first.count(b"\r\n") > 5000
    assert first == second
    assert first == third
    assert load_study(tmp_path / "third" / "study.json") == load_study(tmp_path / "saved.descent.json")


@pytest.mark.parametrize("kind", WORDS)
def test_compare_run_and_the_window(kind, opened, run_to_end, tmp_path):
    command_line("compare", *WORDS[kind], "--seeds", "3", "--out", tmp_path / "first")
    command_line("run", tmp_path / "first" / "study.json", "--out", tmp_path / "second")
    session = opened(load_study(tmp_path / "first" / "study.json"))
    run_to_end()
    first = (tmp_path / "first" / "history.csv").read_bytes()
    assert first == (tmp_path / "second" / "history.csv").read_bytes()
    assert first == exported(session, tmp_path / "third")
    race = session.race
    write_history_csv(tmp_path / "here.csv", race.study, race.problem, race.history)
    assert first == (tmp_path / "here.csv").read_bytes()
