"""Tuning: the same trials whatever happens; hopeless ones are ended by a rule that knows no order."""

import json

import msgspec
import numpy as np
import pytest

from app.engine.error import InputError
from app.study.check import check_study
from app.study.experiment.event import Finished, StageBegan
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.experiment.space import search_space, trial_settings
from app.study.experiment.spec import Axis, TuneSpec
from app.study.experiment.tuning import chosen_cell, fresh_seeds, survivors
from app.study.file import study_to_json
from app.study.spec import LaneSpec, Study, SurfaceSpec
from tests.study.experiment.reading import rows_of
from tests.study.experiment.script import Scripted


@pytest.fixture
def tuning():
    return Study(
        problem=SurfaceSpec(surface="ravine", parameters={"kappa": 20.0}),
        lanes=(LaneSpec(optimizer="momentum"), LaneSpec(optimizer="adam")),
        steps=60,
        seeds=(0, 1),
        experiment=TuneSpec(trials=10, fresh=3, design="random"),
    )


def run(study, folder, executor=None):
    check_study(study)
    runner = Runner(study, folder, executor or SerialExecutor(study_to_json(study)))
    events = []
    while not runner.over:
        events += runner.poll()
    assert isinstance(events[-1], Finished), events[-1]
    assert not events[-1].failed
    return [event for event in events if isinstance(event, StageBegan)]


def test_every_lane_gets_its_trials_and_the_chosen_new_seeds(tmp_path, tuning):
    assert [stage.stage for stage in run(tuning, tmp_path)] == [0, 1]
    rows = rows_of(tmp_path / "results.csv")
    chosen = json.loads((tmp_path / "chosen.json").read_text())
    for number, lane in enumerate(("momentum", "adam")):
        trials = [row for row in rows if row["optimizer"] == lane and row["phase"] == "trial"]
        assert {(row["setting"], row["seed"]) for row in trials} == {
            (str(cell), str(seed)) for cell in range(11) for seed in (0, 1)
        }
        best = min((float(row["final"]), int(row["setting"])) for row in trials if row["setting"] != "0")
        told = chosen["lanes"][number]
        assert told["chosen"] == best[1]
        assert told["values"]["lr"] == float(next(r["lr"] for r in trials if r["setting"] == str(best[1])))
        fresh = [row for row in rows if row["optimizer"] == lane and row["phase"] == "fresh"]
        assert {(int(row["setting"]), int(row["seed"])) for row in fresh} == {
            (cell, seed) for cell in (0, best[1]) for seed in (2, 3, 4)
        }
    assert chosen["early_stopping"] == "none"


def test_a_smaller_budget_is_the_first_part_of_a_larger_one(tuning):
    for design in ("random", "sobol"):
        few, many = (
            msgspec.structs.replace(tuning, experiment=TuneSpec(trials=count, design=design))
            for count in (5, 50)
        )
        assert trial_settings(few, 0, 1).rows == trial_settings(many, 0, 1).rows[:6]


def test_trials_lie_in_the_declared_space_as_its_sliders_are_spaced(tuning):
    study = msgspec.structs.replace(tuning, experiment=TuneSpec(trials=400))
    settings = trial_settings(study, 0, 1)
    assert settings.names == ("lr", "beta1", "beta2")
    values = np.array(settings.rows[1:])
    assert np.quantile(values[:, 0], [0, 0.5, 1]) == pytest.approx([1e-5, 1e-2, 10], rel=0.2)
    assert np.quantile(1 - values[:, 1], [0, 0.5, 1]) == pytest.approx([1e-4, 1e-2, 1], rel=0.2)


def test_own_axes_are_the_space(tuning):
    axes = (Axis(lane=1, name="eps", spacing="log", low=1e-8, high=1.0),)
    assert [axis.name for axis in search_space(tuning.lanes[1], axes, 1)] == ["eps"]
    assert [axis.name for axis in search_space(tuning.lanes[0], axes, 0)] == ["lr"]


