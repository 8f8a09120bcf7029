"""The session: from edits to the race, its history and the frames."""

import os
import signal
import sys
import weakref

import msgspec
import pytest

from app.study.file import study_from_json, study_to_json
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.theme import DARK
from tests.recorded import raced_again, recorded_bytes
from tests.ui.steering import at, new_race, with_value

replace = msgspec.structs.replace
LONG = 30_000
DATA = Study(
    problem=DataSpec(dataset="iris", model="softmax"),
    epochs=4,
    seeds=(0, 1),
    lanes=(LaneSpec(optimizer="adam", batch_size=8), LaneSpec(optimizer="gradient_descent")),
)
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")


@pytest.mark.parametrize("pairing", ["paired", "independent"])
@pytest.mark.parametrize("data", [False, True], ids=["surface", "data"])
def test_the_history_is_that_of_a_race_without_a_window(session, opened, run_to_end, study, data, pairing):
    opened(replace(DATA if data else study, pairing=pairing))
    run_to_end()
    assert at(session) == (session.race.ticks, session.race.ticks)
    assert recorded_bytes(session.race.history) == recorded_bytes(raced_again(session.study))
    assert session.study_to_save == session.study


def test_the_start_is_shown_before_anything_runs(session, opened, study):
    states = []
    session.state_changed.connect(lambda found, to=states: to.append(found))
    opened(study)
    assert at(session) == (0, 0)
    assert session.race.history.lanes[0].length == 1
    assert session.race.study == session.study
    assert session.state == "idle"
    assert set(states) <= {"building", "idle"}


def test_states_of_a_whole_race(session, opened, run_to_end, study):
    opened(study)
    states = []
    session.state_changed.connect(lambda found, to=states: to.append(found))
    run_to_end()
    assert states == ["running", "finished"]
    run_to_end()
    assert states == ["running", "finished", "building", "running", "finished"]
    session.reset()
    assert session.state == "idle"


def test_run_before_the_race_is_there(session, until, study):
    states = []
    session.state_changed.connect(lambda found, to=states: to.append(found))
    session.open_study(study)
    session.run()
    assert session.state == "building"
    until(lambda: session.state == "finished")
    assert states == ["building", "running", "finished"]


@needs_signals
def test_a_build_that_takes_long_is_told_and_run_when_it_is_there(qtbot, session, opened, until, study):
    opened(study)
    os.kill(session.player.worker.pid, signal.SIGSTOP)
    with qtbot.waitSignal(session.race_changed, timeout=LONG) as changed:
        session.edit(replace(session.study, steps=200))
    assert changed.args == [None]
    assert session.state == "building"
    session.toggle_run()
    os.kill(session.player.worker.pid, signal.SIGCONT)
    until(lambda: session.state == "finished")
    assert session.race.ticks == 200


def test_a_run_that_waits_can_be_taken_back(session, until, study):
    session.open_study(study)
    session.toggle_run()
    session.toggle_run()
    until(lambda: session.race is not None)
    assert (session.state, session.frame().recorded) == ("idle", 0)


# ---------------------------------------- editing


@pytest.mark.parametrize(
    "edit",
    [
        lambda study: replace(study, problem=SurfaceSpec(surface="bowl")),
        lambda study: replace(study, steps=200),
        lambda study: replace(study, seeds=(0, 1, 2)),
        lambda study: replace(study, lanes=study.lanes[:1]),
        lambda study: replace(study, lanes=(*study.lanes, LaneSpec(optimizer="rmsprop"))),
        lambda study: with_value(study, "bias_correction", False),
    ],
    ids=["problem", "steps", "seeds", "fewer lanes", "more lanes", "not live"],
)
def test_an_edit_of_the_race_starts_it_anew(qtbot, session, opened, run_to_end, study, edit):
    opened(study)
    run_to_end()
    with new_race(qtbot, session):
        session.edit(edit(session.study))
        assert session.race is None
        assert session.frame() is None
    assert session.state == "idle"
    assert session.race.study == session.study
    assert at(session) == (0, 0)
    assert len(session.frame().looks) == len(session.race.history.lanes) == len(session.study.lanes)


def test_a_value_edited_after_the_end_starts_it_anew(qtbot, session, opened, run_to_end, study):
    opened(study)
    run_to_end()
    with new_race(qtbot, session):
        session.edit(with_value(session.study, "lr", 0.2))
    assert session.study_to_save == session.study


