"""A row of a map is a plain race from that start, to the bit, whatever block it is run in."""

import msgspec
import numpy as np
import pytest

from app.engine.basin import Basins
from app.engine.error import InputError
from app.engine.lane import Change
from app.engine.optimizer import optimizers
from app.engine.surface import surfaces
from app.study.basin.block import DIVERGED, ELSEWHERE, OUTSIDE, BasinBlock, check_basin, run_block, run_starts
from app.study.basin.lattice import block_places, starts_at
from app.study.build import build_race
from app.study.spec import DataSpec, FilterSpec, LaneSpec, ScheduleSpec, Study, SurfaceSpec
from app.study.target import steps_to_target, target_loss

replace = msgspec.structs.replace
ON_SURFACES = [kind.name for kind in optimizers if not kind.no_surface]
MAPPED = [surface.name for surface in surfaces if surface.name not in ("reddi", "quadratic")]


def study(optimizer="adam", surface="himmelblau", steps=40, hyperparameters=None, lane=(), **problem):
    given = LaneSpec(optimizer=optimizer, hyperparameters=hyperparameters or {}, **dict(lane))
    return Study(problem=SurfaceSpec(surface=surface, **problem), lanes=(given,), steps=steps)


def some_starts(surface, count=9):
    (left, right), (bottom, top) = surfaces[surface]().domain
    draw = np.random.Generator(np.random.PCG64(0))
    return np.stack([draw.uniform(left, right, count), draw.uniform(bottom, top, count)], axis=1)


def raced(study, start):
    """Return the columns of a map from a plain race, by the long way."""
    alone = replace(study, problem=replace(study.problem, start=tuple(map(float, start))))
    race = build_race(alone)
    race.run()
    record, problem = race.history.lanes[0], race.lanes[0].problem
    path, diverged = record.theta[:, 0], int(record.diverged_at[0])
    steps = steps_to_target(race.history, problem, 0, target_loss(alone, problem))[0]
    basins = Basins.of(problem.surface)
    looks = [0]
    while looks[-1] < study.steps:
        looks.append(min(basins.next_look(looks[-1]), study.steps))
    with np.errstate(all="ignore"):
        labels = basins.label(path[looks])
    stays = next(i for i in range(len(looks)) if (labels[i:] == labels[-1]).all())
    minimum, (x, y) = int(labels[-1]), path[-1]
    (left, right), (bottom, top) = problem.surface.domain
    if minimum == ELSEWHERE and not (left <= x <= right and bottom <= y <= top):
        minimum = OUTSIDE
    if diverged >= 0:
        minimum = DIVERGED
    return {
        "minimum": minimum,
        "arrived": looks[stays] if minimum >= 0 else -1,
        "steps": -1 if steps is None else steps,
        "evaluations": -1 if steps is None else int(record.evaluations[steps]),
        "diverged_at": diverged,
        "x_end": x,
        "y_end": y,
    }


def check(study, starts):
    found = run_starts(study, 0, starts)
    for row, start in enumerate(starts):
        for name, value in raced(study, start).items():
            assert np.array_equal(found[name][row], value, equal_nan=True), (name, row)
    return found


@pytest.mark.parametrize("optimizer", ON_SURFACES)
def test_every_optimizer(optimizer):
    check(study(optimizer), some_starts("himmelblau"))


@pytest.mark.parametrize("surface", MAPPED)
def test_every_surface(surface):
    check(study("momentum", surface, steps=25), some_starts(surface, 6))


