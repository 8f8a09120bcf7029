"""What of a typed function is plotted, what its sliders span, and the minima that were found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...engine.error import InputError
from ...engine.parameter import Parameter
from ...engine.surface import Surface
from ...engine.surfaces.custom import FARTHEST
from ...study.spec import SurfaceSpec
from ..theme import Theme
from .disclosure import Disclosure
from .entry import Entry
from .function_edit import landmarks_text, with_range
from .label import Caption
from .number import nudged, number_text
from .parameter_text import read
from .row import Row
from .style import GAP

__all__ = ["DomainEditor"]

_HINT = "The part of the plane that is plotted, and in which minima and saddles are looked for."


class DomainEditor(QWidget):
    """The controls of a `SurfaceSpec`'s domain and ranges."""

    edited = Signal(object, str, str)
    """The new specification, a text for the undo menu, and a merge key."""

    def __init__(
        self, spec: SurfaceSpec, surface: Surface, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._spec = spec
        self._surface = surface
        self.ends = tuple(self._make_end(index) for index in range(4))
        self.ranges: dict[str, tuple[Entry, Entry]] = {}
        self._rows: QVBoxLayout | None = None
        self.sliders = Disclosure("Slider ranges", self._make_ranges, theme)
        self.found = Caption()
        self.found.setToolTip(
            "Found by Newton's method from many points of the domain; the gradient is 0 there."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(Row("Plotted x", *self.ends[:2], tip=_HINT))
        column.addWidget(Row("Plotted y", *self.ends[2:], tip=_HINT))
        column.addWidget(self.found)
        column.addWidget(self.sliders)
        self.set_spec(spec, surface)

    def _make_end(self, index: int) -> Entry:
        side = ("least x", "greatest x", "least y", "greatest y")[index]
        return _number(
            f"{side} of the plot",
            lambda: Parameter(
                side, 0.0, "", low=-FARTHEST, high=FARTHEST, slider=self._surface.domain[index // 2]
            ),
            lambda value, series: self._on_end_changed(index, value, series),
            lambda value: self._check_end(index, value),
        )

    def _make_ranges(self) -> QWidget:
        body = QWidget()
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GAP // 2)
        self._show_ranges()
        return body

    def set_spec(self, spec: SurfaceSpec, surface: Surface) -> None:
        """Show a specification and the surface it describes, without a signal."""
        self._spec, self._surface = spec, surface
        for entry, value in zip(self.ends, (end for pair in surface.domain for end in pair), strict=True):
            entry.set_value(value)
        self.found.setText(landmarks_text(surface))
        self.sliders.setVisible(bool(surface.parameters))
        self._show_ranges()

    def _show_ranges(self) -> None:
        if self._rows is None:
            return
        parameters = {parameter.name: parameter for parameter in self._surface.parameters}
        if list(parameters) != list(self.ranges):
            self._rebuild(list(parameters))
        for name, entries in self.ranges.items():
            for entry, end in zip(entries, parameters[name].slider, strict=True):
                entry.set_value(end)

    def _rebuild(self, names: list[str]) -> None:
        assert self._rows is not None
        while self._rows.count():
            row = self._rows.takeAt(0).widget()
            row.hide()
            row.deleteLater()
        self.ranges = {name: (self._make_range(name, 0), self._make_range(name, 1)) for name in names}
        for name, entries in self.ranges.items():
            self._rows.addWidget(Row(name, *entries, tip=f"What the slider of {name} spans."))

    def _make_range(self, name: str, end: int) -> Entry:
        side = ("left", "right")[end]
        return _number(
            f"{side} end of the slider of {name}",
            lambda: Parameter(side, 0.0, "", low=-1e9, high=1e9, slider=self._range(name)),
            lambda value, series: self._on_range_changed(name, end, value, series),
            lambda value: self._check_range(name, end, value),
        )

    def _range(self, name: str) -> tuple[float, float]:
        return next(parameter.slider for parameter in self._surface.parameters if parameter.name == name)

    def _check_end(self, index: int, value: float) -> None:
        low, high = self._surface.domain[index // 2]
        _check_order(*((low, value) if index % 2 else (value, high)))

    def _check_range(self, name: str, end: int, value: float) -> None:
        low, high = self._range(name)
        _check_order(*((low, value) if end else (value, high)))

    def _on_end_changed(self, index: int, value: float, series: bool) -> None:
        ends = [end for pair in self._surface.domain for end in pair]
        ends[index] = float(value)
        spec = msgspec.structs.replace(self._spec, domain=tuple(ends))
        self.edited.emit(spec, "Change the domain", f"problem.domain[{index}]" if series else "")

    def _on_range_changed(self, name: str, end: int, value: float, series: bool) -> None:
        ends = list(self._range(name))
        ends[end] = float(value)
        key = f"problem.ranges.{name}[{end}]" if series else ""
        self.edited.emit(
            with_range(self._spec, name, (ends[0], ends[1])), f"Change the slider of {name}", key
        )

    def field(self, place: str) -> Any:
        """Return the control of a place such as ``domain`` or ``ranges.a``, or None."""
        head, _, name = place.partition(".")
        if head == "ranges":
            self.sliders.set_open(True)
            return self.ranges.get(name, (None,))[0]
        return self.ends[0] if head == "domain" else None


def _number(
    name: str,
    parameter: Callable[[], Parameter],
    changed: Callable[[float, bool], None],
    check: Callable[[float], None],
) -> Entry:
    """Return a line for one number."""

    def value_of(text: str) -> float:
        value = float(read(parameter(), text))
        check(value)
        return value

    def step(value: float, direction: int, fine: bool) -> float:
        found = nudged(parameter(), value, direction, fine)
        try:
            check(found)
        except InputError:
            return value
        return found

    entry = Entry(value_of, number_text, step)
    entry.setAccessibleName(name)
    entry.setMinimumWidth(48)
    entry.accepted.connect(lambda value: changed(value, False))
    entry.stepped.connect(lambda value: changed(value, True))
    return entry


def _check_order(low: float, high: float) -> None:
    if not low < high:
        raise InputError(f"The left end is below the right end, but {low:g} to {high:g} was given.")
    if high - low < 1e-9 * max(abs(low), abs(high)):
        raise InputError(f"The ends are too close together: {low:.12g} to {high:.12g}.")
