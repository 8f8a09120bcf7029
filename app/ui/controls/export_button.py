"""The button that saves what a panel shows, in the form that its menu is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from ..icon import icon
from ..theme import Theme

__all__ = ["ExportButton"]

_KINDS = {"csv": "Numbers (CSV)…", "png": "Picture (PNG)…", "svg": "Picture (SVG)…"}


class ExportButton(QToolButton):
    """Asks for a file.

    Parameters
    ----------
    name : str
        Of what is saved, such as ``sweep``; also of the file that is suggested.
    what : str
        For assistive technology and the dialog, such as ``the sweep``.
    tip : str
    kinds : sequence of {'csv', 'png', 'svg'}
    parent : QWidget, optional

    Attributes
    ----------
    chosen : Signal(str)
        A path whose ending says in which form.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        what: str,
        tip: str,
        kinds: Sequence[str] = tuple(_KINDS),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._what = name, what
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(tip)
        self.setAccessibleName(f"Export {what}")
        menu = QMenu(self)
        for kind in kinds:
            menu.addAction(_KINDS[kind], lambda kind=kind: self._ask(kind))
        self.setMenu(menu)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setIcon(icon("export", theme))

    def _ask(self, kind: str) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, f"Export {self._what}", f"{self._name}.{kind}", f"{kind.upper()} (*.{kind})"
        )
        if path:
            self.chosen.emit(path if path.lower().endswith(f".{kind}") else f"{path}.{kind}")
