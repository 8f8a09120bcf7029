"""The prediction in a session: no race is touched by it, and the session knows when it was written."""

import msgspec
import pytest

from app.study.prediction import Foretold
from tests.recorded import recorded_bytes

replace = msgspec.structs.replace


def predict(session, text, merge_key="prediction"):
    return session.edit(replace(session.study, prediction=text), "Change the prediction", merge_key)


def test_it_is_asked_before_and_the_race_is_as_without_it(opened, study, run_to_end):
    session = opened(study)
    history = session.race.history
    predict(session, "Adam")
    assert session.race.history is history
    run_to_end()
    assert session.foretold == Foretold("Adam", "first")
    before = recorded_bytes(history)
    predict(session, "Momentum")
    assert session.race.history is history
    assert session.state == "finished"
    assert recorded_bytes(history) == before
    assert session.foretold == Foretold("Adam", "first")
    assert session.study_to_save.prediction == "Momentum"


def test_keys_are_undone_together_and_the_text_is_saved(opened, study):
    session = opened(study)
    for text in ("A", "Ad", "Adam"):
        predict(session, text)
    assert session.study.prediction == "Adam"
    assert session.modified
    session.undo()
    assert session.study.prediction == ""
    assert not session.can_undo


def test_a_text_that_is_no_text_is_refused(qtbot, opened, study):
    session = opened(study)
    with qtbot.waitSignal(session.message_raised) as caught:
        assert not predict(session, "x" * 2001)
    assert caught.args[0].where == "prediction"
    assert session.study.prediction == ""


def test_as_soon_as_run_is_pressed_it_is_too_late(opened, study, until):
    session = opened(study)
    session.run()
    predict(session, "Adam")
    until(lambda: session.state == "finished")
    assert session.foretold == Foretold("", "file")


def test_one_step_is_a_beginning(opened, study, until):
    session = opened(study)
    session.step()
    predict(session, "Adam")
    until(lambda: session.frame().tick == 1)
    assert session.foretold.text == ""


def test_a_race_that_is_asked_for_while_it_is_built_has_begun(opened, study, until):
    session = opened(study)
    session.edit(replace(session.study, steps=299))
    predict(session, "Adam")
    session.run()
    predict(session, "Momentum")
    until(lambda: session.state == "finished")
    assert session.foretold == Foretold("Adam", "first")


@pytest.mark.parametrize("how", ["reset", "edit", "again"])
def test_after_one_race_a_prediction_of_the_next_is_marked(opened, study, run_to_end, until, how):
    session = opened(study)
    run_to_end()
    if how == "reset":
        session.reset()
    elif how == "edit":
        session.edit(replace(session.study, steps=250))
    predict(session, "Adam")
    run_to_end()
    assert session.foretold == (Foretold("Adam", "again"))


def test_another_study_begins_anew(opened, study, run_to_end):
    session = opened(study)
    run_to_end()
    session = opened(replace(study, prediction="From the file"))
    assert session.foretold == Foretold("From the file", "file")
    predict(session, "Mine")
    run_to_end()
    assert session.foretold == Foretold("Mine", "first")
