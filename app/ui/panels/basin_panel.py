"""Maps of basins side by side, and the few switches they need above them."""

from __future__ import annotations

from math import ceil

import numpy as np
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...engine.error import InputError
from ...study.basin.block import ELSEWHERE
from ...study.basin.lattice import RESOLUTIONS
from ..basin_session import BasinSession, BasinView
from ..controls.combo import Combo
from ..controls.label import ElidedLabel
from ..frame import LaneLook
from ..icon import icon
from ..message import Message
from ..plots.basin_key import BasinKey
from ..plots.basin_picture import MEASURES, both_colour, range_of
from ..plots.basin_plot import BasinPlot, BasinShown
from ..plots.pace import Pace
from ..theme import Theme
from .basin_shares import BasinShares

__all__ = ["BasinPanel"]

_EMPTY = "Basin maps show, for every point of a surface, which minimum a run that starts there reaches."
_LEAST = QSize(150, 130)
_ONE_LINE, _BESIDE, _BELOW = 900, 760, 470  # pixels from which on controls and table stand there
_LINE = 15  # the height of a line of type in these pixels
_STEPS = 1_000_000


class BasinPanel(QWidget):
    """Shows what a `BasinSession` has.

    Parameters
    ----------
    session : BasinSession
    theme : Theme
    parent : QWidget, optional

    Signals
    -------
    start_chosen : (float, float)
        The person wants the race to start there.
    message_raised : Message
    """

    start_chosen = Signal(float, float)
    message_raised = Signal(object)

    def __init__(self, session: BasinSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._theme = theme
        self._looks: tuple[LaneLook, ...] = ()
        self._start = (0.0, 0.0)
        self.plots: list[BasinPlot] = []
        self._names: list[ElidedLabel] = []
        self._cells: list[QWidget] = []
        self._shown_names: tuple[str, ...] = ()
        self._shape = (0, 0)  # columns and maps
        self._tell = Pace(1.0, self._say, self)
        self._make_controls()
        self._lay_out()
        session.changed.connect(self.refresh)
        session.advanced.connect(self._show_progress)
        self.apply_theme(theme)
        self.refresh()

    # ------------------------------------------------------------------ building

    def _make_controls(self) -> None:
        self.measure = Combo()
        for name, text in MEASURES.items():
            self.measure.addItem(text, name)
        self.measure.setMinimumContentsLength(14)
        self.measure.setAccessibleName("What the maps show")
        self.measure.setToolTip(
            "Minimum: colour says which, darker is later. Steps and evaluations: how many until the loss is "
            "at the target that a race from that start has."
        )
        self.first, self.second = Combo(), Combo()
        for combo, name, tip in (
            (self.first, "First lane of the difference", "The lane that is compared."),
            (self.second, "Second lane of the difference", "Show where the two differ, beside their maps."),
        ):
            combo.setMinimumContentsLength(6)
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            combo.setMaximumWidth(190)
            combo.setAccessibleName(name)
            combo.setToolTip(tip)
            combo.activated.connect(self.refresh)
        self.against = QLabel("against")
        self.against.setProperty("muted", True)
        self.resolution = Combo()
        for level in RESOLUTIONS:
            self.resolution.addItem(f"{level} × {level}", level)
        self.resolution.setCurrentIndex(RESOLUTIONS.index(self.session.resolution))
        self.resolution.setMinimumContentsLength(8)
        self.resolution.setAccessibleName("Starts")
        self.resolution.setToolTip(
            "How many starts: finer maps keep the points of coarser ones, and what is computed stays."
        )
        self.steps = QSpinBox(minimum=0, maximum=_STEPS, singleStep=100, keyboardTracking=False)
        self.steps.setSpecialValueText("as the race")
        self.steps.setSuffix(" steps")
        self.steps.setAccessibleName("Steps of each run")
        self.steps.setToolTip("How many steps each run has; 0: as many as the race.")
        self.stop = QToolButton()
        self.stop.clicked.connect(self._on_stop)
        self.fit = QToolButton()
        self.fit.setToolTip("Fit: show the whole domain again (A, or double click)")
        self.fit.setAccessibleName("Fit the maps")
        self.fit.clicked.connect(self._on_fit)
        self.export = QToolButton()
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export.setToolTip("Save the maps as a picture, or their numbers as CSV")
        self.export.setAccessibleName("Export the maps")
        menu = QMenu(self.export)
        for text, kind in (("Picture (PNG)…", "png"), ("Picture (SVG)…", "svg"), ("Numbers (CSV)…", "csv")):
            menu.addAction(text, lambda kind=kind: self._on_export(kind))
        self.export.setMenu(menu)
        self.progress = QProgressBar(minimum=0, maximum=1000, textVisible=False)
        self.progress.setFixedSize(90, 6)
        self.progress.setAccessibleName("Progress of the maps")
        self.status = ElidedLabel()
        self.status.setProperty("muted", True)
        self.status.setProperty("small", True)
        self.shares = BasinShares(self._theme)
        self.key = BasinKey(self._theme)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("muted", True)
        self.empty.setMargin(24)
        self.measure.activated.connect(self.refresh)
        self.resolution.activated.connect(lambda: self.session.set_resolution(self.resolution.currentData()))
        self.steps.valueChanged.connect(self.session.set_steps)

    def _lay_out(self) -> None:
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setContentsMargins(8, 4, 8, 2)
        self._head.setSpacing(6)
        left, right = QHBoxLayout(), QHBoxLayout()
        for row, widgets in (
            (left, (self.measure, self.first, self.against, self.second)),
            (right, (self.resolution, self.steps, self.stop, self.fit, self.export)),
        ):
            row.setSpacing(6)
            for widget in widgets:
                row.addWidget(widget, 10 if widget in (self.first, self.second) else 0)
        left.addStretch(1)
        self._rows = (left, right)
        self._head.addLayout(left, 1)
        self._head.addLayout(right)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setSpacing(4)
        inside = QWidget()
        inside.setLayout(self._grid)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        self._area.installEventFilter(self)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setContentsMargins(8, 0, 8, 0)
        self._body.addWidget(self._area, 1)
        self._body.addWidget(self.shares, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 2, 8, 5)
        foot.setSpacing(8)
        foot.addWidget(self.key, 1)
        foot.addWidget(self.progress)
        foot.addWidget(self.status)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # Narrower than one line of controls, which then become two.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addLayout(self._head)
        column.addWidget(self.empty, 1)
        column.addLayout(self._body, 1)
        column.addLayout(foot)

    def _fit_room(self) -> None:
        """Put the table beside the maps where there is width, below them where there is height."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        scale = self.fontMetrics().height() / _LINE  # larger type, as in a presentation
        self._head.setDirection(across if self.width() >= _ONE_LINE * scale else down)
        beside = self.width() >= _BESIDE * scale
        self._body.setDirection(across if beside else down)
        self.shares.set_beside(beside)
        view = self.session.view
        there = view is not None and bool(view.lanes)
        self.shares.setVisible(there and (beside or self.height() >= _BELOW * scale))

    # ------------------------------------------------------------------ what is shown

    def set_looks(self, looks: tuple[LaneLook, ...], start: tuple[float, float]) -> None:
        """Take the colours of the lanes and the start of the race."""
        if (looks, start) != (self._looks, self._start):
            self._looks, self._start = looks, start
            self.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.fit.setIcon(icon("auto-range", theme))
        self.export.setIcon(icon("export", theme))
        for part in (self.shares, self.key, *self.plots):
            part.apply_theme(theme)
        self._show_progress()
        self.refresh()

    def refresh(self) -> None:
        """Show what the session has now."""
        view = self.session.view
        there = view is not None and bool(view.lanes)
        self._fit_room()
        for widget in (
            self._area,
            self.key,
            self.measure,
            self.first,
            self.against,
            self.second,
        ):
            widget.setVisible(there)
        for widget in (self.resolution, self.steps, self.fit, self.export):
            widget.setEnabled(there)
        self.empty.setVisible(not there)
        if view is None or not there:
            hidden = "All lanes are hidden. Show one to see its map."
            self.empty.setText(self.session.reason or (hidden if view is not None else _EMPTY))
            self._arrange([])
            return
        self._offer(view)
        shown = self._maps(view)
        self._arrange(shown)
        meaning = self._meaning(shown[-1]) if shown[-1].against else ()
        self.key.set_meaning(str(self.measure.currentData()), self._ends(view), self._others(view), meaning)
        self.shares.show_shares(view, {lane: self._look(lane, view).colour for lane in view.lanes})
        if self._tell.may():
            self._say()

    def _look(self, lane: int, view: BasinView) -> LaneLook:
        if lane < len(self._looks):
            return self._looks[lane]
        return LaneLook(view.names[lane], self._theme.lanes[lane % len(self._theme.lanes)])

    def _offer(self, view: BasinView) -> None:
        names = tuple(view.names[lane] for lane in view.lanes)
        if names != self._shown_names:
            chosen = self.first.currentText(), self.second.currentText()
            self._shown_names = names
            self.first.clear()
            self.second.clear()
            self.second.addItem("no other lane", -1)
            for name, lane in zip(names, view.lanes, strict=True):
                self.first.addItem(name, lane)
                self.second.addItem(name, lane)
            for combo, text in zip((self.first, self.second), chosen, strict=True):
                combo.setCurrentIndex(max(combo.findText(text), 0))
        for widget in (self.first, self.against, self.second):
            widget.setVisible(len(names) > 1)

    def _ends(self, view: BasinView) -> tuple[int, int]:
        name = str(self.measure.currentData())
        return range_of([view.maps[lane] for lane in view.lanes], "arrived" if name == "minimum" else name)

    def _others(self, view: BasinView) -> frozenset[int]:
        """Return which outcomes besides minima the maps have."""
        measure = str(self.measure.currentData())
        found = {
            code
            for each in view.maps.values()
            if each.level
            for code in np.unique(each.layer("minimum")).tolist()
            if code < 0
        }
        if measure != "minimum":
            missed = any((each.layer(measure) < 0).any() for each in view.maps.values() if each.level)
            found = (found - {ELSEWHERE}) | ({ELSEWHERE} if missed else set())
        return frozenset(found)

    def _maps(self, view: BasinView) -> list[BasinShown]:
        measure, ends = str(self.measure.currentData()), self._ends(view)

        def of(lane: int, other: int = -1) -> BasinShown:
            against = (
                (view.names[other], self._look(other, view).colour, view.maps[other]) if other >= 0 else None
            )
            look = self._look(lane, view)
            return BasinShown(
                view.surface, view.names[lane], look.colour, view.maps[lane], view.study.steps, measure, ends,
                self._start, against,
            )  # fmt: skip

        one, other = self.first.currentData(), self.second.currentData()
        if other is None or other < 0 or other == one or len(view.lanes) < 2:
            return [of(lane) for lane in view.lanes]
        return [of(one), of(other), of(one, other)]

    def _meaning(self, shown: BasinShown) -> tuple[tuple[str, str], ...]:
        assert shown.against is not None
        words = "only {}" if shown.measure == "minimum" else "{} sooner"
        both = ((words.format(shown.name), shown.colour), (words.format(shown.against[0]), shown.against[1]))
        return (*both, ("another minimum", both_colour(self._theme))) if shown.measure == "minimum" else both

    def _arrange(self, shown: list[BasinShown]) -> None:
        while len(self.plots) < len(shown):
            self._add_plot()
        for index, cell in enumerate(self._cells):
            cell.setVisible(index < len(shown))
            self.plots[index].show_map(shown[index] if index < len(shown) else None)
        for label, each in zip(self._names, shown, strict=False):
            label.setText(each.title)
            palette = label.palette()
            palette.setColor(
                QPalette.ColorRole.WindowText, QColor(each.colour if not each.against else self._theme.text)
            )
            label.setPalette(palette)
        self._place(len(shown))

    def _add_plot(self) -> None:
        plot, name = BasinPlot(self._theme), ElidedLabel()
        plot.set_legend(False)
        plot.setMinimumSize(_LEAST)
        name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(name)
        column.addWidget(plot, 1)
        cell.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if self.plots:
            plot.setXLink(self.plots[0].plotItem)
            plot.setYLink(self.plots[0].plotItem)
        plot.start_chosen.connect(self.start_chosen)
        plot.pointed.connect(self._on_pointed)
        self.plots.append(plot)
        self._names.append(name)
        self._cells.append(cell)

    def _place(self, count: int) -> None:
        room = max(self._area.width(), 1)
        most = max(room // (_LEAST.width() + 4), 1)
        height = max(self._area.height(), 1)
        columns = min(max(count, 1), most)
        if count > 1:  # the most even shape that the room has
            best = max(range(1, columns + 1), key=lambda n: min(room / n, height / ceil(count / n), 10_000))
            columns = best
        if (columns, count) == self._shape:
            return
        self._shape = (columns, count)
        for cell in self._cells:
            self._grid.removeWidget(cell)
        for index, cell in enumerate(self._cells[:count]):
            self._grid.addWidget(cell, index // columns, index % columns)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit_room()

    def minimumSizeHint(self) -> QSize:
        return QSize(max(layout.minimumSize().width() for layout in self._rows) + 16, 220)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._area and event.type() == QEvent.Type.Resize:
            self._place(sum(not cell.isHidden() for cell in self._cells))
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ progress and words

    def _show_progress(self) -> None:
        session = self.session
        computing = session.state == "computing"
        self.progress.setVisible(computing)
        self.progress.setValue(round(1000 * session.share) if session.view else 0)
        name, text, tip = (
            ("close", "Stop computing the maps", "Stop; what is computed stays (Esc)")
            if computing
            else ("play", "Go on computing the maps", "Go on with what is missing")
        )
        if self.stop.accessibleName() != text or self.stop.icon().isNull():
            self.stop.setAccessibleName(text)
            self.stop.setToolTip(tip)
        self.stop.setIcon(icon(name, self._theme))
        self.stop.setEnabled(session.view is not None and session.state not in ("done", "idle"))
        self.status.setText(self._status())

    def _status(self) -> str:
        session, view = self.session, self.session.view
        if view is None or not view.lanes:
            return ""
        level = min(found.level for found in view.maps.values())
        count = f"{level * level:,} starts × {view.study.steps:,} steps" if level else "first starts"
        if session.state == "computing":
            left = session.left
            more = f", {_seconds(left)} left" if left is not None and left[1] >= 0.5 else ""
            return (
                f"{count}; computing {session.share:.0%} of {session.resolution} × {session.resolution}{more}"
            )
        words = {"cancelled": "stopped", "failed": "failed"}.get(session.state, "")
        noise = "" if not _noisy(view) else f"; all starts get the noise of seed {view.study.seeds[0]}"
        return f"{count}{'; ' + words if words else ''}{noise}. Click: start the race there."

    def _say(self) -> None:
        """Let screen readers know, now and then."""
        if self.session.view is None:
            self.setAccessibleDescription(self.empty.text())
            return
        self.setAccessibleDescription(
            " ".join(plot.describe() for plot in self.plots if plot.shown is not None)
        )

    # ------------------------------------------------------------------ what the person does

    def _on_pointed(self, place: tuple[int, int] | None) -> None:
        sender = self.sender()
        for plot in self.plots:
            if plot is not sender and plot.shown is not None:
                plot.read_at(place)

    def _on_stop(self) -> None:
        if self.session.state == "computing":
            self.session.cancel()
        else:
            self.session.resume()

    def _on_fit(self) -> None:
        for plot in self.plots:
            plot.auto_range()

    def _on_export(self, kind: str) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, "Export the maps", f"basins.{kind}", f"{kind.upper()} (*.{kind})"
        )
        if path:
            self.save(path if path.lower().endswith(f".{kind}") else f"{path}.{kind}")

    def save(self, path: str) -> None:
        """Write what is shown into a file, as its ending says: png, svg or csv."""
        from ..basin_export import save_maps, save_rows

        view = self.session.view
        shown = [plot for plot in self.plots if plot.shown is not None and plot.shown.level]
        try:
            if view is None or not shown:
                raise InputError("There is no map yet. Export it when the first picture is there.")
            if path.lower().endswith(".csv"):
                save_rows(view, path)
            else:
                save_maps(shown, path, self._theme)
        except InputError as error:
            self.message_raised.emit(Message("error", error.message))
        else:
            self.message_raised.emit(Message("info", f"Written: {path}"))

    def event(self, event: QEvent) -> bool:
        """Keep Esc from other uses while something is computed."""
        if event.type() == QEvent.Type.ShortcutOverride and self._stops(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._stops(event):
            self.session.cancel()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _stops(self, event: QEvent) -> bool:
        return (
            isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.session.state == "computing"
        )


def _seconds(left: tuple[float, float]) -> str:
    low, high = (f"{end:.0f}" if end < 90 else f"{end / 60:.0f} min" for end in left)
    unit = "" if "min" in high else " s"
    return f"{high}{unit}" if low == high else f"{low} to {high}{unit}"


def _noisy(view: BasinView) -> bool:
    lanes = (view.study.lanes[lane] for lane in view.lanes)
    return bool(
        getattr(view.study.problem, "noise", 0.0)
        or any(each.name == "gradient_noise" for lane in lanes for each in lane.filters)
    )
