"""What goes wrong unseen is said in the lane's card: traps of a method before the race, notices during it."""

import math

import pytest
from PySide6.QtWidgets import QApplication

from app.engine.optimizer import optimizers
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.ui.application import make_window


@pytest.fixture
def window(qtbot):
    widget = make_window(QApplication.instance())
    qtbot.addWidget(widget)
    widget.resize(1366, 768)
    widget.show()
    yield widget
    widget.close()


def test_a_clamped_spread_is_told(qtbot, window):
    # On a constant slope the spread of the gradients is nothing but rounding.
    centered = {"lr": 1e-6, "alpha": 0.5, "centered": True}
    lanes = (LaneSpec(optimizer="rmsprop", hyperparameters=centered), LaneSpec(optimizer="adam"))
    problem = SurfaceSpec(surface="custom", expression="x/3 + y/7", start=(4.0, 4.0))
    window.document.adopt(Study(problem=problem, lanes=lanes, steps=3000), None)
    while not math.isinf(window.transport.ticks_a_second):
        window.transport.change_speed(1)
    window.session.run()
    qtbot.waitUntil(lambda: window.session.state == "finished", timeout=30_000)
    cards = window.study_panel.lanes.cards
    qtbot.waitUntil(lambda: "below 0" in cards[0].header.status, timeout=10_000)
    assert cards[1].header.status == ""
    window.document.adopt(Study(problem=problem, lanes=lanes, steps=10), None)
    session = window.session
    qtbot.waitUntil(lambda: session.race is not None and session.race.ticks == 10, timeout=30_000)
    qtbot.waitUntil(lambda: window.study_panel.lanes.cards[0].header.status == "", timeout=10_000)


def test_the_trap_of_a_method_stands_in_its_card(qtbot, window):
    window.document.adopt(Study(lanes=(LaneSpec(optimizer="rprop"), LaneSpec(optimizer="qhadam"))), None)
    cards = window.study_panel.lanes.cards
    for card in cards:
        card.set_open(True)
    assert optimizers["rprop"].warning in cards[0].body.warning.text()
    assert cards[0].body.warning.isVisible()
    assert not optimizers["qhadam"].warning
    assert not cards[1].body.warning.isVisible()
