"""What the command line leaves in DIR: the commands as they are written in the guide, and PyTorch's rows."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app import cli
from app.study.file import load_study

ROOT = Path(__file__).parents[2]
GOLDEN = json.loads((ROOT / "tests" / "golden" / "torch.json").read_text(encoding="utf-8"))
TABLES = {"history.csv", "history.csv-metadata.json", "summary.csv", "study.json"}
EIGHT = ("gradient_descent", "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam")


def start(*words, **keys):
    """Run the program in a process of its own, without a display."""
    environment = os.environ | {"DESCENT_LAB_BOOTSTRAP": "0", "PYTHONPATH": str(ROOT)}
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "app", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, timeout=100, **keys
    )


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns(path, lane):
    """Return step and value of each quantity of a lane's first run."""
    found = {}
    for row in rows(path):
        if (row["lane"], row["run"]) == (lane, "0"):
            found.setdefault(row["quantity"], []).append((int(row["step"]), float(row["value"])))
    return {name: np.array(values) for name, values in found.items()}


@pytest.mark.e2e
def test_two_lanes_on_rosenbrock(tmp_path):
    done = start(
        *("compare", "--surface", "rosenbrock", "--start", "-1.2,1", "--steps", "100"),
        *("--lane", "adam:lr=0.1", "--lane", "momentum:lr=1e-3,momentum=0.9", "--out", "DIR"),
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")
    out = tmp_path / "DIR"
    pictures = {
        f"{name}.{kind}"
        for name in ("trajectory", "loss", "gradient_norm", "stage")
        for kind in ("png", "svg")
    }
    assert {path.name for path in out.iterdir()} == TABLES | pictures | {"verdict.csv"}
    assert {
        Path(line).name for line in done.stdout.splitlines() if line.startswith("DIR")
    } == TABLES | pictures | {"verdict.csv"}
    assert (out / "loss.png").read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in (out / "loss.svg").read_bytes()
    assert [row["lane"] for row in rows(out / "summary.csv")] == ["Adam", "Momentum"]
    adam = columns(out / "history.csv", "Adam")
    assert {"x", "y", "loss", "gradient_norm"} <= set(adam)
    for name in ("x", "y", "loss", "gradient_norm"):
        assert adam[name][:, 0].tolist() == list(range(101))
    x, y = adam["x"][:, 1], adam["y"][:, 1]
    assert (x[0], y[0]) == (-1.2, 1.0)
    np.testing.assert_allclose(adam["loss"][:, 1], (1 - x) ** 2 + 100 * (y - x * x) ** 2, rtol=1e-9)
    slope = np.hypot(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x))
    np.testing.assert_allclose(adam["gradient_norm"][:, 1], slope, rtol=1e-7)
    described = json.loads((out / "history.csv-metadata.json").read_text(encoding="utf-8"))["notes"][0]
    assert set(adam) <= {quantity["name"] for quantity in described["quantities"]}
    assert described["study"] == json.loads((out / "study.json").read_text(encoding="utf-8"))
    assert described["lanes"][1]["notation"] == "momentum:lr=0.001,momentum=0.9"


@pytest.mark.e2e
def test_two_lanes_on_digits(tmp_path):
    done = start(
        *("compare", "--dataset", "digits", "--model", "mlp:hidden=32", "--epochs", "5", "--seeds", "3"),
        *("--lane", "adam:lr=1e-3,batch_size=64", "--lane", "sgd:lr=0.1,batch_size=1", "--out", "DIR"),
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")
    out = tmp_path / "DIR"
    names = {path.name for path in out.iterdir()}
    assert names >= TABLES | {"trajectory.png", "loss.svg", "validation_accuracy.png"}
    summary = rows(out / "summary.csv")
    assert [(row["lane"], row["seed"]) for row in summary] == [
        (lane, str(seed)) for lane in ("Adam", "SGD") for seed in range(3)
    ]
    examples = load_study(out / "study.json").problem.split[0]
    assert {row["batch_size"] for row in summary} == {"64", "1"}
    assert {row["epochs"] for row in summary} == {"5.0"}
    assert all(0.5 < float(row["test_accuracy"]) <= 1 for row in summary if row["lane"] == "Adam")
    adam, sgd = (columns(out / "history.csv", lane) for lane in ("Adam", "SGD"))
    assert {"loss", "batch_loss", "train_accuracy", "validation_accuracy", "validation_loss"} <= set(adam)
    assert 0 < examples < 1
    # Both have seen the same examples where they are compared, and began at the same point.
    assert len(adam["loss"]) == len(sgd["loss"]) == 6
    assert adam["loss"][0].tolist() == sgd["loss"][0].tolist()
    assert 60 < sgd["loss"][-1, 0] / adam["loss"][-1, 0] <= 64


@pytest.mark.e2e
def test_run_gives_the_same_files_as_compare(tmp_path):
    words = ("--surface", "beale", "--steps", "30", "--seeds", "2", "--noise", "0.1", "--lane", "nesterov")
    assert start("compare", *words, "--no-pictures", "--out", "one", cwd=tmp_path).returncode == 0
    assert start("run", "one/study.json", "--no-pictures", "--out", "two", cwd=tmp_path).returncode == 0
    for name in ("history.csv", "study.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("kind", "some"),
    [
        ("optimizers", set(EIGHT)),
        ("surfaces", {"rosenbrock", "ravine", "two_weight_network"}),
        ("datasets", {"digits", "iris", "two_moons"}),
        ("models", {"linear", "softmax", "mlp"}),
    ],
)
def test_lists_for_people_and_for_programs(kind, some):
    plain, exact = start("list", kind), start("list", kind, "--json")
    assert (plain.returncode, plain.stderr, exact.returncode, exact.stderr) == (0, "", 0, "")
    items = json.loads(exact.stdout, parse_constant=pytest.fail)
    named = {item["name"] for item in items}
    assert some <= named == {line.split()[0] for line in plain.stdout.splitlines()[2:]}
    assert named == {name.lower() for name in named}


def words_of(case):
    """Return a recorded case in the words of the command line."""
    values = [f"{name}={value}" for name, value in case["rosenbrock"]["values"].items()]
    lane = ":".join([case["optimizer"], ",".join(values)]) if values else case["optimizer"]
    return ["--lane", lane]


@pytest.mark.parametrize("name", EIGHT)
def test_compare_equals_pytorchs_rows(name, tmp_path, capsys):
    cases = [case for case in GOLDEN["cases"] if case["optimizer"] == name]
    assert len(cases) >= 3
    lanes = [word for case in cases for word in words_of(case)]
    steps = str(GOLDEN["steps"]["rosenbrock"])
    words = ["compare", "--surface", "rosenbrock", "--start", "-1.2,1", "--steps", steps]
    assert cli.main([*words, *lanes, "--no-pictures", "--quiet", "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    kept = GOLDEN["kept"]["rosenbrock"]
    for lane, case in zip([row["lane"] for row in rows(tmp_path / "summary.csv")], cases, strict=True):
        found = columns(tmp_path / "history.csv", lane)
        ours = np.stack([found["x"][kept, 1], found["y"][kept, 1]], axis=1)
        theirs = np.array(case["rosenbrock"]["rows"])
        assert found["x"][kept, 0].tolist() == kept
        scale = np.abs(theirs).max(axis=1, keepdims=True)
        assert (np.abs(ours - theirs) / scale).max() <= 1e-12, lane
