"""What can be chosen in the export dialog: folder, files, pictures, an animation; remembered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from ..study.compared import PREFIX
from ..study.curve import CurveSpec
from ..study.curve_table import curve_file
from ..study.export import paths_of
from ..study.film.request import STAGE
from .animation_form import AnimationForm
from .controls.combo import Combo
from .existing import folder_of
from .plots.plot import Plot
from .plots.sheet import Pictured, Still
from .setting import Settings

__all__ = ["REFERENCE", "ExportForm"]

REFERENCE = "reference"
"""The folder for the tables of a reference, in that of the race's."""

SIZES = (
    ("For a slide: 1600 × 900, 144 dpi", 1600, 900, 144),
    ("For a paper, one column: 1050 × 750, 300 dpi", 1050, 750, 300),
    ("For a paper, full width: 2100 × 1200, 300 dpi", 2100, 1200, 300),
    ("For a poster: 4000 × 2500, 300 dpi", 4000, 2500, 300),
    ("Own size", 0, 0, 0),
)
_TITLE = 48  # letters of a reference's title
_ABREAST = 3  # plots in a row
_LIMITS = {"width": (200, 10000, " px"), "height": (150, 10000, " px"), "dpi": (50, 1200, " dpi")}
_KINDS = ("png", "svg", "pdf")
_NAMES = {"width": "Width", "height": "Height", "dpi": "Resolution"}


