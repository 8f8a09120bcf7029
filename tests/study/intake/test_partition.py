"""The examples of a file, split once for all: the same bits as split at home."""

import gc
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.problem import DataProblem
from app.engine.split import PARTS, split_table
from app.study.build import build_problem, build_race
from app.study.intake import pages
from app.study.intake.intake import cache_folder
from app.study.spec import DataSpec, LaneSpec, Study

replace = msgspec.structs.replace
ROOT = Path(__file__).resolve().parents[3]


def text_of(regression, rows=3000):
    rng = np.random.default_rng(1)
    lines = (",".join(map(repr, row)) for row in rng.normal(size=(rows, 5)).tolist())
    ends = rng.normal(size=rows).tolist() if regression else ["ab"[k % 2] for k in range(rows)]
    return "v,w,x,same,z,target\n" + "".join(f"{line},{end}\n" for line, end in zip(lines, ends, strict=True))


@pytest.fixture(params=[False, True], ids=["classes", "numbers"])
def spec(request, write):
    model = "linear" if request.param else "softmax"
    return DataSpec(dataset="file", file=write(text_of(request.param)), model=model)


def arrays_of(split):
    found = {
        "offset": split.offset,
        "scale": split.scale,
        "t": np.array([split.target_offset, split.target_scale]),
    }
    for name, part in zip(PARTS, (split.train, split.validation, split.test), strict=True):
        found |= {f"{name} {what}": getattr(part, what) for what in ("features", "targets", "rows")}
    return found


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"standardise": False},
        {"split": (1.0, 0.0, 0.0)},
        {"label_noise": 0.3, "split_seed": 4},
    ],
)
def test_it_is_the_split_to_the_bit(spec, options):
    spec = replace(spec, **options)
    problem = build_problem(Study(problem=spec))
    own = split_table(problem.table, spec.split, spec.split_seed, spec.standardise, spec.label_noise)
    for name, array in arrays_of(own).items():
        shared = arrays_of(problem.split)[name]
        assert (shared.dtype, shared.shape) == (array.dtype, array.shape), name
        assert shared.tobytes() == array.tobytes(), name


def test_a_race_records_the_same_bytes(spec):
    study = Study(
        problem=spec,
        lanes=(
            LaneSpec(optimizer="sgd"),
            LaneSpec(optimizer="gradient_descent"),
            LaneSpec(optimizer="lbfgs"),
        ),
        epochs=2,
        seeds=(0, 1),
    )
    histories = []
    for shared in (True, False):
        problem = build_problem(study)
        if not shared:
            own = split_table(problem.table, spec.split, spec.split_seed, spec.standardise)
            problem = DataProblem(problem.dataset, problem.table, own, problem.model, study.seeds)
        race = build_race(study, problem=problem)
        race.run()
        histories.append(race.history)
    for one, other in zip(*(history.lanes for history in histories), strict=True):
        assert one.batch_loss.tobytes() == other.batch_loss.tobytes()
        assert one.snapshots.tobytes() == other.snapshots.tobytes()
        assert one.evaluated["loss"].tobytes() == other.evaluated["loss"].tobytes()


def test_problems_share_one_copy(spec):
    one, other = (
        build_problem(Study(problem=replace(spec, model_parameters={"l2": l2}))) for l2 in (0.0, 0.1)
    )
    assert np.shares_memory(one.split.train.features, other.split.train.features)
    assert not np.shares_memory(
        one.split.train.features,
        build_problem(Study(problem=replace(spec, split_seed=1))).split.train.features,
    )


def kept():
    return sorted(path.name for path in cache_folder().glob(f"*{pages.SUFFIX}"))


@pytest.mark.skipif(sys.platform == "win32", reason="goes at the next start there")
def test_nothing_is_left_of_what_nobody_uses(spec):
    problem = build_problem(Study(problem=spec))
    assert len(kept()) == 1
    del problem
    gc.collect()
    assert kept() == []


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_what_a_killed_process_left_goes_with_the_next_engine(spec, tmp_path):
    study = tmp_path / "study.json"
    study.write_bytes(msgspec.json.encode(Study(problem=spec)))
    code = (
        "import os, signal, sys, msgspec\n"
        "from pathlib import Path\n"
        "from app.study.build import build_problem\n"
        "from app.study.spec import Study\n"
        "problem = build_problem(msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Study))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, study], cwd=ROOT, check=False)
    assert len(kept()) == 1
    from app.study.process import EngineProcess

    engine = EngineProcess()
    try:
        assert engine.connection.poll(60)
        engine.receive()
        engine.send(None)  # answered, as a mistake, after all that it does first
        assert engine.connection.poll(60)
    finally:
        engine.end()
    assert kept() == []


def test_a_damaged_file_is_made_anew(spec):
    problem = build_problem(Study(problem=spec))
    features, name = problem.split.train.features.copy(), kept()[0]
    del problem
    gc.collect()
    (cache_folder() / name).write_bytes(b"nonsense")
    np.testing.assert_array_equal(build_problem(Study(problem=spec)).split.train.features, features)


def test_no_room_is_a_sentence(spec, monkeypatch):
    def full(descriptor, nbytes, start):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pages, "reserve", full)
    with pytest.raises(InputError, match="cannot be written there: No space left") as caught:
        build_problem(Study(problem=spec))
    assert caught.value.where == "problem.file"
    assert kept() == []
    assert len(list(cache_folder().iterdir())) == 1, "the table alone"


def test_a_split_that_cannot_be_is_refused_with_its_place(spec):
    with pytest.raises(InputError) as caught:
        build_problem(Study(problem=replace(spec, split=(0.5, 0.5, 0.5))))
    assert caught.value.where == "problem.split"
