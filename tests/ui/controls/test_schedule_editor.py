import pytest

from app.engine.schedule import schedules
from app.study.spec import DataSpec, LaneSpec, ScheduleSpec
from app.ui.controls.edit import change_lane
from app.ui.theme import DARK
from tests.ui.controls.steering import pick, retype

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def only(panel):
    assert len(panel.emitted) == 1, panel.emitted
    study, text, key = panel.emitted.pop()
    assert study == panel.study
    return study, text, key


def opened(panel, index=0):
    body = panel.lanes.cards[index].body
    body.schedule_line.set_open(True)
    return body.schedule


def test_choosing_a_schedule(qtbot, make_panel):
    panel = make_panel(LaneSpec())
    editor = opened(panel)
    pick(qtbot, editor.chooser.open_list(), "Cosine")
    study, text, key = only(panel)
    assert study.lanes[0].schedule == ScheduleSpec(name="cosine")
    assert (text, key) == ("Change the schedule of Adam to Cosine", "")
    assert set(editor.form.controls) == {"min_factor", "T_max"}
    assert panel.lanes.cards[0].body.schedule_line.button.text() == "Schedule · Cosine"
    pick(qtbot, editor.chooser.open_list(), "Constant")
    assert only(panel)[0].lanes[0].schedule is None
    assert panel.lanes.cards[0].body.schedule_line.button.text() == "Schedule"


def test_values_come_back_with_their_schedule_and_the_warm_up_stays(qtbot, make_panel):
    panel = make_panel(LaneSpec(schedule=ScheduleSpec(name="step", parameters={"gamma": 0.5}, warmup=5.0)))
    editor = opened(panel)
    pick(qtbot, editor.chooser.open_list(), "Cosine")
    assert only(panel)[0].lanes[0].schedule == ScheduleSpec(name="cosine", warmup=5.0)
    pick(qtbot, editor.chooser.open_list(), "Steps")
    expected = ScheduleSpec(name="step", parameters={"gamma": 0.5}, warmup=5.0)
    assert only(panel)[0].lanes[0].schedule == expected


@pytest.mark.parametrize("kind", list(schedules), ids=lambda kind: kind.name)
def test_every_parameter_has_a_control_that_sets_it(qtbot, make_panel, kind):
    panel = make_panel(LaneSpec(schedule=ScheduleSpec(name=kind.name, warmup=3.0)))
    editor = opened(panel)
    assert set(editor.form.controls) == {parameter.name for parameter in kind.parameters}
    for parameter in kind.parameters:
        control = editor.form.controls[parameter.name]
        if control.entry is None:
            continue
        wanted = {"integer": 7, "integers": (7,)}.get(parameter.kind, max(parameter.low, 0.0) + 0.37)
        retype(qtbot, control.entry, "7" if parameter.kind != "real" else str(wanted))
        study, text, _ = only(panel)
        assert study.lanes[0].schedule.parameters[parameter.name] == wanted
        assert text == f"Change {parameter.name} of the schedule of Adam"


def test_the_warm_up_alone_is_a_schedule(qtbot, make_panel):
    panel = make_panel(LaneSpec())
    editor = opened(panel)
    retype(qtbot, editor.warmup.entry, "50")
    study, text, _ = only(panel)
    assert study.lanes[0].schedule == ScheduleSpec(warmup=50.0)
    assert text == "Change the warm-up of Adam"
    retype(qtbot, editor.warmup.entry, "0")
    assert only(panel)[0].lanes[0].schedule is None


def test_a_slider_has_one_merge_key(qtbot, make_panel):
    panel = make_panel(LaneSpec(schedule=ScheduleSpec(name="cosine")))
    editor = opened(panel)
    for control in (editor.form.controls["min_factor"], editor.warmup):
        control.slider.dragged.emit(0.3)
        control.slider.dragged.emit(0.4)
    keys = [key for *_, key in panel.emitted]
    assert keys == ["lanes[0].schedule.parameters.min_factor"] * 2 + ["lanes[0].schedule.warmup"] * 2


def test_the_drawing_follows_budget_rate_and_batches(make_panel):
    lane = LaneSpec(hyperparameters={"lr": 0.2}, schedule=ScheduleSpec(name="cosine"))
    panel = make_panel(lane, steps=300)
    sketch = opened(panel).sketch
    assert sketch.toolTip().startswith("Begins at 0.2,")
    assert sketch.toolTip().endswith("300 steps.")
    panel.set_study(change_lane(panel.study, 0, hyperparameters={"lr": 0.4}))
    assert sketch.toolTip().startswith("Begins at 0.4,")
    import msgspec

    panel.set_study(msgspec.structs.replace(panel.study, steps=70))
    assert sketch.toolTip().endswith("; 70 steps.")
    panel.set_study(msgspec.structs.replace(panel.study, problem=DataSpec(dataset="iris"), epochs=5))
    assert sketch.toolTip().endswith("; 20 steps.")  # 106 examples by 32, five times


def test_refused_values_are_marked_at_their_control(make_panel):
    panel = make_panel(LaneSpec(schedule=ScheduleSpec(name="step", parameters={"gamma": 0.5})))
    assert panel.lanes.cards[0].body.schedule is None
    panel.show_error("lanes[0].schedule.parameters.gamma", "No.")
    editor = panel.lanes.cards[0].body.schedule
    assert editor.form.controls["gamma"].entry.property("invalid")
    panel.show_error("lanes[0].schedule.name", "None such.")
    assert editor.chooser.property("invalid")
    panel.show_error("lanes[0].schedule.warmup", "Too long.")
    assert editor.warmup.entry.property("invalid")


def test_names_for_assistive_technology_and_help(qtbot, make_panel):
    panel = make_panel(LaneSpec(name="Mine", schedule=ScheduleSpec(name="step")))
    panel.apply_theme(DARK)
    editor = opened(panel)
    assert editor.chooser.accessibleName() == "Schedule of Mine"
    assert editor.form.controls["gamma"].entry.accessibleName() == "gamma of the schedule of Mine"
    assert editor.warmup.entry.accessibleName() == "warmup of Mine"
    assert panel.lanes.cards[0].body.schedule_line.button.accessibleName() == "Schedule · Steps, of Mine"
    with qtbot.waitSignal(panel.help_requested) as asked:
        editor.help.click()
    assert asked.args == ["schedule:step"]
