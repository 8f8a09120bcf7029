"""Where the panels stand: around the trajectory, movable, and put back where they stood last."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QByteArray, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QScrollArea, QTabBar, QWidget

from .curve_dock import CurveDock
from .panels.curve_panel import CurvePanel
from .theme import Theme
from .verdict_dock import VerdictDock

__all__ = ["Docks"]

# What each curve dock shows at first; so many can be open at once.
_QUANTITIES = (
    "loss",
    "gradient_norm",
    "step_length",
    "effective_lr",
    "distance",
    "validation_accuracy",
)
_OPEN_AT_FIRST = 2
_USUAL = ("study", "curve0", "curve1", "table")
_TALL = ("help", "verdict")  # text wants the room
_MAPS = 0.52  # of the window's height, for maps at the bottom
_MAPS_COMPACT = 0.6  # of one in which they have less than they want either way
_COMPACT = 1180, 620  # logical pixels of a window below which table and curves share a place
_NARROW = 300  # the study's panel in such a window
_VERSION = 1  # of the layout; a larger one forgets what was stored


class Docks(QObject):
    """The docks of a window.

    Parameters
    ----------
    window : QMainWindow
    study, table, inspector, help : QWidget
        The panels that are always there.
    theme : Theme

    Signals
    -------
    curve_made : CurvePanel
        A curve plot was opened for the first time; it has no race yet.
    shown : str
        A dock came into sight: 'study', 'table', 'help', 'curve0', ...
    moved : ()
        The person has put a dock elsewhere.
    """

    curve_made = Signal(object)
    shown = Signal(str)
    moved = Signal()

    def __init__(
        self,
        window: QMainWindow,
        study: QWidget,
        table: QWidget,
        inspector: QWidget,
        help: QWidget,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._window = window
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(study)
        area.setMinimumWidth(_NARROW)
        self._docks: dict[str, QDockWidget] = {}
        self._made_room = self._placing = False
        self._column: list[QDockWidget] = []
        for name, title, widget in (
            ("study", "Study", area), ("table", "Table", table),
            ("inspector", "Inside one update", inspector), ("help", "Help", help),
        ):  # fmt: skip
            dock = QDockWidget(title, window)
            dock.setObjectName(f"{name}Dock")
            dock.setWidget(widget)
            self._docks[name] = dock
        self._curve_docks = [
            CurveDock(number, quantity, theme, window) for number, quantity in enumerate(_QUANTITIES)
        ]
        for number, curve_dock in enumerate(self._curve_docks):
            self._docks[f"curve{number}"] = curve_dock
            curve_dock.made.connect(self.curve_made)
        self._docks["verdict"] = self.verdict = VerdictDock(theme, window)
        self._late: list[str] = []
        QApplication.instance().focusChanged.connect(self._on_focus_changed)
        for name, dock in self._docks.items():
            self._watch(name, dock)

    def add(self, name: str, dock: QDockWidget) -> None:
        """Take in a dock that is hidden at first and stands at the bottom; it has `apply_theme`."""
        self._docks[name] = dock
        self._late.append(name)
        self._watch(name, dock)

    def _watch(self, name: str, dock: QDockWidget) -> None:
        dock.visibilityChanged.connect(lambda shown: self._on_visible(name, shown))
        dock.dockLocationChanged.connect(self._on_moved)
        dock.topLevelChanged.connect(self._on_moved)

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Have docks moved by the program."""
        before, self._placing = self._placing, True
        try:
            yield
        finally:
            self._placing = before

    def _on_moved(self) -> None:
        if not self._placing:
            self.moved.emit()

    def __getitem__(self, name: str) -> QDockWidget:
        return self._docks[name]

    @property
    def curves(self) -> list[CurvePanel]:
        """Return the curve panels there are, whether in sight or not."""
        return [dock.panel for dock in self._curve_docks if dock.panel is not None]

    def number_of(self, panel: CurvePanel) -> int:
        """Return the place of a curve panel among the docks."""
        return [dock.panel for dock in self._curve_docks].index(panel)

    def curve(self, number: int) -> CurvePanel:
        """Return a curve panel, made now if it was never shown."""
        return self._curve_docks[number].make()

    def arrange(self, compact: bool | None = None) -> None:
        """Put every dock where it stands at first, as in a small window or not; by default as this one is."""
        with self._place():
            self._arrange(self.compact if compact is None else compact)

    def _arrange(self, compact: bool) -> None:
        window, docks = self._window, self._docks
        self._made_room = False
        left, right, bottom = (
            Qt.DockWidgetArea.LeftDockWidgetArea,
            Qt.DockWidgetArea.RightDockWidgetArea,
            Qt.DockWidgetArea.BottomDockWidgetArea,
        )
        window.setCorner(Qt.Corner.BottomLeftCorner, left)
        window.setCorner(Qt.Corner.BottomRightCorner, bottom)
        for dock in docks.values():
            window.removeDockWidget(dock)
            dock.setFloating(False)
        window.addDockWidget(left, docks["study"])
        if compact:
            # One column: the picture has the rest. Curves share a place, and the table one with the study.
            window.splitDockWidget(docks["study"], docks["curve0"], Qt.Orientation.Vertical)
            window.tabifyDockWidget(docks["curve0"], docks["curve1"])
            window.tabifyDockWidget(docks["study"], docks["table"])
        else:
            window.addDockWidget(right, docks["curve0"])
            window.splitDockWidget(docks["curve0"], docks["curve1"], Qt.Orientation.Vertical)
            window.addDockWidget(bottom, docks["table"])
        for dock in self._curve_docks[_OPEN_AT_FIRST:]:
            if compact:
                window.tabifyDockWidget(docks["curve1"], dock)
            else:
                window.addDockWidget(right, dock)
            dock.hide()
        window.tabifyDockWidget(docks["study"], docks["inspector"])
        for name in _TALL:
            window.addDockWidget(left if compact else right, docks[name])
            window.tabifyDockWidget(docks["curve1"], docks[name])
        first = "" if compact else "table"
        for name in self._late:
            window.addDockWidget(bottom, docks[name])
            if first:
                window.tabifyDockWidget(docks[first], docks[name])
            first = first or name
            docks[name].hide()
        for name in _USUAL:
            docks[name].show()
        docks["help"].hide()
        docks["verdict"].hide()
        docks["inspector"].hide()
        if compact:
            docks["study"].raise_()
            docks["curve0"].raise_()
            window.resizeDocks([docks["study"]], [_NARROW], Qt.Orientation.Horizontal)
        else:
            widths = [340, int(window.width() * 0.34)]
            window.resizeDocks([docks["study"], docks["curve0"]], widths, Qt.Orientation.Horizontal)
            window.resizeDocks([docks["table"]], [self._table_height()], Qt.Orientation.Vertical)
        pair = [docks["study"] if compact else docks["curve1"], docks["curve0"]]
        window.resizeDocks(pair, [5 if compact else 4, 4], Qt.Orientation.Vertical)

    def _table_height(self) -> int:
        """Return how high the table is at first: on a large screen eight lanes have room."""
        height = self._window.height()
        return int((0.29 if height > 900 else 0.24) * height)

    @property
    def compact(self) -> bool:
        """Return whether the window is too small to have everything side by side."""
        return self.is_compact()

    def is_compact(self, more: tuple[int, int] = (0, 0)) -> bool:
        """Return whether it is, if so many pixels more of width and height are asked for."""
        width, height = _COMPACT
        return self._window.width() < width + more[0] or self._window.height() < height + more[1]

    @property
    def in_column(self) -> bool:
        """Return whether the curves stand in one column with the study, as in a small window."""
        left = Qt.DockWidgetArea.LeftDockWidgetArea
        return self._window.dockWidgetArea(self._docks["curve0"]) == left

    def open_now(self) -> list[str]:
        """Return the names of the docks that are open, in front or behind another."""
        return [name for name, dock in self._docks.items() if not dock.isHidden()]

    def in_front(self) -> list[str]:
        """Return the names of the docks that are to be seen; those that are there at first come last."""
        seen = [name for name, dock in self._docks.items() if not dock.visibleRegion().isEmpty()]
        return sorted(seen, key=lambda name: _USUAL.index(name) if name in _USUAL else -1)

    def show_only(self, names: Collection[str], front: Sequence[str]) -> None:
        """Have these docks open and no others; those in front come to the front, the first of each place."""
        with self._place():
            for name, dock in self._docks.items():
                dock.setVisible(name in names)
        for name in front:
            tabs = self._window.tabifiedDockWidgets(self._docks[name])
            if not any(self._docks[other] in tabs for other in front[: front.index(name)]):
                self._docks[name].raise_()

    def toggle_study(self) -> None:
        """Hide the study's column, whatever is in front in it, or bring it back."""
        study = self._docks["study"]
        column = [study, *self._window.tabifiedDockWidgets(study)]
        if any(dock.isVisible() for dock in column):
            self._column = [dock for dock in column if not dock.isHidden()]
            for dock in self._column:
                dock.hide()
        else:
            for dock in self._column or [study]:
                dock.show()
            study.raise_()

    def share_width(self, share: float) -> None:
        """Give the curve plots a share of the window's width."""
        width = int(self._window.width() * share)
        self._window.resizeDocks([self._docks["curve0"]], [width], Qt.Orientation.Horizontal)

    def save(self) -> QByteArray:
        """Return where everything stands."""
        return self._window.saveState(_VERSION)

    def restore(self, state: QByteArray) -> None:
        """Put everything where it stood; nothing happens if the state is of another version."""
        with self._place():
            self._window.restoreState(state, _VERSION)

    def open_curve(self) -> bool:
        """Show one more curve plot; return False if all are open."""
        for dock in self._curve_docks:
            if dock.isHidden():
                dock.show()
                dock.raise_()
                return True
        return False

    @property
    def most_curves(self) -> int:
        """Return how many curve plots there can be."""
        return len(self._curve_docks)

    def open(self, name: str) -> None:
        """Bring a dock into sight."""
        hidden = self._docks[name].isHidden()
        self._docks[name].show()
        self._docks[name].raise_()
        if hidden and not self._docks[name].isFloating():
            self.make_room([name])

    def make_room(self, names: Collection[str]) -> None:
        """Give those of these docks that want it much of the window's height."""
        share = _MAPS_COMPACT if self.compact else _MAPS
        for name in names:
            if name in _TALL:
                self._share(name, 2)
            if name in self._late:
                height = int(share * self._window.height())
                self._window.resizeDocks([self._docks[name]], [height], Qt.Orientation.Vertical)

    def _share(self, name: str, part: int) -> None:
        """Make a dock below the first curve, or below the study, so many times as high as that."""
        pair = [self._docks["study" if self.in_column else "curve0"], self._docks[name]]
        self._window.resizeDocks(pair, [1, part], Qt.Orientation.Vertical)
        self._made_room = part > 1

    def fill_menu(self, menu: QMenu) -> None:
        """Offer every dock that is or was of use."""
        menu.clear()
        group = QActionGroup(menu)
        group.setExclusive(False)
        for dock in self._docks.values():
            if not (isinstance(dock, CurveDock) and dock.isHidden()):
                menu.addAction(dock.toggleViewAction())

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme; the panels that are always there are not reached from here."""
        late = (self._docks[name] for name in self._late)
        for dock in (*self._curve_docks, self.verdict, *late):
            dock.apply_theme(theme)

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        """Bring a panel to the front when Tab has come to it behind another."""
        if now is None or now.mapTo(now.window(), QPoint()).x() >= 0:
            return
        for dock in self._docks.values():
            if dock.isAncestorOf(now):
                dock.raise_()

    def _tidy_tabs(self) -> None:
        """Let Tab come to a tab bar where there is a choice; those with one tab Qt keeps out of sight."""
        for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            several = bar.count() > 1
            bar.setFocusPolicy(Qt.FocusPolicy.TabFocus if several else Qt.FocusPolicy.NoFocus)

    def _on_visible(self, name: str, shown: bool) -> None:
        QTimer.singleShot(0, self, self._tidy_tabs)  # the layout has not moved the tabs yet
        if not self._placing:
            self._give_back(name)
        if shown:
            self.shown.emit(name)

    def _give_back(self, name: str) -> None:
        """Give the room of a dock that was closed to those that it was taken from."""
        if name in _TALL and self._made_room and self._docks[name].isHidden():
            self._share("curve1", 1)
        table = self._docks["table"]
        beside = self._window.dockWidgetArea(table) == Qt.DockWidgetArea.BottomDockWidgetArea
        if name in self._late and self._docks[name].isHidden() and table.isVisible() and beside:
            self._window.resizeDocks([table], [self._table_height()], Qt.Orientation.Vertical)
