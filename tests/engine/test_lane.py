"""A lane's rows: what each holds, when a run counts as diverged, and changes on the way."""

import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.history import History, LanePlan, RacePlan
from app.engine.lane import Change, Lane
from app.engine.optimizer import LR, Optimizer, Slot, optimizers
from app.engine.problem import SurfaceProblem
from app.engine.race import Race
from app.engine.surface import Surface, surfaces
from app.study.build import build_problem, build_race, plan_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec


def race_on(surface, optimizer, steps, start=(1.0, 1.0), seeds=(0,), noise=0.0, changes=(), **values):
    """Return a race of one lane, with hyperparameters that may be one for each run."""
    problem = SurfaceProblem(surface, start, seeds, noise)
    plan = RacePlan((LanePlan(len(seeds), 2, steps, path=True),))
    history = History(plan)
    rule = optimizers[optimizer](len(seeds), 2, values, problem.order)
    return Race([Lane(problem, rule, history.lanes[0], changes)], history)


def ran(*args, **values):
    race = race_on(*args, **values)
    race.run()
    return race.history.lanes[0]


def data_study(**values):
    lanes = (LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}, batch_size=16),)
    spec = DataSpec(dataset="iris", model="softmax")
    return Study(**({"problem": spec, "lanes": lanes, "epochs": 4, "seeds": (0, 1)} | values))


RAVINE = surfaces["ravine"]({"kappa": 10.0})
BOWL = surfaces["bowl"]()


class Average(Optimizer):
    """Descends at theta, and is measured at the mean of all points so far."""

    parameters = (LR,)
    slots = (Slot("point", "x", "The mean of all points so far."),)

    def begin(self, theta):
        self.point[:] = theta
        self.count = 1

    def step(self, theta, grad, oracle):
        theta -= self.lr * grad
        self.count += 1
        self.point += (theta - self.point) / self.count


class TestAPointOfItsOwn:
    def test_on_a_surface_its_rows_are_of_that_point_and_cost_nothing(self):
        problem = SurfaceProblem(RAVINE, (-4.0, 1.0), (0, 1), 0.0)
        history = History(RacePlan((LanePlan(2, 2, 20, path=True),)))
        rule = Average(2, 2, {"lr": 0.05}, problem.order)
        Race([Lane(problem, rule, history.lanes[0])], history).run()
        plain = ran(RAVINE, "gradient_descent", 20, start=(-4.0, 1.0), seeds=(0, 1), lr=0.05)
        ours = history.lanes[0]
        means = np.cumsum(plain.theta, axis=0) / np.arange(1, 22)[:, None, None]
        np.testing.assert_allclose(ours.theta, means, rtol=1e-12)
        value, dx, dy = RAVINE.evaluate(ours.theta[..., 0], ours.theta[..., 1])
        np.testing.assert_array_equal(ours.batch_loss, value)
        np.testing.assert_array_equal(ours.gradient, np.stack([dx, dy], axis=-1))
        np.testing.assert_array_equal(ours.evaluations, plain.evaluations)

    def test_on_data_what_is_evaluated_and_kept_is_that_point(self):
        study = data_study()
        problem = build_problem(study)
        plan = plan_race(study, problem)
        history = History(plan)
        rule = Average(2, problem.params, {"lr": 0.1}, problem.order, problem.layers)
        lane = Lane(problem, rule, history.lanes[0])
        Race([lane], history).run()
        last = plan.lanes[0].snapshot_at[-1]
        assert last == plan.lanes[0].steps
        np.testing.assert_array_equal(history.lanes[0].snapshots[-1], rule.point)
        np.testing.assert_array_equal(
            history.lanes[0].evaluated["loss"][-1], problem.evaluate(rule.point)["loss"]
        )
        assert (rule.point != lane.theta).any()


