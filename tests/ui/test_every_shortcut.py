"""Every key that is listed does what it is listed for; none is listed twice or missing from the list."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from app.ui.actions import ACTIONS, MENUS, key_text
from app.ui.help_page import page
from app.ui.theme import LIGHT

KEYED = [spec for spec in ACTIONS if spec.keys]  # a sequence cannot be made before the application


@pytest.fixture
def recorded(window, qtbot):
    """Return the window and a list of the commands that are given; they are not carried out."""
    given = []
    handlers = {}
    states = {}
    for spec in ACTIONS:
        action = window.actions_by_name[spec.name]
        handlers[spec.name] = getattr(window.commands, f"on_{spec.name}")
        states[spec.name] = action.isEnabled(), action.isChecked()
        action.triggered.disconnect()
        action.triggered.connect(lambda _=False, name=spec.name: given.append(name))
        action.setEnabled(True)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.setFocus()
    yield window, given
    for spec in ACTIONS:
        action = window.actions_by_name[spec.name]
        action.triggered.disconnect()
        action.setChecked(states[spec.name][1])
        action.setEnabled(states[spec.name][0])
        action.triggered.connect(handlers[spec.name])


@pytest.mark.parametrize("spec", KEYED, ids=lambda spec: spec.name)
def test_its_key_gives_the_command_once(recorded, spec):
    window, given = recorded
    combination = spec.sequence[0]
    QTest.keyClick(window, combination.key(), combination.keyboardModifiers())
    assert given == [spec.name]


def test_the_page_lists_every_key_and_sentence():
    text = page("shortcuts", LIGHT)
    for spec in KEYED:
        assert key_text(spec) in text.replace("&lt;", "<").replace("&gt;", ">")
    assert text.count("<tr>") >= len(KEYED)


def test_no_key_is_given_twice_and_each_command_has_a_menu_a_sentence_and_a_mnemonic():
    keys = Counter(key_text(spec) for spec in KEYED)
    assert [key for key, count in keys.items() if count > 1] == []
    for spec in ACTIONS:
        assert spec.menu.lstrip("-") in MENUS
        assert spec.tip.endswith(".")
        assert "&" in spec.text
        assert spec.sequence == QKeySequence(spec.keys)


def test_the_mnemonics_of_a_menu_are_all_others():
    for title in MENUS:
        letters = [
            spec.text[spec.text.index("&") + 1].lower() for spec in ACTIONS if spec.menu.lstrip("-") == title
        ]
        twice = [letter for letter, count in Counter(letters).items() if count > 1]
        assert twice == [], f"{title}: {twice}"


def test_the_palette_offers_every_command_that_is_possible(window):
    offered = {choice.name for choice in window.palette_list.choices()}
    for spec in ACTIONS:
        possible = window.actions_by_name[spec.name].isEnabled() and spec.name != "palette"
        assert (f"action:{spec.name}" in offered) is possible
