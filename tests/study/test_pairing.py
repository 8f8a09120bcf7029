"""Lanes that share their random numbers, and lanes that do not: which bits stay, and what is unlike."""

from itertools import permutations

import msgspec
import numpy as np
import pytest

from app.study.build import build_problem, build_race
from app.study.experiment.spec import Axis, SweepSpec
from app.study.pairing import (
    PAIRINGS,
    STREAM_LIMIT,
    chances,
    is_paired,
    lane_seeds,
    lane_streams,
    settled,
    with_streams,
)
from app.study.spec import DataSpec, FilterSpec, LaneSpec, ScheduleSpec, Study, SurfaceSpec
from tests.recorded import raced_again, recorded_bytes

replace = msgspec.structs.replace

NOISY = SurfaceSpec(surface="rosenbrock", noise=0.3, spread=0.2)
LANES = (
    LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}),
    LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}, schedule=ScheduleSpec(name="cosine")),
    LaneSpec(optimizer="adam", hyperparameters={"lr": 0.01}),
    LaneSpec(
        optimizer="sgd",
        hyperparameters={"lr": 1e-3},
        filters=(FilterSpec(name="gradient_noise", parameters={"deviation": 0.2}),),
    ),
)
SURFACE = Study(problem=NOISY, lanes=LANES, steps=60, seeds=(0, 4, 9), pairing="independent")
DATA = Study(
    problem=DataSpec(dataset="iris", model="mlp", model_parameters={"hidden": (6,), "dropout": 0.2}),
    lanes=(
        LaneSpec(optimizer="adam", batch_size=16),
        LaneSpec(optimizer="sgd", hyperparameters={"lr": 0.05}, batch_size=16),
        LaneSpec(optimizer="sophia", batch_size=32),
    ),
    epochs=2,
    seeds=(0, 4),
    pairing="independent",
)
BOTH = pytest.mark.parametrize("study", [SURFACE, DATA], ids=["surface", "data"])


def lanes_of(study):
    """Return the bytes that each lane recorded, by what the lane is."""
    found = recorded_bytes(raced_again(study))
    return [
        {name.partition(".")[2]: value for name, value in found.items() if name.startswith(f"{index}.")}
        for index in range(len(study.lanes))
    ]


def problems_of(study):
    return [lane.problem for lane in build_race(study).lanes]


class TestBits:
    @BOTH
    def test_the_order_of_the_lanes_does_not_matter(self, study):
        known = lanes_of(study)
        for order in list(permutations(range(len(study.lanes))))[1:8]:
            moved = replace(study, lanes=tuple(study.lanes[place] for place in order))
            assert lanes_of(moved) == [known[place] for place in order]

    @BOTH
    def test_neither_do_the_other_lanes_nor_the_other_seeds(self, study):
        known = lanes_of(study)
        for index, lane in enumerate(study.lanes):
            assert lanes_of(replace(study, lanes=(lane,))) == [known[index]]
        more = (LaneSpec(optimizer="rmsprop"), *study.lanes[1:], LaneSpec(optimizer="nag"))
        assert lanes_of(replace(study, lanes=more))[1:-1] == known[1:]
        fewer = build_race(replace(study, seeds=study.seeds[1:]))
        whole = build_race(study)
        for mine, all_ in zip(fewer.lanes, whole.lanes, strict=True):
            np.testing.assert_array_equal(mine.theta, all_.theta[1:])

    @BOTH
    def test_nor_do_names_colours_and_what_is_hidden(self, study):
        other = tuple(
            replace(lane, name=f"lane {at}", colour="7", muted=True) for at, lane in enumerate(study.lanes)
        )
        assert lanes_of(replace(study, lanes=other)) == lanes_of(study)

    @BOTH
    def test_numbers_that_were_noted_give_the_same_bits(self, study):
        noted = with_streams(study)
        assert all(lane.stream is not None for lane in noted.lanes)
        assert lanes_of(noted) == lanes_of(study)
        assert with_streams(noted) is noted

    def test_a_lane_whose_number_is_noted_keeps_its_random_numbers_while_it_is_edited(self):
        noted = with_streams(SURFACE)
        edited = replace(
            noted, lanes=(replace(noted.lanes[0], hyperparameters={"lr": 0.2}), *noted.lanes[1:])
        )
        assert lane_streams(edited) == lane_streams(noted)
        assert lanes_of(edited)[1:] == lanes_of(noted)[1:]
        start = [problems_of(each)[0].initial() for each in (edited, noted)]
        np.testing.assert_array_equal(*start)

    def test_lanes_that_are_alike_have_random_numbers_of_their_own(self):
        twins = replace(SURFACE, lanes=(LANES[0],) * 4)
        assert len(set(lane_streams(twins))) == 4
        assert lane_streams(twins)[0] == lane_streams(SURFACE)[0]
        recorded = lanes_of(twins)
        assert len({lane["theta"] for lane in recorded}) == 4

    def test_a_new_lane_takes_no_number_that_is_taken(self):
        taken = lane_streams(SURFACE)[0]
        lanes = (LANES[0], replace(LANES[1], stream=taken))
        assert lane_streams(replace(SURFACE, lanes=lanes))[1] == taken
        assert lane_streams(replace(SURFACE, lanes=lanes))[0] != taken

    def test_numbers_are_known_for_ever(self):
        """Files without numbers give the same runs with every release."""
        assert lane_streams(SURFACE) == (3777499970, 2124710950, 1555406767, 94633452)
        assert all(0 <= number <= STREAM_LIMIT for number in lane_streams(SURFACE))

    @BOTH
    def test_paired_lanes_do_not_notice_their_numbers(self, study):
        paired = replace(study, pairing="paired")
        noted = replace(with_streams(study), pairing="paired")
        assert lanes_of(noted) == lanes_of(paired)
        assert lane_seeds(noted, 1) == study.seeds
        assert settled(noted) == paired
        assert lanes_of(paired) != lanes_of(study)

    def test_settled_is_what_the_numbers_depend_on(self):
        assert settled(SURFACE) == with_streams(SURFACE)
        plain = replace(SURFACE, pairing="paired")
        assert settled(plain) is plain
        noted = replace(with_streams(SURFACE), pairing="paired")
        assert settled(noted) == plain


