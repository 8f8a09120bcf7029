"""For how long, and how often: steps or epochs, seeds, evaluations, the target."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...engine.error import InputError
from ...engine.parameter import Parameter
from ...study.check import EPOCH_LIMIT, EVALUATION_LIMIT, SEED_LIMIT, STEP_LIMIT
from ...study.notation import parse_seeds
from ...study.spec import DataSpec, Study
from ..theme import Theme
from .disclosure import Disclosure
from .edit import with_seed_count
from .entry import Entry
from .number import number_text
from .pairing_row import PairingRow
from .parameter_control import ParameterControl
from .quantity_chooser import QuantityChooser
from .row import Row
from .section import Section
from .style import GAP

__all__ = ["BudgetSection", "read_target", "seeds_text"]

STEPS = Parameter(
    "steps", 500, "How many steps each lane does.",
    kind="integer", low=1, high=STEP_LIMIT, scale="log", slider=(10, 100_000), live=False,
)  # fmt: skip
EPOCHS = Parameter(
    "epochs", 20, "How often each lane goes through the training examples.",
    kind="integer", low=1, high=EPOCH_LIMIT, scale="log", slider=(1, 1000), live=False,
)  # fmt: skip
SEEDS = Parameter(
    "seeds", 1,
    "How many runs each lane does. A seed decides the noise and the start on a surface; on data the initial "
    "weights and the order of the examples: for all lanes alike if they are paired.",
    kind="integer", low=1, high=SEED_LIMIT, scale="log", slider=(1, 100), live=False,
)  # fmt: skip
EVALUATIONS = Parameter(
    "evaluations_per_epoch", 1,
    "How often in an epoch the loss over the whole training and validation sets is computed.",
    kind="integer", low=1, high=EVALUATION_LIMIT, scale="log", slider=(1, 100), live=False,
)  # fmt: skip
_SHORT = 8
_PAIRING_TEXTS = {"paired": "Pair the lanes", "independent": "Make the lanes independent"}


def seeds_text(seeds: tuple[int, ...]) -> str:
    """Return seeds as typed: ``0, 1, 2``; many from 0 on are just their number."""
    if seeds == tuple(range(len(seeds))) and len(seeds) > _SHORT:
        return str(len(seeds))
    return ", ".join(map(str, seeds)) + ("," if len(seeds) == 1 and seeds != (0,) else "")


def _read_seeds(text: str) -> tuple[int, ...]:
    if text == "0":  # the one seed that is shown so
        return (0,)
    if len(parts := text.replace(",", " ").split()) > 1:
        text = ",".join(parts)
    seeds = parse_seeds(text)
    if len(seeds) > SEED_LIMIT:
        raise InputError(f"There are 1 to {SEED_LIMIT:,} seeds, but {len(seeds):,} were given.", "seeds")
    return seeds


def read_target(text: str) -> float | None:
    """Return the loss that counts as reached; None, which is automatic, for nothing.

    Raises
    ------
    InputError
    """
    if not text:
        return None
    example = "Type a number such as 1e-4, or nothing to have one chosen."
    if "," in text:
        raise InputError(f"The target is written with a decimal point, but '{text}' was given. {example}")
    try:
        return float(Parameter("target", 0.0, "").check(text.replace("−", "-")))  # type: ignore[arg-type]
    except InputError:
        raise InputError(f"The target is a finite loss, but '{text}' was given. {example}") from None


class BudgetSection(Section):
    """The controls of a study's budget."""

    edited = Signal(object, str, str)
    """The changed fields of the study, a text for the undo menu, and a merge key."""

    def __init__(self, study: Study, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Budget", theme, parent)
        self._study = study
        self.steps = self._number(STEPS, "the race", "steps", "Steps")
        self.epochs = self._number(EPOCHS, "the race", "epochs", "Epochs")
        self.count = ParameterControl(SEEDS, "the race", theme, dot=False, label="Seeds")
        self.count.entry.setAccessibleName("Number of seeds")
        self.count.slider.setAccessibleName("Number of seeds, slider")
        self.count.changed.connect(self._on_count_changed)
        self.target = Entry(read_target, lambda value: "" if value is None else number_text(value))
        self.target.setPlaceholderText("automatic")
        self.target.setAccessibleName("Target loss")
        self.target.accepted.connect(lambda value: self._edit("Change the target", target=value))
        self.seeds: Entry | None = None
        self.evaluations: ParameterControl | None = None
        self.quantities: QuantityChooser | None = None
        self.advanced = Disclosure("Advanced", self._make_advanced, theme)
        tip = "The loss that counts as reached, for the table. Nothing: one is chosen from the problem."
        row = Row("Target loss", self.target, tip=tip)
        self.pairing = PairingRow()
        self.pairing.chosen.connect(lambda pairing: self._edit(_PAIRING_TEXTS[pairing], pairing=pairing))
        for widget in (self.steps, self.epochs, self.count, self.pairing, row, self.advanced):
            self.rows.addWidget(widget)
        self.set_study(study)

    def _number(self, parameter: Parameter, owner: str, name: str, label: str) -> ParameterControl:
        control = ParameterControl(parameter, owner, self._theme, dot=False, label=label)
        text = f"Change the {label.lower()}"
        control.changed.connect(
            lambda value, series: self._edit(text, name if series else "", **{name: value})
        )
        return control

    def _make_advanced(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        self.seeds = Entry(_read_seeds, seeds_text)
        self.seeds.setAccessibleName("Seeds, one by one")
        self.seeds.accepted.connect(lambda value: self._edit("Change the seeds", seeds=value))
        tip = "The seeds themselves, such as 0, 4, 7. One number is how many, from 0 on; 7, is the seed 7."
        column.addWidget(Row("Seed list", self.seeds, tip=tip))
        self.evaluations = self._number(EVALUATIONS, "each epoch", "evaluations_per_epoch", "Evaluations")
        column.addWidget(self.evaluations)
        self.quantities = QuantityChooser(self._study, self._theme)
        self.quantities.edited.connect(lambda names, text: self._edit(text, quantities=names))
        column.addWidget(self.quantities)
        self._fill_advanced()
        return body

    def _fill_advanced(self) -> None:
        if self.seeds is not None and self.evaluations is not None and self.quantities is not None:
            self.quantities.set_study(self._study)
            self.seeds.set_value(tuple(self._study.seeds))
            self.evaluations.set_value(self._study.evaluations_per_epoch)
            self.evaluations.setVisible(isinstance(self._study.problem, DataSpec))

    def set_study(self, study: Study) -> None:
        """Show a study, without a signal."""
        self._study = study
        on_data = isinstance(study.problem, DataSpec)
        self.steps.set_value(study.steps)
        self.epochs.set_value(study.epochs)
        self.steps.setVisible(not on_data)
        self.epochs.setVisible(on_data)
        self.count.set_value(len(study.seeds))
        self.pairing.set_study(study)
        self.target.set_value(None if study.target is None else float(study.target))
        self._fill_advanced()
        length = f"{study.epochs:,} epochs" if on_data else f"{study.steps:,} steps"
        many = len(study.seeds)
        alone = " · independent" if study.pairing == "independent" else ""
        self.set_summary(f"{length} · {many} seed{'' if many == 1 else 's'}{alone}")

    def _edit(self, text: str, key: str = "", **changes: Any) -> None:
        self.edited.emit(changes, text, key)

    def _on_count_changed(self, count: int, series: bool) -> None:
        seeds = with_seed_count(self._study.seeds, count)
        self._edit("Change the number of seeds", "seeds" if series else "", seeds=seeds)

    def field(self, place: str) -> Any:
        """Return the control of a place such as ``steps`` or ``seeds[1]``, or None."""
        if place.startswith(("seeds[", "quantities")):
            self.set_open(True)
            self.advanced.set_open(True)
            return self.seeds if place.startswith("seeds[") else self.quantities
        if place == "evaluations_per_epoch":
            self.set_open(True)
            self.advanced.set_open(True)
            return self.evaluations
        found = {
            "steps": self.steps, "epochs": self.epochs, "seeds": self.count, "pairing": self.pairing,
            "target": self.target,
        }  # fmt: skip
        if place in found:
            self.set_open(True)
        return found.get(place)
