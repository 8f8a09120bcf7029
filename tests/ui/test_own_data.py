"""A large file of one's own: window and engine hold it once together, and the window does not stand still."""

import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest

from app.engine.problem import DataProblem
from app.study.build import build_problem
from app.study.intake.intake import cache_folder, read_file
from app.study.intake.options import FileSpec
from app.study.intake.pages import SUFFIX
from app.study.spec import DataSpec, LaneSpec, Study
from app.study.target import target_loss
from app.ui.worker import _reading_seconds
from tests.recorded import raced_again, recorded_bytes

needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
ROWS, COLUMNS = 400_000, 10
BYTES = 8 * ROWS * COLUMNS


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Return a file of 32 MB."""
    path = tmp_path_factory.mktemp("data") / "large.npz"
    rng = np.random.default_rng(0)
    np.savez(path, x=rng.normal(size=(ROWS, COLUMNS)), y=rng.integers(0, 3, ROWS))
    return path


def study_on(path, **options):
    problem = DataSpec(dataset="file", file=FileSpec(path=str(path)), model="softmax", **options)
    lanes = (LaneSpec(optimizer="sgd"), LaneSpec(optimizer="adam", batch_size=4096))
    return Study(problem=problem, lanes=lanes, epochs=1)


def anonymous(pid):
    """Return the bytes of a process that the system cannot take back."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))


def maps(pid):
    """Return device and number of the mapped files of shared examples."""
    lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
    return {tuple(line.split()[3:5]) for line in lines if SUFFIX in line}


@needs_proc
def test_window_and_engine_map_the_same_pages_and_hold_no_copy(opened, session, study, until, large):
    opened(study)
    read_file(study_on(large).problem.file)
    pids = ("self", session.player.worker.pid)
    before = [anonymous(pid) for pid in pids]
    earlier = maps("self")  # of the studies of other tests, until they are collected
    opened(study_on(large))
    session.run()
    until(lambda: session.player.recorded >= 100)
    session.pause()
    until(lambda: not session.player.pending)
    window, engine = maps("self") - earlier, maps(session.player.worker.pid)
    assert len(window) == 1
    assert window == engine
    grown = [anonymous(pid) - known for pid, known in zip(pids, before, strict=True)]
    history = session.race.history.plan.nbytes
    assert grown[0] < 0.1 * BYTES
    assert grown[1] < 0.4 * BYTES + history
    # The target is shown without a pass over the examples on this side.
    problem = session.race.problem
    assert isinstance(problem, DataProblem)
    assert "starting_loss" in vars(problem)


def test_the_target_is_that_of_a_problem_of_one_s_own(opened, session, large):
    study = study_on(large)
    opened(study)
    assert target_loss(study, session.race.problem) == target_loss(study, build_problem(study))


def test_another_split_is_another_file_and_the_old_one_goes(opened, session, study, until, large):
    for seed in (0, 1, 2):
        opened(study_on(large, split_seed=seed))
    until(lambda: len(list(cache_folder().glob(f"*{SUFFIX}"))) <= 2)
    opened(study)
    until(lambda: sys.platform == "win32" or not list(cache_folder().glob(f"*{SUFFIX}")))


def test_the_engine_may_be_killed_and_the_next_one_maps_what_the_window_has(opened, session, until, large):
    opened(study_on(large))
    before = [path.stat().st_ino for path in cache_folder().glob(f"*{SUFFIX}")]
    session.stop_hard()
    until(lambda: session.state == "failed")
    session.reset()
    until(lambda: session.race is not None)
    assert [path.stat().st_ino for path in cache_folder().glob(f"*{SUFFIX}")] == before


def test_what_is_recorded_is_what_a_race_at_home_records(opened, session, run_to_end, tmp_path):
    path = tmp_path / "small.csv"
    path.write_text("a,b,c\n" + "".join(f"{k % 7},{k % 5},{'xyz'[k % 3]}\n" for k in range(300)))
    opened(study_on(path))
    run_to_end()
    assert recorded_bytes(session.race.history) == recorded_bytes(raced_again(session.study))


def test_a_split_that_cannot_be_is_refused(session, until, tmp_path):
    told = []
    session.message_raised.connect(lambda message, to=told: to.append(message))
    path = tmp_path / "small.csv"
    path.write_text("a,b\n1,x\n2,y\n3,x\n")
    session.open_study(study_on(path, split=(0.98, 0.01, 0.01)))
    until(lambda: bool(told))
    assert told[0].where == "problem.split"


def test_the_engine_has_longer_for_a_large_file(large, study):
    assert _reading_seconds(study) == 0.0
    assert _reading_seconds(study_on("nowhere.csv")) == 0.0
    assert _reading_seconds(study_on(large)) == pytest.approx(large.stat().st_size / 10e6)
    gone = msgspec.structs.replace(study_on(large).problem, dataset="iris")
    assert _reading_seconds(Study(problem=gone)) == 0.0
