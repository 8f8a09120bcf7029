"""What is known of a sweep: only the rest is run, whoever asked for it first."""

import msgspec
import numpy as np
import pytest

from app.study.experiment.extend import extended
from app.study.experiment.kind import kind_of
from app.study.experiment.ledger import Ledger, lane_key
from app.study.experiment.measure import MEASURES, lowest_of
from app.study.experiment.spec import Axis, SweepSpec
from app.study.experiment.swept import swept, tolerance_of
from app.study.pairing import with_streams
from app.study.spec import FilterSpec, LaneSpec, Study, SurfaceSpec

replace = msgspec.structs.replace
FINAL = MEASURES[0]


@pytest.fixture
def study():
    """Two lanes with 4 learning rates and 3 seeds; gradient descent diverges at the highest."""
    return Study(
        problem=SurfaceSpec(surface="ravine", spread=0.1),
        lanes=(LaneSpec(optimizer="gradient_descent"), LaneSpec(optimizer="adam")),
        steps=30,
        seeds=(0, 1, 2),
        experiment=SweepSpec(
            axes=tuple(Axis(lane=lane, spacing="log", low=1e-3, high=1.0, count=4) for lane in (0, 1))
        ),
    )


def run(ledger, study):
    """Run what is missing; return how many runs that were."""
    missing = ledger.missing(study)
    if missing is None:
        return 0
    before = len(ledger)
    kind = kind_of(missing)
    kind.check(missing)
    for block in kind.blocks(missing, 0, ()):
        ledger.add(missing, block, kind.run(missing, block, lambda share: None))
    return len(ledger) - before


def rates(study, *values):
    axes = tuple(Axis(lane=lane, values=values) for lane in (0, 1))
    return replace(study, experiment=SweepSpec(axes=axes))


def test_nothing_is_run_twice(study):
    ledger = Ledger()
    assert run(ledger, study) == 2 * 4 * 3
    assert ledger.missing(study) is None
    assert run(ledger, rates(study, 0.001, 0.05, 1.0)) == 2 * 3  # 0.05 alone is new
    more_seeds = replace(study, seeds=(0, 1, 2, 3))
    assert ledger.missing(more_seeds) is not None


def test_a_lane_is_its_settings_not_its_looks(study):
    ledger = Ledger()
    run(ledger, study)
    renamed = replace(study.lanes[0], name="Mine", colour="3", muted=True, hyperparameters={"lr": 7.0})
    assert ledger.missing(replace(study, lanes=(renamed, study.lanes[1]))) is None
    other = replace(study.lanes[1], hyperparameters={"beta1": 0.5})
    missing = ledger.missing(replace(study, lanes=(study.lanes[0], other)))
    assert missing.lanes == (other,)
    assert {axis.lane for axis in missing.experiment.axes} == {0}
    assert ledger.missing(replace(study, steps=31)) is not None
    assert lane_key(study.lanes[0], ("lr",)) == lane_key(renamed, ("lr",))


def test_two_hyperparameters_take_only_the_new_rows(study):
    lane = study.lanes[1:]
    first, second = Axis(values=(0.01, 0.1)), Axis(name="beta1", values=(0.0, 0.9))
    ledger = Ledger()
    whole = replace(study, lanes=lane, experiment=SweepSpec(axes=(first, second)))
    assert run(ledger, whole) == 4 * 3
    wider = replace(first, values=(0.01, 0.1, 1.0))
    assert run(ledger, replace(whole, experiment=SweepSpec(axes=(wider, second)))) == 2 * 3


def test_the_numbers_are_those_of_the_runs(study):
    ledger = Ledger()
    run(ledger, study)
    found = swept(ledger, study, 0, FINAL)
    assert found.complete
    assert found.values("lr") == [0.001, 0.01, 0.1, 1.0]
    assert np.isposinf(found.losses[-1]).all()  # 1.0 is beyond 2/L
    assert found.failed.tolist()[-1] == 3
    lowest = lowest_of(study)
    by_seed = ledger.runs(study, 0, found.best)
    assert found.losses[found.best].tolist() == [
        max(by_seed[seed]["final"] - lowest, 1e-15) for seed in study.seeds
    ]
    assert found.middle[found.best] == np.median(found.losses[found.best])