class TestRowsOnASurface:
    def test_row_zero_is_the_start(self):
        lane = ran(RAVINE, "gradient_descent", 5, start=(-4.0, 1.0), seeds=(0, 1))
        np.testing.assert_array_equal(lane.theta[0], [[-4.0, 1.0]] * 2)
        np.testing.assert_array_equal(lane.gradient[0], [[-4.0, 10.0]] * 2)
        np.testing.assert_array_equal(lane.batch_loss[0], [13.0] * 2)
        np.testing.assert_allclose(lane.gradient_norm[0], np.hypot(4.0, 10.0))
        assert np.isnan(lane.step_length[0]).all()
        assert lane.evaluations[0] == 0
        assert lane.seconds[0] == 0.0

    @pytest.mark.parametrize("seeds", [(0,), (0, 1, 2)])
    def test_a_row_holds_one_instant(self, seeds):
        """Row k: the point after k steps, with loss and gradient there, which step k + 1 uses."""
        lane = ran(RAVINE, "gradient_descent", 50, start=(-4.0, 1.0), seeds=seeds, lr=0.05)
        value, dx, dy = RAVINE.evaluate(lane.theta[..., 0], lane.theta[..., 1])
        np.testing.assert_array_equal(lane.batch_loss, value)
        np.testing.assert_array_equal(lane.gradient, np.stack([dx, dy], axis=-1))
        np.testing.assert_allclose(lane.theta[1:], lane.theta[:-1] - 0.05 * lane.gradient[:-1], rtol=1e-15)
        np.testing.assert_allclose(lane.gradient_norm, np.hypot(dx, dy), rtol=1e-14)
        moved = np.diff(lane.theta, axis=0)
        np.testing.assert_allclose(lane.step_length[1:], np.hypot(*moved.T).T, rtol=1e-14)

    def test_the_recorded_gradient_is_the_one_used(self):
        """Noise and all."""
        lane = ran(RAVINE, "gradient_descent", 400, seeds=(3, 4), noise=1.0, lr=0.05)
        np.testing.assert_allclose(
            lane.theta[1:], lane.theta[:-1] - 0.05 * lane.gradient[:-1], rtol=1e-12, atol=1e-15
        )
        np.testing.assert_array_equal(lane.batch_loss, RAVINE.value(lane.theta[..., 0], lane.theta[..., 1]))

    def test_every_row_has_the_noise_of_its_step(self):
        lane = ran(BOWL, "gradient_descent", 600, seeds=(3, 4), noise=1.0, lr=0.05)
        oracle = SurfaceProblem(BOWL, (0.0, 0.0), (3, 4), 1.0).oracle()
        noise = np.empty((2, 2))
        for row in range(601):
            oracle.gradient(np.zeros((2, 2)), noise)
            oracle.draw()
            np.testing.assert_allclose(lane.gradient[row] - lane.theta[row], noise, atol=1e-12)

    def test_weight_decay_is_not_in_the_recorded_gradient(self):
        lane = ran(BOWL, "gradient_descent", 3, weight_decay=0.5, lr=0.1)
        np.testing.assert_array_equal(lane.gradient, lane.theta)
        np.testing.assert_allclose(lane.theta[1], lane.theta[0] * (1 - 0.1 * 1.5))

    def test_evaluations_and_clock(self):
        lane = ran(RAVINE, "adam", 200)
        np.testing.assert_array_equal(lane.evaluations, np.arange(201))
        assert (np.diff(lane.seconds) > 0).all()
        assert lane.seconds[-1] < 5.0


