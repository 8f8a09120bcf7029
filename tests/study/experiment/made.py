"""Small experiments that have been run in this process."""

import functools
import tempfile
from pathlib import Path

import msgspec

from app.study.experiment.event import Finished
from app.study.experiment.part import parts_of
from app.study.experiment.results import load_results
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.experiment.spec import Axis, BasinSpec, SuiteSpec, SweepSpec, TaskSpec, TuneSpec
from app.study.file import study_to_json
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec

LANES = (LaneSpec(optimizer="momentum"), LaneSpec(optimizer="adam"), LaneSpec(optimizer="adagrad"))
NOISY = SurfaceSpec(surface="ravine", noise=0.3, spread=0.1)
TASKS = tuple(
    TaskSpec(name=name, problem=SurfaceSpec(surface=name.lower(), noise=0.2, spread=0.1), steps=60)
    for name in ("Bowl", "Ravine", "Beale", "Himmelblau", "Rosenbrock")
)

SWEEP = Study(
    problem=NOISY,
    lanes=LANES,
    steps=60,
    seeds=tuple(range(4)),
    experiment=SweepSpec(
        axes=(
            Axis(spacing="log", low=1e-3, high=1.0, count=7),
            Axis(lane=1, spacing="log", low=1e-2, high=1.0, count=4),
            Axis(lane=1, name="beta1", values=(0.0, 0.5, 0.9)),
        )
    ),
)
TUNE = Study(
    problem=DataSpec(dataset="iris", model="softmax"),
    lanes=LANES[:2],
    epochs=3,
    seeds=(0, 1, 2),
    experiment=TuneSpec(trials=8, fresh=10),
)
SUITE = Study(lanes=LANES, seeds=tuple(range(10)), experiment=SuiteSpec(tasks=TASKS))
TUNED_SUITE = Study(
    lanes=LANES[:2],
    seeds=(0, 1),
    experiment=SuiteSpec(tasks=TASKS[:2], tune=TuneSpec(trials=5, fresh=10, stopping="median", pilots=2)),
)
BASIN = Study(
    problem=SurfaceSpec(surface="himmelblau"),
    lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.3}), LaneSpec(optimizer="momentum")),
    steps=60,
    experiment=BasinSpec(resolution=50),
)


def run(study, folder):
    """Run an experiment into a folder and return its results."""
    ending = Runner(study, Path(folder), SerialExecutor(study_to_json(study))).run()
    assert isinstance(ending, Finished)
    return load_results(folder)


@functools.cache
def _done(content):
    with tempfile.TemporaryDirectory() as folder:
        return run(msgspec.json.decode(content, type=Study), folder)


def done(study):
    """Return the results of an experiment; the same one is run once."""
    return _done(msgspec.json.encode(study))


def parts(study):
    """Return its tasks."""
    return parts_of(study, done(study).done)
