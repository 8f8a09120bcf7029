"""A lane under a schedule and filters: what is recorded, shared, replayed and counted."""

import numpy as np
import pytest

from app.engine.around import Around, rates
from app.engine.data_oracle import DataOracle
from app.engine.error import InputError
from app.engine.filter import filters
from app.engine.lane import Change
from app.engine.optimizer import optimizers
from app.study.build import build_problem, build_race, plan_race
from app.study.spec import DataSpec, FilterSpec, LaneSpec, ScheduleSpec, Study, SurfaceSpec
from tests.recorded import recorded_bytes

NOISY = SurfaceSpec(surface="ravine", parameters={"kappa": 10.0}, start=(-4.0, 1.0), noise=0.5, spread=0.2)
CLIP = FilterSpec(name="clip_norm")
NOISE = FilterSpec(name="gradient_noise", parameters={"deviation": 0.5, "kind": "student"})


def lane(optimizer="momentum", schedule=None, *filters, **fields):
    spec = ScheduleSpec(name=schedule) if isinstance(schedule, str) else schedule
    return LaneSpec(optimizer=optimizer, schedule=spec, filters=filters, **fields)


def raced(*lanes, problem=NOISY, seeds=(0,), **budget):
    race = build_race(Study(problem=problem, lanes=lanes, seeds=seeds, **({"steps": 200} | budget)))
    race.run()
    return race.history


def on_iris(*lanes, seeds=(0,), epochs=12, **fields):
    return raced(
        *lanes, problem=DataSpec(dataset="iris", model="softmax"), seeds=seeds, epochs=epochs, **fields
    )


AROUND = [
    lane("adam", "cosine", hyperparameters={"lr": 0.1}),
    lane("momentum", "one_cycle", CLIP),
    lane("adam", "one_cycle", FilterSpec(name="decoupled_decay")),
    lane("rmsprop", ScheduleSpec(name="reduce_on_plateau", parameters={"patience": 1})),
    lane("momentum", None, NOISE, CLIP, FilterSpec(name="ema")),
    lane("sgd", ScheduleSpec(warmup=20), FilterSpec(name="swa"), FilterSpec(name="accumulate")),
]


class TestRecorded:
    @pytest.mark.parametrize("make", [raced, on_iris])
    def test_the_learning_rate_is_the_one_of_the_step_to_the_row(self, make):
        history = make(lane("gradient_descent", "linear_to_zero", hyperparameters={"lr": 0.05})).lanes[0]
        total = history.plan.steps
        rise = round(0.05 * total)
        expected = [
            0.05 * ((t + 1) / rise if t < rise else (total - t) / (total - rise)) for t in range(total)
        ]
        assert np.isnan(history.lr[0]).all()
        np.testing.assert_allclose(history.lr[1:, 0], expected, rtol=1e-14)

    def test_steps_have_that_length(self):
        history = raced(lane("gradient_descent", "cosine", hyperparameters={"lr": 0.05}), seeds=(0, 1)).lanes[
            0
        ]
        moved = history.theta[:-1] - history.theta[1:]
        np.testing.assert_allclose(moved, history.lr[1:, :, None] * history.gradient[:-1], atol=1e-14)

    def test_without_a_schedule_it_is_what_was_set_and_changed(self):
        changes = (Change(50, "lr", 0.02), Change(120, "momentum", 0.5))
        history = raced(lane(hyperparameters={"lr": 0.01}, changes=changes)).lanes[0]
        np.testing.assert_array_equal(history.lr[1:51], 0.01)
        np.testing.assert_array_equal(history.lr[51:], 0.02)

    def test_the_gradient_is_the_one_before_the_filters(self):
        plain = SurfaceSpec(surface="ravine", parameters={"kappa": 10.0}, start=(-4.0, 1.0))
        history = raced(lane("gradient_descent", None, NOISE, CLIP), problem=plain).lanes[0]
        np.testing.assert_array_equal(history.gradient, history.theta * [1.0, 10.0])
        rate = float(optimizers["gradient_descent"](1, 2).lr)
        assert history.step_length[1:].max() <= rate * (1 + 1e-12)

    def test_a_method_without_a_learning_rate_has_none(self):
        class Bare:
            pass

        assert np.isnan(rates(Bare()))


