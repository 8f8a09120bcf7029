"""The panel of the sweeps: what to vary at the left, what it comes to at the right, while it comes."""

from __future__ import annotations

from math import ceil

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...engine.error import InputError
from ...study.experiment.axis import lane_with
from ...study.experiment.measure import MEASURES, Measure, lowest_of, measures_of
from ...study.experiment.spec import SweepSpec
from ...study.experiment.swept import RULES, Rule
from ...study.lane_name import lane_names
from ...study.spec import DataSpec, LaneSpec, Study
from ..colour import study_looks
from ..controls.combo import Combo
from ..controls.edit import add_lanes, change_lane
from ..controls.label import ElidedLabel
from ..controls.run_bar import RunBar
from ..controls.sweep_form import SweepForm
from ..frame import LaneLook
from ..icon import icon
from ..message import Message
from ..plots.heat_key import HeatKey
from ..plots.heat_plot import Heat, HeatPlot, ends_of
from ..plots.pace import Pace
from ..plots.pick_plot import PickPlot
from ..plots.sensitivity_plot import Curve, Sensitivity, SensitivityPlot
from ..plots.value_axis import value_text
from ..sweep_session import SweepSession
from ..theme import Theme
from .experiment_layout import ExperimentLayout

__all__ = ["SweepPanel"]

_EMPTY = (
    "A sweep runs a lane with many values of a hyperparameter, each with several seeds, and shows which "
    "values work and how wide their range is. Choose what to vary, then press Start."
)
_HINT = "Click a point, or move there with the arrow keys: Enter keeps it as a lane."


