"""Undo and redo."""

import pytest

from app.ui.undo import UndoStack


@pytest.fixture
def stack():
    return UndoStack("0")


def test_there_is_nothing_to_undo_at_first(stack):
    assert (stack.undo_text, stack.redo_text) == (None, None)
    assert not stack.undo()
    assert not stack.redo()
    assert stack.state == "0"


def test_back_and_forth(stack):
    stack.push("1", "one", "", 0.0)
    stack.push("2", "two", "", 0.0)
    assert (stack.state, stack.undo_text) == ("2", "two")
    assert stack.undo()
    assert (stack.state, stack.undo_text, stack.redo_text) == ("1", "one", "two")
    assert stack.undo()
    assert (stack.state, stack.undo_text, stack.redo_text) == ("0", None, "one")
    assert stack.redo()
    assert stack.redo()
    assert (stack.state, stack.undo_text, stack.redo_text) == ("2", "two", None)


def test_a_new_step_forgets_what_was_undone(stack):
    stack.push("1", "one", "", 0.0)
    stack.undo()
    stack.push("2", "two", "", 0.0)
    assert not stack.redo()
    assert stack.undo()
    assert stack.state == "0"


@pytest.mark.parametrize(
    ("keys", "times", "steps"),
    [
        (("a", "a", "a"), (0.0, 0.9, 1.8), 1),
        (("a", "a", "a"), (0.0, 0.9, 2.0), 2),
        (("a", "b", "a"), (0.0, 0.1, 0.2), 3),
        (("", "", ""), (0.0, 0.0, 0.0), 3),
    ],
    ids=["a drag", "a rest", "other keys", "no key"],
)
def test_steps_in_a_row_are_one(stack, keys, times, steps):
    for number, (key, time) in enumerate(zip(keys, times, strict=True), 1):
        stack.push(str(number), "move", key, time)
    assert stack.state == "3"
    for _ in range(steps):
        assert stack.undo()
    assert stack.state == "0"
    assert not stack.undo()


def test_what_was_undone_is_not_merged_into(stack):
    stack.push("1", "move", "a", 0.0)
    stack.push("2", "other", "b", 0.0)
    stack.undo()
    stack.push("3", "move", "a", 0.1)
    stack.undo()
    assert stack.state == "1"


def test_it_keeps_the_newest_five_hundred(stack):
    for number in range(1, 600):
        stack.push(str(number), "", "", 0.0)
    while stack.undo():
        pass
    assert stack.state == "99"
