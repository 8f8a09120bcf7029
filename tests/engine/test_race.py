"""Lanes in lock-step: chunks change nothing, lanes do not disturb each other, all see the same."""

import msgspec
import numpy as np
import pytest

from app.study.build import build_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec


def lane(optimizer, batch_size=None, **hyperparameters):
    return LaneSpec(optimizer=optimizer, hyperparameters=hyperparameters, batch_size=batch_size)


STUDIES = {
    "one run": Study(
        problem=SurfaceSpec(surface="rosenbrock", noise=0.5),
        lanes=(lane("adam", lr=0.05), lane("rmsprop"), lane("gradient_descent", lr=1.0)),
        steps=300,
    ),
    "runs": Study(
        problem=SurfaceSpec(surface="himmelblau", noise=0.5, spread=0.5),
        lanes=(lane("adagrad", lr=0.5), lane("nesterov", lr=0.005), lane("sgd", lr=1.0)),
        steps=300,
        seeds=(2, 3, 5),
    ),
    "data": Study(
        problem=DataSpec(dataset="iris", model="mlp", model_parameters={"hidden": (5,)}),
        lanes=(lane("adam", 16, lr=0.01), lane("sgd", 5), lane("gradient_descent"), lane("adadelta", 1)),
        epochs=3,
        seeds=(0, 1),
        evaluations_per_epoch=4,
    ),
}
every = pytest.mark.parametrize("study", STUDIES.values(), ids=STUDIES)


def bytes_of(history):
    """Return the bytes of every column of every lane, without the clock."""
    found = {}
    for index, record in enumerate(history.lanes):
        for name, _, _ in record.plan.columns():
            kept = record.evaluated | record.measured
            column = kept.get(name.partition("_")[2], getattr(record, name, None))
            if name != "seconds":
                found[index, name] = column.tobytes()
    return found


def race(study, chunks=()):
    built = build_race(study)
    for chunk in chunks:
        built.advance(chunk)
    built.run()
    return built


@pytest.mark.parametrize(
    "chunks", [[1] * 1000, [7] * 200, [1, 2, 3, 50, 1, 100], [0, 0, 5, 0, 10_000], [255, 1, 1]]
)
@every
def test_chunks_change_no_bit(study, chunks):
    assert bytes_of(race(study, chunks).history) == bytes_of(race(study).history)


@every
def test_lanes_do_not_disturb_each_other(study):
    together = race(study).history
    for index, spec in enumerate(study.lanes):
        alone = race(
            Study(**{name: getattr(study, name) for name in study.__struct_fields__} | {"lanes": (spec,)})
        )
        ours = {name: value for (which, name), value in bytes_of(together).items() if which == index}
        assert ours == {name: value for (_, name), value in bytes_of(alone.history).items()}


@every
def test_equal_lanes_give_equal_bytes(study):
    fields = {name: getattr(study, name) for name in study.__struct_fields__}
    twice = race(Study(**fields | {"lanes": (study.lanes[0], study.lanes[1], study.lanes[0])}))
    found = bytes_of(twice.history)
    first = {name: value for (index, name), value in found.items() if index == 0}
    assert first == {name: value for (index, name), value in found.items() if index == 2}


@every
def test_a_seed_gives_the_same_run_whoever_is_beside_it(study):
    fields = {name: getattr(study, name) for name in study.__struct_fields__}
    many = race(Study(**fields | {"seeds": (9, *study.seeds, 11)})).history
    few = race(study).history
    for ours, theirs in zip(many.lanes, few.lanes, strict=True):
        with np.errstate(all="ignore"):
            np.testing.assert_allclose(ours.batch_loss[:, 1:-1], theirs.batch_loss, rtol=1e-7, atol=1e-12)


def test_noise_is_common_to_all_lanes():
    """At the same step the same sample is added, whatever the lane and wherever it is."""
    study = Study(
        problem=SurfaceSpec(surface="bowl", noise=1.0),
        lanes=(lane("sgd"), lane("adam"), lane("momentum")),
        steps=600,
        seeds=(0, 1),
    )
    lanes = race(study, [100, 1, 200]).history.lanes
    noise = [record.gradient - record.theta for record in lanes]
    np.testing.assert_allclose(noise[1], noise[0], atol=1e-12)
    np.testing.assert_allclose(noise[2], noise[0], atol=1e-12)
    assert 0.9 < noise[0].std() < 1.1


def test_lanes_of_any_batch_size_have_seen_the_same_examples():
    """Each lane's gradients over an epoch, at a point that does not move, sum to the same."""
    study = Study(
        problem=DataSpec(dataset="iris", model="softmax", split=(0.8, 0.2, 0.0)),
        lanes=tuple(lane("sgd", size, lr=0.0) for size in (1, 4, 12, 60, "full")),
        epochs=2,
        seeds=(3, 4),
    )
    records = race(study).history.lanes
    sums = []
    for record in records:
        plan = record.plan
        first = record.batch_loss[: plan.steps_per_epoch]
        assert plan.examples % plan.batch_size == 0
        sums.append(first.mean(axis=0))
        half = plan.steps_per_epoch // 2
        if plan.steps_per_epoch % 2 == 0:
            sums[-1] = np.append(sums[-1], record.batch_loss[:half].mean(axis=0))
    for found in sums[1:]:
        np.testing.assert_allclose(found, sums[0][: len(found)], rtol=1e-12)


def test_all_lanes_start_from_the_same_weights():
    study = STUDIES["data"]
    records = race(study).history.lanes
    for record in records[1:]:
        np.testing.assert_array_equal(record.snapshots[0], records[0].snapshots[0])
        for name, column in record.evaluated.items():
            np.testing.assert_array_equal(column[0], records[0].evaluated[name][0])


