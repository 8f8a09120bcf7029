"""The transport says what the race does, where it stands and what happened."""

import dataclasses
import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.actions import ACTIONS
from app.ui.panels.transport import SPEEDS, Transport, position_text
from app.ui.theme import DARK, LIGHT
from tests.ui.panels.test_table_panel import frame_of, raced


@pytest.fixture(scope="module")
def view():
    lanes = (
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),
        LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 1.0}),
    )
    return raced(Study(problem=SurfaceSpec(surface="rosenbrock"), lanes=lanes, steps=200))


@pytest.fixture
def transport(qtbot):
    actions = {spec.name: QAction(spec.text) for spec in ACTIONS}
    widget = Transport(actions, LIGHT)
    widget.actions_kept = actions
    qtbot.addWidget(widget)
    widget.resize(1366, 44)
    widget.show()
    return widget


@pytest.mark.parametrize(
    ("state", "text"),
    [("idle", "Run"), ("running", "Pause"), ("paused", "Resume"), ("finished", "Run again")],
)
def test_the_button_says_what_a_press_does_and_nothing_moves(transport, state, text):
    place = transport.timeline.geometry()
    transport.set_state(state)
    QTest.qWait(0)
    assert (transport.run_button.text(), transport.run_button.accessibleName()) == (text, text)
    assert transport.timeline.geometry() == place


def test_only_what_would_do_something_is_offered(transport, view):
    def offered():
        moving = ("go_start", "step_back", "step", "go_end", "reset")
        return [name for name in moving if transport.buttons[name].isEnabled()]

    transport.set_race(view)
    assert offered() == ["step"]
    for tick, recorded, names in (
        (0, 0, ["step"]),
        (0, 200, ["step", "go_end", "reset"]),
        (50, 50, ["go_start", "step_back", "step", "reset"]),
        (50, 200, ["go_start", "step_back", "step", "go_end", "reset"]),
    ):
        transport.show_frame(dataclasses.replace(frame_of(view, tick), recorded=recorded))
        assert offered() == names


def test_the_end_is_not_offered_by_turns_while_the_engine_is_a_moment_ahead(transport, view):
    transport.set_race(view)
    transport.speed.setCurrentIndex([text for text, *_ in SPEEDS].index("5 steps / s"))
    changes = []
    transport.actions_kept["go_end"].changed.connect(lambda: changes.append(1))
    for tick in range(10, 20):
        for recorded in (tick, tick + 1):
            transport.show_frame(dataclasses.replace(frame_of(view, tick), recorded=recorded, running=True))
    assert changes == []
    transport.show_frame(dataclasses.replace(frame_of(view, 20), recorded=200, running=True))
    assert transport.buttons["go_end"].isEnabled()


def test_buttons_do_their_actions(qtbot, transport):
    for name, button in {"run": transport.run_button, **transport.buttons}.items():
        with qtbot.waitSignal(transport.actions_kept[name].triggered):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_to_do_stands_there_until_something_is_recorded(transport, view):
    transport.set_race(view)
    blank = transport.timeline.grab().toImage()
    start = dataclasses.replace(frame_of(view, 0), recorded=0)
    transport.show_frame(start)
    hinted = transport.timeline.grab().toImage()
    assert hinted != blank
    transport.show_frame(dataclasses.replace(frame_of(view, 0), recorded=1))
    without = transport.timeline.grab().toImage()
    assert without.copy(200, 0, 100, 30) == blank.copy(200, 0, 100, 30)


def test_faster_and_slower_go_through_the_speeds_in_order(qtbot, transport, view):
    transport.set_race(view)
    seen = []
    transport.speed_changed.connect(lambda found, to=seen: to.append(found))
    transport.speed.setCurrentIndex(2)
    for _ in range(len(SPEEDS) - 1):
        transport.change_speed(1)
    assert seen == sorted(seen)
    assert seen[-1] == math.inf
    transport.change_speed(1)
    assert transport.speed.currentText() == "As fast as it computes"


def test_the_position_is_in_steps_on_a_surface_and_in_epochs_on_data(view):
    assert position_text(frame_of(view, 50)) == "step 50 of 200"
    problem = DataSpec(dataset="iris", model="softmax")
    data = raced(Study(problem=problem, lanes=(LaneSpec(optimizer="adam"),), epochs=4))
    assert position_text(frame_of(data, data.ticks // 2)) == "epoch 2.00 of 4"


def test_what_happened_is_marked_and_the_next_of_it_is_told(transport, view, monkeypatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, widget: told.append(text))
    transport.set_race(view)
    transport.show_frame(frame_of(view, 200))
    assert "diverged" in {mark.kind for mark in transport.timeline.bookmarks}
    transport.show_frame(frame_of(view, 0))
    mark = transport.bookmark(1)
    assert mark is transport.timeline.bookmarks[0]
    assert told == [mark.text]
    assert transport.bookmark(-1) is None
    transport.set_race(None)
    assert transport.timeline.bookmarks == ()


def test_another_theme_reaches_icon_and_time_line(transport, view):
    light = transport.grab().toImage()
    transport.apply_theme(DARK)
    assert transport.grab().toImage() != light


def test_moving_the_playhead_lays_nothing_out_anew(transport, view, qtbot):
    transport.set_race(view)
    transport.show_frame(frame_of(view, 1))
    QApplication.processEvents()
    before = transport.timeline.geometry()
    for tick in (9, 10, 99, 100, 200):
        transport.show_frame(frame_of(view, tick))
        QApplication.processEvents()
        assert transport.timeline.geometry() == before
        text = transport.position
        assert text.fontMetrics().horizontalAdvance(text.text()) <= text.width()
