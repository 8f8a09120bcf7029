"""What is recorded, where it lies in memory, and that the lengths come last."""

import mmap
from itertools import pairwise

import numpy as np
import pytest

from app.engine.history import History, LanePlan, RacePlan
from app.study.build import build_problem, build_race, plan_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec

SURFACE = Study(
    problem=SurfaceSpec(surface="rosenbrock", noise=0.1, spread=0.1),
    lanes=(
        LaneSpec(optimizer="adam"),
        LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-4}),
        LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.01}),  # it diverges
    ),
    steps=70,
    seeds=(0, 1, 2),
)
DATA = Study(
    problem=DataSpec(dataset="iris", model="softmax"),
    lanes=(
        LaneSpec(optimizer="adam", batch_size=16),
        LaneSpec(optimizer="sgd", batch_size=7),
        LaneSpec(optimizer="gradient_descent"),
    ),
    epochs=5,
    seeds=(0, 1),
    evaluations_per_epoch=3,
)
both = pytest.mark.parametrize("study", [SURFACE, DATA], ids=["surface", "data"])


def columns(lane):
    """Return the columns of a lane's history by name."""
    found = {name: getattr(lane, name, None) for name, _, _ in lane.plan.columns()}
    return {name: value for name, value in (found | lane.evaluated).items() if value is not None}


@both
def test_an_external_buffer_holds_the_same_bytes(study):
    private = build_race(study)
    with mmap.mmap(-1, private.history.plan.nbytes) as memory:
        mapped = build_race(study, buffer=lambda plan: memory)
        private.run()
        mapped.run()
        reader = History(mapped.history.plan, memory)
        assert reader.tick == private.history.tick == private.ticks
        for ours, theirs in zip(private.history.lanes, reader.lanes, strict=True):
            for name, value in columns(ours).items():
                if name != "seconds":
                    np.testing.assert_array_equal(columns(theirs)[name], value, err_msg=name)
        del reader, theirs
        mapped.history.lanes.clear()
        mapped.lanes.clear()
        del mapped.history._tick


@both
def test_a_buffer_of_the_planned_size_is_filled_to_its_end(study):
    plan = build_race(study).history.plan
    memory = bytearray(plan.nbytes)
    history = History(plan, memory)
    assert history.lanes[-1].end == plan.nbytes
    starts = []
    for lane in history.lanes:
        for value in columns(lane).values():
            assert value.flags.c_contiguous
            assert value.flags.aligned
            starts.append((value.__array_interface__["data"][0], value.nbytes))
    starts.sort()
    assert starts[0][0] == np.frombuffer(memory, np.uint8).__array_interface__["data"][0] + 8
    for (first, size), (second, _) in pairwise(starts):
        assert first + size == second, "columns neither overlap nor leave gaps"
    with pytest.raises(ValueError, match="buffer"):
        History(plan, bytearray(plan.nbytes - 1))


class Watched:
    """Lengths that keep what a reader could see at each publication."""

    def __init__(self, lane):
        self.lane, self.lengths, self.seen = lane, lane.lengths, []

    def __getitem__(self, index):
        return self.lengths[index]

    def __setitem__(self, index, value):
        assert value >= self.lengths[index]
        self.lengths[index] = value
        lane = self.lane
        names = [
            ["batch_loss", "gradient_norm", "step_length", "evaluations", "seconds", "theta", "gradient"],
            list(lane.evaluated),
            ["snapshots"],
        ][index]
        held = columns(lane)
        for name in names:
            if name in held:
                self.seen.append((name, held[name][:value].copy()))
        if index == 0:
            self.seen.append((value, lane.diverged_at.copy()))
            assert lane.evaluated_length == (lane.plan.evaluate_at < value).sum()
            assert lane.snapshot_length == (lane.plan.snapshot_at < value).sum()


@pytest.mark.parametrize("chunk", [1, 3, 1000])
@both
def test_a_reader_sees_rows_only_when_they_are_whole(study, chunk):
    """Whatever lay below a published length at any time is there in the end, unchanged."""
    race = build_race(study)
    watches = []
    for lane, history in zip(race.lanes, race.history.lanes, strict=True):
        watch = Watched(history)
        history.lengths = lane.history.lengths = watch
        watches.append(watch)
    while not race.finished:
        race.advance(chunk)
    for watch in watches:
        held = columns(watch.lane)
        assert len(watch.seen) > 5
        for name, rows in watch.seen:
            if isinstance(name, int):  # a length, and where runs had diverged when it was published
                final = watch.lane.diverged_at
                np.testing.assert_array_equal(rows, np.where(final < name, final, -1))
            else:
                np.testing.assert_array_equal(rows, held[name][: len(rows)], err_msg=name)
    if study is SURFACE:
        assert (watches[2].lane.diverged_at > 0).all()