def test_names_colours_and_texts_leave_the_recording(qtbot, session, opened, run_to_end, study):
    opened(study)
    run_to_end()
    history = session.race.history
    lanes = (replace(session.study.lanes[0], name="first", colour="#123456"), *session.study.lanes[1:])
    with qtbot.assertNotEmitted(session.race_changed):
        session.edit(replace(session.study, lanes=lanes, title="A title"))
        session.set_muted(1, True)
    assert session.race.history is history
    assert session.state == "finished"
    assert (session.looks[0].name, session.looks[0].colour) == ("first", "#123456")
    assert [look.visible for look in session.frame().looks] == [True, False, True]
    assert session.study_to_save == session.frame().race.study == session.study
    with qtbot.waitSignal(session.race_changed) as changed:
        session.edit(replace(session.study, target=1e-3))
    assert changed.args[0].history is history
    assert changed.args[0].study.target == 1e-3


def test_a_bad_study_says_so_and_nothing_is_lost(qtbot, session, opened, run_to_end, study):
    opened(study)
    run_to_end()
    race = session.race
    with qtbot.waitSignal(session.message_raised) as raised:
        session.edit(with_value(session.study, "lr", -1.0))
    assert raised.args[0].where == "lanes[0].hyperparameters.lr"
    assert session.race is race
    assert session.state == "finished"


def test_what_only_the_engine_finds_out_is_told_with_its_place(qtbot, session, opened, study):
    opened(study)
    recorded = weakref.ref(session.race.history.buffer)
    races = []
    session.race_changed.connect(lambda found, to=races: to.append(found))
    with qtbot.waitSignal(session.message_raised, timeout=LONG) as raised:
        session.edit(replace(session.study, steps=10_000_000, seeds=tuple(range(1000))))
    assert (raised.args[0].kind, raised.args[0].where) == ("error", "steps")
    qtbot.waitUntil(lambda: races == [None])
    assert session.race is None
    assert recorded() is None, "the memory of a race that is gone is kept"
    assert session.state == "idle"
    with new_race(qtbot, session):
        session.undo()
    assert session.race is not None


def test_of_two_edits_in_a_row_the_newest_is_raced(qtbot, session, opened, until, study):
    opened(study)
    session.edit(replace(session.study, steps=50))
    session.player._queue.hurry()  # so that it is being built
    session.edit(replace(session.study, steps=60, lanes=session.study.lanes[:2]))
    session.edit(replace(session.study, steps=70))
    until(lambda: not session.player.pending)
    assert (session.race.ticks, len(session.race.history.lanes)) == (70, 2)
    assert session.race.study == session.study


def test_an_edit_while_it_runs_stops_it(session, opened, until, endless):
    opened(endless)
    session.run()
    until(lambda: session.frame().recorded > 0)
    session.edit(replace(session.study, steps=1000))
    assert session.state == "idle"
    until(lambda: session.race is not None)
    assert at(session) == (0, 0)


def test_undo_brings_the_race_back(qtbot, session, opened, run_to_end, study):
    opened(study)
    run_to_end()
    first = recorded_bytes(session.race.history)
    session.edit(replace(session.study, problem=SurfaceSpec(surface="bowl")))
    with new_race(qtbot, session):
        session.undo()
    run_to_end()
    assert recorded_bytes(session.race.history) == first


# ---------------------------------------- looks


def test_looks(session, opened, study):
    opened(replace(study, seeds=(0, 1)))
    session.set_solo(2)
    assert [look.visible for look in session.looks] == [False, False, True]
    session.set_highlighted(0)
    session.set_theme(DARK)
    assert [look.colour for look in session.looks] == list(DARK.lanes[:3])
    session.set_run_shown(1)
    assert session.frame().run == 1
    session.set_run_shown(7)
    assert session.run_shown == 1
    session.edit(replace(session.study, lanes=session.study.lanes[1:]))
    assert (session.solo, session.highlighted) == (None, None)
    assert [look.colour for look in session.looks] == list(DARK.lanes[1:3])


def test_the_run_shown_is_one_of_the_race(qtbot, session, opened, study):
    opened(replace(study, seeds=(0, 1, 2)))
    session.set_run_shown(2)
    with new_race(qtbot, session):
        session.edit(replace(session.study, seeds=(5,)))
    assert session.frame().run == 0


def test_a_file_brings_back_lanes_with_their_colours(session, opened, study):
    opened(study)
    lanes = (session.study.lanes[1], replace(session.study.lanes[2], colour="#123456"))
    session.edit(replace(session.study, lanes=lanes))
    before = session.looks
    session.open_study(study_from_json(study_to_json(session.study_to_save)))
    assert session.looks == before


def test_a_moved_lane_that_is_independent_keeps_its_bits(qtbot, session, opened, run_to_end, study):
    problem = replace(study.problem, noise=0.1, spread=0.1)
    opened(replace(study, problem=problem, pairing="independent", seeds=(0, 1)))
    run_to_end()
    before = [lane.theta[:].tobytes() for lane in session.race.history.lanes]
    with new_race(qtbot, session):
        session.edit(replace(session.study, lanes=session.study.lanes[::-1]), "move")
    run_to_end()
    assert [lane.theta[:].tobytes() for lane in session.race.history.lanes] == before[::-1]
