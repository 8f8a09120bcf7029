"""A slider or the start that is dragged over a race: it is raced again as far as it was."""

import msgspec
import pytest

from app.study.spec import SurfaceSpec
from tests.recorded import raced_again, recorded_bytes
from tests.ui.steering import at, with_value

replace = msgspec.structs.replace


@pytest.fixture
def finished(session, opened, run_to_end, study):
    opened(study)
    run_to_end()
    return session


def raced(session):
    return not session.player.pending and session.race.study == session.study


@pytest.mark.parametrize("tick", [300, 120])
def test_a_drag_races_again_to_the_end_and_the_playhead_stays(finished, until, tick):
    session = finished
    session.seek(tick)
    state, before = session.state, session.race
    states = []
    session.state_changed.connect(lambda found, to=states: to.append(found))
    for lr in (0.09, 0.08, 0.07):
        session.edit(with_value(session.study, "lr", lr), "learning rate", "lr")
        assert session.race is not None  # the old one stays until the new one is there
    until(lambda: raced(session))
    assert session.race.history is not before.history
    assert at(session) == (tick, 300)
    assert session.state == state
    assert states == []
    assert recorded_bytes(session.race.history) == recorded_bytes(raced_again(session.study, 300))
    assert session.study_to_save == session.study


def test_it_is_one_entry_for_undo(finished, until):
    session = finished
    before = session.study
    for x in (0.1, 0.2, 0.3):
        session.set_start(x, 1.5)
    until(lambda: raced(session))
    session.undo()
    assert session.study == before


def test_a_drag_that_rests_is_one_entry_and_the_next_drag_another(finished, until, monkeypatch):
    session, clock = finished, [0.0]
    monkeypatch.setattr("app.ui.draft.monotonic", lambda: clock[0])
    before = session.study
    for x in (0.1, 0.2):
        clock[0] += 5.0
        session.set_start(x, 1.5)
    first = session.study
    session.drag.end()
    clock[0] += 5.0
    session.set_start(0.3, 1.5)
    until(lambda: raced(session))
    session.undo()
    assert session.study == first
    session.undo()
    assert session.study == before


def test_the_start_and_parameters_of_the_surface_are_followed_too(finished, until):
    session = finished
    session.set_start(0.5, 1.5)
    until(lambda: raced(session))
    assert session.race.history.lanes[0].theta[0, 0].tolist() == [0.5, 1.5]
    assert at(session) == (300, 300)


def test_the_race_before_is_told_until_the_drag_is_over(qtbot, finished, until):
    session = finished
    told, before = [], session.race
    session.drag.changed.connect(lambda found, to=told: to.append(found))
    try:
        for lr in (0.09, 0.08):
            session.edit(with_value(session.study, "lr", lr), "learning rate", "lr")
            until(lambda: raced(session))
        assert told == [before]
        qtbot.waitUntil(lambda: len(told) == 2, timeout=5_000)
        assert told[1] is None
    finally:
        session.drag.changed.disconnect()


def test_a_single_edit_starts_anew_as_ever(finished, until):
    session = finished
    session.edit(with_value(session.study, "lr", 0.07), "learning rate")
    assert session.race is None
    until(lambda: session.race is not None)
    assert at(session) == (0, 0)
    assert session.drag.race is None


def test_another_surface_starts_anew(finished, until):
    session = finished
    session.edit(replace(session.study, problem=SurfaceSpec(surface="bowl")), "surface", "key")
    assert session.race is None
    until(lambda: session.race is not None)
    assert at(session) == (0, 0)


def test_in_the_middle_of_a_race_the_start_is_followed_as_far_as_it_was(session, opened, until, study):
    opened(study)
    for _ in range(3):
        session.step()
    until(lambda: at(session) == (3, 3))
    session.set_start(0.5, 1.5)
    until(lambda: raced(session))
    assert at(session) == (3, 3)
    assert session.state == "paused"
    session.run()
    until(lambda: session.state == "finished")
    assert recorded_bytes(session.race.history) == recorded_bytes(raced_again(session.study, 300))


def test_an_engine_that_dies_over_it_leaves_the_edited_study(qtbot, finished, until):
    session = finished
    session.set_start(0.5, 1.5)
    with qtbot.waitSignal(session.message_raised):
        session.stop_hard()
    until(lambda: not session.player.pending)
    assert session.study_to_save.problem.start == (0.5, 1.5)
    session.reset()
    until(lambda: session.race is not None and not session.player.pending)


def test_what_takes_long_is_shown_when_it_is_there(session, opened, run_to_end, until, study):
    opened(replace(study, steps=40_000))
    run_to_end()
    session.edit(with_value(session.study, "lr", 0.09), "learning rate", "lr")
    session.set_start(0.5, 1.5)
    until(lambda: raced(session) and at(session) == (40_000, 40_000))
    assert session.state == "finished"


def test_what_is_dragged_stays_in_sight_however_slow_the_machine_is(finished, until):
    session = finished
    told = []
    session.race_changed.connect(lambda race: told.append(race))
    session.set_start(0.1, 1.5)
    assert session.drag.race is not None
    session.player.waiting.emit()  # as if the build took long
    assert None not in told
    until(lambda: raced(session))
    session.drag.end()
    session.player.waiting.emit()
    assert told[-1] is None
