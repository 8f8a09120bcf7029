"""What a person expects, asked before the race."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ...study.spec import Study
from ..theme import Theme
from .label import Caption, ErrorLabel
from .prediction_field import PredictionField
from .section import Section

__all__ = ["PredictionSection"]

QUESTION = "What do you expect?"
EXAMPLE = (
    "Momentum reaches the target first, in fewer than 100 steps. Adam swings around the minimum and ends "
    "higher than plain gradient descent."
)
HINT = (
    "Write it before you press Run: which lane wins, by how much, and why. The report sets it beside the "
    "result. It changes nothing in the race."
)
LATE = "The race has begun: what is written now is marked in the report as written afterwards."


class PredictionSection(Section):
    """One line that asks, and opens to a field; its widgets are made when it first opens."""

    edited = Signal(object, str, str)
    """The changed fields of the study, a text for the undo menu, and a merge key."""

    def __init__(self, study: Study, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Prediction", theme, parent)
        self._prediction = ""
        self._begun = False
        self.field_box: PredictionField | None = None
        self.hint = Caption(HINT)
        self.set_open(False)
        self.set_study(study)

    def set_open(self, is_open: bool) -> None:
        """Show the field, or the text in one line."""
        if is_open and self.field_box is None:
            self._make_field()
        super().set_open(is_open)

    def _make_field(self) -> None:
        self.field_box = PredictionField()
        self.field_box.setPlaceholderText(f"For example: {EXAMPLE}")
        self.field_box.setToolTip(f"{QUESTION} For example: {EXAMPLE}")
        self.field_box.set_text(self._prediction)
        self.field_box.setAccessibleDescription(self.hint.text())
        self.field_box.edited.connect(self._on_edited)
        reason = ErrorLabel()
        self.field_box.refused.connect(reason.show_reason)
        self.rows.addWidget(Caption(QUESTION))
        self.rows.addWidget(self.field_box)
        self.rows.addWidget(reason)
        self.rows.addWidget(self.hint)

    def set_study(self, study: Study) -> None:
        """Show a study, without a signal."""
        self._prediction = study.prediction
        if self.field_box is not None:
            self.field_box.set_text(study.prediction)
        self.set_summary(" ".join(study.prediction.split()) or QUESTION)

    def set_running(self, running: bool) -> None:
        """Do nothing: a change of the prediction does not start the race again."""

    def set_begun(self, begun: bool) -> None:
        """Say whether what is written now counts as written before the race."""
        if begun != self._begun:
            self._begun = begun
            self.hint.setText(LATE if begun else HINT)
            if self.field_box is not None:
                self.field_box.setAccessibleDescription(self.hint.text())

    def _on_edited(self, text: str) -> None:
        self.edited.emit({"prediction": text}, "Change the prediction", "prediction")

    def field(self, place: str) -> Any:
        """Return the control of the place ``prediction``, or None."""
        if place != "prediction":
            return None
        self.set_open(True)
        return self.field_box
