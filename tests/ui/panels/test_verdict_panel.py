"""The verdict of a race, as a person sees it."""

import math

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.study.spec import LaneSpec
from app.study.statistics.verdict import judge
from app.ui.panels.verdict_panel import VerdictPanel
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.racing import LANES, Racing, data_study, surface_study


@pytest.fixture(scope="module")
def noisy():
    return Racing(surface_study(LANES, noise=1.0, spread=0.2, seeds=tuple(range(12)), steps=150))


@pytest.fixture(scope="module")
def single():
    return Racing(surface_study(LANES[:2], steps=60))


@pytest.fixture
def panel(qtbot):
    widget = VerdictPanel(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(560, 760)
    with qtbot.waitExposed(widget):
        widget.show()
    yield widget
    widget.stop()


def shown(qtbot, panel, racing, **where):
    panel.set_race(racing.view)
    panel.show_frame(racing.frame(**where))
    qtbot.waitUntil(lambda: panel.assessment is not None, timeout=20000)
    return panel.assessment


def settled(qtbot, panel, condition):
    qtbot.waitUntil(lambda: panel.assessment is not None and condition(panel.assessment), timeout=20000)


def test_without_a_race_it_says_what_to_do(panel):
    assert panel.text.text().startswith("Run the race")
    assert not panel.table.isVisible()
    assert not panel.switches.save.isEnabled()
    assert panel.plots() == []


def test_of_a_race_that_has_not_begun_nothing_is_concluded(qtbot, panel):
    racing = Racing(surface_study(LANES[:2], steps=60), until=0)
    panel.set_race(racing.view)
    panel.show_frame(racing.frame())
    qtbot.wait(100)
    assert panel.assessment is None
    assert panel.text.text().startswith("Run the race")
    assert not panel.seeds.isVisible()


def test_at_the_start_of_a_recorded_race_it_says_where_it_is(qtbot, panel, single):
    shown(qtbot, panel, single)
    panel.show_frame(single.frame(tick=0))
    qtbot.waitUntil(lambda: panel.assessment is None, timeout=20000)
    assert panel.text.text().startswith("The playhead is at the start")
    assert panel.text.accessibleDescription() == panel.text.text()
    assert not panel.table.isVisible()
    panel.show_frame(single.frame())
    qtbot.waitUntil(lambda: panel.assessment is not None, timeout=20000)


def test_while_it_is_worked_out_it_does_not_ask_for_a_race(qtbot, panel, single, monkeypatch):
    monkeypatch.setattr(panel._judging, "start", lambda call: None)
    panel.set_race(single.view)
    panel.show_frame(single.frame())
    qtbot.waitUntil(lambda: "being worked out" in panel.text.text(), timeout=20000)


def test_a_race_is_judged_as_the_statistics_say(qtbot, panel, noisy):
    assessment = shown(qtbot, panel, noisy)
    again = judge(assessment.reading.evidence, "steps")
    assert assessment.verdict.text == again.text
    assert "On this task, with this budget (150 steps)" in panel.text.text()
    assert panel.text.accessibleDescription() == again.text
    assert panel.table.rowCount() == 3
    assert not panel.seeds.isVisible()  # there are enough
    assert [name for name, *_ in panel.plots()] == ["runtimes", "pairs"]
    assert "Share of targets reached" in panel.runtimes.accessibleDescription()


def test_one_seed_offers_ten(qtbot, panel, single):
    shown(qtbot, panel, single)
    assert "n too small" in panel.text.text()
    assert panel.seeds.isVisible()
    with qtbot.waitSignal(panel.seeds_wanted, timeout=1000):
        QTest.mouseClick(panel.seeds, Qt.MouseButton.LeftButton)


def test_another_unit_and_another_target_are_judged_at_once(qtbot, panel, noisy):
    shown(qtbot, panel, noisy)
    panel.switches.unit.setCurrentIndex(panel.switches.unit.findData("seconds"))
    panel.switches.unit.activated.emit(panel.switches.unit.currentIndex())
    settled(qtbot, panel, lambda found: found.verdict.unit == "seconds")
    assert panel.runtimes.axes["bottom"].title == "Seconds (this machine, NumPy)"
    panel.switches.target.setCurrentIndex(panel.switches.target.findData("all"))
    panel.switches.target.activated.emit(panel.switches.target.currentIndex())
    settled(qtbot, panel, lambda found: found.reading.evidence.target == found.targets["all"])
    rows = panel.assessment.verdict.rows
    assert all(2 * row.successes >= row.runs for row in rows)  # which is what this target is


def test_a_loss_of_ones_own_is_typed(qtbot, panel, noisy):
    shown(qtbot, panel, noisy)
    panel.switches.target.setCurrentIndex(panel.switches.target.findData("own"))
    panel.switches.target.activated.emit(panel.switches.target.currentIndex())
    assert panel.switches.own.isVisible()
    assert panel.switches.own.hasFocus()
    QTest.keyClicks(panel.switches.own, "3.5")
    QTest.keyClick(panel.switches.own, Qt.Key.Key_Return)
    settled(qtbot, panel, lambda found: found.reading.evidence.target == 3.5)
    panel.switches.own.selectAll()
    QTest.keyClicks(panel.switches.own, "low")
    QTest.keyClick(panel.switches.own, Qt.Key.Key_Return)
    assert "finite loss" in panel.switches.own.reason
    assert panel.assessment.reading.evidence.target == 3.5


def test_examples_are_a_unit_on_data_only(qtbot, panel, noisy):
    shown(qtbot, panel, noisy)
    assert panel.switches.unit.findData("examples") < 0
    panel.set_race(Racing(data_study(epochs=2, seeds=(0, 1))).view)
    assert panel.switches.unit.findData("examples") >= 0


def test_it_follows_the_playhead(qtbot, panel, noisy):
    shown(qtbot, panel, noisy, tick=15)
    assert "The race is not over: 10%" in panel.text.text()
    panel.show_frame(noisy.frame())
    settled(qtbot, panel, lambda found: found.reading.evidence.done == 1.0)
    assert "not over" not in panel.text.text()


def test_hidden_it_costs_nothing_and_shown_again_it_is_up_to_date(qtbot, panel, noisy):
    panel.hide()
    panel.set_race(noisy.view)
    panel.show_frame(noisy.frame())
    QTest.qWait(30)
    assert panel.assessment is None
    assert not panel._clock.isActive()
    assert not panel._judging.busy
    panel.show()
    settled(qtbot, panel, lambda found: True)


def test_another_race_forgets_the_verdict_at_once(qtbot, panel, noisy, single):
    shown(qtbot, panel, noisy)
    panel.set_race(single.view)
    assert panel.assessment is None
    assert panel.text.text().startswith("Run the race")


def test_restarts_are_drawn_when_switched_on(qtbot, panel, noisy):
    shown(qtbot, panel, noisy)
    assert {stroke.name for stroke in panel.runtimes.strokes.strokes} == {"runtimes"}
    panel.switches.restarts.click()
    assert {stroke.name for stroke in panel.runtimes.strokes.strokes} == {"runtimes", "restarts"}


def test_the_numbers_can_be_had(qtbot, panel, noisy):
    shown(qtbot, panel, noisy)
    with qtbot.waitSignal(panel.csv_wanted, timeout=1000) as wanted:
        panel.switches.save.click()
    assert wanted.args[0] is panel.assessment.reading.evidence


def test_a_muted_lane_leaves_the_pictures_and_a_theme_reaches_everything(qtbot, panel, noisy):
    shown(qtbot, panel, noisy)
    panel.show_frame(noisy.frame(solo=1))
    assert {stroke.lane for stroke in panel.runtimes.strokes.strokes} == {1}
    panel.apply_theme(DARK)
    assert DARK.text in panel.text.text()
    assert panel.runtimes.theme is DARK


def test_names_with_markup_stay_text(qtbot, panel):
    lanes = (LANES[0], LANES[2].__class__(optimizer="adam", name="<img src=x> <b>best</b>"))
    shown(qtbot, panel, Racing(surface_study(lanes, steps=40)))
    assert "<b>best" not in panel.text.text()
    assert "&lt;b&gt;best" in panel.text.text()


def test_tab_reaches_every_control(qtbot, panel, noisy):
    shown(qtbot, panel, noisy)
    panel.switches.target.setFocus()
    reached = set()
    for _ in range(12):
        reached.add(panel.focusWidget())
        QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
    assert {
        panel.switches.target,
        panel.switches.unit,
        panel.switches.restarts,
        panel.switches.save,
        panel.table,
    } <= reached


def test_the_target_names_its_value(qtbot, panel, noisy):
    found = shown(qtbot, panel, noisy)
    assert all(math.isfinite(value) for value in found.targets.values())
    assert "(" in panel.switches.target.itemText(panel.switches.target.findData("best"))


def test_independent_lanes_are_judged_as_such(qtbot, panel):
    study = surface_study(LANES, noise=1.0, spread=0.2, seeds=tuple(range(10)), steps=150)
    racing = Racing(msgspec.structs.replace(study, pairing="independent"))
    assessment = shown(qtbot, panel, racing)
    assert not assessment.reading.evidence.paired
    assert "Lanes are independent" in panel.text.text()
    assert "of 100 pairs of runs" in panel.text.text() or "all 100 pairs of runs" in panel.text.text()
    assert "rank-sum test" in panel.text.text()
    assert not panel.pairs.result.paired


def test_a_lane_at_its_defaults_is_called_untuned(qtbot, panel):
    lanes = (LaneSpec(optimizer="adam"), LaneSpec(optimizer="momentum", hyperparameters={"lr": 0.02}))
    shown(qtbot, panel, Racing(surface_study(lanes, steps=60)))
    assert "Untuned: Adam is at its defaults" in panel.text.text()
    tips = [panel.table.item(row, 0).toolTip() for row in (0, 1)]
    assert "Untuned: at its defaults" in tips[0]
    assert "Untuned" not in tips[1]