class ExportForm(QWidget):
    """Choices; nothing is written here.

    Parameters
    ----------
    settings : Settings
    plots : sequence of (str, str, Plot)
        Name, title and plot.
    extent : str
        How large history.csv will be, in words.
    recorded : int
        The last tick there is.
    reference : str
        What the race is compared with; empty if with nothing.
    curves : sequence of CurveSpec
        What the curve plots show.
    stage : Still, optional
        All that is in sight, if that is more than one plot.
    """

    changed = Signal()

    def __init__(
        self,
        settings: Settings,
        plots: Sequence[tuple[str, str, Plot]],
        extent: str,
        recorded: int,
        reference: str = "",
        curves: Sequence[CurveSpec] = (),
        stage: Still | None = None,
    ) -> None:
        super().__init__()
        self._curves = tuple(curves)
        self._settings = settings
        self._shown: list[tuple[str, str, Pictured]] = list(plots)
        if stage is not None:
            self._shown.append((STAGE, "The whole stage", stage))
        self.folder = QLineEdit(settings.text("export/folder") or str(Path.home() / "descent-lab"))
        self.folder.setAccessibleName("Folder")
        self.place = QLabel(wordWrap=True)
        self.place.setProperty("muted", True)
        self.boxes = {
            "history": QCheckBox(f"&history.csv: every recorded number, and what describes it ({extent})"),
            "summary": QCheckBox("s&ummary.csv: a row for each lane and seed"),
            "study": QCheckBox("&study.json, which opens again to the same bits"),
            "curves": QCheckBox("&Tables of the curve plots: step, x and y of every point"),
            "png": QCheckBox("Pictures as &PNG"),
            "svg": QCheckBox("Pictures as S&VG (vector)"),
            "pdf": QCheckBox("Pictures as P&DF (vector)"),
        }
        self.boxes["curves"].setToolTip("\n".join(curve_file(curve) for curve in curves))
        self.boxes["curves"].setEnabled(bool(curves))
        if reference:
            self.boxes["reference"] = box = QCheckBox(
                f"The same of the &reference: {shorten(reference, _TITLE, placeholder='…')}"
            )
            box.setToolTip(
                f"What is ticked above is of this race. What it is compared with, {reference}, has tables of "
                f"its own in the folder “{REFERENCE}”. The points of its curves stand in the same tables, "
                f"under names that begin with “{PREFIX}”; a file beside each says so."
            )
        unwanted = settings.text("export/unwanted").split(",")
        self.plots = {name: QCheckBox(title) for name, title, _ in self._shown}
        if stage is not None:
            self.plots[STAGE].setToolTip(
                "All plots in sight and the table in one picture, arranged as in the window."
            )
        for name, box in self.boxes.items():
            box.setChecked(settings.flag(f"export/{name}", name != "curves"))
            box.toggled.connect(self._on_choice_changed)
        for name, box in self.plots.items():
            box.setChecked(name not in unwanted)
            box.toggled.connect(self._on_choice_changed)
        self.size, self.look = Combo(), Combo()
        self.size.setAccessibleName("Picture size")
        self.size.addItems([text for text, *_ in SIZES])
        self.look.setAccessibleName("Picture theme")
        self.look.addItems(["Light (for paper)", "Dark"])
        self.spins = {name: self._spin(name) for name in _LIMITS}
        moving = [entry for entry in plots if entry[2].race is not None]
        self.animation = AnimationForm(settings, moving, recorded)
        self._arrange()
        self.animation.changed.connect(self._on_choice_changed)
        self.folder.textChanged.connect(self.changed)
        self.size.currentIndexChanged.connect(self._on_size_changed)
        self.size.setCurrentIndex(self._number("size", 0, len(SIZES) - 1))
        self._on_size_changed(self.size.currentIndex())
        self.look.setCurrentIndex(self._number("look", 0, 1))
        self._on_choice_changed()

    def _spin(self, name: str) -> QSpinBox:
        box = QSpinBox()
        low, high, suffix = _LIMITS[name]
        box.setRange(low, high)
        box.setSuffix(suffix)
        box.setAccessibleName(_NAMES[name])
        box.setValue(self._number(name, 0, high))
        return box

    def _number(self, name: str, low: int, high: int) -> int:
        text = self._settings.text(f"export/{name}")
        return max(low, min(int(text), high)) if text.isascii() and text.isdigit() else low

    def _arrange(self) -> None:
        browse = QPushButton("&Choose…")
        browse.clicked.connect(self._on_browse_clicked)
        label = QLabel("&Folder")
        label.setBuddy(self.folder)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(14)
        form.addRow(label, _row(self.folder, browse, stretch=False))
        form.addRow("", self.place)
        for title, name in (
            ("Data", "history"),
            ("", "summary"),
            ("", "study"),
            *([("", "reference")] if "reference" in self.boxes else []),
            ("", "curves"),
            ("Pictures", "png"),
            ("", "svg"),
            ("", "pdf"),
        ):
            form.addRow(title, self.boxes[name])
        of = QGridLayout()
        of.setHorizontalSpacing(14)
        of.setVerticalSpacing(8)
        single = [box for name, box in self.plots.items() if name != STAGE]
        for number, box in enumerate(single):
            of.addWidget(box, *divmod(number, _ABREAST))
        of.setColumnStretch(_ABREAST, 1)
        label = QLabel("of")
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        form.addRow(label, of)
        if STAGE in self.plots:
            form.addRow("", self.plots[STAGE])
        form.addRow("Size", self.size)
        form.addRow("", _row(self.spins["width"], QLabel("×"), self.spins["height"], self.spins["dpi"]))
        form.addRow("Animation", self.animation)
        form.addRow("Look", self.look)

    # ---------------------------------------- what is chosen

    @property
    def dark(self) -> bool:
        """Return whether pictures are dark."""
        return self.look.currentIndex() == 1

    @property
    def parts(self) -> tuple[str, ...]:
        """Return which tables are wanted, as `study.export.PARTS` names them."""
        return tuple(name for name in ("history", "summary", "study") if self.boxes[name].isChecked())

    @property
    def curves(self) -> tuple[CurveSpec, ...]:
        """Return the plots whose points are wanted."""
        return self._curves if self.boxes["curves"].isChecked() else ()

    @property
    def reference_wanted(self) -> bool:
        """Return whether the tables and points of the reference are wanted, too."""
        box = self.boxes.get("reference")
        return box is not None and box.isChecked() and bool(self.parts or self.curves)

    def pictures(self) -> list[tuple[str, Pictured]]:
        """Return file names and plots of the pictures that are wanted."""
        kinds = [kind for kind in _KINDS if self.boxes[kind].isChecked()]
        wanted = [(name, plot) for name, _, plot in self._shown if self.plots[name].isChecked()]
        return [(f"{name}.{kind}", plot) for name, plot in wanted for kind in kinds]

    def files(self, folder: Path) -> list[Path]:
        """Return all files that are wanted."""
        names = [name for name, _ in self.pictures()]
        if self.animation.wanted:
            names.append(self.animation.name)
        tables = paths_of(folder, self.parts, self.curves, self.reference_wanted)
        if self.reference_wanted:
            tables += paths_of(folder / REFERENCE, self.parts)
        return tables + [folder / name for name in names]

    def chosen_folder(self) -> Path:
        """Return where to write to; a path that does not say where it begins is in the home folder.

        Raises
        ------
        InputError
        """
        return folder_of(self.folder.text())

    def remember(self) -> None:
        """Keep the choices for the next export."""
        keep = self._settings.set
        keep("export/folder", self.folder.text().strip())
        for name, box in self.boxes.items():
            keep(f"export/{name}", box.isChecked())
        before = {name for name in self._settings.text("export/unwanted").split(",") if name}
        unwanted = before - self.plots.keys() | {
            name for name, box in self.plots.items() if not box.isChecked()
        }
        keep("export/unwanted", ",".join(sorted(unwanted)))
        keep("export/size", str(self.size.currentIndex()))
        keep("export/look", str(self.look.currentIndex()))
        self.animation.remember()
        for name, spin in self.spins.items():
            keep(f"export/{name}", str(spin.value()))

    # ---------------------------------------- inside

    def _on_browse_clicked(self) -> None:
        dialog = QFileDialog(self, "Export into folder", self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _on_size_changed(self, index: int) -> None:
        _, *given = SIZES[index]
        for spin, value in zip(self.spins.values(), given, strict=True):
            if value:
                spin.setValue(value)
        self._on_choice_changed()

    def _on_choice_changed(self) -> None:
        pictures = any(self.boxes[kind].isChecked() for kind in _KINDS)
        if "reference" in self.boxes:
            self.boxes["reference"].setEnabled(bool(self.parts or self.curves))
        for widget in (self.size, *self.plots.values()):
            widget.setEnabled(pictures)
        self.look.setEnabled(pictures or self.animation.wanted)
        for spin in self.spins.values():
            spin.setEnabled(pictures and SIZES[self.size.currentIndex()][1] == 0)
        self.changed.emit()


def _row(*widgets: QWidget, stretch: bool = True) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for widget in widgets:
        row.addWidget(widget)
    if stretch:
        row.addStretch(1)
    return row