class TestIndependence:
    seeds = tuple(range(400))

    def many(self, **problem):
        return replace(
            SURFACE, problem=SurfaceSpec(surface="bowl", **problem), lanes=LANES[:3], seeds=self.seeds
        )

    def test_starts_of_a_seed_are_the_same_in_pairs_and_have_nothing_in_common_otherwise(self):
        study = self.many(spread=1.0)
        starts = [lane.initial() for lane in problems_of(replace(study, pairing="paired"))]
        np.testing.assert_array_equal(starts[0], starts[1])
        starts = np.array([(lane.initial() - lane.start).ravel() for lane in problems_of(study)])
        apart = np.corrcoef(starts)
        assert np.abs(apart - np.eye(3)).max() < 0.12  # 800 numbers: four deviations are 0.14
        np.testing.assert_allclose(starts.std(axis=1), 1.0, rtol=0.1)  # each by itself is as it should be

    def test_noise_of_a_seed_has_nothing_in_common(self):
        drawn = np.empty((3, len(self.seeds), 2))
        for out, problem in zip(drawn, problems_of(self.many(noise=1.0)), strict=True):
            oracle = problem.oracle()
            there = np.ones((len(self.seeds), 2))
            oracle.gradient(there, out)
            calm = np.empty_like(out)
            type(problem)(problem.surface, problem.start, problem.seeds).oracle().gradient(there, calm)
            out -= calm
        np.testing.assert_allclose(drawn.std(axis=(1, 2)), 1.0, rtol=0.1)
        assert np.abs(np.corrcoef(drawn.reshape(3, -1)) - np.eye(3)).max() < 0.12

    def test_noise_of_a_filter_has_nothing_in_common(self):
        around = (FilterSpec(name="gradient_noise", parameters={"deviation": 1.0}),)
        lanes = (LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 1.0}, filters=around),) * 3
        for pairing in PAIRINGS:
            history = raced_again(replace(self.many(), lanes=lanes, steps=1, pairing=pairing))
            drawn = [lane.theta[0] - lane.theta[1] - lane.gradient[0] for lane in history.lanes]
            np.testing.assert_allclose(np.std(drawn), 1.0, rtol=0.1)
            apart = np.corrcoef(np.array(drawn).reshape(3, -1)) - np.eye(3)
            assert (np.abs(apart).max() < 0.12) == (pairing == "independent")

    def test_weights_and_batches_of_a_seed_have_nothing_in_common(self):
        study = replace(DATA, seeds=tuple(range(30)))
        problems = problems_of(study)
        weights = np.array([problem.initial().ravel() for problem in problems])
        assert np.abs(np.corrcoef(weights) - np.eye(3)).max() < 0.1
        orders = np.array([problem.feed.order(0) for problem in problems])
        assert (np.sort(orders, axis=2) == np.arange(orders.shape[2])).all()
        assert np.abs(np.corrcoef(orders.reshape(3, -1)) - np.eye(3)).max() < 0.1
        same = (orders[0] == orders[1]).mean()
        assert same < 3.0 / orders.shape[2]  # as often as by chance: 1 of n
        paired = problems_of(replace(study, pairing="paired"))
        np.testing.assert_array_equal(paired[0].initial(), paired[1].initial())
        assert paired[0] is paired[1]

    def test_dropped_units_and_random_signs_have_nothing_in_common(self):
        study = replace(DATA, seeds=tuple(range(20)))
        keeps, signs = [], []
        for problem in problems_of(study):
            oracle = problem.oracle(16)
            keeps.append((oracle._keep > 0).ravel())
            theta, out = problem.initial(), np.empty((20, problem.params))
            signs.append([oracle._stream(run, 5).integers(0, 2, 50) for run in range(20)])
            oracle.sampled_diagonal(theta, out, np.ones(20, dtype=bool))
        for drawn in (np.array(keeps, dtype=float), np.array(signs, dtype=float).reshape(3, -1)):
            assert np.abs(np.corrcoef(drawn) - np.eye(3)).max() < 0.13

    def test_the_problem_is_the_same_for_all(self):
        """Data, split and wrong labels are shared, not copied; so are the axes of a quadratic."""
        study = replace(DATA, problem=replace(DATA.problem, label_noise=0.2))
        shared = build_problem(study)
        race = build_race(study, problem=shared)
        for lane in race.lanes:
            assert lane.problem is not shared
            assert lane.problem.split is shared.split
            assert lane.problem.table is shared.table
            assert lane.problem.model is shared.model
            assert np.shares_memory(lane.problem.feed._features, shared.split.train.features)
        quadratic = replace(SURFACE, problem=SurfaceSpec(surface="quadratic", spread=0.1, noise=0.1))
        shared = build_problem(quadratic)
        for lane in build_race(quadratic, problem=shared).lanes:
            assert lane.problem.surface is shared.surface
            assert lane.problem._lifted is shared._lifted

    def test_a_lane_of_its_own_keeps_one_order_of_the_examples(self):
        (problem, *_) = problems_of(DATA)
        batches = problem.feed.batches(16)
        for _ in range(40):
            next(batches)
        assert len(problem.feed._orders) == 1

    def test_the_target_is_one_for_all_and_that_of_the_study(self):
        own, paired = build_problem(DATA), build_problem(replace(DATA, pairing="paired"))
        assert own.starting_loss == paired.starting_loss
        first = build_race(DATA, problem=own).lanes[0].problem
        assert first.starting_loss != own.starting_loss  # its weights are others, and so is that


