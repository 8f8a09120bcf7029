"""The controls of several parameters, one below the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...engine.error import InputError
from ...engine.parameter import Parameter
from ..theme import Theme
from .parameter_control import ParameterControl
from .parameter_text import capitalised

__all__ = ["ParameterForm", "valid_value"]


def valid_value(parameter: Parameter, values: Mapping[str, Any]) -> Any:
    """Return a parameter's value as its own type, or the default where it is missing or not valid."""
    try:
        return parameter.check(values.get(parameter.name, parameter.default))
    except InputError:
        return parameter.default


class ParameterForm(QWidget):
    """A column of controls.

    Parameters
    ----------
    owner : str
        Whose parameters they are.
    theme : Theme
    shown : callable, optional
        Which of the parameters that are set belong to this form; all by default.
    capital : bool
        Whether labels begin with a capital letter; names of optimizers' hyperparameters stay as in code.
    parent : QWidget, optional
    """

    changed = Signal(str, object, bool)
    """Name, value, and whether it is one of a series."""
    sweep_requested = Signal(str)
    """The name of a parameter that the person wants to sweep; only offered if `can_sweep`."""

    def __init__(
        self,
        owner: str,
        theme: Theme,
        shown: Callable[[Parameter], bool] = lambda _: True,
        capital: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._owner = owner
        self._theme = theme
        self._shown = shown
        self.capital = capital
        self.can_sweep = False
        self._parameters: tuple[Parameter, ...] = ()
        self.controls: dict[str, ParameterControl] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def set_values(self, parameters: Sequence[Parameter], values: Mapping[str, Any]) -> None:
        """Show parameters with their values; controls are made anew only for other parameters."""
        wanted = tuple(parameter for parameter in parameters if self._shown(parameter))
        if wanted != self._parameters:
            self._rebuild(wanted)
        for parameter in wanted:
            self.controls[parameter.name].set_value(valid_value(parameter, values))

    def _rebuild(self, parameters: tuple[Parameter, ...]) -> None:
        for control in self.controls.values():
            self._column.removeWidget(control)
            control.hide()
            control.deleteLater()
        self._parameters = parameters
        self.controls = {}
        for parameter in parameters:
            label = capitalised(parameter) if self.capital else ""
            control = ParameterControl(parameter, self._owner, self._theme, label=label)
            control.changed.connect(
                lambda value, series, name=parameter.name: self.changed.emit(name, value, series)
            )
            control.can_sweep = self.can_sweep and parameter.kind != "integers"
            control.sweep_requested.connect(lambda name=parameter.name: self.sweep_requested.emit(name))
            self.controls[parameter.name] = control
            self._column.addWidget(control)
        if self.parentWidget() is not None:  # else it would be a window
            self.setVisible(bool(parameters))

    def set_owner(self, owner: str) -> None:
        """Set whose parameters they are."""
        if owner != self._owner:
            self._owner = owner
            for control in self.controls.values():
                control.set_owner(owner)

    def apply_theme(self, theme: Theme) -> None:
        """Remember the theme for controls to come."""
        self._theme = theme
