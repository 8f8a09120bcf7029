import msgspec
import pytest
from PySide6.QtCore import Qt

from app.study.spec import DataSpec, SurfaceSpec
from app.ui.controls.budget_section import seeds_text
from tests.ui.controls.steering import retype

Key = Qt.Key


def only(panel):
    assert len(panel.emitted) == 1
    return panel.emitted.pop()


def test_steps(qtbot, panel):
    before = panel.study
    retype(qtbot, panel.budget.steps.entry, "1e4")
    study, text, key = only(panel)
    assert study == msgspec.structs.replace(before, steps=10_000)
    assert (text, key) == ("Change the steps", "")
    qtbot.keyClick(panel.budget.steps.entry, Key.Key_Up)
    study, _, key = only(panel)
    assert (study.steps, key) == (12_500, "steps")


@pytest.mark.parametrize("text", ["0", "-5", "1.5", "many", "1e99"])
def test_steps_that_are_not_valid(qtbot, panel, text):
    retype(qtbot, panel.budget.steps.entry, text)
    assert panel.emitted == []
    assert panel.budget.steps.error.isVisible()
    assert panel.study.steps == 500


def test_quantities_are_asked_for_one_by_one(qtbot, make_panel):
    panel = make_panel(problem=DataSpec(dataset="iris"))
    panel.budget.advanced.set_open(True)
    boxes = panel.budget.quantities.boxes
    assert all(not box.isChecked() for box in boxes.values())
    boxes["sharpness"].click()
    study, text, key = only(panel)
    assert (study.quantities, text, key) == (("sharpness",), "Measure: Sharpness", "")
    panel.set_study(study)
    # It brings the line it is compared with.
    assert boxes["stability_limit"].isChecked()
    assert not boxes["stability_limit"].isEnabled()
    boxes["test_loss"].click()
    study, text, _ = only(panel)
    assert study.quantities == ("test_loss", "sharpness")  # in the order of the list
    panel.set_study(study)
    boxes["sharpness"].click()
    study, text, _ = only(panel)
    assert (study.quantities, text) == (("test_loss",), "Do not measure: Sharpness")
    assert panel.budget.field("quantities[0]") is panel.budget.quantities


def test_only_quantities_that_the_problem_can_have(qtbot, make_panel):
    panel = make_panel(problem=SurfaceSpec())
    panel.budget.advanced.set_open(True)
    boxes = panel.budget.quantities.boxes
    assert boxes["sharpness"].isVisibleTo(panel)
    assert not boxes["noise_scale"].isVisibleTo(panel)
    assert "40 gradients" in boxes["sharpness"].toolTip()
    assert "no gradients" in boxes["alignment"].toolTip()


def test_epochs_and_evaluations(qtbot, make_panel):
    panel = make_panel(problem=DataSpec(dataset="iris"))
    retype(qtbot, panel.budget.epochs.entry, "5")
    assert only(panel)[0].epochs == 5
    panel.budget.advanced.set_open(True)
    retype(qtbot, panel.budget.evaluations.entry, "4")
    study, text, _ = only(panel)
    assert (study.evaluations_per_epoch, text) == (4, "Change the evaluations")


def test_how_many_seeds(qtbot, panel):
    retype(qtbot, panel.budget.count.entry, "3")
    study, text, _ = only(panel)
    assert (study.seeds, text) == ((0, 1, 2), "Change the number of seeds")
    retype(qtbot, panel.budget.count.entry, "1")
    assert only(panel)[0].seeds == (0,)


@pytest.mark.parametrize(
    ("text", "seeds"),
    [("3", (0, 1, 2)), ("0, 4, 7", (0, 4, 7)), ("0,4,7", (0, 4, 7)), ("9,", (9,)), ("5 6", (5, 6))],
)
def test_the_seeds_one_by_one(qtbot, panel, text, seeds):
    panel.budget.advanced.set_open(True)
    retype(qtbot, panel.budget.seeds, text)
    study, undo, _ = only(panel)
    assert (study.seeds, undo) == (seeds, "Change the seeds")
    assert panel.budget.count.value == len(seeds)
    retype(qtbot, panel.budget.seeds, seeds_text(seeds))
    assert panel.emitted == []


@pytest.mark.parametrize("text", ["-1", "two", "1.5", "5000"])
def test_seeds_that_are_not_valid(qtbot, panel, text):
    panel.budget.advanced.set_open(True)
    retype(qtbot, panel.budget.seeds, text)
    assert panel.emitted == []
    assert panel.budget.seeds.property("invalid")


@pytest.mark.parametrize("seeds", [(0,), (5,), (0, 1), tuple(range(50)), (0, 4, 7)])
def test_seeds_are_shown_as_they_are_typed(qtbot, make_panel, seeds):
    panel = make_panel(seeds=seeds)
    panel.budget.advanced.set_open(True)
    line = panel.budget.seeds
    line.setFocus()
    line.setText(line.text() + " ")
    qtbot.keyClick(line, Key.Key_Return)
    assert panel.study.seeds == seeds
    assert panel.emitted == []


def test_the_target(qtbot, panel):
    assert panel.budget.target.text() == ""
    assert panel.budget.target.placeholderText() == "automatic"
    retype(qtbot, panel.budget.target, "1e-4")
    study, text, _ = only(panel)
    assert (study.target, text) == (1e-4, "Change the target")
    retype(qtbot, panel.budget.target, "")
    assert only(panel)[0].target is None
    retype(qtbot, panel.budget.target, "low")
    assert panel.emitted == []
    assert "'low'" in panel.budget.target.reason


def test_lanes_are_made_independent_and_paired_again(qtbot, panel):
    before = panel.study
    qtbot.mouseClick(panel.budget.pairing.switch.buttons[1], Qt.MouseButton.LeftButton)
    study, text, key = only(panel)
    assert study == msgspec.structs.replace(before, pairing="independent")
    assert (text, key) == ("Make the lanes independent", "")
    panel.budget.set_open(False)
    assert panel.budget.note.text().endswith(" · independent")
    panel.budget.set_open(True)
    qtbot.mouseClick(panel.budget.pairing.switch.buttons[0], Qt.MouseButton.LeftButton)
    study, text, key = only(panel)
    assert (study, text) == (before, "Pair the lanes")


def test_a_refused_pairing_marks_its_switch(panel):
    panel.budget.set_open(False)
    panel.show_error("pairing", "Lanes are 'paired' or 'independent'.")
    assert panel.budget.is_open
    assert panel.budget.pairing.error.isVisible()
