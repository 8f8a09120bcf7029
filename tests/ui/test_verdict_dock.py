"""The verdict in the window: opened by a key, exported, saved, and it asks for more seeds."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.application import make_window
from app.ui.controls.edit import with_chance
from app.ui.plots.spread import Spread


@pytest.fixture
def window(qtbot):
    widget = make_window(QApplication.instance())
    qtbot.addWidget(widget)
    widget.resize(1366, 768)
    widget.show()
    widget.document.restore()
    qtbot.waitUntil(lambda: widget.session.race is not None, timeout=20000)
    yield widget
    widget.close()


def race(window, qtbot, seeds=1):
    lanes = (
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}),
        LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}),
    )
    study = Study(problem=SurfaceSpec(), lanes=lanes, steps=200, seeds=tuple(range(seeds)))
    window.document.adopt(study, None)
    qtbot.waitUntil(
        lambda: window.session.race is not None and window.session.race.ticks == 200, timeout=20000
    )
    window.session.set_speed(math.inf)
    window.session.run()
    qtbot.waitUntil(lambda: window.session.state == "finished", timeout=20000)


def opened(window, qtbot):
    window.trajectory.plot.setFocus()
    QTest.keyClick(window, Qt.Key.Key_V)
    panel = window.docks.verdict.panel
    qtbot.waitUntil(
        lambda: panel.assessment is not None and panel.assessment.reading.evidence.done == 1.0, timeout=20000
    )
    return panel


def test_it_is_made_when_it_is_wanted(window, qtbot):
    race(window, qtbot)
    assert window.docks.verdict.panel is None
    panel = opened(window, qtbot)
    assert panel.isVisible()
    assert "On this task, with this budget (200 steps)" in panel.text.text()


def test_ten_seeds_are_one_click_and_one_undo(window, qtbot):
    race(window, qtbot)
    before = window.session.study
    panel = opened(window, qtbot)
    panel.seeds.click()
    study = window.session.study
    assert len(study.seeds) == 10
    assert study.problem.spread > 0  # on a plain surface ten seeds would be the same run ten times
    assert "Use 10 seeds" in window.session.undo_text
    window.session.undo()
    assert window.session.study == before


def test_its_pictures_are_offered_for_export_while_it_is_seen_and_no_animation_is(window, qtbot):
    from app.ui.export_form import ExportForm

    race(window, qtbot)
    panel = opened(window, qtbot)
    plots = window.exhibit.plots()
    assert {"runtimes", "pairs"} <= {name for name, *_ in plots}
    form = ExportForm(window.settings, plots, "1 MB", 200)
    qtbot.addWidget(form)
    moving = [form.animation.of.itemText(index) for index in range(form.animation.of.count())]
    assert "Runtimes" not in moving
    window.docks["verdict"].hide()
    assert "runtimes" not in {name for name, *_ in window.exhibit.plots()}
    assert panel is window.docks.verdict.panel


def test_the_numbers_are_saved_as_a_file(window, qtbot, tmp_path):
    race(window, qtbot)
    panel = opened(window, qtbot)
    window.document.save_verdict(panel.assessment.reading.evidence, tmp_path / "verdict.csv")
    text = (tmp_path / "verdict.csv").read_text()
    assert text.startswith("unit,lane,target")
    assert "On this task" in text
    assert "saved" in window.message_bar.text
    window.document.save_verdict(panel.assessment.reading.evidence, tmp_path / "no" / "verdict.csv")
    assert "verdict.csv" in window.message_bar.text
    assert "saved as" not in window.message_bar.text


def test_the_choice_of_what_seeds_look_like_is_kept(window, qtbot):
    race(window, qtbot, seeds=3)
    first, second = window.docks.curves[:2]
    first.seeds.kinds["mean"].trigger()
    first.seeds.singles.trigger()
    assert first.plot.spread == second.plot.spread == Spread("mean", True)
    assert Spread.from_text(window.settings.text("curves/seeds")) == Spread("mean", True)
    window.docks.open_curve()
    assert window.docks.curves[-1].plot.spread == Spread("mean", True)


def test_on_data_ten_seeds_are_enough():
    study = with_chance(Study(problem=DataSpec(), seeds=(4,)))
    assert len(study.seeds) == 10
    assert study.seeds[0] == 4
    noisy = Study(problem=SurfaceSpec(noise=0.5), seeds=tuple(range(20)))
    assert with_chance(noisy) == noisy
