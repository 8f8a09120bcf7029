"""Actions, the menus they stand in, and the plain keys that stand for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QMenuBar

from .actions import ACTIONS, MENUS, key_text
from .icon import icon
from .theme import Theme

if TYPE_CHECKING:
    from .window import MainWindow

__all__ = ["Menus"]

_NAMED_KEYS = {Qt.Key.Key_Space: "Space", Qt.Key.Key_Home: "Home", Qt.Key.Key_End: "End"}


class Menus:
    """Made from `actions.ACTIONS`.

    Parameters
    ----------
    window : MainWindow

    Attributes
    ----------
    actions : dict of QAction
        By name.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.actions: dict[str, QAction] = {}
        self._plain: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(spec.text, window, checkable=spec.checkable)
            action.setObjectName(spec.name)
            keys = key_text(spec)
            action.setToolTip(f"{spec.tip} ({keys})" if keys else spec.tip)
            action.setStatusTip(spec.tip)
            if keys:
                action.setShortcut(spec.sequence)
            if spec.plain:
                # A plain key must reach the field or button that has the focus first: see `press`.
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                self._plain[spec.sequence.toString()] = action
            elif keys:
                window.addAction(action)  # its key works where the menu bar is hidden, too
            action.triggered.connect(getattr(window.commands, f"on_{spec.name}"))
            self.actions[spec.name] = action

    def fill(self, bar: QMenuBar) -> None:
        """Put the actions, recent studies and panels into a menu bar."""
        menus = {title: bar.addMenu(title) for title in MENUS}
        for spec in ACTIONS:
            menu = menus[spec.menu.lstrip("-")]
            if spec.menu.startswith("-"):
                menu.addSeparator()
            menu.addAction(self.actions[spec.name])
            if spec.name == "open":
                recent = menu.addMenu("Open &recent")
                recent.aboutToShow.connect(lambda menu=recent: self._fill_recent(menu))
        panels = QMenu("Pa&nels", self._window)
        menus["&View"].insertMenu(self.actions["reset_layout"], panels)
        panels.aboutToShow.connect(lambda: self._window.docks.fill_menu(panels))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for spec in ACTIONS:
            if spec.icon:
                self.actions[spec.name].setIcon(icon(spec.icon, theme))
        self.actions["theme"].setChecked(theme.dark)

    def show_undo(self) -> None:
        """Say what would be undone and done again."""
        session = self._window.session
        for name, possible, text in (
            ("undo", session.can_undo, session.undo_text),
            ("redo", session.can_redo, session.redo_text),
        ):
            self.actions[name].setEnabled(possible)
            self.actions[name].setText(f"&{name.capitalize()} {text}".strip())

    def press(self, event: QKeyEvent) -> bool:
        """Do what a plain key stands for, where no field, button or plot wanted it; return if it did."""
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        text = event.text()
        action = self._plain.get(_NAMED_KEYS.get(Qt.Key(event.key()), text.upper()))
        if action is not None and action.isEnabled():
            action.trigger()
            return True
        if text.isdigit() and text != "0":
            self._window.choice.mute(int(text) - 1)
            return True
        return False

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        document = self._window.document
        for path in self._window.settings.recent():
            entry = menu.addAction(path.name, lambda path=path: document.open(path))
            entry.setToolTip(str(path))
        if menu.isEmpty():
            menu.addAction("No recent study").setEnabled(False)
