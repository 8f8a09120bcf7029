"""What can be done with a lane: the menu of its card, and the card's keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ..icon import icon
from ..theme import Theme

__all__ = ["ACTIONS", "action_of", "lane_menu"]

#: Name, text, key and icon.
ACTIONS = (
    ("rename", "Rename", "F2", "edit"),
    ("duplicate", "Duplicate", "Ctrl+D", "copy"),
    ("suggest", "Suggest lr for this surface", "", "target"),
    ("sweep", "Sweep lr…", "", "tune"),
    ("reset", "Reset to defaults", "", "reset"),
    ("up", "Move up", "Alt+Up", ""),
    ("down", "Move down", "Alt+Down", ""),
    ("remove", "Remove", "Del", "trash"),
)
_KEYS = {
    Qt.Key.Key_F2: "rename", Qt.Key.Key_Delete: "remove", Qt.Key.Key_Return: "select",
    Qt.Key.Key_Enter: "select", Qt.Key.Key_Left: "toggle", Qt.Key.Key_Right: "toggle",
    Qt.Key.Key_Up: "previous", Qt.Key.Key_Down: "next", Qt.Key.Key_S: "solo", Qt.Key.Key_M: "mute",
}  # fmt: skip
_HELD_KEYS = {
    (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Up): "up",
    (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Down): "down",
    (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_D): "duplicate",
}


def lane_menu(parent: QWidget, theme: Theme, on_data: bool = False) -> QMenu:
    """Return the menu; the name of each action is in its object name."""
    menu = QMenu(parent)
    for name, text, keys, picture in ACTIONS:
        if name == "remove":
            menu.addSeparator()
        action = menu.addAction(text)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setShortcutVisibleInContextMenu(True)
        if picture:
            action.setIcon(icon(picture, theme))
        action.setVisible(name != "suggest" or not on_data)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def action_of(event: QKeyEvent, focused: bool) -> str:
    """Return what a key means on a card, or an empty text.

    Parameters
    ----------
    event : QKeyEvent
    focused : bool
        Whether the card itself has the focus. Otherwise a control on it passed the key on, and plain keys
        such as Delete are not for the card.
    """
    key = Qt.Key(event.key())
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held != Qt.KeyboardModifier.NoModifier:
        return _HELD_KEYS.get((held, key), "")
    return _KEYS.get(key, "") if focused or key == Qt.Key.Key_F2 else ""