def test_ticks():
    built = build_race(STUDIES["one run"])
    assert (built.tick, built.ticks, built.finished) == (-1, 300, False)
    assert built.advance(0) == 0
    assert built.history.lanes[0].length == 1
    assert built.advance(10) == 10
    assert [record.length for record in built.history.lanes] == [11] * 3
    assert built.advance(10_000) == 300
    assert built.finished
    assert built.advance(5) == 300
    assert built.history.tick == 300


def test_begin_records_the_start_alone():
    built = build_race(STUDIES["data"])
    built.begin()
    assert (built.tick, built.history.tick) == (0, 0)
    for record in built.history.lanes:
        assert (record.length, record.evaluated_length, record.snapshot_length) == (1, 1, 1)


def test_a_diverging_lane_warns_nobody_and_stops_nobody():
    study = Study(
        problem=SurfaceSpec(surface="rosenbrock"),
        lanes=(lane("gradient_descent", lr=10.0), lane("adam", lr=0.1)),
        steps=500,
    )
    history = race(study).history
    assert history.lanes[0].diverged_at[0] > 0
    assert history.lanes[1].diverged_at[0] == -1
    assert history.lanes[1].batch_loss[-1, 0] < 0.5
    assert history.lanes[0].length == 501


class Sleepy:
    """A clock by which a step takes 10 us, and whoever comes first after a pause 40 us more."""

    def __init__(self):
        self.now, self.steps, self.asleep, self.each = 0.0, 1, True, 10e-6
        self.looked = False

    def __call__(self):
        if self.looked:  # a lane looks before its steps and after them
            self.now += self.each * self.steps + (40e-6 if self.asleep else 0.0)
            self.asleep = False
        self.looked = not self.looked
        return self.now


@pytest.fixture
def sleepy(monkeypatch):
    """Return a function that advances a race of three lanes after a pause, so many ticks each time."""
    built = build_race(STUDIES["one run"])
    clock = Sleepy()
    monkeypatch.setattr("app.engine.stopwatch._clock", clock)

    def advance(ticks):
        clock.asleep, clock.steps = True, ticks
        built.advance(ticks)
        return built

    return advance


def paces(built):
    return [float(record.seconds[built.tick] / built.tick) * 1e6 for record in built.history.lanes]


def test_waking_up_is_no_lanes_cost(sleepy):
    for _ in range(150):
        built = sleepy(1)
    assert paces(built) == pytest.approx([10, 10, 10])


def test_a_few_steps_after_a_pause_count_as_those_before(sleepy):
    sleepy(1)
    for _ in range(20):
        built = sleepy(5)
    seconds = np.stack([record.seconds[1:101] for record in built.history.lanes])
    assert np.diff(seconds, axis=1) == pytest.approx(10e-6)


def test_of_many_steps_every_second_counts(sleepy):
    """Beyond 1 ms they tell what a step takes; nothing is taken away from them."""
    sleepy(1)
    built = sleepy(120)
    total = sum(float(record.seconds[121]) for record in built.history.lanes)
    assert total == pytest.approx(3 * 121 * 10e-6 + 40e-6)


@pytest.mark.parametrize(("name", "ticks"), [("one run", 1), ("one run", 3), ("data", 1)])
def test_waking_up_is_no_cost_of_a_lane_alone(monkeypatch, name, ticks):
    built = build_race(msgspec.structs.replace(STUDIES[name], lanes=STUDIES[name].lanes[:1]))
    clock = Sleepy()
    clock.steps = ticks
    monkeypatch.setattr("app.engine.stopwatch._clock", clock)
    for _ in range(10):
        clock.asleep = True
        built.advance(ticks)
    assert paces(built) == pytest.approx([10])


def test_what_a_lane_alone_takes_is_looked_at_again_now_and_then(monkeypatch):
    built = build_race(msgspec.structs.replace(STUDIES["one run"], lanes=STUDIES["one run"].lanes[:1]))
    clock = Sleepy()
    monkeypatch.setattr("app.engine.stopwatch._clock", clock)
    for step in range(150):
        clock.asleep, clock.each = True, 10e-6 if step < 60 else 30e-6  # as of a method that slows down
        built.advance(1)
    seconds = np.diff(built.history.lanes[0].seconds[:151])
    assert seconds[:60] == pytest.approx(10e-6)
    assert seconds[100:] == pytest.approx(30e-6)


def test_a_lane_alone_that_cannot_be_copied_counts_as_it_is(monkeypatch):
    built = build_race(msgspec.structs.replace(STUDIES["one run"], lanes=STUDIES["one run"].lanes[:1]))
    clock, asked = Sleepy(), []

    def refused(lane):
        asked.append(lane)
        raise TypeError("cannot pickle 'generator' object")

    monkeypatch.setattr("app.engine.stopwatch._clock", clock)
    monkeypatch.setattr("app.engine.lane.twin_of", refused)
    for _ in range(10):
        clock.asleep = True
        built.advance(1)
    assert paces(built) == pytest.approx([50])
    assert len(asked) == 1


def test_each_lane_goes_first_in_turn(monkeypatch):
    built = build_race(STUDIES["one run"])
    built.begin()
    went = []
    for number, one in enumerate(built.lanes):
        monkeypatch.setattr(one, "_publish", lambda *_, number=number: went.append(number))
    for _ in range(3):
        built.advance(1)
    assert went == [0, 1, 2, 1, 2, 0, 2, 0, 1]
