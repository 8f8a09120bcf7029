"""The help panel: the guide, and a page for each thing that can be chosen."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from ..help_page import page
from ..theme import Theme

__all__ = ["HelpPanel"]


class HelpPanel(QWidget):
    """A browser over help pages; nothing is fetched."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.topic = ""
        self.browser = QTextBrowser()
        self.browser.setOpenLinks(False)
        self.browser.setAccessibleName("Help")
        self.browser.document().setDocumentMargin(12)
        self.browser.anchorClicked.connect(self._on_anchor_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.browser)

    def show_topic(self, topic: str) -> None:
        """Show the page of a topic such as ``guide`` or ``optimizer:adam``."""
        self.topic = topic
        self.browser.setHtml(page(topic, self._theme))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self.topic:
            self.show_topic(self.topic)

    def _on_anchor_clicked(self, url: QUrl) -> None:
        self.show_topic(url.toString())
