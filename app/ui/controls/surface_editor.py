"""Which surface, its values, where the lanes start on it, and noise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ...engine.parameter import Parameter
from ...engine.surface import Surface, surfaces
from ...study.spec import SurfaceSpec
from ...study.surface import TYPED
from ..theme import Theme
from .chooser import Chooser
from .disclosure import Disclosure
from .edit import with_value
from .entry import Entry
from .icon_button import IconButton
from .number import nudged, number_text, short_text
from .parameter_control import ParameterControl
from .parameter_form import ParameterForm
from .parameter_text import read
from .problem_edit import start_of, surface_of
from .row import Row
from .style import GAP
from .teaser import Teaser

if TYPE_CHECKING:
    from .domain_editor import DomainEditor
    from .function_editor import FunctionEditor

__all__ = ["SurfaceEditor"]

NOISE = Parameter(
    "noise", 0.0,
    "Standard deviation of the normal noise added to each coordinate of the gradient, at every step; "
    "all lanes of a seed get the same noise. 0 is none.",
    low=0.0, scale="log", slider=(1e-3, 100.0), symbol="σ", live=False,
)  # fmt: skip
SPREAD = Parameter(
    "spread", 0.0,
    "Standard deviation of a normal shift of the start, another for each seed and the same for all lanes. "
    "0 starts all seeds at one point.",
    low=0.0, scale="log", slider=(1e-3, 10.0), live=False,
)  # fmt: skip


class SurfaceEditor(QWidget):
    """The controls of a `SurfaceSpec`."""

    edited = Signal(object, str, str)
    """The new specification, a text for the undo menu, and a merge key."""
    help_requested = Signal(str)

    def __init__(self, spec: SurfaceSpec, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._spec: SurfaceSpec | None = None
        self.function: FunctionEditor | None = None
        self.domain: DomainEditor | None = None
        self.surface = Chooser("Surface", theme)
        self.surface.set_registry(surfaces)
        self.surface.chosen.connect(self._on_surface_chosen)
        self.about = Teaser(theme)
        self.about.more_requested.connect(self._on_help_clicked)
        self.help = IconButton("help", "More about this surface", theme)
        self.help.clicked.connect(self._on_help_clicked)
        self.form = ParameterForm("the surface", theme, capital=True)
        self.form.changed.connect(self._on_form_changed)
        self.start = (self._make_start(0), self._make_start(1))
        self.presets = IconButton("pin", "Good starting points of this surface", theme)
        self.presets.clicked.connect(self._open_presets)
        self.noise = ParameterControl(NOISE, "the gradient", theme, label="Noise")
        self.noise.changed.connect(lambda value, series: self._on_number_changed("noise", value, series))
        self.spread = ParameterControl(SPREAD, "the start", theme, label="Spread")
        self.spread.changed.connect(lambda value, series: self._on_number_changed("spread", value, series))
        self.chance = Disclosure("Noise and spread", self._make_chance, theme)
        hint = "Where all lanes start. Type x and y, choose a preset, or click on the surface."
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(Row("Surface", self.surface, self.help))
        column.addWidget(self.about)
        column.addWidget(self.form)
        column.addWidget(Row("Start x, y", *self.start, self.presets, tip=hint))
        column.addWidget(self.chance)
        self.set_spec(spec)

    def _make_chance(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(self.noise)
        column.addWidget(self.spread)
        return body

    def _make_start(self, axis: int) -> Entry:
        name = "xy"[axis]
        entry = Entry(
            lambda text: read(self._coordinate(axis), text),
            short_text,
            lambda value, direction, fine: nudged(self._coordinate(axis), value, direction, fine),
        )
        entry.setAccessibleName(f"{name} of the start")
        entry.setMinimumWidth(48)
        entry.accepted.connect(lambda value: self._on_start_changed(axis, value, False))
        entry.stepped.connect(lambda value: self._on_start_changed(axis, value, True))
        return entry

    def _coordinate(self, axis: int) -> Parameter:
        surface = surface_of(self.spec)
        name, default = "xy"[axis], float(surface.starts[0][axis])
        return Parameter(name, default, "", low=-1e6, high=1e6, slider=surface.domain[axis])

    @property
    def spec(self) -> SurfaceSpec:
        """Return what is shown."""
        assert self._spec is not None
        return self._spec

    def set_spec(self, spec: SurfaceSpec) -> None:
        """Show a specification, without a signal."""
        before = self._spec
        if spec == before:
            return
        self._spec = spec
        surface = surface_of(spec)
        self.surface.set_current(surface.name)
        self.about.setText(surface.description)
        self._show_function(spec, surface)
        self.form.capital = surface.name != TYPED  # a name that was typed stays as it is
        self.form.set_values(surface.parameters, spec.parameters)
        for entry, value in zip(self.start, start_of(spec), strict=True):
            entry.set_value(value)
        self.noise.set_value(float(spec.noise))
        self.spread.set_value(float(spec.spread))
        before = (0.0, 0.0) if before is None else (before.noise, before.spread)
        if (spec.noise, spec.spread) not in (before, (0.0, 0.0)):
            self.chance.set_open(True)

    def _show_function(self, spec: SurfaceSpec, surface: Surface) -> None:
        """Show what only a typed function has; its controls are made when there is one."""
        typed = surface.name == TYPED
        if typed and self.function is None:
            from .domain_editor import DomainEditor
            from .function_editor import FunctionEditor

            self.function = FunctionEditor(spec, self._theme)
            self.function.edited.connect(self._on_part_edited)
            self._column.insertWidget(self._column.indexOf(self.form), self.function)
            self.domain = DomainEditor(spec, surface, self._theme)
            self.domain.edited.connect(self._on_part_edited)
            self._column.insertWidget(self._column.indexOf(self.form) + 1, self.domain)
        if self.function is not None and self.domain is not None:
            self.function.setVisible(typed)
            self.domain.setVisible(typed)
            if typed:
                self.function.set_spec(spec)
                self.domain.set_spec(spec, surface)

    def _on_part_edited(self, spec: SurfaceSpec, text: str, key: str) -> None:
        self.set_spec(spec)
        self.edited.emit(spec, text, key)

    def _edit(self, text: str, key: str = "", **changes: Any) -> None:
        spec = msgspec.structs.replace(self.spec, **changes)
        self.set_spec(spec)
        self.edited.emit(spec, text, key)

    def _on_help_clicked(self) -> None:
        self.help_requested.emit(f"surface:{self.spec.surface}")

    def _on_surface_chosen(self, name: str) -> None:
        title = surfaces[name].title
        none = {"expression": "", "domain": None, "ranges": {}}
        self._edit(f"Choose the surface {title}", surface=name, parameters={}, start=None, **none)

    def _on_form_changed(self, name: str, value: Any, series: bool) -> None:
        default = next(p.default for p in surface_of(self.spec).parameters if p.name == name)
        values = with_value(self.spec.parameters, name, value, default)
        key = f"problem.parameters.{name}" if series else ""
        self._edit(f"Change {name} of the surface", key, parameters=values)

    def _on_start_changed(self, axis: int, value: float, series: bool) -> None:
        start = list(start_of(self.spec))
        start[axis] = float(value)
        self._edit("Change the start", f"problem.start[{axis}]" if series else "", start=tuple(start))

    def _on_number_changed(self, name: str, value: float, series: bool) -> None:
        text = {"noise": "Change the gradient noise", "spread": "Change the spread of the start"}[name]
        self._edit(text, f"problem.{name}" if series else "", **{name: value})

    def _open_presets(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName("Starting points")
        for point in surface_of(self.spec).starts:
            x, y = (float(value) for value in point)
            action = menu.addAction(f"({number_text(x)}, {number_text(y)})")
            action.setCheckable(True)
            action.setChecked((x, y) == start_of(self.spec))
            action.triggered.connect(
                lambda _=False, start=(x, y): self._edit("Change the start", start=start)
            )
        menu.addSeparator()
        menu.addAction("Or click on the surface").setEnabled(False)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.presets.mapToGlobal(self.presets.rect().bottomLeft()))

    def field(self, place: str) -> Any:
        """Return the control of a place such as ``parameters.kappa`` or ``start[0]``, or None."""
        head, _, name = place.partition(".")
        if head in ("noise", "spread"):
            self.chance.set_open(True)
        if head == "expression":
            return self.function and self.function.field
        if head.startswith("domain") or head == "ranges":
            return self.domain and self.domain.field(place)
        if head == "parameters":
            return self.form.controls.get(name)
        return {
            "surface": self.surface, "start": self.start[0], "start[0]": self.start[0],
            "start[1]": self.start[1], "noise": self.noise, "spread": self.spread,
        }.get(head)  # fmt: skip
