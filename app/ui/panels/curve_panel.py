"""A plot of any quantity against a clock or another quantity, with the few switches it needs above it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...engine.quantity import Quantity, quantities
from ...study.curve import CurveSpec
from ..controls.combo import Combo
from ..frame import Frame, RaceView
from ..plots.axis import is_clock
from ..plots.curve_plot import CurvePlot
from ..plots.spread import BAND_FROM, Spread
from ..theme import Theme
from .curve_header import CurveHeader

__all__ = ["CurvePanel"]

X_AXES = (
    ("steps", "steps"),
    ("epochs", "epochs"),
    ("examples", "examples seen"),
    ("evaluations", "gradient evaluations"),
    ("seconds", "seconds (this machine)"),
)
_ON_DATA_ONLY = ("epochs", "examples")
_NOISY = {"batch_loss", "gradient_norm", "step_length", "effective_lr"}
_SECONDS = (
    "Processor time of each lane's own steps, without waking up. It differs from run to run, and steps taken "
    "one at a time, as at a finite speed, take longer than in one go: compare lanes within one race."
)
_SAME = "This is the vertical axis."
_SWITCH_ON = "Not measured in this race: switch it on in Budget > Advanced."


class CurvePanel(QWidget):
    """The choice of quantity and axes, and the curves.

    Parameters
    ----------
    theme : Theme
    quantity : str
    x : str
        Empty until somebody chooses: epochs on data, steps on a surface.
    parent : QWidget, optional

    Attributes
    ----------
    spread_chosen : Signal(Spread)
        The person chose what is drawn of the seeds, here and so in all plots.
    chosen : Signal(CurveSpec)
        The person chose a quantity, what is across, or a scale; what was shown before.
    """

    changed = Signal()
    chosen = Signal(object)
    spread_chosen = Signal(object)

    def __init__(
        self, theme: Theme, quantity: str = "loss", x: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._race: RaceView | None = None
        self._wanted_quantity, self._wanted_x = quantity, x
        self._log_chosen: dict[str, bool] = {}
        self._log_x_chosen: dict[str, bool] = {}  # of quantities; of all clocks together under ""
        self.plot = CurvePlot(theme)
        # Lane cards, table and trajectory name the colours already; a legend here would cover the curves.
        self.plot.set_legend(False)
        self.plot.named_elsewhere = True
        self.header = header = CurveHeader()
        self.quantity, self.x_axis = header.quantity, header.x_axis
        self.log_x, self.log_y = header.log_x, header.log_y
        self.smoothing, self.seeds = header.smoothing, header.seeds
        self.menu, self.fit = header.menu, header.fit
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.plot, 1)
        self._fill()
        self.quantity.activated.connect(self._on_quantity_activated)
        self.x_axis.activated.connect(self._on_x_activated)
        self.log_y.toggled.connect(self._on_log_y_toggled)
        self.log_x.toggled.connect(self._on_log_x_toggled)
        self.smoothing.valueChanged.connect(lambda value: self.plot.set_smoothing(value / 100))
        self.fit.clicked.connect(self.plot.auto_range)
        self.menu.outliers_ignored.connect(self.plot.set_ignores_outliers)
        self.menu.lines_changed.connect(self.plot.set_levels)
        self.seeds.chosen.connect(self.spread_chosen)
        self._apply()

    def _fill(self) -> None:
        """Offer what this race has, and say of what was not asked for where to ask; keep what was wanted."""
        if self._race is None and not self.quantity.count():
            there = [quantities[self._wanted_quantity]]  # at the start; the others come with the first race
        else:
            there = [k for k in quantities if self._race is None or k().available(self._race.problem)]
        self.quantity.clear()
        asked = set() if self._race is None else self._race.asked
        for kind in sorted(there, key=lambda kind: kind.asked and kind.name not in asked):
            self._offer(self.quantity, kind, not kind.asked or kind.name in asked)
        at = self.quantity.findData(self._wanted_quantity)
        self.quantity.setCurrentIndex(at if at >= 0 and _is_offered(self.quantity, at) else 0)
        self._fill_x()

    def _fill_x(self) -> None:
        """Offer the clocks, then what else can be across; keep what was wanted."""
        on_data = self._on_data()
        self.x_axis.clear()
        for name, title in X_AXES:
            if on_data or self._race is None or name not in _ON_DATA_ONLY:
                self.x_axis.addItem(title, name)
                if name == "seconds":
                    self.x_axis.setItemData(self.x_axis.count() - 1, _SECONDS, Qt.ItemDataRole.ToolTipRole)
        self.x_axis.insertSeparator(self.x_axis.count())
        asked = set() if self._race is None else self._race.asked
        for at in range(self.quantity.count()):
            kind = quantities[self.quantity.itemData(at)]
            self._offer(self.x_axis, kind, not kind.asked or kind.name in asked)
            if kind.name == self.quantity_name:
                last = self.x_axis.count() - 1
                self.x_axis.model().item(last).setEnabled(False)  # type: ignore[attr-defined]
                self.x_axis.setItemData(last, _SAME, Qt.ItemDataRole.ToolTipRole)
        usual = "epochs" if on_data else "steps"
        at = self.x_axis.findData(self._wanted_x or usual)
        if at < 0 or not _is_offered(self.x_axis, at):
            at = self.x_axis.findData(usual)
        self.x_axis.setCurrentIndex(at)

    def _offer(self, combo: Combo, kind: type[Quantity], measured: bool) -> None:
        combo.addItem(kind.title, kind.name)
        at = combo.count() - 1
        tip = kind.description if measured else f"{kind.description}\n{_SWITCH_ON}"
        combo.setItemData(at, tip, Qt.ItemDataRole.ToolTipRole)
        if not measured:
            combo.model().item(at).setEnabled(False)  # type: ignore[attr-defined]

    @property
    def quantity_name(self) -> str:
        """Return the quantity shown."""
        return str(self.quantity.currentData())

    @property
    def x_name(self) -> str:
        """Return what is across: a clock, or a quantity."""
        return str(self.x_axis.currentData())

    @property
    def title(self) -> str:
        """Return what is shown in words."""
        title = quantities[self.quantity_name].title
        return title if is_clock(self.x_name) else f"{title} against {quantities[self.x_name].title.lower()}"

    @property
    def file_name(self) -> str:
        """Return the name of a picture of it, without an ending."""
        clock = is_clock(self.x_name)
        return self.quantity_name if clock else f"{self.quantity_name}-against-{self.x_name}"

    @property
    def spec(self) -> CurveSpec:
        """Return what the person wants to see here, as a part of a study."""
        return CurveSpec(
            quantity=self._wanted_quantity,
            x=self._wanted_x,
            log_x=self._log_x_chosen.get(
                "" if not self._wanted_x or is_clock(self._wanted_x) else self._wanted_x
            ),
            log_y=self._log_chosen.get(self._wanted_quantity),
        )

    def set_spec(self, spec: CurveSpec) -> None:
        """Show what a study asks for."""
        if spec == self.spec:
            return
        for chosen, name, on in (
            (self._log_x_chosen, _across(spec.x), spec.log_x),
            (self._log_chosen, spec.quantity, spec.log_y),
        ):
            chosen.pop(name, None)
            if on is not None:
                chosen[name] = on
        self._wanted_quantity, self._wanted_x = spec.quantity, spec.x
        self._fill()
        self._apply()

    def choose(self, quantity: str, x: str | None = None) -> None:
        """Show another quantity (and axis) where the race has it."""
        self._wanted_quantity = quantity
        self._wanted_x = x or self._wanted_x
        self._fill()
        self._apply()

    def prefer(self, quantity: str) -> None:
        """Show another quantity from the next race on: in the present one it may need more switches."""
        self._wanted_quantity = quantity

    def set_spread(self, spread: Spread) -> None:
        """Draw the seeds in another way."""
        self.seeds.set_spread(spread)
        self.plot.set_spread(spread)

    def set_log(self, on: bool) -> None:
        """Switch the vertical axis."""
        self.log_y.setChecked(on)

    def set_race(self, race: RaceView | None) -> None:
        """Show another race."""
        changed = race is None or self._race is None or race.problem.kind != self._race.problem.kind
        self._race = race
        self.header.offer(many=race is not None and len(race.study.seeds) >= BAND_FROM)
        if changed or race is not None:
            self._fill()
            self._apply()
        self.plot.set_race(race)

    def show_frame(self, frame: Frame) -> None:
        """Show the playhead."""
        self.plot.show_frame(frame)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.header.apply_theme(theme)
        self.plot.apply_theme(theme)

    def _apply(self) -> None:
        kind = quantities[self.quantity_name]
        log = self._log_chosen.get(kind.name, kind.scale == "log")
        x = self.x_name
        across = _across(x)
        usual = bool(across) and quantities[x].scale == "log"
        log_x = self._log_x_chosen.get(across, usual)
        for button, on in ((self.log_y, log), (self.log_x, log_x)):
            button.blockSignals(True)
            button.setChecked(on)
            button.blockSignals(False)
        noisy = bool({kind.name, x} & _NOISY) and self._on_data()
        self.quantity.setToolTip(kind.description)
        self.menu.show_quantity(kind.name)
        self.plot.set_levels(self.menu.lines)
        self.plot.set_quantity(kind.name)
        tip = "Horizontal axis: a clock, or another quantity"
        self.x_axis.setToolTip(tip if is_clock(x) else f"{quantities[x].title}: {quantities[x].description}")
        self.x_axis.setMinimumContentsLength(12 if across else 6)
        self.header.offer(noisy=noisy, long=bool(across))
        self.plot.set_x(x)
        self.plot.set_log(log_x, log)
        self.plot.set_smoothing(self.smoothing.value() / 100 if noisy else 0.0)
        self.changed.emit()

    def _on_data(self) -> bool:
        return self._race is not None and self._race.problem.kind == "data"

    def _on_quantity_activated(self) -> None:
        before = self.spec
        if self._wanted_x == self.quantity_name:  # the axes change places
            self._wanted_x = self._wanted_quantity
        self._wanted_quantity = self.quantity_name
        self._fill_x()
        self._apply()
        self.chosen.emit(before)

    def _on_x_activated(self) -> None:
        before = self.spec
        self._wanted_x = self.x_name
        self._apply()
        self.chosen.emit(before)

    def _on_log_y_toggled(self, on: bool) -> None:
        before = self.spec
        self._log_chosen[self.quantity_name] = on
        self._apply()
        self.chosen.emit(before)

    def _on_log_x_toggled(self, on: bool) -> None:
        before = self.spec
        self._log_x_chosen[_across(self.x_name)] = on
        self._apply()
        self.chosen.emit(before)


def _across(x: str) -> str:
    """Return which quantity is across; empty if a clock is."""
    return "" if not x or is_clock(x) else x


def _is_offered(combo: Combo, at: int) -> bool:
    return bool(combo.model().item(at).isEnabled())  # type: ignore[attr-defined]
