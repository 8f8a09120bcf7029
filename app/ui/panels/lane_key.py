"""Which colour is which lane, in a line: for plots that are too low for a legend."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ..frame import LaneLook

__all__ = ["LaneKey"]


class LaneKey(QLabel):
    """Names of lanes with a square of their colour before each; in a second line if there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setProperty("small", True)
        self.setAccessibleName("Colours of the lanes")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_looks(self, looks: Sequence[LaneLook]) -> None:
        """Show other lanes."""
        parts = (
            f'<span style="color:{look.colour}">■</span>&nbsp;{escape(look.name).replace(" ", "&nbsp;")}'
            for look in looks
        )
        text = "&nbsp;&nbsp; ".join(parts)
        if text != self.text():
            self.setText(text)
            self.setAccessibleDescription(", ".join(look.name for look in looks))