class TestRuns:
    @pytest.mark.parametrize("make", [raced, on_iris])
    @pytest.mark.parametrize("index", range(len(AROUND)))
    def test_a_run_among_others_is_that_run_alone(self, make, index):
        seeds = (0, 3, 8)
        together = make(AROUND[index], seeds=seeds).lanes[0]
        for run, seed in enumerate(seeds):
            alone = make(AROUND[index], seeds=(seed,)).lanes[0]
            np.testing.assert_allclose(
                together.batch_loss[:, run], alone.batch_loss[:, 0], rtol=1e-9, atol=1e-12
            )
            np.testing.assert_allclose(together.lr[:, run], alone.lr[:, 0], rtol=1e-15)

    def test_seeds_reach_their_plateaus_at_times_of_their_own(self):
        around = lane("gradient_descent", ScheduleSpec(name="reduce_on_plateau", parameters={"patience": 0}))
        history = raced(around, seeds=tuple(range(8))).lanes[0]
        assert len({tuple(column) for column in history.lr[1:].T}) > 1
        assert len(np.unique(history.lr[1:])) > 2

    def test_lanes_of_a_seed_share_the_noise(self):
        flat = SurfaceSpec(surface="ravine", parameters={"kappa": 1.0}, start=(0.0, 0.0))
        tiny = {"lr": 1e-9}
        first, second = raced(
            lane("gradient_descent", None, NOISE, hyperparameters=tiny),
            lane("sgd", "cosine", NOISE, hyperparameters=tiny),
            problem=flat,
            seeds=(1, 2),
        ).lanes
        steps = [np.diff(each.theta, axis=0) / each.lr[1:, :, None] for each in (first, second)]
        np.testing.assert_allclose(steps[0], steps[1], rtol=1e-4, atol=1e-3)
        assert (np.abs(steps[0][:, 0] - steps[0][:, 1]) > 1e-3).any()


class TestReplay:
    @pytest.mark.parametrize("index", range(len(AROUND)))
    def test_the_same_bits_in_pieces_and_with_changes(self, index):
        """A learning rate that is set on the way is the base of the schedule from then on."""
        study = Study(problem=NOISY, lanes=(AROUND[index],), steps=150, seeds=(0, 1))
        live = build_race(study)
        for to in (1, 2, 37, 90):
            live.advance(to)
        change = live.change(0, "lr", 0.003)
        live.run()
        changed = LaneSpec(
            **{name: getattr(AROUND[index], name) for name in LaneSpec.__struct_fields__}
            | {"changes": (change,)}
        )
        again = build_race(Study(problem=NOISY, lanes=(changed,), steps=150, seeds=(0, 1)))
        again.run()
        assert recorded_bytes(live.history) == recorded_bytes(again.history)
        before, after = change.step, live.history.lanes[0].lr
        plain = build_race(study)
        plain.run()
        rate = plain.lanes[0].optimizer
        base = next(p.default for p in rate.parameters if p.name == "lr")
        base = AROUND[index].hyperparameters.get("lr", base)
        factor = plain.history.lanes[0].lr / base
        if AROUND[index].schedule is None or AROUND[index].schedule.name != "reduce_on_plateau":
            np.testing.assert_allclose(after[before + 1 :], 0.003 * factor[before + 1 :], rtol=1e-12)
        np.testing.assert_array_equal(after[1 : before + 1], plain.history.lanes[0].lr[1 : before + 1])


class TestMomentum:
    @pytest.mark.parametrize(("optimizer", "name"), [("momentum", "momentum"), ("adam", "beta1")])
    def test_it_is_cycled(self, optimizer, name):
        race = build_race(Study(problem=NOISY, lanes=(lane(optimizer, "one_cycle"),), steps=100))
        race.begin()
        race.advance(1)
        rule = race.lanes[0].optimizer
        assert getattr(rule, name) == pytest.approx(0.95)
        race.advance(29)
        assert getattr(rule, name) == pytest.approx(0.85)
        race.run()
        assert getattr(rule, name) == pytest.approx(0.95)

    def test_gradient_descent_has_none_and_is_scheduled_all_the_same(self):
        history = raced(lane("gradient_descent", "one_cycle", hyperparameters={"lr": 0.05}), steps=100).lanes[
            0
        ]
        assert history.lr[30, 0] == pytest.approx(0.05)
        assert history.lr[1, 0] == pytest.approx(0.002)


