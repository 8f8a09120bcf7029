"""The button that orders a report, and says why it cannot yet."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

__all__ = ["ReportButton"]

_TIP = "Write a page or a document with question, settings, figures, tables and the study within."


class ReportButton(QPushButton):
    """Enabled when there is something to report.

    Parameters
    ----------
    what : str
        For assistive technology, such as ``the sweep``.
    parent : QWidget, optional
    """

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__("Report…", parent)
        self.setAccessibleName(f"Report of {what}")
        self.set_reason("")

    def set_reason(self, reason: str) -> None:
        """Say why there is no report yet; an empty text lets it be ordered."""
        self.setEnabled(not reason)
        self.setToolTip(reason or _TIP)
        self.setAccessibleDescription(reason)
