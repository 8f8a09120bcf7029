"""Maps keep up with the study: coarse at once, finer when it rests, nothing while nobody looks."""

import multiprocessing

import msgspec
import pytest

from app.study.basin.block import BasinBlock
from app.study.basin.lattice import LEVELS
from app.study.experiment.board import DONE
from app.study.pairing import with_streams
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.basin_session import BasinSession
from tests.ui.steering import with_value

replace = msgspec.structs.replace
STUDY = Study(
    problem=SurfaceSpec(surface="himmelblau"),
    lanes=(
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.3}),
        LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.01}),
    ),
    steps=40,
)


@pytest.fixture(scope="module")
def shared(qapp):
    session = BasinSession(workers=2)
    session.resolution = 50
    yield session
    session.shutdown()
    assert multiprocessing.active_children() == []


@pytest.fixture
def maps(shared):
    shared.resolution, shared.steps = 50, 0
    shared.forget()
    shared.show(STUDY)
    shared.set_active(True)
    yield shared
    shared.set_active(False)


def levels(session):
    return [found.level for found in session.view.maps.values()]


def done(session):
    return lambda: session.state == "done"


def test_all_lanes_get_a_map_of_the_resolution(maps, until):
    until(done(maps))
    assert levels(maps) == [50, 50]
    assert maps.share == 1.0
    assert maps.view.names == ("Adam", "Gradient descent")


def test_each_block_of_the_finer_levels_is_on_the_board(maps, until):
    seen = []
    maps.advanced.connect(lambda: seen.append(maps.board.sentence()))
    maps.set_steps(1000)
    until(done(maps))
    assert maps.board.count(DONE) == len(maps.board) > 0
    assert any("under way" in sentence for sentence in seen)
    maps.show(with_value(STUDY, "lr", 0.2))
    assert len(maps.board) == 0  # a coarse picture has none
    until(done(maps))
    assert maps.board.count(DONE) == len(maps.board) > 0


def test_a_lane_that_is_not_touched_keeps_its_map(maps, until):
    until(done(maps))
    before = maps.view.maps
    maps.show(with_value(STUDY, "lr", 0.2))
    assert maps.view.maps is before  # until there is a picture
    until(done(maps))
    assert maps.view.maps[1] is before[1]
    assert maps.view.maps[0] is not before[0]
    assert levels(maps) == [50, 50]


def test_what_does_not_change_a_run_changes_no_map(maps, until):
    until(done(maps))
    before = maps.view.maps
    problem = replace(STUDY.problem, start=(1.0, 2.0))
    lanes = (replace(STUDY.lanes[0], colour="#ff0000", name="mine"), STUDY.lanes[1])
    maps.show(replace(STUDY, problem=problem, lanes=lanes))
    assert maps.state == "done"
    assert maps.view.maps == before
    assert maps.view.names[0] == "mine"
    maps.show(replace(STUDY, lanes=(replace(STUDY.lanes[0], muted=True), STUDY.lanes[1])))
    until(done(maps))
    assert maps.view.lanes == (1,)


def test_independent_lanes_have_maps_of_their_own_where_there_is_noise(maps, until):
    maps.show(replace(STUDY, pairing="independent"))  # nothing is drawn
    until(lambda: maps.state == "done")
    before = dict(maps.view.maps)
    maps.show(STUDY)
    assert all(maps.view.maps[lane] is before[lane] for lane in (0, 1))
    noisy = replace(STUDY, problem=replace(STUDY.problem, noise=2.0))
    maps.show(noisy)
    until(lambda: maps.state == "done" and maps.view.study.problem.noise == 2.0)
    paired = dict(maps.view.maps)
    noted = with_streams(replace(noisy, pairing="independent"))
    maps.show(noted)
    until(lambda: maps.state == "done" and maps.view.study.pairing == "independent")
    own = dict(maps.view.maps)
    assert all(own[lane] is not paired[lane] for lane in (0, 1))
    maps.show(with_value(noted, "lr", 0.2))
    until(lambda: maps.state == "done" and maps.view.maps[0] is not own[0])
    assert maps.view.maps[1] is own[1]


