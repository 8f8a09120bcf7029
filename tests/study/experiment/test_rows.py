"""A run of an experiment is the run that a race makes, whichever others share its block."""

import msgspec
import numpy as np
import pytest

from app.study.build import build_problem, build_race
from app.study.experiment.axis import lane_with
from app.study.experiment.endpoint import endpoints
from app.study.experiment.kind import kind_of
from app.study.experiment.rows import Rows, race_rows
from app.study.experiment.sweep import sweep_settings
from app.study.pairing import with_streams
from app.study.spec import LaneSpec, SurfaceSpec
from app.study.summary import summarise
from app.study.target import target_loss


def columns_of(study, cells, seeds, curve=7):
    raced = race_rows(study, Rows(cells=cells, seeds=seeds), sweep_settings(study, 0, 0), lambda share: None)
    found = endpoints(raced.history, raced.problem, raced.target, curve, 0.5)
    return list(zip(raced.cells, raced.seeds, strict=True)), found


@pytest.mark.parametrize("pairing", ["paired", "independent"])
@pytest.mark.parametrize("name", ["surface_sweep", "data_sweep"])
def test_each_run_is_that_of_a_race_to_the_bit(name, pairing, request):
    study = with_streams(msgspec.structs.replace(request.getfixturevalue(name), pairing=pairing))
    cells = (1, 3, 5) if name == "data_sweep" else (0, 2, 4)  # of one batch size
    runs, found = columns_of(study, cells, study.seeds[:2])
    settings = sweep_settings(study, 0, 0)
    for row, (cell, seed) in enumerate(runs):
        lane = lane_with(study.lanes[0], settings.values(cell))
        alone = msgspec.structs.replace(study, lanes=(lane,), seeds=(seed,), experiment=None)
        problem = build_problem(alone)
        race = build_race(alone, problem=problem)
        race.run()
        target = target_loss(msgspec.structs.replace(alone, seeds=study.seeds), _with_first(study))
        summary = summarise(race.history, problem, 0, target, test=True)
        assert found["best"][row] == summary.best_losses[0]
        assert found["best_step"][row] == summary.best_steps[0]
        assert found["diverged_at"][row] == summary.diverged_at[0]
        assert found["steps_to_target"][row] == summary.reached[0]
        assert found["evaluations"][row] == summary.evaluations
        expected = np.inf if summary.diverged_at[0] >= 0 else summary.losses[0]
        assert found["final"][row] == expected
        for score in ("train_accuracy", "validation_accuracy", "test_loss", "test_accuracy"):
            assert (score in found) == (score in summary.scores)
            if score in found:
                assert found[score][row] == summary.scores[score][0]


def _with_first(study):
    return build_problem(msgspec.structs.replace(study, seeds=study.seeds[:1], experiment=None))


@pytest.mark.parametrize("pairing", ["paired", "independent"])
@pytest.mark.parametrize("name", ["surface_sweep", "data_sweep"])
def test_bits_do_not_depend_on_who_shares_the_block(name, pairing, request):
    study = msgspec.structs.replace(request.getfixturevalue(name), pairing=pairing)
    cells = tuple(range(0, len(sweep_settings(study, 0, 0)), 2 if name == "data_sweep" else 1))
    runs, together = columns_of(study, cells, study.seeds)
    for chosen, seeds in (
        (cells[:1], study.seeds[1:2]),
        (cells[::-1], study.seeds[::-1]),
        (cells[1:3], study.seeds),
    ):
        others, found = columns_of(study, chosen, seeds)
        rows = [runs.index(run) for run in others]
        for key, values in found.items():
            expected = together[key] if key == "curve_steps" else together[key][rows]
            assert values.tobytes() == expected.tobytes(), key


def test_blocks_hold_every_run_once_and_are_cut_the_same_every_time(data_sweep, surface_sweep):
    for study in (data_sweep, surface_sweep):
        blocks = kind_of(study).blocks(study, 0, ())
        assert [block.index for block in blocks] == list(range(len(blocks)))
        runs = [
            (block.content.lane, cell, seed)
            for block in blocks
            for seed in block.content.seeds
            for cell in block.content.cells
        ]
        expected = [
            (lane, cell, seed)
            for lane in range(len(study.lanes))
            for cell in range(len(sweep_settings(study, 0, lane)))
            for seed in study.seeds
        ]
        assert sorted(runs) == sorted(expected)
        assert [block.key for block in kind_of(study).blocks(study, 0, ())] == [block.key for block in blocks]


def test_a_diverged_run_ends_infinite_and_misses_the_target(surface_sweep):
    _, found = columns_of(surface_sweep, (4,), (0,))  # a learning rate of 10
    assert found["diverged_at"][0] > 0
    assert found["final"][0] == np.inf
    assert found["area"][0] == np.inf
    assert found["steps_to_target"][0] == -1
    assert np.isfinite(found["best"][0])


def test_the_area_is_the_mean_of_the_logarithm(surface_sweep):
    study = msgspec.structs.replace(surface_sweep, steps=3)
    _, found = columns_of(study, (0,), (0,), curve=100)
    logs = np.log10(found["curve"][0])  # the lowest value of the ravine is 0
    assert found["area"][0] == pytest.approx((logs[0] / 2 + logs[1] + logs[2] + logs[3] / 2) / 3)
    assert found["curve_steps"].tolist() == [0, 1, 2, 3]


def test_examples_are_counted_with_the_shorter_last_batch(data_sweep):
    _, found = columns_of(data_sweep, (0,), (3,))
    assert found["steps"][0] == 3 * 7  # 106 examples by 16
    assert found["examples"][0] == 3 * 106


def test_all_settings_of_a_lane_have_the_random_numbers_of_that_lane(surface_sweep):
    """What is varied is no other lane: settings are compared with the same luck, lanes are not."""
    study = msgspec.structs.replace(
        surface_sweep,
        pairing="independent",
        problem=SurfaceSpec(surface="bowl", spread=0.5),
        lanes=(LaneSpec(optimizer="gradient_descent"), LaneSpec(optimizer="momentum")),
    )
    starts = []
    for lane in (0, 1):
        raced = race_rows(
            study,
            Rows(lane=lane, cells=(0,), seeds=(0, 1)),
            sweep_settings(study, 0, lane),
            lambda share: None,
        )
        starts.append(raced.history.lanes[0].theta[0].copy())
    two = Rows(cells=(0, 1), seeds=(0, 1))
    raced = race_rows(study, two, sweep_settings(study, 0, 0), lambda share: None)
    both = raced.history.lanes[0].theta[0]
    np.testing.assert_array_equal(both[0], both[1])
    np.testing.assert_array_equal(both[::2], starts[0])
    assert (starts[0] != starts[1]).all()
    assert raced.seeds == [0, 0, 1, 1]  # tables name the seeds of the study