def test_runs_of_independent_lanes_are_not_those_of_pairs(study):
    ledger = Ledger()
    paired = run(ledger, study)
    independent = replace(study, pairing="independent")
    assert run(ledger, independent) == paired
    assert ledger.missing(study) is None
    noted = with_streams(independent)
    assert ledger.missing(noted) is None  # the same numbers, noted
    assert ledger.missing(replace(noted, lanes=noted.lanes[::-1])) is None
    assert (
        run(ledger, replace(noted, lanes=(replace(noted.lanes[0], stream=1), noted.lanes[1]))) == paired / 2
    )
    assert ledger.missing(replace(noted, pairing="paired")) is None
    losses = [ledger.losses(each, 1, FINAL)[1] for each in (study, independent, noted)]
    np.testing.assert_array_equal(losses[1], losses[2])
    assert (losses[0] != losses[1]).any()


def test_a_lane_is_found_again_whatever_its_random_numbers(study):
    lane = study.lanes[0]
    assert lane_key(replace(lane, stream=7), ["lr"]) == lane_key(lane, ["lr"])


def test_what_is_known_of_an_independent_lane_does_not_depend_on_whether_others_draw(study):
    """One lane has noise around it, the other draws nothing: what is missing of one is found again."""
    noise = FilterSpec(name="gradient_noise", parameters={"deviation": 0.1})
    lanes = (study.lanes[0], replace(study.lanes[1], filters=(noise,)))
    calm = replace(study, problem=SurfaceSpec(surface="ravine"), lanes=lanes, pairing="independent")
    ledger = Ledger()
    run(ledger, replace(calm, lanes=lanes[1:], experiment=SweepSpec(axes=(calm.experiment.axes[0],))))
    assert run(ledger, calm) == 4 * 3
    assert ledger.missing(calm) is None


def test_before_the_runs_there_is_nothing(study):
    found = swept(Ledger(), study, 0, FINAL)
    assert found.best == -1
    assert not found.complete
    assert np.isnan(found.middle).all()
    assert found.edges(study.lanes[0]) == []
    assert tolerance_of(found, study.lanes[0], "tenth", 1.0) is None


def test_the_edge_and_what_lies_beyond(study):
    ledger = Ledger()
    narrow = rates(study, 0.0001, 0.0003, 0.001)
    run(ledger, narrow)
    found = swept(ledger, narrow, 1, FINAL)
    assert found.edges(narrow.lanes[1]) == [("lr", "high")]
    range_ = tolerance_of(found, narrow.lanes[1], "tenth", 1.0)
    assert range_.at_edge
    assert range_.open_high
    axis = extended(narrow.lanes[1], narrow.experiment.axes[1], "high")
    assert axis.values[:3] == (0.0001, 0.0003, 0.001)
    assert axis.values[3:] == pytest.approx((0.001 * (10 / 3), 0.001 * (10 / 3) ** 2), rel=1e-9)
    assert run(ledger, replace(narrow, experiment=SweepSpec(axes=(narrow.experiment.axes[0], axis)))) == 2 * 3


def test_blocks_are_given_back_as_they_would_have_come(study):
    wide = replace(study, experiment=replace(study.experiment, seed=0), seeds=tuple(range(40)))
    kind, ledger = kind_of(wide), Ledger()
    blocks = kind.blocks(wide, 0, ())
    done = [(block, kind.run(wide, block, lambda share: None)) for block in blocks]
    for block, columns in done:
        ledger.add(wide, block, columns)
    found = [(block, ledger.columns(wide, block)) for block in blocks]
    for name, content in kind.files(wide, done).items():
        assert b"".join(kind.files(wide, found)[name]) == b"".join(content)
    with pytest.raises(KeyError):
        ledger.columns(replace(wide, seeds=(99,)), kind.blocks(replace(wide, seeds=(99,)), 0, ())[0])


def test_a_prediction_makes_no_other_runs(study):
    ledger = Ledger()
    run(ledger, study)
    assert ledger.missing(replace(study, prediction="Adam.", title="A", description="B")) is None