class SweepPanel(ExperimentLayout):
    """Shows what a `SweepSession` has.

    Parameters
    ----------
    session : SweepSession
    theme : Theme
    parent : QWidget, optional

    Signals
    -------
    edited : (Study, str)
        The study with a lane that was kept or set, and a text for the undo menu.
    message_raised : Message
    """

    edited = Signal(object, str)
    message_raised = Signal(object)

    def __init__(self, session: SweepSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(session.run, parent)
        self.session = session
        self._theme = theme
        self._study = Study(lanes=())
        self._picked = (-1, -1)
        self._was_data: bool | None = None
        self.form = SweepForm(theme)
        self.curves = SensitivityPlot(theme)
        self.maps: list[HeatPlot] = []
        self._make_controls()
        self.put(self.form, self.form.start, self._lay_out())
        self._tell = Pace(1.0, self._say, self)
        self.form.started.connect(self.start)
        self.form.changed.connect(self._show_begin)
        self.curves.chosen.connect(self._on_chosen)
        self.curves.taken.connect(self._on_taken)
        session.changed.connect(self.refresh)
        session.run.advanced.connect(self._on_advanced)
        session.run.message_raised.connect(self.message_raised)
        self.apply_theme(theme)
        self.refresh()

    # ------------------------------------------------------------------ building

    def _make_controls(self) -> None:
        self.measure, self.rule = Combo(), Combo()
        self.measure.setAccessibleName("What is compared")
        self.measure.setMinimumContentsLength(15)
        self.rule.setAccessibleName("What counts as working")
        self.rule.setMinimumContentsLength(19)
        for name, (title, tip) in RULES.items():
            self.rule.addItem(title, name)
            self.rule.setItemData(self.rule.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.measure.activated.connect(self.refresh)
        self.rule.activated.connect(self.refresh)
        self.extend = QPushButton("Best at the edge: extend")
        self.extend.setToolTip(
            "The best value is the first or the last one tried, so a better one may lie beyond. Only the new "
            "values are computed."
        )
        self.extend.clicked.connect(self._on_extend)
        self.export = QToolButton()
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export.setToolTip("Save the runs as CSV, or what is shown as a picture")
        self.export.setAccessibleName("Export the sweep")
        menu = QMenu(self.export)
        for text, kind in (("Numbers (CSV)…", "csv"), ("Picture (PNG)…", "png"), ("Picture (SVG)…", "svg")):
            menu.addAction(text, lambda kind=kind: self._on_export(kind))
        self.export.setMenu(menu)
        self.bar = RunBar(self.session.run, "sweep", self._theme)
        self.bar.go_on_wanted.connect(self._on_go_on)
        self.key = HeatKey(self._theme)
        self.point = ElidedLabel(_HINT)
        self.point.setProperty("small", True)
        self.keep, self.set = QPushButton("Keep as a lane"), QPushButton("Set in the lane")
        self.keep.setToolTip("Add a lane with these values to the study (Enter); it can be undone.")
        self.set.setToolTip("Give the lane that was swept these values (Shift+Enter); it can be undone.")
        self.keep.clicked.connect(lambda: self._take(False))
        self.set.clicked.connect(lambda: self._take(True))
        self.stale = ElidedLabel()
        self.stale.setProperty("muted", True)
        self.stale.setProperty("small", True)

    def _lay_out(self) -> QWidget:
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 2)
        head.setSpacing(6)
        self._works = QLabel("works:")
        self._works.setProperty("muted", True)
        for widget in (self.measure, self._works, self.rule):
            head.addWidget(widget)
        head.addWidget(self.stale, 1)
        head.addWidget(self.extend)
        head.addWidget(self.export)
        self.empty = QLabel(_EMPTY)
        self.empty.setWordWrap(True)
        self.empty.setProperty("muted", True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.begin = QPushButton("Sweep lr of the first lane")
        self.begin.clicked.connect(self.start)
        page = QWidget()
        middle = QVBoxLayout(page)
        middle.setContentsMargins(24, 8, 24, 8)
        middle.addStretch(1)
        middle.addWidget(self.empty)
        middle.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        self.pages = QStackedWidget()
        for each in (page, self.curves, inside):
            self.pages.addWidget(each)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 2, 8, 2)
        foot.setSpacing(6)
        foot.addWidget(self.point, 1)
        foot.addWidget(self.keep)
        foot.addWidget(self.set)
        last = QHBoxLayout()
        last.setContentsMargins(8, 0, 8, 4)
        last.addWidget(self.key)
        last.addWidget(self.bar, 1)
        results = QWidget()
        column = QVBoxLayout(results)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)
        column.addLayout(last)
        return results

    # ------------------------------------------------------------------ what the person asks for

    def set_study(self, study: Study) -> None:
        """Offer a study's lanes."""
        self._study = study
        self.form.set_study(study)
        self.refresh()

    def choose(self, lane: int, name: str) -> None:
        """Prepare a sweep of one hyperparameter of one lane."""
        self.form.choose(lane, name)
        self.form.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> None:
        """Begin the sweep that the form describes; what is wrong is marked there."""
        try:
            self.session.begin(self.form.study())
        except InputError as error:
            self.form.show_error(error)
            return
        for plot in (self.curves, *self.maps):
            plot.let_go()
        (self.maps[0] if self._is_map and self.maps else self.curves).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _on_go_on(self) -> None:
        try:
            self.session.go_on()
        except InputError as error:
            self.message_raised.emit(Message("error", error.message))

    def _on_extend(self) -> None:
        try:
            self.session.extend(self._measure())
        except InputError as error:
            self.message_raised.emit(Message("error", error.message))
            return
        for axis, editor in zip(self.session.axes(0), (self.form.first, self.form.second), strict=False):
            editor.show_axis(axis)

    # ------------------------------------------------------------------ what is shown

    @property
    def _is_map(self) -> bool:
        return len(self.session.names()) == 2

    @property
    def plots(self) -> list[PickPlot]:
        """Return the plots that are in sight."""
        if self.session.shown is None:
            return []
        return [plot for plot in self.maps if not plot.isHidden()] if self._is_map else [self.curves]

    def export_plots(self) -> list[tuple[str, str, PickPlot]]:
        """Return file name, title and plot of what there is to export."""
        if not self._is_map:
            title = f"Sensitivity to {', '.join(self.session.names())}"
            return [("sensitivity", title, plot) for plot in self.plots]
        many = len(self.plots) > 1
        return [
            (f"heat-{index + 1}" if many else "heat", f"{plot.looks[0].name}", plot)
            for index, plot in enumerate(self.plots)
            if plot.looks
        ]

    def _measure(self) -> Measure:
        name = self.measure.currentData()
        return next((each for each in MEASURES if each.name == name), MEASURES[0])

    def looks(self) -> tuple[LaneLook, ...]:
        """Return how the lanes of the sweep are drawn; all of them are visible."""
        shown = self.session.shown
        if shown is None:
            return ()
        seen = [msgspec.structs.replace(lane, muted=False) for lane in shown.lanes]
        return study_looks(msgspec.structs.replace(shown, lanes=tuple(seen)), self._theme, None, None)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.export.setIcon(icon("export", theme))
        for part in (self.form, self.bar, self.key, self.curves, *self.maps):
            part.apply_theme(theme)
        self.refresh()

    def refresh(self) -> None:
        """Show what the session has now."""
        shown = self.session.shown
        there = shown is not None
        for widget in (self.measure, self.export, self.point, self.keep, self.set, self.bar):
            widget.setVisible(there)
        self.begin.setVisible(bool(self._study.lanes))
        self.key.setVisible(there and self._is_map)
        self.rule.setVisible(there and not self._is_map)
        self._works.setVisible(there and not self._is_map)
        if shown is None:
            self.pages.setCurrentIndex(0)
            self.extend.hide()
            self.stale.setText("")
            self._show_begin()
            return
        self._offer(shown)
        if self._is_map:
            self._show_maps(shown)
        else:
            self._show_curves(shown)
        self.pages.setCurrentIndex(2 if self._is_map else 1)
        self._show_edges()
        self._show_point()
        self.stale.setText("" if self.session.is_of(self._study) else "of another problem or budget")
        self.stale.set_tip("The study has been edited since. Start sweeps it as it is now.")
        if self._tell.may():
            self._say()

    def _show_begin(self) -> None:
        if self._study.lanes and self.form.lanes:
            name = lane_names(self._study)[self.form.lanes[0]]
            parameter = self.form.first.parameter
            self.begin.setText(f"Sweep {parameter.name if parameter else 'lr'} of {name}")

    def _offer(self, shown: Study) -> None:
        """Offer the measures that the runs have; on a surface the target first, on data the validation."""
        wanted = [measure.name for measure in measures_of(shown)]
        if wanted == [self.measure.itemData(row) for row in range(self.measure.count())]:
            return
        before = self.measure.currentData()
        self.measure.clear()
        for measure in measures_of(shown):
            self.measure.addItem(measure.title, measure.name)
            self.measure.setItemData(self.measure.count() - 1, measure.help, Qt.ItemDataRole.ToolTipRole)
        on_data = isinstance(shown.problem, DataSpec)
        usual = "validation_final" if on_data and "validation_final" in wanted else "final"
        if on_data != self._was_data:
            before = None
        self._was_data = on_data
        self.measure.setCurrentIndex(self.measure.findData(before if before in wanted else usual))
        if before is None:
            self.rule.setCurrentIndex(self.rule.findData("tenth" if on_data else "target"))

    def _show_curves(self, shown: Study) -> None:
        measure, rule = self._measure(), self._rule()
        self.measure.setToolTip(measure.help)
        self.rule.setToolTip(RULES[rule][1])
        names = self.session.names()
        curves = tuple(
            Curve(
                shown.lanes[lane],
                self.session.swept(lane, measure),
                self.session.tolerance(lane, measure, rule),
            )
            for lane in self.session.lanes()
        )
        above = lowest_of(shown) is not None
        result = Sensitivity(names[0], measure, curves, above, RULES[rule][0])
        if not any(curve.found.known.any() for curve in curves):
            self.curves.set_result(None)
            return
        self.curves.set_result(result, self.looks())

    def _rule(self) -> Rule:
        name: Rule = self.rule.currentData()
        return name

    def _show_maps(self, shown: Study) -> None:
        measure = self._measure()
        self.measure.setToolTip(measure.help)
        some = [self.session.swept(lane, measure) for lane in self.session.lanes()]
        ends, log = ends_of(some)
        above = lowest_of(shown) is not None
        self.key.set_meaning(measure.title + (" above the minimum" if above else ""), ends, log)
        spec = shown.experiment
        assert isinstance(spec, SweepSpec)
        while len(self.maps) < len(some):
            plot = HeatPlot(self._theme)
            plot.chosen.connect(self._on_chosen)
            plot.taken.connect(self._on_taken)
            self.maps.append(plot)
        for plot, found, look in zip(self.maps, some, self.looks(), strict=False):
            lane = shown.lanes[found.lane]
            there = found.known.any()
            heat = Heat(lane, found.lane, found, measure, ends, log, spec.design == "grid", above)
            plot.set_result(heat if there else None, (look,))
            plot.plotItem.setTitle(look.name if len(some) > 1 else None, color=look.colour, size="9pt")
        columns = max(1, min(len(some), ceil(len(some) ** 0.5) if len(some) > 3 else len(some)))
        for index, plot in enumerate(self.maps):
            self._grid.setColumnStretch(index, int(index < columns))
            plot.setVisible(index < len(some))
            if index < len(some):
                self._grid.addWidget(plot, index // columns, index % columns)

    def _show_edges(self) -> None:
        edges = self.session.edges(self._measure()) if self.session.complete else {}
        self.extend.setVisible(bool(edges) and not self.session.run.is_busy)
        where = ", ".join(f"{name} {' and '.join(sorted(ends))}" for name, ends in edges.items())
        self.extend.setAccessibleDescription(f"The best value is at the end of the range: {where}.")

    def _on_advanced(self) -> None:
        self.bar.set_can_go_on(
            not self.session.run.is_busy and self.session.shown is not None and not self.session.complete
        )
        self._show_edges()

    def _say(self) -> None:
        """Let screen readers know, now and then."""
        said = " ".join(plot.describe() for plot in self.plots) or _EMPTY
        self.setAccessibleDescription(said)

    # ------------------------------------------------------------------ a point

    def _on_chosen(self, lane: int, cell: int) -> None:
        self._picked = (lane, cell)
        if lane >= 0:
            for plot in self.maps:
                if plot is not self.sender():
                    plot.drop_cursor()
        self._show_point()

    def _on_taken(self, lane: int, cell: int, own: bool) -> None:
        self._picked = (lane, cell)
        self._take(own)

    def _show_point(self) -> None:
        lane, cell = self._picked
        shown = self.session.shown
        there = shown is not None and 0 <= lane < len(shown.lanes)
        self.keep.setEnabled(there)
        twin = self.session.twin(self._study, lane) if there else None
        self.set.setEnabled(twin is not None)
        if not there or shown is None:
            self.point.setText(_HINT)
            return
        if self._is_map:
            plot = self.maps[lane]
            self.point.setText(plot.sentence(cell) if plot.result is not None else _HINT)
        elif self.curves.result is not None:
            self.point.setText(self.curves.sentence(lane, cell))

    def _take(self, own: bool) -> None:
        """Keep the point under the cursor as a lane, or give its values to the lane that was swept."""
        lane, cell = self._picked
        shown = self.session.shown
        if shown is None or not 0 <= lane < len(shown.lanes):
            return
        values = self.session.swept(lane, self._measure()).settings.values(cell)
        text = ", ".join(f"{name}={value_text(value)}" for name, value in values.items())
        kept = lane_with(shown.lanes[lane], values)
        name = lane_names(shown)[lane]
        if own:
            twin = self.session.twin(self._study, lane)
            if twin is None:
                return
            set_to = lane_with(self._study.lanes[twin], values)
            fields = {field: getattr(set_to, field) for field in LaneSpec.__struct_fields__}
            self.edited.emit(change_lane(self._study, twin, **fields), f"Set {text} in {name}")
            return
        named = f"{kept.name} {text}" if kept.name else ""
        kept = msgspec.structs.replace(kept, name=named, colour="", muted=False, changes=())
        self.edited.emit(add_lanes(self._study, (kept,)), f"Keep {name} {text}")

    # ------------------------------------------------------------------ files

    def _on_export(self, kind: str) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, "Export the sweep", f"sweep.{kind}", f"{kind.upper()} (*.{kind})"
        )
        if path:
            self.save(path if path.lower().endswith(f".{kind}") else f"{path}.{kind}")

    def save(self, path: str) -> None:
        """Write what is shown into a file, as its ending says: csv, png or svg."""
        from ..sweep_export import save_pictures, save_runs

        try:
            if path.lower().endswith(".csv"):
                save_runs(self.session, path)
            else:
                save_pictures(self.export_plots(), path, self._theme)
        except InputError as error:
            self.message_raised.emit(Message("error", error.message))
        else:
            self.message_raised.emit(Message("info", f"Written: {path}"))
