import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.engine.filter import filters
from app.study.spec import FilterSpec, LaneSpec
from app.ui.controls.edit import change_lane
from tests.ui.controls.steering import pick, retype

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Left = Qt.MouseButton.LeftButton
CLIP, EMA, NOISE = (FilterSpec(name=name) for name in ("clip_norm", "ema", "gradient_noise"))


def only(panel):
    assert len(panel.emitted) == 1, panel.emitted
    study, text, key = panel.emitted.pop()
    assert study == panel.study
    return study.lanes[0].filters, text, key


def opened(panel):
    body = panel.lanes.cards[0].body
    body.filters_line.set_open(True)
    QApplication.processEvents()
    return body.filters


def names(editor):
    return [card.name for card in editor.cards]


def test_adding(qtbot, make_panel):
    panel = make_panel(LaneSpec())
    editor = opened(panel)
    assert editor.hint.isVisible()
    pick(qtbot, editor.open_add_list(), "Clip by norm")
    assert only(panel) == ((CLIP,), "Add Clip by norm to Adam", "")
    pick(qtbot, editor.open_add_list(), "Weight averaging (EMA)")
    assert only(panel)[0] == (CLIP, EMA)
    assert names(editor) == ["clip_norm", "ema"]
    assert not editor.hint.isVisible()
    assert panel.lanes.cards[0].body.filters_line.button.text() == "Around the step · 2"


def test_moving_and_removing(qtbot, make_panel):
    panel = make_panel(LaneSpec(filters=(CLIP, EMA, NOISE)))
    editor = opened(panel)
    before = list(editor.cards)
    assert [(card.up.isEnabled(), card.down.isEnabled()) for card in editor.cards] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    qtbot.mouseClick(editor.cards[2].up, Left)
    assert only(panel) == ((CLIP, NOISE, EMA), "Move Gradient noise of Adam up", "")
    qtbot.mouseClick(editor.cards[0].down, Left)
    assert only(panel) == ((NOISE, CLIP, EMA), "Move Clip by norm of Adam down", "")
    assert before[0].down.hasFocus()
    qtbot.keyClick(before[0].down, Qt.Key.Key_Space)
    assert only(panel)[0] == (NOISE, EMA, CLIP)
    assert before[0].up.hasFocus()
    qtbot.keyClick(before[0].up, Qt.Key.Key_Space)
    assert only(panel)[0] == (NOISE, CLIP, EMA)
    assert editor.cards == [before[2], before[0], before[1]]
    QApplication.processEvents()
    tops = [card.y() for card in editor.cards]
    assert tops == sorted(tops)
    qtbot.mouseClick(editor.cards[1].remove, Left)
    assert only(panel) == ((NOISE, EMA), "Remove Clip by norm from Adam", "")
    assert names(editor) == ["gradient_noise", "ema"]
    assert editor.add.hasFocus()


@pytest.mark.parametrize("kind", list(filters), ids=lambda kind: kind.name)
def test_every_parameter_has_a_control_that_sets_it(qtbot, make_panel, kind):
    panel = make_panel(LaneSpec(filters=(FilterSpec(name=kind.name),)))
    (card,) = opened(panel).cards
    assert set(card.form.controls) == {parameter.name for parameter in kind.parameters}
    for parameter in kind.parameters:
        control = card.form.controls[parameter.name]
        if control.entry is None:
            continue
        retype(qtbot, control.entry, "7" if parameter.kind == "integer" else "0.37")
        (spec,), text, _ = only(panel)
        assert spec.parameters[parameter.name] == (7 if parameter.kind == "integer" else 0.37)
        assert text == f"Change {parameter.name} of {kind.title} of Adam"


def test_a_slider_has_one_merge_key(make_panel):
    panel = make_panel(LaneSpec(filters=(EMA, CLIP)))
    control = opened(panel).cards[1].form.controls["max_norm"]
    control.slider.dragged.emit(0.3)
    control.slider.dragged.emit(0.4)
    assert {key for *_, key in panel.emitted} == {"lanes[0].filters[1].parameters.max_norm"}


def test_an_edit_from_elsewhere_is_shown(make_panel):
    panel = make_panel(LaneSpec(filters=(CLIP,)))
    editor = opened(panel)
    clip = FilterSpec(name="clip_norm", parameters={"max_norm": 3.0})
    panel.set_study(change_lane(panel.study, 0, filters=(NOISE, clip)))
    assert names(editor) == ["gradient_noise", "clip_norm"]
    assert editor.cards[1].form.controls["max_norm"].value == 3.0
    panel.set_study(change_lane(panel.study, 0, filters=()))
    assert names(editor) == []
    assert panel.emitted == []


def test_what_cannot_be_added_is_not_offered(make_panel):
    panel = make_panel(LaneSpec(filters=(EMA,)))
    picker = opened(panel).open_add_list()
    model = picker.list.model()
    offered = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert offered
    assert not [title for title in offered if title.startswith("Weight averaging")]
    picker.close()


def test_refused_values_are_marked_at_their_control(make_panel):
    panel = make_panel(LaneSpec(filters=(EMA, CLIP)))
    panel.show_error("lanes[0].filters[1].parameters.max_norm", "No.")
    editor = panel.lanes.cards[0].body.filters
    assert editor.cards[1].form.controls["max_norm"].entry.property("invalid")
    panel.show_error("lanes[0].filters[0].name", "Twice.")
    assert editor.cards[0].error.text() == "Twice."
    panel.show_error("lanes[0].filters[7].name", "Not there.")


def test_names_for_assistive_technology_and_help(qtbot, make_panel):
    panel = make_panel(LaneSpec(name="Mine", filters=(CLIP, EMA)))
    (card, _) = opened(panel).cards
    assert card.remove.accessibleName() == "Remove: Clip by norm of Mine"
    assert card.down.accessibleName() == "Later: Clip by norm of Mine"
    assert card.form.controls["max_norm"].entry.accessibleName() == "max norm of Clip by norm of Mine"
    assert panel.lanes.cards[0].body.filters_line.button.accessibleName() == "Around the step · 2, of Mine"
    with qtbot.waitSignal(panel.help_requested) as asked:
        card.help.click()
    assert asked.args == ["filter:clip_norm"]


def test_reset_takes_everything_away(make_panel):
    panel = make_panel(LaneSpec(hyperparameters={"lr": 0.5}, filters=(CLIP,)))
    panel.lanes.cards[0].ask("reset")
    assert panel.study.lanes[0] == LaneSpec(colour="1")
