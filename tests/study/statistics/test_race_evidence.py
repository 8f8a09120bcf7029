import msgspec
import numpy as np
import pytest

from app.study.build import build_problem, build_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.study.statistics.race_evidence import read_race
from app.study.statistics.verdict import judge
from app.study.target import steps_to_target, target_loss

SURFACE = Study(
    problem=SurfaceSpec(surface="rosenbrock", noise=0.5, spread=0.3),
    lanes=(
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),
        LaneSpec(optimizer="sgd", hyperparameters={"lr": 1e-3}),
        LaneSpec(optimizer="sgd", hyperparameters={"lr": 1.0}, name="wild"),
    ),
    steps=400,
    seeds=tuple(range(10)),
)
DATA = Study(
    problem=DataSpec(dataset="two_moons", model="mlp"),
    lanes=(LaneSpec(optimizer="adam"), LaneSpec(optimizer="sgd", batch_size=16)),
    epochs=5,
    seeds=(3, 1, 4),
)


def raced(study):
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    race.run()
    return problem, race.history


@pytest.fixture(scope="module")
def surface():
    return raced(SURFACE)


def test_times_are_those_of_the_table(surface):
    problem, history = surface
    target = target_loss(SURFACE, problem)
    found = read_race(SURFACE, problem, history, target).evidence
    for lane in range(3):
        known = [np.inf if step is None else step for step in steps_to_target(history, problem, lane, target)]
        assert found.times["steps"][lane].tolist() == known
    assert "examples" not in found.times
    assert found.done == 1.0


def test_a_run_that_diverged_has_failed_and_spent_up_to_there(surface):
    problem, history = surface
    found = read_race(SURFACE, problem, history, 1e9).evidence
    assert found.diverged == (0, 0, 10)
    assert np.isinf(found.times["steps"][2]).all()
    assert np.isinf(found.finals[2]).all()
    assert (found.spent["steps"][2] == history.lanes[2].diverged_at).all()


def test_the_playhead_hides_what_comes_later(surface):
    problem, history = surface
    early = read_race(SURFACE, problem, history, 0.5, steps=(100, 100, 100)).evidence
    late = read_race(SURFACE, problem, history, 0.5).evidence
    shown = np.where(late.times["steps"] <= 100, late.times["steps"], np.inf)
    assert (early.times["steps"] == shown).all()
    assert early.done == 0.25


def test_the_runtimes_are_to_cocos_targets(surface):
    problem, history = surface
    found = read_race(SURFACE, problem, history, 0.5)
    assert found.targets[0] == 100.0
    loss = history.lanes[0].batch_loss
    for row in (0, 10, 20):
        hit = np.flatnonzero(loss[:, 4] <= found.targets[row])
        assert found.runtimes["steps"][0, row, 4] == (hit[0] if len(hit) else np.inf)


def test_on_data_times_are_at_evaluations_and_in_examples():
    problem, history = raced(DATA)
    target = target_loss(DATA, problem)
    found = read_race(DATA, problem, history, target)
    evidence = found.evidence
    assert evidence.seeds == (3, 1, 4)
    assert evidence.grain > 1
    assert "steps apart" in judge(evidence).text
    for lane in range(2):
        known = [np.inf if step is None else step for step in steps_to_target(history, problem, lane, target)]
        assert evidence.times["steps"][lane].tolist() == known
    # Both lanes have seen the same examples at the end, in a different number of steps.
    assert (evidence.spent["examples"][0] == evidence.spent["examples"][1]).all()
    assert (evidence.spent["steps"][0] != evidence.spent["steps"][1]).all()
    assert found.targets[0] > found.targets[-1]
    assert "lowest that anybody reached" in found.targets_text


def test_whether_lanes_are_paired_is_what_the_study_says_where_anything_is_drawn():
    for pairing, paired in (("paired", True), ("independent", False)):
        study = msgspec.structs.replace(SURFACE, steps=30, pairing=pairing)
        assert read_race(study, *raced(study), 1.0).evidence.paired == paired
    calm = msgspec.structs.replace(SURFACE, steps=30, pairing="independent", problem=SurfaceSpec())
    assert read_race(calm, *raced(calm), 1.0).evidence.paired


def test_seeds_are_those_of_the_study_also_of_independent_lanes():
    study = msgspec.structs.replace(DATA, pairing="independent")
    problem, history = raced(study)
    found = read_race(study, problem, history, 0.1).evidence
    assert found.seeds == (3, 1, 4)
    assert found.defaults == ("Adam",)  # the other lane has a batch size of its own
