"""The help panel shows a page for a topic, follows links, and takes another theme's colours."""

import pytest
from PySide6.QtCore import QUrl

from app.engine.optimizer import optimizers
from app.ui.panels.help_panel import HelpPanel
from app.ui.theme import DARK, LIGHT


@pytest.fixture
def panel(qtbot):
    widget = HelpPanel(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(480, 400)
    widget.show()
    return widget


def test_it_is_empty_until_a_topic_is_asked_for(panel):
    assert (panel.topic, panel.browser.toPlainText()) == ("", "")
    panel.apply_theme(DARK)
    assert panel.browser.toPlainText() == ""


def test_a_topic_is_shown_from_its_top(panel):
    panel.show_topic("guide")
    panel.browser.verticalScrollBar().setValue(200)
    panel.show_topic("optimizer:adam")
    assert optimizers["adam"].description.split(".")[0] in panel.browser.toPlainText()
    assert panel.browser.verticalScrollBar().value() == 0


def test_a_link_leads_to_its_topic_and_nothing_is_fetched(panel):
    panel.show_topic("guide")
    panel.browser.anchorClicked.emit(QUrl("surface:rosenbrock"))
    assert panel.topic == "surface:rosenbrock"
    assert "Rosenbrock" in panel.browser.toPlainText()
    assert not panel.browser.openLinks()


def test_another_theme_keeps_the_topic(panel):
    panel.show_topic("shortcuts")
    light = panel.browser.toHtml()
    panel.apply_theme(DARK)
    assert panel.topic == "shortcuts"
    assert "Keyboard" in panel.browser.toPlainText()
    assert panel.browser.toHtml() != light
