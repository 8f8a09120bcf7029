"""The inspector, driven in the window with its engine: what it shows is what the update did."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.study.inside import Inside
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.application import make_window
from app.ui.panels.inspector_panel import InspectorPanel
from app.ui.panels.weight_map import rates_of
from app.ui.theme import DARK
from tests.ui.plots.racing import Racing, surface_study

LANES = (
    LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}),
    LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}),
)
SURFACE = Study(problem=SurfaceSpec(surface="rosenbrock"), lanes=LANES, steps=50)
DATA = Study(problem=DataSpec(dataset="iris", model="mlp"), lanes=LANES, epochs=2)


@pytest.fixture
def window(qtbot):
    widget = make_window(QApplication.instance())
    qtbot.addWidget(widget)
    widget.resize(1366, 768)
    widget.show()
    while not math.isinf(widget.transport.ticks_a_second):
        widget.transport.change_speed(1)
    yield widget
    widget.close()


@pytest.fixture
def raced(qtbot, window):
    def race(study):
        window.document.adopt(study, None)
        window.session.run()
        qtbot.waitUntil(lambda: window.session.state == "finished", timeout=30_000)
        return window

    return race


def inside(qtbot, window, lane, step):
    panel = window.inspector
    qtbot.waitUntil(
        lambda: panel.inside is not None and (panel.inside.lane, panel.inside.step) == (lane, step),
        timeout=30_000,
    )
    return panel.inside


def test_the_playhead_s_update_is_shown_with_its_numbers(qtbot, raced):
    window = raced(SURFACE)
    window.session.seek(7)
    QTest.keyClick(window, Qt.Key.Key_I)
    found = inside(qtbot, window, 0, 7)
    record = window.session.race.history.lanes[0]
    np.testing.assert_array_equal(found.after, record.theta[7, 0])
    text = window.inspector.text.toPlainText()
    assert "θ ← θ − η" in text
    assert f"{found.after[0]:.6g}".replace("-", "\u2212") in text
    window.session.step_back()
    inside(qtbot, window, 0, 6)


def test_next_and_back_go_through_the_terms_and_the_picture_follows(qtbot, raced):
    window = raced(SURFACE)
    window.actions_by_name["inside"].trigger()
    inside(qtbot, window, 0, 50)
    panel, cartoon = window.inspector, window.trajectory.plot.cartoon
    assert cartoon.inside is panel.inside
    assert not panel.back.isEnabled()
    sentences = []
    for _ in panel.inside.terms:
        sentences.append(panel.inside.terms[panel.index].sentence)
        assert sentences[-1] in panel.text.toPlainText().replace("\n", " ")
        QTest.mouseClick(panel.next, Qt.MouseButton.LeftButton)
    assert len(set(sentences)) == len(sentences)
    assert not panel.next.isEnabled()
    assert window.grab().width() == 1366
    window.docks["inspector"].close()
    assert cartoon.inside is None


def test_another_lane_another_rule(qtbot, raced):
    window = raced(SURFACE)
    window.actions_by_name["inside"].trigger()
    inside(qtbot, window, 0, 50)
    window.inspector.choose(1)
    found = inside(qtbot, window, 1, 50)
    assert [term.symbol for term in found.terms] == ["b", "θ"]


def test_on_data_one_weight_is_looked_at(qtbot, raced):
    window = raced(DATA)
    window.actions_by_name["inside"].trigger()
    found = inside(qtbot, window, 0, window.session.frame().steps[0])
    panel = window.inspector
    assert panel.weight.isVisible()
    assert "hidden 1 weight [0, 0]" in panel.text.toPlainText()
    panel.weight.setValue(len(found.before) - 1)
    assert "output bias [2]" in panel.text.toPlainText()
    assert window.trajectory.plot.cartoon.inside is None, "there is no picture of two coordinates"


def test_before_the_first_update_it_says_what_to_do(qtbot, window):
    window.document.adopt(SURFACE, None)
    qtbot.waitUntil(lambda: window.session.race is not None, timeout=30_000)
    window.actions_by_name["inside"].trigger()
    assert "Run or step the race" in window.inspector.text.toPlainText()
    window.show_theme(DARK)
    assert not window.inspector.next.isEnabled()


def test_terms_play_by_themselves(qtbot, raced):
    window = raced(SURFACE)
    window.actions_by_name["inside"].trigger()
    inside(qtbot, window, 0, 50)
    panel = window.inspector
    panel._clock.setInterval(10)
    panel.auto.setChecked(True)
    qtbot.waitUntil(lambda: panel.index == 2, timeout=10_000)
    qtbot.waitUntil(lambda: panel.index == 0, timeout=10_000)
    panel.auto.setChecked(False)


def test_a_weight_is_picked_on_the_map_with_mouse_and_keys(qtbot, raced):
    window = raced(DATA)
    window.actions_by_name["inside"].trigger()
    found = inside(qtbot, window, 0, window.session.frame().steps[0])
    panel = window.inspector
    area = panel.map._area()
    QTest.mouseClick(panel.map, Qt.MouseButton.LeftButton, pos=area.bottomRight().toPoint() - QPoint(2, 2))
    _, start, shape = found.layers[0]
    assert panel.weight.value() == start + shape[0] * shape[1] - 1
    QTest.keyClick(panel.map, Qt.Key.Key_Right)
    assert "hidden 1 bias [0]" in panel.text.toPlainText()
    QTest.keyClick(panel.map, Qt.Key.Key_Left)
    QTest.keyClick(panel.map, Qt.Key.Key_Up)
    assert f"hidden 1 weight [{shape[0] - 2}, {shape[1] - 1}]" in panel.text.toPlainText()
    assert window.grab().width() == 1366


def test_effective_rates():
    layers = (("weight", 0, (2, 2)),)
    values = [np.array(v) for v in ([0.0, 1.0, 2.0, 3.0], [0.1, 1.0, 2.5, 3.0], [1.0, 0.0, -5.0, 2.0])]
    before, after, gradient = values
    found = rates_of(Inside(0, 0, 1, before, after, gradient, {}, (), False, layers))
    np.testing.assert_allclose(found, [0.1, np.nan, 0.1, 0.0])


def answered(panel, **more):
    """Give the panel an answer to what it asks for."""
    lane, step, run = panel._asked
    one = np.zeros(2)
    panel.show_inside(Inside(lane, run, step, one, one, one, {}, (), False, (), **more))
    return panel.text.toPlainText()


@pytest.fixture
def asking(qtbot):
    """Return a panel beside a race of a thousand steps, whose questions nobody answers."""
    panel = InspectorPanel()
    qtbot.addWidget(panel)
    racing = Racing(surface_study(steps=1500))
    with qtbot.waitExposed(panel):
        panel.show()
    panel.set_race(racing.view)
    with qtbot.waitSignal(panel.wanted):
        panel.show_frame(racing.frame())
    return panel


def test_an_answer_that_takes_long_is_told_of_meanwhile(qtbot, asking):
    assert "raced again" not in asking.text.toPlainText()
    qtbot.waitUntil(lambda: "Gradient descent is raced again up to update 1,500" in asking.text.toPlainText())
    assert "raced again" not in answered(asking)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"raced": 900_000, "why": "it is so"}, "900,000 steps were raced again for this, as it is so."),
        ({"raced": 900_000}, ""),
        ({"raced": 1, "why": "it is so"}, ""),
    ],
)
def test_why_a_far_step_took_long_is_said(asking, more, said):
    text = answered(asking, **more)
    assert said in text
    assert bool(said) == ("raced again" in text)


def test_on_data_it_is_no_wider_than_on_a_surface(qtbot):
    panel = InspectorPanel()
    qtbot.addWidget(panel)
    panel.step_label.setText("update 10,000")
    panel.weight.setMaximum(99_999)
    widths = []
    for on_data in (False, True):
        panel.weight.setVisible(on_data)
        panel.layout().activate()
        widths.append(panel.minimumSizeHint().width())
    assert widths[0] == widths[1]