class TestChances:
    @pytest.mark.parametrize(
        ("study", "drawn"),
        [
            (Study(problem=SurfaceSpec()), ()),
            (Study(problem=SurfaceSpec(noise=0.1)), ("gradient noise",)),
            (Study(problem=SurfaceSpec(spread=0.1)), ("starts",)),
            (Study(experiment=SweepSpec(axes=(Axis(name="lr", values=(0.1, 0.2)),))), ()),
            (
                Study(experiment=SweepSpec(axes=(Axis(name="gradient_noise", values=(0.1, 0.2)),))),
                ("gradient noise",),
            ),
            (
                Study(
                    problem=DataSpec(model="softmax"),
                    lanes=(LaneSpec(batch_size="full"),),
                    experiment=SweepSpec(axes=(Axis(name="batch_size", values=("full", 8)),)),
                ),
                ("order of the examples",),
            ),
            (Study(problem=SurfaceSpec(), lanes=LANES[3:]), ("gradient noise",)),
            (Study(problem=SurfaceSpec(spread=1.0, noise=0.1), lanes=LANES), ("starts", "gradient noise")),
            (Study(problem=DataSpec(model="softmax"), lanes=(LaneSpec(batch_size="full"),)), ()),
            (
                Study(problem=DataSpec(model="softmax"), lanes=(LaneSpec(batch_size="full"), LaneSpec())),
                ("order of the examples",),
            ),
            (DATA, ("initial weights", "order of the examples", "dropped units", "random signs or labels")),
        ],
    )
    def test_what_chance_decides_is_named(self, study, drawn):
        assert chances(study) == drawn
        assert is_paired(study) == (study.pairing == "paired" or not drawn)

    @pytest.mark.parametrize(
        "problem", [SurfaceSpec(), DataSpec(dataset="iris", model="softmax")], ids=["surface", "data"]
    )
    def test_where_it_decides_nothing_both_ways_give_the_same_runs(self, problem):
        lanes = (LaneSpec(batch_size="full"), LaneSpec(optimizer="momentum", batch_size="full"))
        study = Study(problem=problem, lanes=lanes, steps=40, epochs=5, seeds=(0, 1), pairing="independent")
        assert is_paired(study)
        assert lanes_of(study) == lanes_of(replace(study, pairing="paired"))

    @pytest.mark.parametrize("kind", ["start", "batches"])
    def test_what_is_not_named_decides_nothing(self, kind):
        """Runs of two seeds are equal exactly if nothing is named."""
        for noise, spread in ((0.0, 0.0), (0.1, 0.0), (0.0, 0.1)):
            problem = SurfaceSpec(noise=noise, spread=spread)
            batch = "full" if kind == "start" else 16
            data = DataSpec(dataset="iris", model="softmax" if kind == "batches" else "mlp")
            for where in (problem, data):
                study = Study(
                    problem=where, lanes=(LaneSpec(batch_size=batch),), steps=9, epochs=2, seeds=(0, 1)
                )
                losses = raced_again(study).lanes[0].batch_loss
                assert (losses[:, 0] != losses[:, 1]).any() == bool(chances(study))