class TestRowsOnData:
    def race(self, study):
        problem = build_problem(study)
        race = build_race(study, problem=problem)
        race.run()
        return problem, race.history.lanes[0]

    def test_losses_and_gradients_are_of_the_next_batch(self):
        study = data_study()
        problem, lane = self.race(study)
        assert len(lane.plan.snapshot_at) == lane.plan.steps + 1
        batches, grad = problem.feed.batches(16), np.empty((2, problem.params))
        for row in range(lane.plan.steps + 1):
            features, targets = next(batches)
            loss = problem.model.loss_and_gradient(lane.snapshots[row], features, targets, grad)
            np.testing.assert_allclose(lane.batch_loss[row], loss, rtol=1e-12)
            np.testing.assert_allclose(lane.gradient_norm[row], np.linalg.norm(grad, axis=1), rtol=1e-12)

    def test_step_lengths(self):
        _, lane = self.race(data_study())
        lengths = np.linalg.norm(np.diff(lane.snapshots, axis=0), axis=2)
        np.testing.assert_allclose(lane.step_length[1:], lengths, rtol=1e-12)
        assert np.isnan(lane.step_length[0]).all()

    def test_evaluations_are_of_their_steps(self):
        problem, lane = self.race(data_study(evaluations_per_epoch=3))
        assert len(lane.plan.evaluate_at) == 13
        for index, step in enumerate(lane.plan.evaluate_at):
            found = problem.evaluate(lane.snapshots[step])
            for name, column in lane.evaluated.items():
                np.testing.assert_allclose(column[index], found[name], rtol=1e-12)

    def test_few_snapshots_are_of_their_steps(self):
        """A race too large to keep every step keeps evenly spread ones."""
        study = data_study(epochs=500)
        problem, lane = self.race(study)
        kept = lane.plan.snapshot_at
        assert (kept[0], kept[-1]) == (0, lane.plan.steps)
        assert len(kept) < lane.plan.steps
        batches, grad = problem.feed.batches(16), np.empty((2, problem.params))
        losses = {}
        for row in range(lane.plan.steps + 1):
            features, targets = next(batches)
            if row in (kept[1], kept[len(kept) // 2], kept[-1]):
                index = int(np.searchsorted(kept, row))
                losses[row] = problem.model.loss_and_gradient(lane.snapshots[index], features, targets, grad)
        assert len(losses) == 3
        for row, loss in losses.items():
            np.testing.assert_allclose(lane.batch_loss[row], loss, rtol=1e-12)

    def test_a_lane_on_data_starts_from_the_seeds_weights(self):
        lanes = tuple(LaneSpec(optimizer=name) for name in ("sgd", "adam", "momentum"))
        study = data_study(lanes=lanes, problem=DataSpec(dataset="iris", model="mlp"), epochs=1)
        race = build_race(study)
        race.run()
        for history in race.history.lanes:
            np.testing.assert_array_equal(history.snapshots[0], race.lanes[0].problem.initial())

    def test_a_plan_without_snapshots_or_evaluations(self):
        problem = build_problem(data_study())
        history = History(RacePlan((LanePlan(2, problem.params, 7, path=False, batch_size=16),)))
        rule = optimizers["adam"](2, problem.params)
        Race([Lane(problem, rule, history.lanes[0])], history).run()
        assert history.lanes[0].length == 8


class Cliff(Surface):
    """Slopes down to the right; not a finite number beyond x = 1."""

    def __init__(self, beyond):
        self.beyond = beyond

    def evaluate(self, x, y):
        """Return f, df/dx and df/dy."""
        return np.where(x > 1.0, self.beyond, -x), 0.0 * x - 1.0, 0.0 * y


class TestDivergence:
    @pytest.mark.parametrize("chunk", [1, 4, 1000])
    def test_too_far_away(self, chunk):
        """|x| > 1e6; with lr 3 on the bowl a step multiplies by -2."""
        race = race_on(BOWL, "gradient_descent", 3000, lr=3.0)
        while not race.finished:
            race.advance(chunk)
        lane = race.history.lanes[0]
        assert lane.diverged_at.tolist() == [20]
        np.testing.assert_array_equal(np.abs(lane.theta[[19, 20], 0, 0]), [2.0**19, 2.0**20])
        assert not np.isfinite(lane.theta[-1]).any(), "it goes on, and is a result"

    @pytest.mark.parametrize("chunk", [1, 1000])
    @pytest.mark.parametrize("seeds", [(0,), (0, 1)])
    @pytest.mark.parametrize("beyond", [np.nan, np.inf, -np.inf])
    def test_not_a_finite_loss(self, chunk, seeds, beyond):
        race = race_on(Cliff(beyond), "gradient_descent", 30, start=(0.0, 0.0), seeds=seeds, lr=0.15)
        while not race.finished:
            race.advance(chunk)
        lane = race.history.lanes[0]
        assert lane.diverged_at.tolist() == [7] * len(seeds)
        assert np.isfinite(lane.batch_loss[:7]).all()
        assert not np.isfinite(lane.batch_loss[7:]).any()

    def test_from_the_start(self):
        lane = ran(BOWL, "gradient_descent", 3, start=(2e6, 0.0))
        assert lane.diverged_at.tolist() == [0]

    def test_the_other_runs_go_on(self):
        rates = [0.1, 5.0, 0.05]
        lane = ran(RAVINE, "momentum", 800, seeds=(0, 1, 2), lr=rates)
        assert lane.diverged_at[0] == lane.diverged_at[2] == -1
        assert lane.diverged_at[1] > 0
        for row in (0, 2):
            alone = ran(RAVINE, "momentum", 800, seeds=(row,), lr=rates[row])
            np.testing.assert_array_equal(lane.theta[:, row], alone.theta[:, 0])
            np.testing.assert_array_equal(lane.batch_loss[:, row], alone.batch_loss[:, 0])

    def test_on_data_a_thousand_times_the_first_loss(self):
        lanes = (LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 1.0}),)
        study = data_study(problem=DataSpec(dataset="diabetes", model="linear"), lanes=lanes, epochs=400)
        race = build_race(study)
        race.run()
        lane = race.history.lanes[0]
        limit = 1e3 * lane.batch_loss[0]
        beyond = ~(lane.batch_loss <= limit)
        assert beyond[-1].all()
        np.testing.assert_array_equal(lane.diverged_at, beyond.argmax(axis=0))
        assert (lane.diverged_at > 1).all()


