"""Which data set, which model learns it, and how the examples are divided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ...engine.dataset import datasets
from ...engine.error import InputError
from ...engine.model import models
from ...study.file_dataset import FILE
from ...study.intake.options import FileSpec
from ...study.spec import DataSpec
from ..theme import Theme
from .check import Check
from .chooser import Chooser, registry_choices
from .disclosure import Disclosure
from .edit import with_value
from .icon_button import IconButton
from .label import Caption
from .parameter_form import ParameterForm
from .picker import Choice
from .problem_edit import (
    data_shape,
    fitting_models,
    known_dataset,
    other_dataset,
    other_file,
    with_fitting_model,
)
from .row import Row
from .split_editor import SplitEditor
from .style import FIELD, GAP
from .teaser import Teaser

__all__ = ["DataEditor", "shape_text"]

#: Parameters of a model that say how it learns, not what it is.
_TRAINING = {"loss", "delta", "dropout", "l2"}
_OWN = Choice(FILE, "Your own file…", "CSV, TSV, NPZ or MNIST's IDX; or drop one on the window.", 10**6)


def shape_text(spec: DataSpec) -> str:
    """Return the size and the task of a data set, such as ``150 × 4 · classification, 3 classes``."""
    try:
        task = known_dataset(spec).task
        shape = data_shape(spec)
    except InputError as error:
        return error.message
    classes = f", {shape.classes} classes" if shape.classes else ""
    return f"{shape.examples:,} × {shape.features} · {task}{classes}"


def _below(widget: QWidget) -> QVBoxLayout:
    """Return a layout that puts a widget into the column of fields."""
    inset = QVBoxLayout()
    inset.setContentsMargins(FIELD, 0, 0, 0)
    inset.addWidget(widget)
    return inset


class DataEditor(QWidget):
    """The controls of a `DataSpec`."""

    edited = Signal(object, str, str)
    """The new specification, a text for the undo menu, and a merge key."""
    help_requested = Signal(str)
    file_requested = Signal()
    """The person wants to choose a file of their own, or to read the present one in another way."""

    def __init__(self, spec: DataSpec, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._spec: DataSpec | None = None
        self.dataset = Chooser("Data set", theme)
        self.dataset.set_registry(datasets, (_OWN,))
        self.dataset.chosen.connect(self._on_dataset_chosen)
        self.dataset_help = IconButton("help", "More about this data set", theme)
        self.dataset_help.clicked.connect(self._on_dataset_help_clicked)
        self.shape = Caption()
        self.file = QPushButton()
        self.file.setProperty("quiet", True)
        self.file.setAccessibleName("Choose another file, or read it differently")
        self.file.clicked.connect(self.file_requested)
        self.file.hide()
        self.about = Teaser(theme)
        self.about.more_requested.connect(self._on_dataset_help_clicked)
        self.dataset_form = ParameterForm("the data set", theme, capital=True)
        self.dataset_form.changed.connect(self._on_dataset_form_changed)
        self.model = Chooser("Model", theme)
        self.model.chosen.connect(self._on_model_chosen)
        self.model_help = IconButton("help", "More about this model", theme)
        self.model_help.clicked.connect(lambda: self.help_requested.emit(f"model:{self.spec.model}"))
        self.model_form = ParameterForm("the model", theme, lambda p: p.name not in _TRAINING, capital=True)
        self.model_form.changed.connect(self._on_model_form_changed)
        self.training_form: ParameterForm | None = None
        self.training = Disclosure("Loss and penalty", self._make_training, theme)
        self.standardise = Check("Standardise features", theme)
        self.standardise.setToolTip(
            "Gives every feature (and a numeric target) mean 0 and deviation 1, as measured on the "
            "training part. Sparse features, such as those of First names, stay as they are."
        )
        self.standardise.setAccessibleName("Standardise features")
        self.standardise.clicked.connect(self._on_standardise_clicked)
        self.split: SplitEditor | None = None
        self.advanced = Disclosure("Advanced", self._make_split, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(Row("Data set", self.dataset, self.dataset_help))
        column.addWidget(self.shape)
        column.addLayout(_below(self.file))
        column.addWidget(self.about)
        column.addWidget(self.dataset_form)
        column.addWidget(Row("Model", self.model, self.model_help))
        column.addWidget(self.model_form)
        column.addWidget(self.training)
        column.addLayout(_below(self.standardise))
        column.addWidget(self.advanced)
        self.set_spec(spec)

    def _make_training(self) -> QWidget:
        form = ParameterForm("the model", self._theme, lambda p: p.name in _TRAINING, capital=True)
        form.changed.connect(self._on_model_form_changed)
        form.set_values(models[self.spec.model].parameters, self.spec.model_parameters)
        self.training_form = form
        return form

    def _make_split(self) -> QWidget:
        self.split = SplitEditor(self.spec, self._theme)
        self.split.edited.connect(self._on_split_edited)
        return self.split

    @property
    def spec(self) -> DataSpec:
        """Return what is shown."""
        assert self._spec is not None
        return self._spec

    def set_spec(self, spec: DataSpec) -> None:
        """Show a specification, without a signal."""
        before = self._spec
        if spec == before:
            return
        self._spec = spec
        model = models[spec.model]
        if before is None or (spec.dataset, spec.dataset_parameters, spec.file) != (
            before.dataset, before.dataset_parameters, before.file,
        ):  # fmt: skip
            self._show_dataset(spec)
        self.model.set_current(model.name)
        self.model_form.set_values(model.parameters, spec.model_parameters)
        if self.training_form is not None:
            self.training_form.set_values(model.parameters, spec.model_parameters)
        changed = len(_TRAINING & set(spec.model_parameters))
        self.training.button.setText("Loss and penalty" + (f" · {changed} changed" if changed else ""))
        self.standardise.setChecked(spec.standardise)
        if self.split is not None:
            self.split.set_spec(spec)

    def _show_dataset(self, spec: DataSpec) -> None:
        """Show the data set: its size and its parameters, or the file that it is."""
        self.dataset.set_current(spec.dataset)
        self.shape.setText(shape_text(spec))
        on_file = spec.dataset == FILE
        self.file.setVisible(on_file)
        self.about.setVisible(not on_file)
        self.dataset_help.setVisible(not on_file)
        if on_file:
            path = spec.file.path if spec.file is not None else ""
            name = self.fontMetrics().elidedText(Path(path).name, Qt.TextElideMode.ElideMiddle, 120)
            self.file.setText(f"{name}, change…")
            self.file.setToolTip(f"{path}\nChoose another file, or read this one in another way.")
            self.dataset_form.set_values((), {})
        else:
            kind = datasets[spec.dataset]
            self.about.setText(kind.description)
            self.dataset_form.set_values(kind.parameters, spec.dataset_parameters)
        self.model.set_choices(registry_choices(fitting_models(spec)))

    def _edit(self, spec: DataSpec, text: str, key: str = "") -> None:
        self.set_spec(spec)
        self.edited.emit(spec, text, key)

    def _on_dataset_help_clicked(self) -> None:
        self.help_requested.emit(f"dataset:{self.spec.dataset}")

    def _on_dataset_chosen(self, name: str) -> None:
        if name == FILE:
            self.dataset.set_current(self.spec.dataset)  # until a file is chosen
            self.file_requested.emit()
            return
        self._edit(other_dataset(self.spec, name), f"Choose the data set {datasets[name].title}")

    def choose_file(self, file: FileSpec) -> None:
        """Race on a file that has been read."""
        self._edit(other_file(self.spec, file), f"Take the data of {Path(file.path).name}")

    def _on_dataset_form_changed(self, name: str, value: Any, series: bool) -> None:
        default = next(p.default for p in datasets[self.spec.dataset].parameters if p.name == name)
        values = with_value(self.spec.dataset_parameters, name, value, default)
        spec = with_fitting_model(msgspec.structs.replace(self.spec, dataset_parameters=values))
        key = f"problem.dataset_parameters.{name}" if series else ""
        self._edit(spec, f"Change {name} of the data set", key)

    def _on_model_chosen(self, name: str) -> None:
        own = {parameter.name for parameter in models[name].parameters}
        kept = {key: value for key, value in self.spec.model_parameters.items() if key in own}
        spec = msgspec.structs.replace(self.spec, model=name, model_parameters=kept)
        self._edit(spec, f"Choose the model {models[name].title}")

    def _on_model_form_changed(self, name: str, value: Any, series: bool) -> None:
        default = next(p.default for p in models[self.spec.model].parameters if p.name == name)
        values = with_value(self.spec.model_parameters, name, value, default)
        key = f"problem.model_parameters.{name}" if series else ""
        spec = msgspec.structs.replace(self.spec, model_parameters=values)
        self._edit(spec, f"Change {name.replace('hidden', 'hidden layers')} of the model", key)

    def _on_standardise_clicked(self, on: bool) -> None:
        spec = msgspec.structs.replace(self.spec, standardise=bool(on))
        self._edit(spec, "Standardise features" if on else "Do not standardise features")

    def _on_split_edited(self, spec: DataSpec, text: str, key: str) -> None:
        self._edit(spec, text, key)

    def field(self, place: str) -> Any:
        """Return the control of a place such as ``dataset_parameters.n`` or ``split``, or None."""
        head, _, name = place.partition(".")
        if head in ("dataset_parameters", "model_parameters"):
            form = self.dataset_form if head == "dataset_parameters" else self.model_form
            if head == "model_parameters" and name in _TRAINING:
                self.training.set_open(True)
                form = self.training_form
            return None if form is None else form.controls.get(name)
        if head.startswith("split") or head == "label_noise":
            self.advanced.set_open(True)
            assert self.split is not None
            return self.split.field(head)
        if head == "file":
            return self.dataset
        return {"dataset": self.dataset, "model": self.model}.get(head)

    def apply_theme(self, theme: Theme) -> None:
        """Remember the theme for controls to come."""
        self._theme = theme
