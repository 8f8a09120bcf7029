"""The study while it is edited."""

import msgspec
import pytest

from app.engine.lane import Change
from app.study.experiment.spec import BasinSpec
from app.study.spec import DataSpec, LaneSpec, Study
from app.ui import draft as module
from app.ui.draft import Draft

replace = msgspec.structs.replace


@pytest.fixture
def draft(qapp, study):
    draft = Draft()
    assert draft.open_study(study)
    draft.told = []
    draft.messages = []
    draft.study_changed.connect(lambda found, to=draft.told: to.append(found))
    draft.message_raised.connect(lambda found, to=draft.messages: to.append(found))
    return draft


def steps(draft, number):
    return replace(draft.study, steps=number)


def with_lr(study, value, lane=0):
    lanes = list(study.lanes)
    lanes[lane] = replace(lanes[lane], hyperparameters={"lr": value})
    return replace(study, lanes=tuple(lanes))


def test_opening_gives_colours_and_is_no_modification(draft, study):
    assert [lane.colour for lane in draft.study.lanes] == ["1", "2", "3"]
    assert replace(draft.study, lanes=study.lanes) == study
    assert not draft.modified
    assert (draft.can_undo, draft.can_redo, draft.undo_text, draft.redo_text) == (False, False, "", "")


def test_edits_are_told_undone_and_done_again(draft):
    first = draft.study
    assert draft.edit(steps(draft, 7), "steps")
    second = draft.study
    assert (draft.told, draft.undo_text, draft.modified) == ([second], "steps", True)
    draft.undo()
    assert (draft.study, draft.can_undo, draft.redo_text, draft.modified) == (first, False, "steps", False)
    draft.redo()
    assert (draft.study, draft.can_undo, draft.can_redo) == (second, True, False)
    assert draft.told == [second, first, second]
    draft.redo()
    assert draft.told == [second, first, second]


def test_an_edit_that_changes_nothing_is_none(draft):
    assert draft.edit(steps(draft, draft.study.steps))
    assert not draft.told
    assert not draft.can_undo


def test_a_drag_is_one_step(draft, monkeypatch):
    time = iter((0.0, 0.5, 1.0, 2.5))
    monkeypatch.setattr(module, "monotonic", lambda: next(time))
    for number in (5, 6, 7, 8):
        draft.edit(steps(draft, number), "steps", "steps")
    draft.undo()
    assert draft.study.steps == 7
    draft.undo()
    assert draft.study.steps == 300


def test_bad_input_says_so_and_loses_nothing(draft):
    draft.edit(steps(draft, 7), "steps")
    before = draft.study
    assert not draft.edit(with_lr(before, -1.0))
    assert not draft.open_study(Study(lanes=()))
    assert draft.study is before
    assert draft.told == [before]
    assert draft.can_undo
    assert [(message.kind, message.where) for message in draft.messages] == [
        ("error", "lanes[0].hyperparameters.lr"),
        ("error", "lanes"),
    ]
    assert "lr must be a number" in draft.messages[0].text


def test_opening_another_study_forgets_the_past(draft):
    draft.edit(steps(draft, 7), "steps")
    assert draft.open_study(Study())
    assert not draft.can_undo
    assert not draft.modified


def test_saved_is_what_was_saved(draft):
    draft.edit(steps(draft, 7))
    draft.mark_saved()
    assert not draft.modified
    draft.undo()
    assert draft.modified
    draft.redo()
    assert not draft.modified


def test_an_edited_lane_loses_the_changes_of_its_file_and_undo_brings_them_back(draft, study):
    changes = (Change(3, "lr", 0.5),)
    lanes = (replace(study.lanes[0], changes=changes), *study.lanes[1:])
    draft.open_study(replace(study, lanes=lanes))
    draft.edit(with_lr(draft.study, 0.3, lane=1))
    assert draft.study.lanes[0].changes == changes
    draft.edit(with_lr(draft.study, 0.3))
    assert draft.study.lanes[0].changes == ()
    draft.undo()
    assert draft.study.lanes[0].changes == changes