class TestChanges:
    def test_a_change_is_felt_in_the_next_row(self):
        race = race_on(BOWL, "gradient_descent", 10, lr=0.5)
        race.advance(4)
        assert race.change(0, "lr", 0.1) == Change(4, "lr", 0.1)
        race.run()
        x = race.history.lanes[0].theta[:, 0, 0]
        np.testing.assert_allclose(x[1:] / x[:-1], [0.5] * 4 + [0.9] * 6)

    def test_a_change_before_the_beginning_counts_from_the_first_step(self):
        race = race_on(BOWL, "gradient_descent", 3, lr=0.5)
        assert race.change(0, "lr", 0.1) == Change(0, "lr", 0.1)
        race.run()
        np.testing.assert_allclose(race.history.lanes[0].theta[1], 0.9)

    def test_a_bad_change_leaves_the_lane(self):
        race, plain = (race_on(BOWL, "adam", 20) for _ in range(2))
        race.advance(5)
        for name, value in [("lr", -1.0), ("speed", 1.0), ("bias_correction", False), ("beta1", 1.0)]:
            with pytest.raises(InputError):
                race.change(0, name, value)
        assert race.lanes[0].changes == []
        race.run()
        plain.run()
        np.testing.assert_array_equal(race.history.lanes[0].theta, plain.history.lanes[0].theta)

    @pytest.mark.parametrize(
        "changes",
        [
            [(3, "lr", 0.3)],
            [(0, "lr", 0.3), (7, "beta1", 0.5), (7, "lr", 0.01), (19, "eps", 1.0)],
            [(5, "lr", 0.3), (5, "lr", 0.02), (6, "weight_decay", 0.5), (12, "weight_decay", 0.0)],
        ],
    )
    @pytest.mark.parametrize("chunk", [1, 6, 100])
    def test_replayed_changes_give_the_same_bytes(self, changes, chunk):
        live = race_on(RAVINE, "adam", 20, seeds=(0, 1), noise=0.1)
        for step, name, value in changes:
            live.advance(step - max(live.tick, 0))
            live.change(0, name, value)
        live.run()
        recorded = tuple(live.lanes[0].changes)
        assert recorded == tuple(Change(*change) for change in changes)
        again = race_on(RAVINE, "adam", 20, seeds=(0, 1), noise=0.1, changes=recorded)
        while not again.finished:
            again.advance(chunk)
        ours, theirs = live.history.lanes[0], again.history.lanes[0]
        for name in ("theta", "gradient", "batch_loss", "gradient_norm", "step_length", "evaluations"):
            assert getattr(ours, name).tobytes() == getattr(theirs, name).tobytes(), name

    def test_a_live_change_overrides_a_recorded_one_of_the_same_step(self):
        """And the two together, raced again, give the same path."""
        recorded = (Change(5, "lr", 0.9),)
        live = race_on(BOWL, "gradient_descent", 10, lr=0.5, changes=recorded)
        live.advance(5)
        live.change(0, "lr", 0.1)
        live.run()
        x = live.history.lanes[0].theta[:, 0, 0]
        np.testing.assert_allclose(x[1:] / x[:-1], [0.5] * 5 + [0.9] * 5)
        again = race_on(BOWL, "gradient_descent", 10, lr=0.5, changes=tuple(live.lanes[0].changes))
        again.run()
        np.testing.assert_array_equal(again.history.lanes[0].theta[:, 0, 0], x)

    def test_a_change_after_the_end_waits_for_ever(self):
        race = race_on(
            BOWL, "gradient_descent", 5, lr=0.5, changes=(Change(5, "lr", 0.1), Change(9, "lr", 1))
        )
        race.run()
        np.testing.assert_allclose(race.history.lanes[0].theta[-1], 0.5**5)

    def test_changes_in_a_study(self):
        lane = LaneSpec(
            optimizer="gradient_descent", hyperparameters={"lr": 0.5}, changes=(Change(2, "lr", 0.1),)
        )
        study = Study(problem=SurfaceSpec(surface="bowl", start=(1.0, 1.0)), lanes=(lane,), steps=4)
        race = build_race(study)
        race.run()
        np.testing.assert_allclose(race.history.lanes[0].theta[:, 0, 0], [1.0, 0.5, 0.25, 0.225, 0.2025])