class TestAccumulation:
    @pytest.mark.parametrize(("batch", "times"), [(8, 2), (8, 3), (16, 4), (5, 7)])
    def test_it_is_a_larger_batch_that_costs_more(self, batch, times):
        """On the 106 training examples of iris; the last step of an epoch has fewer."""
        small = lane(
            "adam", None, FilterSpec(name="accumulate", parameters={"batches": times}), batch_size=batch
        )
        large = lane("adam", batch_size=batch * times)
        ours, theirs = on_iris(small, large).lanes
        assert ours.plan.steps == theirs.plan.steps
        np.testing.assert_allclose(ours.batch_loss, theirs.batch_loss, rtol=1e-10)
        np.testing.assert_allclose(ours.snapshots, theirs.snapshots, rtol=1e-8, atol=1e-10)
        per_epoch = -(-106 // batch)
        assert ours.evaluations[ours.plan.steps_per_epoch] == per_epoch
        assert theirs.evaluations[theirs.plan.steps_per_epoch] == theirs.plan.steps_per_epoch

    def test_on_a_surface_it_averages_the_noise(self):
        still = SurfaceSpec(surface="ravine", parameters={"kappa": 1.0}, start=(0.0, 0.0), noise=2.0)
        four = FilterSpec(name="accumulate", parameters={"batches": 4})
        plain, mean = raced(
            lane("gradient_descent", hyperparameters={"lr": 1e-9}),
            lane("gradient_descent", None, four, hyperparameters={"lr": 1e-9}),
            problem=still,
            steps=2000,
        ).lanes
        assert plain.gradient.std() == pytest.approx(2.0, rel=0.05)
        assert mean.gradient.std() == pytest.approx(1.0, rel=0.05)
        np.testing.assert_array_equal(mean.evaluations, 4 * np.arange(2001))

    def test_a_lane_without_it_has_the_plain_oracle(self):
        study = Study(
            problem=DataSpec(dataset="iris", model="softmax"), lanes=(lane("sgd", "cosine"),), epochs=1
        )
        assert type(build_race(study).lanes[0].oracle) is DataOracle


class TestAverages:
    @pytest.mark.parametrize("make", [raced, on_iris])
    def test_what_is_drawn_and_measured_is_the_average(self, make):
        ema = FilterSpec(name="ema", parameters={"decay": 0.8})
        plain, shown = make(lane("sgd", batch_size=16), lane("sgd", None, ema, batch_size=16)).lanes
        points = plain.theta if plain.plan.path else plain.snapshots
        averages = shown.theta if plain.plan.path else shown.snapshots
        expected = points[1].copy()
        for row in range(1, len(points)):
            expected = expected if row == 1 else 0.8 * expected + 0.2 * points[row]
            np.testing.assert_allclose(averages[row], expected, rtol=1e-12, atol=1e-14)
        np.testing.assert_array_equal(averages[0], points[0])
        np.testing.assert_array_equal(plain.evaluations, shown.evaluations)

    def test_on_data_whole_sets_are_measured_at_it(self):
        study = Study(
            problem=DataSpec(dataset="iris", model="softmax"),
            lanes=(lane("sgd", None, FilterSpec(name="swa")),),
            epochs=6,
        )
        problem = build_problem(study)
        race = build_race(study, problem=problem)
        race.run()
        history = race.history.lanes[0]
        np.testing.assert_array_equal(
            history.evaluated["loss"][-1], problem.evaluate(history.snapshots[-1])["loss"]
        )

    def test_averaging_quietens_a_noisy_run(self):
        plain, mean = raced(
            lane("gradient_descent", hyperparameters={"lr": 0.1}),
            lane("gradient_descent", None, FilterSpec(name="swa"), hyperparameters={"lr": 0.1}),
            steps=2000,
        ).lanes
        assert mean.batch_loss[-1, 0] < plain.batch_loss[1000:].mean() / 20


class TestFurtherGradients:
    """As SAM and line searches ask for within their step."""

    def test_they_are_filtered_too(self):
        tight = FilterSpec(name="clip_norm", parameters={"max_norm": 0.5})
        values = {"lr": 0.1, "base": "sgd"}
        plain, clipped = raced(
            lane("sam", hyperparameters=values), lane("sam", None, tight, hyperparameters=values), steps=20
        ).lanes
        assert plain.step_length[1] > 0.2
        assert clipped.step_length[1:].max() <= 0.05 * (1 + 1e-12)
        np.testing.assert_array_equal(plain.evaluations, clipped.evaluations)

    def test_all_of_a_step_have_the_same_noise(self):
        made = filters["gradient_noise"](2, {"kind": "student"}, "F", (5,), 10)
        oracle = build_problem(Study(problem=SurfaceSpec(surface="bowl"), lanes=(lane(),))).oracle()
        seen = []

        class Asking:
            lr = np.asarray(0.1)

            def update(self, theta, grad, oracle):
                again = np.empty_like(grad)
                oracle.gradient(theta, again)
                np.testing.assert_array_equal(again, grad)
                seen.append(grad - theta)
                assert oracle.evaluations > 0

        race = build_race(Study(problem=SurfaceSpec(surface="bowl"), lanes=(lane(),), steps=10))
        theta = np.ones((1, 2), order="F")
        around = Around(Asking(), None, (made,), race.history.lanes[0], theta)
        for _ in range(5):
            grad = np.empty_like(theta)
            oracle.gradient(theta, grad)
            around.update(theta, grad, oracle)
        assert len({row.tobytes() for row in seen}) == 5


class TestNothingAround:
    def test_the_optimizers_own_update_is_called(self):
        bare, around = build_race(Study(problem=NOISY, lanes=(lane(), lane("momentum", "cosine")))).lanes
        assert bare._around is None
        assert bare._update == bare.optimizer.update
        assert around._update == around._around.update

    def test_a_constant_schedule_gives_the_same_bits(self):
        bare, around = raced(lane("adam"), lane("adam", "constant"), seeds=(0, 1)).lanes
        np.testing.assert_array_equal(bare.theta, around.theta)
        np.testing.assert_array_equal(bare.lr, around.lr)


def test_a_plateau_needs_the_part_that_it_watches():
    around = lane("sgd", ScheduleSpec(name="reduce_on_plateau", parameters={"watched": "validation"}))
    spec = DataSpec(dataset="iris", model="softmax", split=(1.0, 0.0, 0.0))
    study = Study(problem=spec, lanes=(lane(), around), epochs=1)
    with pytest.raises(InputError, match="validation part, which is empty") as caught:
        build_race(study)
    assert caught.value.where == "lanes[1].schedule.parameters.watched"


def test_a_plateau_on_data_looks_once_an_epoch():
    around = lane("sgd", ScheduleSpec(name="reduce_on_plateau", parameters={"patience": 0, "threshold": 0.5}))
    history = on_iris(around, evaluations_per_epoch=3, epochs=8).lanes[0]
    per_epoch = history.plan.steps_per_epoch
    drops = np.flatnonzero(np.diff(history.lr[1:, 0])) + 1
    assert len(drops) > 2
    assert (drops % per_epoch == 0).all()
    first = int(drops[0]) // per_epoch
    losses = history.evaluated["loss"][::3, 0][1:]
    assert losses[first - 1] >= 0.5 * losses[: first - 1].min()
    assert (losses[1 : first - 1] < 0.5 * losses[: first - 2]).all()


def test_a_plateau_on_a_surface_looks_every_so_often():
    """On a flat bottom every look but the first is stale."""
    values = {"patience": 1, "every": 10, "decrease": 0.5}
    around = lane(
        "gradient_descent",
        ScheduleSpec(name="reduce_on_plateau", parameters=values),
        hyperparameters={"lr": 1.0},
    )
    still = SurfaceSpec(surface="bowl", start=(0.0, 0.0))
    rates = raced(around, problem=still, steps=100).lanes[0].lr[1:, 0]
    # Looks after 10, 20, 30 ... steps; the second stale one in a row halves the rate of the steps after it.
    expected = 0.5 ** np.maximum((np.arange(100) // 10 - 1) // 2, 0)
    np.testing.assert_array_equal(rates, expected)


def test_plans_count_steps():
    study = Study(
        problem=DataSpec(dataset="iris", model="softmax"),
        lanes=(lane("sgd", None, FilterSpec(name="accumulate", parameters={"batches": 3}), batch_size=10),),
        epochs=5,
    )
    plan = plan_race(study, build_problem(study)).lanes[0]
    assert (plan.batch_size, plan.accumulate, plan.steps_per_epoch, plan.steps) == (10, 3, 4, 20)
