"""What the optimizers remember, asked of a true engine while the playhead moves."""

import msgspec
import numpy as np
import pytest

from app.ui.recall import Recall
from tests.ui.conftest import lane


@pytest.fixture
def recall(session):
    recall = Recall(session, session)
    session.frame_changed.connect(recall.follow)
    yield recall
    recall.set_wanted(False)
    session.player.recalled.disconnect(recall._on_recalled)


def test_it_knows_the_update_that_led_to_the_playhead(qtbot, opened, study, run_to_end, recall):
    session = opened(study)
    run_to_end()
    with qtbot.waitSignal(recall.known, check_params_cb=lambda found: len(found) == 3) as caught:
        recall.set_wanted(True)
    found = caught.args[0]
    history = session.race.history
    for number, inside in found.items():
        assert (inside.lane, inside.step) == (number, 300)
        assert np.array_equal(inside.after, history.lanes[number].theta[300, 0])
    with qtbot.waitSignal(recall.known) as caught:
        session.seek(7)
    assert {inside.step for inside in caught.args[0].values()} == {7}


def test_nobody_is_asked_while_it_is_not_wanted(qtbot, opened, study, run_to_end, recall):
    session = opened(study)
    with qtbot.assertNotEmitted(session.player.recalled, wait=150):
        run_to_end()


def test_questions_do_not_pile_up_and_the_last_instant_is_known(qtbot, opened, study, run_to_end, recall):
    session = opened(study)
    run_to_end()
    answers = []
    recall.known.connect(lambda found: answers.append({inside.step for inside in found.values()}))
    recall.set_wanted(True)
    for tick in range(300, 100, -1):
        session.seek(tick)
        qtbot.wait(1)
    qtbot.waitUntil(lambda: bool(answers) and answers[-1] == {101})
    assert len(answers) <= 200


def test_another_race_has_other_memories(qtbot, opened, study, run_to_end, recall):
    session = opened(study)
    run_to_end()
    recall.set_wanted(True)
    qtbot.waitUntil(lambda: len(recall._found) == 3)
    slower = msgspec.structs.replace(study, lanes=(lane("adam", lr=0.01), *study.lanes[1:]))
    opened(slower)
    run_to_end()
    qtbot.waitUntil(lambda: len(recall._found) == 3 and recall._found[0].step == 300)
    assert np.array_equal(recall._found[0].after, session.race.history.lanes[0].theta[300, 0])


def test_a_hidden_lane_is_not_asked_for(qtbot, opened, study, run_to_end, recall):
    session = opened(study)
    run_to_end()
    session.set_muted(1, True)
    recall.set_wanted(True)
    qtbot.waitUntil(lambda: set(recall._found) == {0, 2})
    session.set_muted(1, False)


def test_far_into_a_race_it_knows_too_and_back_again(qtbot, opened, study, run_to_end, recall):
    far = msgspec.structs.replace(study, steps=150_000)
    session = opened(far)
    run_to_end()
    with qtbot.waitSignal(recall.known, check_params_cb=lambda found: len(found) == 3, timeout=30_000):
        recall.set_wanted(True)
    theta = [lane.theta for lane in session.race.history.lanes]
    for tick in (140_001, 60_000, 60_001):
        session.seek(tick)
        qtbot.waitUntil(
            lambda tick=tick: {each.step for each in recall._found.values()} == {tick}, timeout=30_000
        )
        for number, inside in recall._found.items():
            assert np.array_equal(inside.before, theta[number][tick - 1, 0])
            assert np.array_equal(inside.after, theta[number][tick, 0])


def test_what_is_long_in_coming_is_said_to_be_late_until_it_is_there(
    qtbot, opened, study, run_to_end, recall
):
    session = opened(study)
    run_to_end()
    said = []
    recall.late.connect(lambda late: said.append(late))
    recall.set_wanted(True)
    qtbot.waitUntil(lambda: len(recall._found) == 3)
    assert said == []
    recall._clock.setInterval(0)
    session.seek(200)
    qtbot.waitUntil(lambda: {each.step for each in recall._found.values()} == {200})
    assert said == [True, False]