def test_there_are_pictures_while_a_slider_is_dragged(maps, until, qtbot):
    until(done(maps))
    seen = []

    def note():
        seen.append((maps.view.study.lanes[0].hyperparameters["lr"], maps.view.maps[0].level))

    maps.changed.connect(note)
    for place in range(1, 400):  # as fast as events come
        maps.show(with_value(STUDY, "lr", place / 400))
        qtbot.wait(1)
        if len({rate for rate, level in seen}) > 4:
            break
    last = place / 400
    maps.changed.disconnect(note)
    assert {level for _, level in seen} == {LEVELS[0], 50}  # the map before, then coarse ones
    coarse = [rate for rate, level in seen if level == LEVELS[0]]
    assert coarse == sorted(coarse)
    until(done(maps))
    assert levels(maps) == [50, 50]
    assert maps.view.study.lanes[0].hyperparameters["lr"] == last


def test_of_several_studies_in_a_row_the_newest_is_shown(maps, until):
    until(done(maps))
    for place in range(1, 60):
        maps.show(with_value(STUDY, "lr", place / 100))
    until(done(maps))
    alone = BasinSession(workers=1)
    alone.resolution = 50
    alone.show(with_value(STUDY, "lr", 0.59))
    alone.set_active(True)
    until(done(alone))
    assert (alone.view.maps[0].layer("x_end") == maps.view.maps[0].layer("x_end")).all()
    alone.shutdown()


def test_a_cancel_keeps_what_is_there_and_can_be_taken_back(maps, until):
    until(done(maps))
    maps.show(replace(STUDY, steps=200_000))
    maps.cancel()
    assert maps.state == "cancelled"
    maps.show(STUDY)
    until(done(maps))
    maps.set_resolution(400)
    assert maps.state == "computing"
    maps.cancel()
    assert levels(maps) == [50, 50]
    maps.resolution = 100
    maps.resume()
    until(done(maps))
    assert levels(maps) == [100, 100]


def test_the_steps_are_those_of_the_race_or_others(maps, until):
    until(done(maps))
    assert maps.view.study.steps == 40
    maps.set_steps(7)
    until(done(maps))
    assert maps.view.study.steps == 7
    assert maps.view.maps[0].layer("steps").max() <= 7


def test_nothing_runs_while_nobody_looks(maps, until):
    until(done(maps))
    maps.set_active(False)
    maps.show(with_value(STUDY, "lr", 0.123))
    assert maps.view.study.lanes[0].hyperparameters["lr"] == 0.3
    assert not maps._timer.isActive()
    maps.set_active(True)
    until(done(maps))
    assert maps.view.study.lanes[0].hyperparameters["lr"] == 0.123


def test_no_process_is_started_before_somebody_looks(qapp):
    session = BasinSession()
    session.show(STUDY)
    assert session.pids == []
    session.shutdown()


def test_on_data_there_is_a_reason(maps, until):
    maps.show(Study(problem=DataSpec()))
    assert maps.state == "empty"
    assert "need a surface" in maps.reason
    assert maps.view is None
    maps.show(STUDY)
    assert maps.reason == ""
    until(done(maps))


def test_a_fault_is_told_and_the_next_study_runs(maps, until, qtbot):
    until(done(maps))
    with qtbot.waitSignal(maps.message_raised, timeout=30_000) as raised:
        maps._pool.begin(replace(STUDY, lanes=(LaneSpec(optimizer="gone"),)))
        maps._pool.ask([BasinBlock(0, 25, 0)])
        maps.state = "computing"
        maps._timer.start()
    assert "gone" in raised.args[0].text
    assert maps.state == "failed"
    maps.show(with_value(STUDY, "lr", 0.05))
    until(done(maps))
