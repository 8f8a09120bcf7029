"""What can be chosen of an animation: format, plots, ticks, size and time; remembered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from ..study.film.animation import FORMATS, Animation
from ..study.film.encode import require
from .controls.combo import Combo
from .plots.linked_plot import LinkedPlot
from .plots.plot import Plot
from .setting import Settings

__all__ = ["AnimationForm"]

SIZES = (
    ("For a message: 640 × 400", 640, 400),
    ("For a page: 800 × 500", 800, 500),
    ("For a slide: 1280 × 720", 1280, 720),
    ("For a video: 1920 × 1080", 1920, 1080),
    ("Own size", 0, 0),
)
_STAGE = "stage"
# Lowest, highest, at first, unit, accessible name.
_WHOLE = {
    "width": (64, 4096, 800, " px", "Animation width"),
    "height": (64, 4096, 500, " px", "Animation height"),
    "rate": (1, 60, 20, " frames/s", "Frames a second"),
}
_BROKEN = {
    "seconds": (0.1, 600.0, 6.0, " s", "Length in seconds"),
    "pause": (0.0, 60.0, 1.0, " s", "Pause at the end in seconds"),
}


class AnimationForm(QWidget):
    """Choices; nothing is drawn here.

    Parameters
    ----------
    settings : Settings
    plots : sequence of (str, str, Plot)
        Name, title and plot; the trajectory first.
    recorded : int
        The last tick there is.
    """

    changed = Signal()

    def __init__(self, settings: Settings, plots: Sequence[tuple[str, str, Plot]], recorded: int) -> None:
        super().__init__()
        self._settings = settings
        self.box = QCheckBox("&Animation as")
        self.format, self.of, self.size = Combo(), Combo(), Combo()
        for combo, name in (
            (self.format, "Animation format"),
            (self.of, "What is animated"),
            (self.size, "Animation size"),
        ):
            combo.setAccessibleName(name)
        for form, title in FORMATS.items():
            self.format.addItem(title, form)
        self._plots = {name: [plot] for name, _, plot in plots}
        if len(plots) > 1:
            self._plots[_STAGE] = [plot for *_, plot in plots]
            both = any(isinstance(plot, LinkedPlot) for *_, plot in plots)
            self.of.addItem("The whole stage, both races" if both else "The whole stage", _STAGE)
        for name, title, _ in plots:
            self.of.addItem(title, name)
        self.size.addItems([text for text, *_ in SIZES])
        self.first, self.last = QSpinBox(), QSpinBox()
        for spin, name, value in ((self.first, "First step", 0), (self.last, "Last step", recorded)):
            spin.setRange(0, recorded)
            spin.setGroupSeparatorShown(True)
            spin.setValue(value)
            spin.setAccessibleName(name)
        self.spins: dict[str, QSpinBox | QDoubleSpinBox] = {}
        for name, (low, high, *_) in {**_WHOLE, **_BROKEN}.items():
            self.spins[name] = QSpinBox() if name in _WHOLE else QDoubleSpinBox(decimals=1)
            self.spins[name].setRange(low, high)  # type: ignore[arg-type]
        for name, (_, _, first, unit, title) in {**_WHOLE, **_BROKEN}.items():
            self.spins[name].setValue(first)  # type: ignore[arg-type]
            self.spins[name].setSuffix(unit)
            self.spins[name].setAccessibleName(title)
        for combo, letters in ((self.format, 7), (self.of, 18), (self.size, 22)):
            combo.setMinimumContentsLength(letters)
        self._recall()
        self._arrange()
        self.box.toggled.connect(self._on_choice_changed)
        self.size.currentIndexChanged.connect(self._on_size_changed)
        for combo in (self.format, self.of):
            combo.currentIndexChanged.connect(self.changed)
        for spin in (self.first, self.last, *self.spins.values()):
            spin.valueChanged.connect(self.changed)
        self._on_size_changed(self.size.currentIndex())

    def _arrange(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(14)
        form.addRow(_row(self.box, self.format, QLabel("of"), self.of))
        form.addRow(_row(QLabel("from step"), self.first, QLabel("to"), self.last))
        spins = self.spins
        form.addRow(_row(self.size, spins["width"], QLabel("×"), spins["height"]))
        pause = QLabel("and a pause of")
        form.addRow(_row(spins["rate"], QLabel("for"), spins["seconds"], pause, spins["pause"]))

    # ---------------------------------------- what is chosen

    @property
    def wanted(self) -> bool:
        """Return whether there is to be an animation."""
        return self.box.isChecked()

    @property
    def name(self) -> str:
        """Return the name of its file."""
        return f"{self.of.currentData()}.{self.format.currentData()}"

    @property
    def plots(self) -> list[Plot]:
        """Return what is animated."""
        return self._plots[self.of.currentData()]

    def chosen(self) -> Animation:
        """Return what is asked for.

        Raises
        ------
        InputError
            If there is no such animation, or what encodes it is not installed.
        """
        animation = Animation(
            format=self.format.currentData(),
            **{name: self.spins[name].value() for name in (*_WHOLE, *_BROKEN)},  # type: ignore[arg-type]
            first=self.first.value(),
            last=self.last.value(),
        )
        require(animation)
        return animation

    def remember(self) -> None:
        """Keep the choices for the next export; ticks belong to one race."""
        keep = self._settings.set
        keep("export/animation", self.box.isChecked())
        keep("export/animation_format", self.format.currentData())
        keep("export/animation_of", self.of.currentData())
        keep("export/animation_size", str(self.size.currentIndex()))
        for name, spin in self.spins.items():
            keep(f"export/animation_{name}", str(spin.value()))

    # ---------------------------------------- inside

    def _recall(self) -> None:
        text = self._settings.text
        self.box.setChecked(self._settings.flag("export/animation"))
        for combo, name in ((self.format, "format"), (self.of, "of")):
            combo.setCurrentIndex(max(combo.findData(text(f"export/animation_{name}")), 0))
        size = text("export/animation_size")
        known = size.isascii() and size.isdigit() and int(size) < len(SIZES)
        self.size.setCurrentIndex(int(size) if known else 1)
        for name, spin in self.spins.items():
            try:
                value = float(text(f"export/animation_{name}"))
                spin.setValue(round(value) if isinstance(spin, QSpinBox) else value)
            except (ValueError, OverflowError):
                continue  # nothing, or nonsense: it stays as it is at first

    def _on_size_changed(self, index: int) -> None:
        _, *given = SIZES[index]
        for name, value in zip(("width", "height"), given, strict=True):
            if value:
                self.spins[name].setValue(value)
        self._on_choice_changed()

    def _on_choice_changed(self) -> None:
        for child in self.findChildren(QWidget):
            if isinstance(child, Combo | QAbstractSpinBox):
                child.setEnabled(self.wanted)
        for name in ("width", "height"):
            self.spins[name].setEnabled(self.wanted and SIZES[self.size.currentIndex()][1] == 0)
        self.changed.emit()


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
