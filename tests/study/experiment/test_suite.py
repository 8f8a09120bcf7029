import msgspec
import pytest

from app.engine.error import InputError
from app.study.check import check_study
from app.study.experiment.event import Finished
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.experiment.spec import SuiteSpec, TaskSpec, TuneSpec
from app.study.experiment.suites import suite_names, suite_path
from app.study.file import load_study, study_from_json, study_to_json
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from tests.study.experiment.reading import rows_of


@pytest.fixture
def suite():
    tasks = (
        TaskSpec(name="Bowl", problem=SurfaceSpec(surface="bowl", spread=0.1), steps=30),
        TaskSpec(name="Iris", problem=DataSpec(dataset="iris", model="softmax"), epochs=2, target=0.5),
    )
    lanes = (LaneSpec(optimizer="adam"), LaneSpec(optimizer="sgd"))
    return Study(lanes=lanes, seeds=(0, 1, 2), experiment=SuiteSpec(tasks=tasks))


def run(study, folder):
    ending = Runner(study, folder, SerialExecutor(study_to_json(study))).run()
    assert isinstance(ending, Finished)
    return rows_of(folder / "results.csv")


def test_every_lane_on_every_task(tmp_path, suite):
    rows = run(suite, tmp_path)
    assert [(row["task"], row["optimizer"], row["seed"]) for row in rows] == [
        (task, lane, seed) for task in ("Bowl", "Iris") for lane in ("adam", "sgd") for seed in "012"
    ]
    assert {row["steps"] for row in rows if row["task"] == "Bowl"} == {"30"}
    assert all((row["test_loss"] == "") == (row["task"] == "Bowl") for row in rows)


def test_tuned_on_each_task(tmp_path, suite):
    spec = msgspec.structs.replace(suite.experiment, tune=TuneSpec(trials=3, fresh=2))
    rows = run(msgspec.structs.replace(suite, experiment=spec), tmp_path)
    for task in ("Bowl", "Iris"):
        for lane in ("adam", "sgd"):
            of = [row for row in rows if row["task"] == task and row["optimizer"] == lane]
            assert sum(row["phase"] == "trial" for row in of) == 4 * 3
            assert sum(row["phase"] == "fresh" for row in of) == 2 * 2


def test_a_suite_is_a_file(suite):
    assert study_from_json(study_to_json(suite)) == suite


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tasks": ()}, "experiment.tasks: A suite has 1 to 1000 tasks"),
        ({"tasks": (TaskSpec(name=""),)}, r"experiment.tasks\[0\].name: Each task has a name"),
        ({"tasks": (TaskSpec(name="a"), TaskSpec(name="a"))}, r"experiment.tasks\[1\].name"),
        ({"tasks": (TaskSpec(name="a", steps=0),)}, r"experiment.tasks\[0\].steps"),
        ({"tasks": (TaskSpec(name="a"),), "tune": TuneSpec(trials=-1)}, "experiment.tune.trials"),
    ],
)
def test_a_wrong_suite_is_named_with_its_place(suite, change, words):
    spec = msgspec.structs.replace(suite.experiment, **change)
    with pytest.raises(InputError, match=words):
        check_study(msgspec.structs.replace(suite, experiment=spec))


@pytest.mark.parametrize("name", suite_names())
def test_shipped_suites_are_sound_and_written_as_the_app_writes(name):
    study = load_study(suite_path(name))
    assert study.title
    assert study.description
    spec = study.experiment
    assert isinstance(spec, SuiteSpec)
    assert (study.problem, study.steps) == (spec.tasks[0].problem, spec.tasks[0].steps)
    assert study_from_json(study_to_json(study)) == study
    assert len(study.seeds) >= (3 if spec.tune else 10)


def test_the_suites_that_are_promised():
    assert {"surfaces", "small-data", "noisy", "names-tuned", "ravine-tuned"} <= set(suite_names())
    for name in ("names-tuned", "ravine-tuned"):
        assert load_study(suite_path(name)).experiment.tune.trials == 50