def test_the_median_rule_ends_hopeless_trials_and_is_named(tmp_path, tuning):
    spec = TuneSpec(trials=12, fresh=2, design="random", stopping="median", pilots=4, stop_at=0.2)
    study = msgspec.structs.replace(tuning, experiment=spec)
    stages = run(study, tmp_path / "a")
    assert [stage.stage for stage in stages] == [0, 1, 2, 3]
    chosen = json.loads((tmp_path / "a" / "chosen.json").read_text())
    assert chosen["early_stopping"] == "median rule at 0.2 of the race, 4 pilots"
    ended = [set(lane["ended_by_the_median_rule"]) for lane in chosen["lanes"]]
    assert any(ended)
    rows = rows_of(tmp_path / "a" / "results.csv")
    for number, lane in enumerate(("momentum", "adam")):
        whole = {int(r["setting"]) for r in rows if r["optimizer"] == lane and r["phase"] == "trial"}
        part = [row for row in rows if row["optimizer"] == lane and row["phase"] == "screen"]
        assert whole == set(range(13)) - ended[number]
        assert {int(row["setting"]) for row in part} == set(range(5, 13))
        assert {row["steps"] for row in part} == {"12"}
        assert chosen["lanes"][number]["chosen"] not in ended[number]
    run(study, tmp_path / "b", Scripted(study_to_json(study), {2: ["fail"]}))
    for name in ("results.csv", "chosen.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_rule_by_hand():
    pilots = {
        "cell": np.array([0, 1, 1, 2, 2, 3, 3]),
        "screen_mean": np.array([-9.0, 1.0, 1.0, 2.0, 2.0, np.inf, np.inf]),
    }
    screened = {"cell": np.array([4, 5, 6, 7]), "screen_best": np.array([2.0, 2.1, np.inf, 0.1])}
    assert survivors(pilots, screened) == [4, 7]


def test_lanes_whose_trials_do_not_differ(tmp_path):
    study = Study(
        problem=SurfaceSpec(surface="bowl"),
        lanes=(LaneSpec(optimizer="gradient_descent"),),
        steps=20,
        experiment=TuneSpec(
            trials=6, fresh=1, stopping="median", pilots=2, axes=(Axis(name="lr", values=(0.3, 0.3, 0.3)),)
        ),
    )
    # All trials are equal, so none is above the median. A lane without anything to tune has one setting.
    assert [stage.stage for stage in run(study, tmp_path / "a")] == [0, 1, 2, 3]
    none = msgspec.structs.replace(study, lanes=(LaneSpec(optimizer="rprop"),), experiment=TuneSpec(fresh=2))
    assert [stage.stage for stage in run(none, tmp_path / "b")] == [0, 1]
    assert len(rows_of(tmp_path / "b" / "results.csv")) == 3


def test_defaults_alone(tmp_path, tuning):
    study = msgspec.structs.replace(tuning, experiment=TuneSpec(trials=0, fresh=2))
    run(study, tmp_path)
    assert {row["setting"] for row in rows_of(tmp_path / "results.csv")} == {"0"}


def test_on_data_the_validation_part_chooses_and_test_is_told_at_the_best(tmp_path, data_sweep):
    spec = TuneSpec(trials=4, fresh=2, metric="best")
    study = msgspec.structs.replace(data_sweep, experiment=spec, evaluations_per_epoch=2)
    run(study, tmp_path)
    rows = rows_of(tmp_path / "results.csv")
    trials = [row for row in rows if row["phase"] == "trial" and row["setting"] != "0"]
    by_cell = {}
    for row in trials:
        by_cell.setdefault(int(row["setting"]), []).append(float(row["validation_best"]))
    medians = {cell: sorted(values)[len(values) // 2] for cell, values in by_cell.items()}
    chosen = json.loads((tmp_path / "chosen.json").read_text())["lanes"][0]["chosen"]
    assert chosen == min(medians, key=medians.get)
    fresh = [row for row in rows if row["phase"] == "fresh"]
    assert all(float(row["test_loss_at_best"]) > 0 for row in fresh)
    assert all(row["test_loss_at_best"] == "" for row in trials)
    at_end = [row for row in fresh if row["validation_final"] == row["validation_best"]]
    assert all(row["test_loss"] == row["test_loss_at_best"] for row in at_end)


def test_diverged_trials_are_never_chosen(tuning):
    columns = {"cell": np.array([0, 1, 2, 3]), "final": np.array([0.0, np.inf, 5.0, 7.0])}
    assert chosen_cell(tuning, TuneSpec(), columns) == 2


def test_fresh_seeds_are_new(tuning):
    assert set(fresh_seeds(tuning, TuneSpec(fresh=10))).isdisjoint(tuning.seeds)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"trials": -1}, "experiment.trials: A tuning has 0 to"),
        ({"fresh": 0}, "experiment.fresh: What was chosen is run with 1 to 1,000 new seeds"),
        ({"pilots": 1}, "experiment.pilots"),
        ({"stop_at": 1.0}, "experiment.stop_at: Trials are ended at a share of the race between 0 and 1"),
        ({"axes": (Axis(lane=5),)}, r"experiment.axes\[0\].lane: The study has the lanes 0 to 1"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(tuning, change, words):
    spec = msgspec.structs.replace(tuning.experiment, **change)
    with pytest.raises(InputError, match=words):
        check_study(msgspec.structs.replace(tuning, experiment=spec))
