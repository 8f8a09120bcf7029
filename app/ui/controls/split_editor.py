"""How many of the examples are for training, for validation and for the test."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...engine.error import InputError
from ...engine.parameter import Parameter
from ...study.spec import DataSpec
from ..theme import Theme
from .entry import Entry
from .number import number_text
from .parameter_control import ParameterControl
from .row import Row

__all__ = ["SplitEditor", "read_split", "split_text"]

SEED = Parameter(
    "split_seed", 0,
    "Decides which examples are in which part; the same for all lanes and all seeds.",
    kind="integer", low=0, high=2**63 - 1, slider=(0, 100), live=False,
)  # fmt: skip
NOISE = Parameter(
    "label_noise", 0.0,
    "The share of training examples whose target is wrong, chosen by the split seed; validation and test "
    "stay right. A large network learns the wrong ones too.",
    low=0.0, high=1.0, slider=(0.0, 0.5), live=False,
)  # fmt: skip
_RULE = "The split is three percentages for training, validation and test that sum to 100"


def split_text(split: tuple[float, ...]) -> str:
    """Return fractions as percentages, such as ``70 / 15 / 15``."""
    return " / ".join(number_text(round(100.0 * part, 6)) for part in split)


def read_split(text: str) -> tuple[float, float, float]:
    """Return fractions from percentages such as ``70 / 15 / 15``; a missing last one is the rest.

    Raises
    ------
    InputError
    """
    words = text.replace("/", " ").replace("%", " ").replace(",", " ").split()
    try:
        parts = [float(word) for word in words]
    except ValueError:
        parts = []
    if len(parts) == 2:
        parts.append(100.0 - sum(parts))
    usual = "A usual choice is 70 / 15 / 15."
    if len(parts) != 3 or not all(0.0 <= part <= 100.0 for part in parts):
        raise InputError(f"{_RULE}, but '{text}' was given. {usual}", "split")
    if abs(sum(parts) - 100.0) > 1e-6:
        rest = 100.0 - parts[1] - parts[2]
        near = f"{rest:g} / {parts[1]:g} / {parts[2]:g}" if rest > 0 else "70 / 15 / 15"
        raise InputError(
            f"{_RULE}, but '{text}' sums to {sum(parts):g}. The nearest valid choice is {near}.", "split"
        )
    if parts[0] == 0.0:
        raise InputError(f"Training needs examples, but '{text}' was given. {usual}", "split")
    return parts[0] / 100.0, parts[1] / 100.0, parts[2] / 100.0


class SplitEditor(QWidget):
    """The percentages, the seed that decides who is where, and the share of wrong labels."""

    edited = Signal(object, str, str)

    def __init__(self, spec: DataSpec, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self.parts = Entry(read_split, split_text)
        self.parts.setAccessibleName("Split: training, validation and test in percent")
        self.parts.accepted.connect(self._on_parts_accepted)
        self.seed = ParameterControl(SEED, "the data", theme, label="Split seed")
        self.seed.changed.connect(self._on_seed_changed)
        self.noise = ParameterControl(NOISE, "the data", theme, label="Label noise")
        self.noise.changed.connect(self._on_noise_changed)
        tip = "Percent of the examples for training, validation and test, such as 70 / 15 / 15."
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Row("Split %", self.parts, tip=tip))
        column.addWidget(self.seed)
        column.addWidget(self.noise)
        self.set_spec(spec)

    def set_spec(self, spec: DataSpec) -> None:
        """Show the split of a problem, without a signal."""
        self._spec = spec
        self.parts.set_value(tuple(float(part) for part in spec.split))
        self.seed.set_value(int(spec.split_seed))
        self.noise.set_value(float(spec.label_noise))

    def _on_parts_accepted(self, split: tuple[float, float, float]) -> None:
        self.edited.emit(msgspec.structs.replace(self._spec, split=split), "Change the split", "")

    def _on_seed_changed(self, seed: int, series: bool) -> None:
        spec = msgspec.structs.replace(self._spec, split_seed=seed)
        self.edited.emit(spec, "Change the split seed", "problem.split_seed" if series else "")

    def _on_noise_changed(self, share: float, series: bool) -> None:
        spec = msgspec.structs.replace(self._spec, label_noise=share)
        self.edited.emit(spec, "Change the label noise", "problem.label_noise" if series else "")

    def field(self, place: str) -> Any:
        """Return the control of ``split``, ``split_seed`` or ``label_noise``."""
        return {"split_seed": self.seed, "label_noise": self.noise}.get(place, self.parts)