@both
def test_the_tick_comes_after_the_lengths(study, monkeypatch):
    race, ticks = build_race(study), []

    def publish(history, tick):
        plan = history.plan
        steps = [plan.step_at(index, tick) for index in range(len(plan.lanes))]
        assert [lane.length for lane in history.lanes] == [step + 1 for step in steps]
        history._tick[0] = tick
        ticks.append(history.tick)

    monkeypatch.setattr(History, "tick", property(History.tick.fget, publish))
    while not race.finished:
        race.advance(9)
    assert ticks[0] == 0
    assert ticks[-1] == race.ticks
    assert ticks == sorted(set(ticks))


def test_nothing_is_published_before_the_beginning():
    history = build_race(DATA).history
    assert history.tick == 0
    for lane in history.lanes:
        assert (lane.length, lane.evaluated_length, lane.snapshot_length) == (0, 0, 0)


def test_a_finished_race_has_published_everything():
    race = build_race(DATA)
    race.run()
    for lane in race.history.lanes:
        assert lane.length == lane.plan.steps + 1
        assert lane.evaluated_length == len(lane.plan.evaluate_at)
        assert lane.snapshot_length == len(lane.plan.snapshot_at)


class TestPlan:
    def test_size_is_known_before_anything_runs(self):
        """(4 lengths + per step: count, clock; per run: divergence, loss, 2 norms, 2 points) of 8 bytes."""
        plan = RacePlan((LanePlan(runs=2, params=2, steps=9, path=True),))
        assert plan.nbytes == 8 * (1 + 4 + 2 + 10 * (2 + 2 * (4 + 4)))

    def test_a_surface_keeps_every_point_and_data_some(self):
        surface = plan_race(SURFACE, build_problem(SURFACE)).lanes[0]
        assert {"theta", "gradient"} <= {name for name, _, _ in surface.columns()}
        data = plan_race(DATA, build_problem(DATA)).lanes[0]
        assert {"theta", "gradient"}.isdisjoint({name for name, _, _ in data.columns()})
        assert "snapshots" in {name for name, _, _ in data.columns()}

    def test_ticks_are_the_steps_of_the_longest_lane(self):
        lanes = tuple(LanePlan(1, 2, steps, path=True) for steps in (30, 10, 7))
        plan = RacePlan(lanes)
        assert plan.ticks == 30
        assert [plan.step_at(index, 30) for index in range(3)] == [30, 10, 7]
        assert [plan.step_at(index, 0) for index in range(3)] == [0, 0, 0]
        assert [plan.step_at(1, tick) for tick in range(7)] == [0, 0, 0, 1, 1, 1, 2]
        for index, lane in enumerate(lanes):
            steps = [plan.step_at(index, tick) for tick in range(31)]
            assert steps == [tick * lane.steps // 30 for tick in range(31)]

    def test_a_lane_is_never_ahead_of_its_share(self):
        """At each tick a lane is less than one of its steps behind the lane that sets the clock."""
        plan = plan_race(DATA, build_problem(DATA))
        fastest = max(plan.lanes, key=lambda lane: lane.steps)
        for index, lane in enumerate(plan.lanes):
            for tick in range(plan.ticks + 1):
                share = plan.step_at(index, tick) / lane.steps
                assert share <= tick / fastest.steps
                assert share > tick / fastest.steps - 1 / lane.steps

    def test_steps_of_data_lanes(self):
        examples = build_problem(DATA).examples
        plan = plan_race(DATA, build_problem(DATA))
        for lane, batch in zip(plan.lanes, (16, 7, examples), strict=True):
            assert lane.batch_size == batch
            assert lane.examples == examples
            assert lane.steps_per_epoch == -(-examples // batch)
            assert lane.steps == 5 * lane.steps_per_epoch

    def test_evaluations_and_snapshots_span_the_race(self):
        for lane in plan_race(DATA, build_problem(DATA)).lanes:
            for steps in (lane.evaluate_at, lane.snapshot_at):
                assert steps[0] == 0
                assert steps[-1] == lane.steps
                assert (np.diff(steps) > 0).all()
            assert len(lane.evaluate_at) == min(5 * 3, lane.steps) + 1
            epochs = np.arange(6) * lane.steps_per_epoch
            assert np.isin(epochs, lane.evaluate_at).all(), "the end of every epoch"
