"""What may and may not be concluded, a paragraph each; what limits it stands below, quietly."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ...study.statistics.sentence import Sentence

__all__ = ["SentenceList"]


class SentenceList(QScrollArea):
    """Sentences that can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Sentence, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("What may be concluded")

    def show_sentences(self, sentences: Sequence[Sentence]) -> None:
        """Show other sentences; nothing happens if they are the same."""
        if tuple(sentences) == self._shown and self.widget() is not None:
            return
        self._shown = tuple(sentences)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(7)
        if not self._shown:
            nothing = QLabel("What may be concluded stands here as soon as a task is complete.")
            nothing.setWordWrap(True)
            nothing.setProperty("muted", True)
            column.addWidget(nothing)
        for sentence in self._shown:
            label = QLabel(sentence.text)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            label.setProperty("muted", sentence.kind == "caution")
            column.addWidget(label)
        column.addStretch(1)
        self.setWidget(inside)
        self.setAccessibleDescription(" ".join(sentence.text for sentence in self._shown))
