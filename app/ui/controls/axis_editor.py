"""One axis of a sweep: which hyperparameter, from where to where, how many values."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSpinBox, QWidget

from ...engine.error import InputError
from ...engine.parameter import Parameter
from ...study.experiment.axis import parameter_of
from ...study.experiment.spec import Axis
from ...study.spec import LaneSpec
from .combo import Combo
from .entry import Entry
from .label import ErrorLabel
from .parameter_text import read, tooltip

__all__ = ["AxisEditor", "common_parameters"]

_MOST = 10_000


def common_parameters(lanes: list[LaneSpec], names: list[str]) -> list[Parameter]:
    """Return what all of some lanes have of some names, in their order."""
    found = []
    for name in names:
        try:
            some = [parameter_of(lane, name) for lane in lanes]
        except InputError:
            continue
        if some and len({parameter.kind for parameter in some}) == 1 and some[0].kind != "integers":
            found.append(some[0])
    return found


class AxisEditor(QWidget):
    """A list of hyperparameters, and below it the ends of the range.

    A choice has no range: all of it is tried.

    Parameters
    ----------
    title : str
        For assistive technology, such as ``First hyperparameter``.
    optional : bool
        Whether there may be none.
    count : int
        How many values there are at first.
    parent : QWidget, optional

    Attributes
    ----------
    changed : Signal
    """

    changed = Signal()

    def __init__(self, title: str, optional: bool, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._optional = optional
        self._lanes: list[LaneSpec] = []
        self._parameters: list[Parameter] = []
        self.combo = Combo()
        self.combo.setAccessibleName(title)
        self.combo.activated.connect(self._on_activated)
        self.low, self.high = (Entry(lambda text: self._read(text)) for _ in range(2))
        self.count = QSpinBox(minimum=2, maximum=_MOST, value=count)
        self.count.setFixedWidth(62)
        self.error = ErrorLabel()
        self._to, self._values = QLabel("to"), QLabel("in")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(5)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.combo, 0, 0, 1, 5)
        fields = (self.low, self.high, self.count)
        texts = ("Lowest value", "Highest value", "How many values")
        for index, (field, text) in enumerate(zip(fields, texts, strict=True)):
            field.setAccessibleName(f"{text} of the {title[0].lower()}{title[1:]}")
            grid.addWidget(field, 1, 2 * index)
        for index, label in enumerate((self._to, self._values)):
            label.setProperty("muted", True)
            grid.addWidget(label, 1, 2 * index + 1)
        grid.addWidget(self.error, 2, 0, 1, 5)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        for entry in (self.low, self.high):
            entry.setMinimumWidth(62)
            entry.refused.connect(self._on_refused)
            entry.accepted.connect(lambda _: self._on_edited())
        self.count.setToolTip("How many values the grid has, both ends included.")
        self.count.valueChanged.connect(lambda _: self.changed.emit())

    # ------------------------------------------------------------------ what is offered

    @property
    def parameter(self) -> Parameter | None:
        """Return what is varied; None if nothing is."""
        name = self.combo.currentData()
        return next((each for each in self._parameters if each.name == name), None)

    def offer(self, lanes: list[LaneSpec], parameters: list[Parameter]) -> None:
        """Offer what some lanes have; what is chosen stays if it is among it."""
        self._lanes = lanes
        before, self._parameters = self.parameter, parameters
        self.combo.clear()
        if self._optional:
            self.combo.addItem("none", "")
        for parameter in parameters:
            self.combo.addItem(parameter.name, parameter.name)
        at = self.combo.findData(before.name) if before is not None else 0
        self.combo.setCurrentIndex(max(at, 0))
        if self.parameter is None or before is None or self.parameter.name != before.name:
            self._suggest()
        self._show()

    def choose(self, name: str) -> None:
        """Vary a hyperparameter over the range that is recommended for it."""
        at = self.combo.findData(name)
        if at >= 0:
            self.combo.setCurrentIndex(at)
            self._suggest()
            self._show()

    def set_range(self, low: Any, high: Any, count: int) -> None:
        """Show a range, without a signal."""
        self.low.set_value(low)
        self.high.set_value(high)
        self.count.blockSignals(True)
        self.count.setValue(count)
        self.count.blockSignals(False)

    def show_whole(self, axis: Axis | None) -> None:
        """Show an axis, without a signal: its ends and their number; None for no hyperparameter."""
        self.clear_errors()
        at = self.combo.findData(axis.name if axis is not None else "")
        if at < 0:
            return
        self.combo.setCurrentIndex(at)
        parameter = self.parameter
        if axis is not None and parameter is not None and parameter.kind in ("real", "integer"):
            ends = (axis.low, axis.high) if axis.spacing != "list" else (min(axis.values), max(axis.values))
            low, high = (round(end) if parameter.kind == "integer" else float(end) for end in ends)
            count = axis.count if axis.spacing != "list" else len(axis.values)
            self.set_range(low, high, count or self.count.value())
        self._show()

    def set_counted(self, counted: bool) -> None:
        """Ask how many values there are, or not, as random points need no such number."""
        number = self.parameter is not None and self.parameter.kind in ("real", "integer")
        self._values.setVisible(counted and number)
        self.count.setVisible(counted and number)

    def axis(self, lane: int, spacing: str) -> Axis | None:
        """Return the axis for a lane; None if nothing is varied.

        Parameters
        ----------
        lane : int
        spacing : {'log', 'linear', 'usual'}

        Raises
        ------
        InputError
            If what is typed is no value.
        """
        parameter = self.parameter
        if parameter is None:
            return None
        if parameter.kind == "choice":
            return Axis(lane=lane, name=parameter.name, values=parameter.choices)
        if parameter.kind == "switch":
            return Axis(lane=lane, name=parameter.name, values=(False, True))
        for entry, where in ((self.low, "low"), (self.high, "high")):
            if entry.reason:
                raise InputError(entry.reason, where)
        low, high = self.low.value, self.high.value
        chosen: Any = parameter.scale if spacing == "usual" else spacing
        if spacing == "log" and parameter.scale == "one_minus_log":
            chosen = "one_minus_log"
        elif spacing == "log" and parameter.scale == "linear" and low <= 0.0:
            chosen = "linear"  # there is no logarithmic grid from zero
        return Axis(
            lane=lane, name=parameter.name, spacing=chosen, low=float(low), high=float(high),
            count=self.count.value(),
        )  # fmt: skip

    def show_error(self, where: str, text: str) -> None:
        """Mark the field that is wrong; an empty text takes it back."""
        field = {"low": self.low, "high": self.high}.get(where)
        if field is not None:
            field.show_error(text)
        else:
            self.error.show_reason(text)

    def clear_errors(self) -> None:
        """Take all marks back that are not of what is typed now."""
        self.error.show_reason("")
        for entry in (self.low, self.high):
            if entry.reason and entry.value is not None:
                entry.restore()

    # ------------------------------------------------------------------ inside

    def _read(self, text: str) -> Any:
        parameter = self.parameter
        return text if parameter is None else read(parameter, text)

    def _suggest(self) -> None:
        """Show the range that all chosen lanes recommend together."""
        parameter = self.parameter
        if parameter is None or parameter.kind not in ("real", "integer"):
            return
        ranges = [parameter_of(lane, parameter.name).slider for lane in self._lanes] or [parameter.slider]
        whole = int if parameter.kind == "integer" else float
        self.low.set_value(whole(min(low for low, _ in ranges)))
        self.high.set_value(whole(max(high for _, high in ranges)))

    def _show(self) -> None:
        parameter = self.parameter
        number = parameter is not None and parameter.kind in ("real", "integer")
        for widget in (self._to, self.low, self.high):
            widget.setVisible(number)
        self.combo.setToolTip(tooltip(parameter) if parameter is not None else "Vary one only.")
        if parameter is not None:
            for field in (self.low, self.high):
                field.setToolTip(f"{parameter.rule[:1].upper()}{parameter.rule[1:]}.")

    def _on_activated(self) -> None:
        self._suggest()
        self.clear_errors()
        self._show()
        self.changed.emit()

    def _on_edited(self) -> None:
        self.error.show_reason("")
        self.changed.emit()

    def _on_refused(self, reason: str) -> None:
        self.error.show_reason(self.low.reason or self.high.reason)
        self.changed.emit()
