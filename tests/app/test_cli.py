"""The command line, mostly within this process; a few starts of the real program."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import types
from pathlib import Path

import pytest

from app import __version__, cli
from app.command import action, headless
from app.study.file import load_study, save_study
from app.study.preset import default_study
from app.study.spec import LaneSpec, Study

ROOT = Path(__file__).parents[2]
FILES = ["history.csv", "history.csv-metadata.json", "study.json", "summary.csv"]
SURFACE = ["compare", "--surface", "rosenbrock", "--start", "-1.2,1", "--steps", "40", "--no-pictures"]
DATA = ["compare", "--dataset", "iris", "--model", "softmax:l2=1e-3", "--epochs", "2", "--no-pictures"]


@pytest.fixture
def run(capsys):
    """Return a function that runs the command line here and returns its code, output and errors."""

    def call(*arguments):
        code = cli.main([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return call


def start(*arguments, **keys):
    """Run the program in a process of its own."""
    environment = os.environ | {"DESCENT_LAB_BOOTSTRAP": "0", "PYTHONPATH": str(ROOT)}
    environment = {
        name: value for name, value in environment.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    command = [sys.executable, "-m", "app", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, timeout=100, **keys
    )


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- compare and run


def test_compare_on_a_surface(run, tmp_path):
    out = tmp_path / "out"
    lanes = ["--lane", "adam:lr=0.1", "--lane", "gd:lr=0.1,name=Too far", "--lane", "momentum:lr=1e-3"]
    code, text, errors = run(
        *SURFACE, *lanes, "--seeds", "5,7", "--noise", 0.1, "--title", "Mine", "--out", out
    )
    assert (code, errors) == (0, "")
    assert names(out) == [*FILES, "verdict.csv"]
    study = load_study(out / "study.json")
    assert (study.seeds, study.problem.start, study.problem.noise) == ((5, 7), (-1.2, 1.0), 0.1)
    assert (study.steps, study.title) == (40, "Mine")
    assert [lane.optimizer for lane in study.lanes] == ["adam", "gradient_descent", "momentum"]
    table = text.splitlines()
    assert table[0].split()[:3] == ["lane", "final", "loss"]
    assert table[1].split() == ["-" * width for width in map(len, table[1].split())]
    assert all(line[table[0].index("status") - 1] == " " for line in table[2:5])
    assert "Too far" in text
    assert "2 of 2 diverged" in text
    assert "Medians over 2 seeds." in text
    for name in FILES:
        assert str(out / name) in table
    status = {row["lane"]: row["status"] for row in rows(out / "summary.csv")}
    assert status["Too far"].startswith("diverged at step")
    assert not status["Adam"].startswith("diverged")
    assert max(int(row["step"]) for row in rows(out / "history.csv") if row["lane"] == "Adam") == 40


def test_quantities_that_are_asked_for(run, tmp_path):
    asked = ["--quantity", "sharpness", "--quantity", "alignment"]
    code, _, errors = run(*SURFACE, "--lane", "adam", *asked, "--out", tmp_path)
    assert (code, errors) == (0, "")
    assert load_study(tmp_path / "study.json").quantities == ("sharpness", "alignment")
    steps = {}
    for row in rows(tmp_path / "history.csv"):
        steps.setdefault(row["quantity"], []).append(int(row["step"]))
    assert steps["sharpness"] == steps["stability_limit"] == list(range(41))
    assert steps["alignment"] == list(range(1, 41))
    code, _, errors = run(*SURFACE, "--lane", "adam", "--quantity", "sharpnes", "--out", tmp_path)
    assert code == 2
    assert "Did you mean 'sharpness'?" in errors


def test_compare_on_data(run, tmp_path):
    options = ["--seeds", 3, "--split", "0.6,0.2,0.2", "--no-standardise", "--evaluations-per-epoch", 2]
    options += ["--label-noise", 0.2]
    lanes = ["--lane", "sgd:batch_size=8", "--lane", "adam:batch_size=full"]
    code, text, errors = run(*DATA, *options, *lanes, "--out", tmp_path)
    assert (code, errors) == (0, "")
    study = load_study(tmp_path / "study.json")
    assert (study.problem.split, study.problem.standardise) == ((0.6, 0.2, 0.2), False)
    assert study.problem.label_noise == 0.2
    assert (study.seeds, study.evaluations_per_epoch, study.epochs) == ((0, 1, 2), 2, 2)
    assert study.problem.model_parameters == {"l2": 1e-3}
    assert [lane.batch_size for lane in study.lanes] == [8, "full"]
    assert "test acc." in text


def test_the_model_is_a_network_by_default(run, tmp_path):
    arguments = [
        "compare",
        "--dataset",
        "iris",
        "--epochs",
        1,
        "--lane",
        "adam",
        "--no-pictures",
        "--out",
        tmp_path,
    ]
    assert run(*arguments)[0] == 0
    assert load_study(tmp_path / "study.json").problem.model == "mlp"


@pytest.mark.parametrize("command", [SURFACE, DATA], ids=["surface", "data"])
def test_the_same_bytes_through_compare_and_run(run, tmp_path, command):
    lanes = ["--lane", "adam:lr=0.05", "--lane", "sgd:lr=0.001", "--lane", "rmsprop", "--seeds", "2"]
    around = "warmup=5,gradient_noise=0.1,gradient_noise.kind=student,clip_norm=1,accumulate=2,ema=0.9"
    lanes += ["--lane", f"momentum:schedule=one_cycle,{around}"]
    assert run(*command, *lanes, "--out", tmp_path / "one")[0] == 0
    assert run(*command, *lanes, "--out", tmp_path / "two")[0] == 0
    assert run("run", tmp_path / "one" / "study.json", "--out", tmp_path / "three", "--no-pictures")[0] == 0
    for name in ("history.csv", "study.json"):
        contents = {(tmp_path / folder / name).read_bytes() for folder in ("one", "two", "three")}
        assert len(contents) == 1, name


def test_quiet_prints_the_paths_only(run, tmp_path):
    _, text, _ = run(*SURFACE, "--lane", "adam", "--quiet", "--out", tmp_path)
    assert sorted(Path(line).name for line in text.splitlines()) == FILES


def test_two_lanes_and_more_end_with_a_verdict(run, tmp_path):
    lanes = ["--lane", "momentum", "--lane", "adam:lr=0.1", "--lane", "gd:lr=1e-9"]
    problem = ["compare", "--surface", "ravine", "--steps", "120", "--noise", "0.5", "--no-pictures"]
    code, text, _ = run(*problem, *lanes, "--seeds", "10", "--out", tmp_path)
    assert code == 0
    said = " ".join(text.split())
    assert (
        "On this task, with this budget (120 steps), Momentum reached 0.33 sooner than Adam in all 10" in said
    )
    assert "* The target was missed by Gradient descent in all of 10" in said
    assert "* This is one task" in said
    table = (tmp_path / "verdict.csv").read_text(encoding="utf-8")
    assert "steps,Momentum,Adam,10,0,0,1.0" in table
    assert "Momentum reached 0.33 sooner than Adam" in table


def test_independent_lanes_are_said_to_be_so_and_run_again_to_the_same_bytes(run, tmp_path):
    lanes = ["--lane", "momentum", "--lane", "adam:lr=0.1"]
    problem = ["compare", "--surface", "ravine", "--steps", "60", "--noise", "0.5", "--no-pictures"]
    given = [*problem, *lanes, "--seeds", "10", "--pairing", "independent", "--quiet"]
    assert run(*given, "--out", tmp_path / "a")[0] == 0
    study = load_study(tmp_path / "a" / "study.json")
    assert study.pairing == "independent"
    assert len({lane.stream for lane in study.lanes} - {None}) == 2
    sentences = (tmp_path / "a" / "verdict.csv").read_text(encoding="utf-8")
    assert "Lanes are independent: each had random numbers of its own" in sentences
    assert "100 pairs of runs" in sentences
    assert ",rank-sum test" in sentences
    assert (
        run("run", tmp_path / "a" / "study.json", "--no-pictures", "--quiet", "--out", tmp_path / "b")[0] == 0
    )
    one, other = ((tmp_path / name / "history.csv").read_bytes() for name in "ab")
    assert one == other
    assert run(*problem, *lanes[2:], *lanes[:2], *given[-5:], "--out", tmp_path / "c")[0] == 0
    mine, yours = (
        [[*row.values()] for row in rows(tmp_path / name / "history.csv") if row["lane"] == "Adam"]
        for name in "ac"
    )
    assert mine == yours
    assert run(*problem, *lanes, "--seeds", "10", "--quiet", "--out", tmp_path / "d")[0] == 0
    assert (tmp_path / "d" / "history.csv").read_bytes() != one


def test_a_verdict_of_too_few_runs_says_so(run, tmp_path):
    _, text, _ = run(*SURFACE, "--lane", "momentum:lr=1e-3", "--lane", "adam", "--out", tmp_path)
    assert "n too small: 1 seed says what happened, not what would happen again." in " ".join(text.split())


def test_a_quiet_race_of_two_lanes_keeps_its_verdict_to_the_file(run, tmp_path):
    _, text, _ = run(*SURFACE, "--lane", "momentum", "--lane", "adam", "--quiet", "--out", tmp_path)
    assert sorted(Path(line).name for line in text.splitlines()) == [*FILES, "verdict.csv"]


def test_a_target_of_ones_own(run, tmp_path):
    _, text, _ = run(*SURFACE, "--lane", "adam", "--target", "1e9", "--out", tmp_path)
    assert "target reached at step 0" in text
    assert "Target loss 1e+09. One run a lane." in text


def test_two_lanes_alike_are_told_apart(run, tmp_path):
    run(*SURFACE, "--lane", "adam", "--lane", "adam", "--out", tmp_path)
    assert {row["lane"] for row in rows(tmp_path / "history.csv")} == {"Adam", "Adam (2)"}


# ---- input that cannot be used


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compar"], "No command named 'compar'. Did you mean 'compare'?"),
        (["ruN"], "Did you mean 'run'?"),
        (["xyzzy"], "Choose one of: basin, compare, list, open, run, suite, sweep, tune."),
        (["compare"], "required"),
        (["compare", "--surface", "bowl", "--lane", "adam"], "--out"),
        (["compare", "--surface", "bowl", "--out", "x"], "--lane"),
        (["compare", "--lane", "adam", "--out", "x"], "--surface --function --dataset"),
        (
            ["compare", "--surface", "bowl", "--dataset", "iris", "--lane", "adam", "--out", "x"],
            "not allowed with",
        ),
        (
            [*SURFACE, "--lane", "adamm", "--out", "x"],
            "--lane adamm: No optimizer named 'adamm'. Did you mean 'adam'?",
        ),
        ([*SURFACE, "--lane", "adam:lr=-1", "--out", "x"], "The nearest valid value is 0"),
        ([*SURFACE, "--lane", "adam:beta=1", "--out", "x"], "Did you mean 'beta"),
        (
            [*SURFACE, "--lane", "adam", "--stesp", "5", "--out", "x"],
            "no option --stesp. Did you mean --steps?",
        ),
        ([*SURFACE, "--lane", "adam", "--out", "x", "spare"], "'spare' has no place here"),
        ([*SURFACE, "--lane", "adam", "--out", "x", "--xyzzy"], "no option --xyzzy. See:"),
        ([*SURFACE, "--lane", "adam", "--out", "x", "--epochs", "5"], "--epochs belongs to --dataset"),
        (
            [*SURFACE, "--lane", "adam", "--out", "x", "--no-standardise"],
            "--no-standardise belongs to --dataset",
        ),
        ([*DATA, "--lane", "adam", "--out", "x", "--steps", "5"], "--steps belongs to --surface"),
        ([*DATA, "--lane", "adam", "--out", "x", "--start", "-1,1"], "--start belongs to --surface"),
        ([*SURFACE[:5], "--steps", "0", "--lane", "adam", "--out", "x"], "The nearest valid choice is 1"),
        (
            [*SURFACE[:5], "--steps", "ten", "--lane", "adam", "--out", "x"],
            "a whole number belongs here, but 'ten'",
        ),
        ([*SURFACE, "--noise", "-1", "--lane", "adam", "--out", "x"], "at least 0"),
        ([*SURFACE, "--noise", "much", "--lane", "adam", "--out", "x"], "a number belongs here, but 'much'"),
        ([*SURFACE, "--target", "nan", "--lane", "adam", "--out", "x"], "The target is a finite loss"),
        ([*SURFACE, "--seeds", "-3", "--lane", "adam", "--out", "x"], "Seeds are how many"),
        ([*SURFACE, *["--lane", "adam"] * 100, "--out", "x"], "1 to 32 lanes, but 100 were given"),
        ([*SURFACE, "--pairing", "apart", "--lane", "adam", "--out", "x"], "pairing: Lanes are 'paired' or"),
        (["compare", "--surface", "bowl", "--start", "1", "--lane", "adam", "--out", "x"], "two numbers x,y"),
        (["compare", "--surface", "bawl", "--lane", "adam", "--out", "x"], "Did you mean 'bowl'?"),
        (["compare", "--dataset", "irs", "--lane", "adam", "--out", "x"], "Did you mean 'iris'?"),
        (["compare", "--dataset", "iris", "--model", "linear", "--lane", "adam", "--out", "x"], "cannot do"),
        ([*DATA, "--split", "0.5,0.5", "--lane", "adam", "--out", "x"], "three fractions"),
        ([*DATA, "--split", "0.5,0.6,0.1", "--lane", "adam", "--out", "x"], "sum"),
        (["run", "none.json", "--out", "x"], "none.json cannot be read: there is no such file"),
        (["run", "none.json"], "--out"),
        (["run"], "STUDY.json"),
        (["none.json"], "none.json cannot be read"),
        (["open", "none.json"], "none.json cannot be read"),
        (["list"], "KIND"),
        (["list", "optimisers"], "Did you mean 'optimizers'?"),
        (["--versio"], "no option --versio. Did you mean --version?"),
        (["--window", "none.json"], "none.json cannot be read"),
    ],
)
def test_bad_input_is_code_2_and_a_sentence(run, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    code, text, errors = run(*arguments)
    assert (code, text) == (2, "")
    assert errors.startswith("Descent Lab: ")
    assert words in errors
    assert "Traceback" not in errors
    assert len(errors.splitlines()) == 1
    assert names(tmp_path) in ([], ["home"])


def test_a_study_file_that_is_none(run, tmp_path):
    (tmp_path / "a.json").write_text('{"format": "descent-lab-study", "schema": 9, "study": {}}')
    code, _, errors = run("run", tmp_path / "a.json", "--out", tmp_path / "x")
    assert code == 2
    assert f"{tmp_path / 'a.json'}: schema: This study was written by a newer version" in errors
    assert not (tmp_path / "x").exists()


def test_a_folder_that_cannot_be_is_found_out_before_the_race(run, tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(headless, "run_all", pytest.fail)
    code, _, errors = run(*SURFACE, "--lane", "adam", "--out", tmp_path / "file" / "deep")
    assert code == 2
    assert "cannot be made" in errors


def test_a_disk_that_fills_up(run, tmp_path, monkeypatch):
    from app.study import disk

    real = disk._write

    def full(path, pieces):
        if path.name.startswith(".history.csv."):
            path.write_bytes(b"half")
            raise OSError(28, "No space left on device")
        real(path, pieces)

    monkeypatch.setattr(disk, "_write", full)
    code, _, errors = run(*SURFACE, "--lane", "adam", "--out", tmp_path / "x")
    assert code == 2
    assert errors == f"Descent Lab: {tmp_path / 'x' / 'history.csv'} cannot be written: the disk is full.\n"
    assert names(tmp_path / "x") == ["study.json"]


# ---- trouble


def test_trouble_inside_is_code_1(run, tmp_path, monkeypatch):
    def fail(*args, **keys):
        raise ZeroDivisionError("odd")

    monkeypatch.setattr("app.engine.race.Race.advance", fail)
    code, _, errors = run(*SURFACE, "--lane", "adam", "--out", tmp_path)
    assert code == 1
    assert "ZeroDivisionError: odd" in errors
    assert errors.endswith("Descent Lab: this is a fault in the app. The lines above say where.\n")


def test_too_little_memory_is_a_sentence(run, tmp_path, monkeypatch):
    def fail(*args, **keys):
        raise MemoryError

    monkeypatch.setattr("app.command.headless.build_race", fail)
    code, _, errors = run(*SURFACE, "--lane", "adam", "--out", tmp_path)
    assert (code, "not enough memory" in errors, "Traceback" in errors) == (1, True, False)


def test_a_library_that_is_missing_is_left_to_the_caller(monkeypatch):
    def fail(*args):
        raise ImportError("libGL.so.1: cannot open shared object file")

    monkeypatch.setattr(action, "list_items", fail)
    with pytest.raises(ImportError):
        cli.main(["list", "optimizers"])


def test_ctrl_c_keeps_what_was_recorded(run, tmp_path, monkeypatch):
    from app.engine.race import Race

    real = Race.advance

    def advance(race, ticks):
        if race.tick >= 15:
            raise KeyboardInterrupt
        return real(race, min(ticks, 5))

    monkeypatch.setattr(Race, "advance", advance)
    code, text, errors = run(*SURFACE, "--lane", "adam", "--out", tmp_path)
    assert code == 130
    assert "interrupted; what was recorded until then is written" in errors
    assert set(FILES) <= set(names(tmp_path))
    (row,) = rows(tmp_path / "summary.csv")
    reached = int(row["steps"])
    assert 15 <= reached < 40
    assert row["status"] == f"stopped at step {reached} of 40"
    assert max(int(line["step"]) for line in rows(tmp_path / "history.csv")) == reached
    assert "stopped at step" in text


def test_ctrl_c_at_another_time(run, monkeypatch):
    def fail(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(action, "list_items", fail)
    code, _, errors = run("list", "optimizers")
    assert (code, errors) == (130, "Descent Lab: interrupted.\n")


@pytest.mark.skipif(os.name == "nt", reason="no such signals there")
def test_ctrl_c_for_real(tmp_path):
    environment = os.environ | {"DESCENT_LAB_BOOTSTRAP": "0"}
    command = [
        sys.executable,
        "-m",
        "app",
        "compare",
        "--surface",
        "rosenbrock",
        "--lane",
        "adam",
        "--no-pictures",
    ]
    command += ["--steps", "5000000", "--out", str(tmp_path / "x")]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / "x" / "study.json").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert b"Traceback" not in errors
    assert set(FILES) <= set(names(tmp_path / "x"))
    (row,) = rows(tmp_path / "x" / "summary.csv")
    stopped = f"stopped at step {row['steps']} of 5000000"
    assert row["status"] == stopped or row["status"].startswith("target reached")


# ---- list, version, help


@pytest.mark.parametrize(
    "kind", ["optimizers", "schedules", "filters", "surfaces", "datasets", "models", "quantities"]
)
def test_lists(run, kind):
    from app.study.catalogue import registry

    code, text, _ = run("list", kind)
    lines = text.splitlines()
    assert code == 0
    assert [line.split()[0] for line in lines[2:]] == registry(kind).names()
    assert set(lines[1]) <= {"-", " "}
    column = lines[0].index("title")
    assert all(line[column - 1] == " " and line[column] != " " for line in lines[2:])
    items = json.loads(run("list", kind, "--json")[1])
    assert [item["name"] for item in items] == registry(kind).names()


def test_version_and_help(run):
    assert run("--version") == (0, f"Descent Lab {__version__}\n", "")
    code, text, _ = run("--help")
    assert code == 0
    for word in ("compare", "run", "list", "open", "--version", "examples:"):
        assert word in text
    assert "self-test" not in text
    for command in ("compare", "run", "list", "open"):
        assert run(command, "--help")[0] == 0


def test_the_command_line_loads_no_numbers_and_no_qt():
    program = (
        "import sys; from app.cli import main; main(['--version']); main(['--help']); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not {"numpy", "msgspec", "PySide6", "app.study", "app.ui"} & set(done.stdout.split())


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_a_reader_that_has_seen_enough():
    environment = os.environ | {"DESCENT_LAB_BOOTSTRAP": "0"}
    command = f"{sys.executable} -m app list surfaces --json | head -c 10"
    done = subprocess.run(command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert len(done.stdout) == 10
    assert done.stderr == ""


# ---- pictures


def test_pictures_are_written_and_named(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "app.ui.picture", stand_in())
    arguments = [argument for argument in SURFACE if argument != "--no-pictures"]
    code, text, errors = run(*arguments, "--lane", "adam", "--out", tmp_path)
    assert (code, errors) == (0, "")
    assert str(tmp_path / "loss.png") in text.splitlines()


def test_the_band_of_many_seeds_is_a_choice(run, tmp_path):
    arguments = [argument for argument in SURFACE if argument != "--no-pictures"]
    code, _, errors = run(*arguments, "--lane", "adam", "--seeds", "3", "--band", "mean", "--out", tmp_path)
    assert (code, errors) == (0, "")
    words = " ".join(re.findall(r">([^<>]+)</text>", (tmp_path / "loss.svg").read_text()))
    assert "mean of 3 seeds, n too small for an interval" in " ".join(words.split())
    assert run(*arguments, "--lane", "adam", "--band", "average", "--out", tmp_path)[0] == 2


def test_without_qts_libraries_the_numbers_are_there(tmp_path):
    arguments = [argument for argument in SURFACE if argument != "--no-pictures"]
    arguments += ["--lane", "adam", "--lane", "sgd:lr=1e-4", "--report", "--out", str(tmp_path)]
    program = "import sys; sys.modules['PySide6.QtGui'] = None; from app.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert done.stderr.startswith("Descent Lab: no pictures, as Qt could not be loaded")
    assert "Descent Lab: no report, as Qt could not be loaded" in done.stderr
    assert set(FILES) <= set(names(tmp_path))


def stand_in(draws=True):
    """Return a module that stands for the one that draws."""

    def write_pictures(folder, study, problem, history, kinds, seeds):
        names = [f"loss.{kind}" for kind in kinds] if draws else []
        for name in names:
            (folder / name).write_bytes(name.encode())
        return [folder / name for name in names]

    return types.SimpleNamespace(write_pictures=write_pictures)


@pytest.fixture
def no_film(monkeypatch):
    """Let an animation, and the figures of a report, take no time."""

    def write_film(folder, study, problem, history, request, show):
        (folder / "stage.gif").write_bytes(b"gif")
        return [folder / "stage.gif"]

    film = types.SimpleNamespace(write_film=write_film)
    monkeypatch.setitem(sys.modules, "app.ui.race_film", film)
    # Put in whole: the module takes the name of what draws into itself, and would keep a stand-in's for good.
    figures = types.SimpleNamespace(curves_of=lambda *race: [], figures_of=lambda *race: iter(()))
    monkeypatch.setitem(sys.modules, "app.ui.report.figure", figures)


def test_the_self_test(run, monkeypatch, no_film):
    monkeypatch.setitem(sys.modules, "app.ui.picture", stand_in())
    assert run("--self-test") == (0, "OK\n", "")


def test_the_self_test_finds_missing_pictures(run, monkeypatch, no_film):
    monkeypatch.setitem(sys.modules, "app.ui.picture", stand_in(draws=False))
    code, text, _ = run("--self-test")
    assert code == 1
    assert text.splitlines() == [
        "Self-test: surface/loss.pdf was not written.",
        "Self-test: no picture of the surface study was drawn.",
        "Self-test: data/loss.pdf was not written.",
        "Self-test: no picture of the data study was drawn.",
    ]


def test_the_self_test_finds_an_empty_folder(run, monkeypatch, no_film):
    monkeypatch.setitem(sys.modules, "app.ui.picture", stand_in())
    monkeypatch.setattr("app.command.self_test.registry", lambda kind: [1] if kind != "models" else [])
    code, text, _ = run("--self-test")
    assert (code, text) == (1, "Self-test: there are no models.\n")


# ---- the terminal


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_bar_is_drawn_on_a_terminal_and_wiped(monkeypatch):
    from app.command import progress

    clock = iter(range(100))
    monkeypatch.setattr(progress, "monotonic", lambda: float(next(clock)))
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with progress.Progress(200, quiet=False) as bar:
        bar.show(50)
        bar.show(200)
    text = terminal.getvalue()
    assert f"[{'#' * 10}{'.' * 30}]  25 %  about 3 s left" in text
    assert "100 %  about 0 s left" in text
    assert text.endswith("\r\033[K")


def test_the_bar_is_drawn_at_most_ten_times_a_second(monkeypatch):
    from app.command import progress

    monkeypatch.setattr(progress, "monotonic", lambda: 0.0)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with progress.Progress(200, quiet=False) as bar:
        bar.show(50)
    assert "%" not in terminal.getvalue()


@pytest.mark.parametrize("quiet", [True, False])
def test_no_bar_in_a_file_or_when_quiet(monkeypatch, quiet):
    from app.command.progress import Progress

    monkeypatch.setattr(sys, "stderr", stream := Terminal() if quiet else io.StringIO())
    with Progress(200, quiet) as bar:
        bar.show(50)
    assert stream.getvalue() == ""


def test_columns_line_up_for_wide_and_combined_letters():
    from app.command.table import aligned

    lines = aligned([("name", "n"), ("漢字", "1"), ("e\u0301", "22")], right=[1]).splitlines()
    assert lines == ["name   n", "----  --", "漢字   1", "e\u0301     22"]


# ---- the window


@pytest.fixture
def opened(monkeypatch):
    """Replace the window; return what it was opened with."""
    calls = []
    window = types.SimpleNamespace(run=lambda path=None: calls.append(path) or 7)
    monkeypatch.setitem(sys.modules, "app.ui.application", window)
    return calls


@pytest.fixture
def display(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")


@pytest.mark.usefixtures("display")
def test_no_arguments_open_the_window(run, opened):
    assert run()[0] == 7
    assert opened == [None]


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("words", [[], ["open"]])
def test_a_study_opens_in_the_window(run, opened, tmp_path, words):
    save_study(Study(), tmp_path / "a.descent.json")
    assert run(*words, tmp_path / "a.descent.json")[0] == 7
    assert opened == [tmp_path / "a.descent.json"]


@pytest.fixture
def no_display(monkeypatch, tmp_path):
    if sys.platform != "linux":
        pytest.skip("other systems always have a display")
    monkeypatch.chdir(tmp_path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.mark.usefixtures("no_display")
def test_the_window_can_be_forced(run, opened):
    assert run("--window")[0] == 7
    assert opened == [None]


@pytest.mark.usefixtures("no_display")
def test_another_platform_of_qt_is_a_display(run, opened, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "vnc:size=800x600")
    assert run()[0] == 7
    assert opened == [None]


@pytest.mark.usefixtures("no_display")
@pytest.mark.parametrize("platform", ["offscreen", None])
def test_without_a_display_the_default_study_is_raced(run, opened, monkeypatch, tmp_path, platform):
    if platform is None:
        monkeypatch.delenv("QT_QPA_PLATFORM")
    code, text, errors = run("--no-pictures")
    assert (code, opened) == (0, [])
    assert (
        errors
        == "There is no display here, so Descent Lab runs without its window and writes to descent-lab-out.\n"
    )
    assert set(FILES) <= set(names(tmp_path / "descent-lab-out"))
    assert load_study(tmp_path / "descent-lab-out" / "study.json") == default_study()
    assert "descent-lab-out/history.csv" in text.replace("\\", "/")


@pytest.mark.usefixtures("no_display", "opened")
def test_without_a_display_a_given_study_is_raced(run, tmp_path):
    study = Study(lanes=(LaneSpec(optimizer="sgd"),), steps=3, title="Given")
    save_study(study, tmp_path / "a.json")
    assert run(tmp_path / "a.json", "--no-pictures", "--out", "there")[0] == 0
    assert load_study(tmp_path / "there" / "study.json") == study


# ---- the real program


@pytest.mark.e2e
def test_the_program_compares(tmp_path):
    done = start(*SURFACE, "--lane", "adam", "--lane", "sgd:lr=1e-3", "--out", "x", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert names(tmp_path / "x") == [*FILES, "verdict.csv"]
    bad = start(*SURFACE, "--lane", "adamm", "--out", "y", cwd=tmp_path)
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr == "Descent Lab: --lane adamm: No optimizer named 'adamm'. Did you mean 'adam'?\n"
    assert not (tmp_path / "y").exists()


@pytest.mark.e2e
def test_the_program_gives_the_same_bytes_in_each_process(tmp_path):
    lanes = ["--lane", "adam", "--lane", "sgd:batch_size=16", "--seeds", "2"]
    for folder in ("one", "two"):
        assert start(*DATA, *lanes, "--out", folder, cwd=tmp_path).returncode == 0
    assert (tmp_path / "one" / "history.csv").read_bytes() == (tmp_path / "two" / "history.csv").read_bytes()