@pytest.mark.parametrize(
    "given",
    [
        study("lbfgs", hyperparameters={"line_search_fn": "strong_wolfe"}),
        study(noise=2.0, spread=0.3),
        study("sam", noise=2.0, lane={"filters": (FilterSpec(name="accumulate"),)}),
        study(lane={"filters": (FilterSpec(name="gradient_noise", parameters={"kind": "student"}),)}),
        study(lane={"filters": (FilterSpec(name="clip_norm"), FilterSpec(name="ema"))}),
        study(lane={"schedule": ScheduleSpec(name="cosine", warmup=0.1)}),
        study("gradient_descent", lane={"schedule": ScheduleSpec(name="reduce_on_plateau")}),
        study(lane={"changes": (Change(7, "lr", 0.5), Change(30, "lr", 1e-3))}),
        study("momentum", "eggholder", hyperparameters={"lr": 1.0}),
        study("gradient_descent", hyperparameters={"lr": 0.05}),  # diverges from most starts
        replace(study(hyperparameters={"lr": 0.5}), target=5.0),
        replace(study(noise=1.0), seeds=(7, 8)),
        replace(study(noise=1.0, spread=0.2), pairing="independent"),
    ],
    ids=[
        *("search", "noise", "accumulated", "tails", "average", "cosine"),
        *("plateau", "changes", "walls", "diverge", "target", "seeds", "independent"),
    ],
)
def test_what_is_around_a_lane(given):
    check(given, some_starts(given.problem.surface))


def test_maps_of_independent_lanes_have_noise_of_their_own_and_the_same_starts():
    lanes = (LaneSpec(optimizer="adam"), LaneSpec(optimizer="adam"))
    two = replace(study(noise=1.0), lanes=lanes)
    starts = some_starts("himmelblau", 40)
    ends = {
        pairing: [run_starts(replace(two, pairing=pairing), lane, starts)["x_end"] for lane in (0, 1)]
        for pairing in ("paired", "independent")
    }
    np.testing.assert_array_equal(*ends["paired"])
    assert (ends["independent"][0] != ends["independent"][1]).all()
    calm = replace(study(), lanes=lanes, pairing="independent")
    np.testing.assert_array_equal(*(run_starts(calm, lane, starts)["x_end"] for lane in (0, 1)))


def test_there_are_runs_that_diverge_and_runs_that_do_not():
    found = run_starts(
        study("gradient_descent", hyperparameters={"lr": 0.025}), 0, some_starts("himmelblau", 200)
    )
    assert 0 < (found["minimum"] == DIVERGED).sum() < 200
    assert (found["steps"][found["minimum"] == DIVERGED] == -1).all()


@pytest.mark.parametrize("optimizer", ["adam", "lbfgs", "prodigy", "shampoo", "newton"])
def test_a_row_does_not_depend_on_its_block(optimizer):
    given, starts = study(optimizer, "styblinski_tang", steps=30), some_starts("styblinski_tang", 700)
    whole = run_starts(given, 0, starts)
    parts = [run_starts(given, 0, starts[part]) for part in (slice(0, 1), slice(1, 300), slice(300, 700))]
    for name, column in whole.items():
        assert np.array_equal(column, np.concatenate([each[name] for each in parts]), equal_nan=True)


def test_a_block_is_its_starts():
    given = study(steps=10)
    block = BasinBlock(0, 25, 0)
    starts = starts_at(surfaces["himmelblau"]().domain, block_places(25, 0))
    for name, column in run_starts(given, 0, starts).items():
        assert np.array_equal(column, run_block(given, block)[name])


def test_the_watch_hears_of_the_share_and_may_end_it():
    heard = []
    run_block(study(steps=300), BasinBlock(0, 50, 0), lambda share: heard.append(share))
    assert len(heard) > 2
    assert heard == sorted(heard)
    assert heard[-1] == 1.0

    def stop(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        run_block(study(steps=300), BasinBlock(0, 50, 0), stop)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Study(problem=DataSpec()), "need a surface"),
        (Study(problem=SurfaceSpec(surface="reddi")), "of x and y"),
        (Study(problem=SurfaceSpec(surface="quadratic")), "of x and y"),
        (study("muon"), "cannot race on a surface"),
    ],
)
def test_what_cannot_be_mapped_is_refused(given, words):
    with pytest.raises(InputError, match=words):
        check_basin(given)