def test_a_new_lane_gets_a_free_colour(draft):
    draft.edit(replace(draft.study, lanes=(*draft.study.lanes[1:], LaneSpec())))
    assert [lane.colour for lane in draft.study.lanes] == ["2", "3", "1"]


def test_the_start_is_moved_on_surfaces_only(draft):
    draft.set_start(1.0, 2.0)
    draft.set_start(1.5, 2.5)
    assert draft.study.problem.start == (1.5, 2.5)
    draft.undo()
    assert draft.study.problem.start is None
    draft.open_study(Study(problem=DataSpec()))
    draft.set_start(1.0, 2.0)
    assert not draft.can_undo


def test_a_start_beyond_the_surface_is_refused(draft):
    draft.set_start(1e9, 0.0)
    assert draft.study.problem.start is None
    assert draft.messages[0].where == "problem.start[0]"


def test_lanes_are_hidden_and_shown(draft):
    draft.set_muted(1, True)
    assert [lane.muted for lane in draft.study.lanes] == [False, True, False]
    assert draft.undo_text == "hide lane"
    draft.set_muted(1, False)
    assert (draft.study.lanes[1].muted, draft.undo_text) == (False, "show lane")


def test_independent_lanes_get_their_numbers_and_keep_them(draft):
    noted = lambda: [lane.stream for lane in draft.study.lanes]  # noqa: E731
    assert noted() == [None] * 3
    assert draft.edit(replace(draft.study, pairing="independent"), "Make the lanes independent")
    first = noted()
    assert len(set(first)) == 3
    assert None not in first
    draft.edit(with_lr(draft.study, 0.123), "lr")
    draft.edit(replace(draft.study, lanes=draft.study.lanes[::-1]), "move")
    assert noted() == first[::-1]
    draft.edit(replace(draft.study, lanes=(*draft.study.lanes, LaneSpec(optimizer="sgd"))), "add")
    assert noted()[:3] == first[::-1]
    assert noted()[3] not in (None, *first)
    draft.edit(replace(draft.study, pairing="paired"), "Pair the lanes")
    draft.edit(replace(draft.study, pairing="independent"), "again")
    assert noted()[:3] == first[::-1]
    for _ in range(6):
        draft.undo()
    assert (draft.study.pairing, noted(), draft.modified) == ("paired", [None] * 3, False)


def test_a_study_with_numbers_that_are_made_when_it_opens_is_not_modified(draft, study):
    assert draft.open_study(replace(study, pairing="independent"))
    assert None not in [lane.stream for lane in draft.study.lanes]
    assert not draft.modified


def test_an_experiment_that_an_edit_makes_impossible_goes_with_it_and_comes_back(draft):
    said = draft.messages
    mapped = msgspec.structs.replace(draft.study, experiment=BasinSpec(resolution=50))
    assert draft.edit(mapped)
    data = DataSpec(dataset="iris", model="softmax")
    assert draft.edit(msgspec.structs.replace(draft.study, problem=data), "data")
    assert draft.study.experiment is None
    assert isinstance(draft.study.problem, DataSpec)
    assert [message.kind for message in said] == ["info"]
    assert "Undo brings it back" in said[0].text
    draft.undo()
    assert draft.study.experiment == BasinSpec(resolution=50)


def test_an_experiment_that_is_wrong_itself_is_refused(draft):
    said, before = draft.messages, draft.study
    assert not draft.edit(msgspec.structs.replace(before, experiment=BasinSpec(resolution=60)))
    assert draft.study == before
    assert said[0].where == "experiment.resolution"
    wrong = msgspec.structs.replace(before, steps=0, experiment=BasinSpec(resolution=60))
    assert not draft.edit(wrong)  # the study itself is wrong, too
    assert draft.study == before
