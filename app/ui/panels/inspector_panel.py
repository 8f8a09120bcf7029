"""Inside one update: the optimizer's own equations with the numbers of a step filled in, term by term."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from ..controls.combo import Combo
from ..equation import figure, filled, slanted
from ..frame import Frame, RaceView
from ..icon import icon
from ..theme import LIGHT, Theme, points
from .weight_map import RateHistogram, WeightMap, rates_of

if TYPE_CHECKING:
    from ...study.inside import Inside, Term

__all__ = ["InspectorPanel"]

Floats = npt.NDArray[np.float64]

_AUTO_MS = 1800
_ASK_MS = 60
_LATE_MS = 400  # without an answer, and it is said what is waited for
_FAR = 1000  # steps raced again for an answer, from which on it is said why


class InspectorPanel(QWidget):
    """Follows the playhead: it shows the update that led to it, for one lane.

    Signals
    -------
    wanted : (int, int, int)
        Lane, step and run whose update is to be explained: answer with `show_inside`.
    shown : (Inside or None, int)
        What the trajectory may draw: the update, and up to which of its terms.
    """

    wanted = Signal(int, int, int)
    shown = Signal(object, int)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._race: RaceView | None = None
        self._frame: Frame | None = None
        self._inside: Inside | None = None
        self._asked: tuple[int, int, int] | None = None
        self.index = 0
        self.lane = Combo()
        self.lane.setMinimumContentsLength(6)
        self.lane.setAccessibleName("Lane to look into")
        self.step_label = QLabel()
        self.weight = QSpinBox(minimum=0, maximum=0, prefix="weight ")
        self.weight.setAccessibleName("Weight whose numbers are shown")
        self.back = self._button("Back: the term before", "Term before")
        self.next = self._button("Next: the next term", "Next term")
        self.auto = self._button("Play the terms one after the other", "Play terms")
        self.auto.setCheckable(True)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName("The update, term by term")
        self.text.document().setDocumentMargin(10)
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 2)
        row.setSpacing(8)
        row.addWidget(self.lane, 1)
        for widget in (self.step_label, self.back, self.next, self.auto):
            row.addWidget(widget)
        # In a line of its own: beside the others it would make the study's column wider, where it stands.
        below = QHBoxLayout()
        below.setContentsMargins(8, 0, 8, 2)
        below.addWidget(self.weight)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(below)
        column.addWidget(self.text, 1)
        self.map = WeightMap()
        self.rates = RateHistogram()
        self.map.picked.connect(self.weight.setValue)
        for part in (self.map, self.rates):
            part.hide()
            column.addWidget(part)
        self.lane.activated.connect(lambda: self._ask())
        self.weight.valueChanged.connect(lambda: self._write())
        self.back.clicked.connect(lambda: self.move(-1))
        self.next.clicked.connect(lambda: self.move(1))
        self._clock = QTimer(self, interval=_AUTO_MS)
        self._clock.timeout.connect(self._on_clock)
        self.auto.toggled.connect(lambda on: self._clock.start() if on else self._clock.stop())
        self._patience = QTimer(self, singleShot=True, interval=_ASK_MS)
        self._patience.timeout.connect(self._ask)
        self._late = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._late.timeout.connect(self._write)
        self.apply_theme(theme)
        self._write()

    def _button(self, tip: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tip)
        button.setAccessibleName(name)
        return button

    @property
    def inside(self) -> Inside | None:
        """Return the update shown."""
        return self._inside

    def set_race(self, race: RaceView | None) -> None:
        """Show another race, or none."""
        self._race, self._frame, self._inside, self._asked = race, None, None, None
        self._late.stop()
        on_data = race is not None and race.problem.kind == "data"
        for widget in (self.weight, self.map, self.rates):
            widget.setVisible(on_data)
        self._write()

    def show_frame(self, frame: Frame) -> None:
        """Follow the playhead; what happened is asked for when it rests."""
        if self._race is None or frame.race.history is not self._race.history:
            return
        names = [look.name for look in frame.looks]
        if [self.lane.itemText(i) for i in range(self.lane.count())] != names:
            kept = max(self.lane.currentIndex(), 0)
            self.lane.clear()
            self.lane.addItems(names)
            self.lane.setCurrentIndex(min(kept, len(names) - 1))
        self._frame = frame
        if self.isVisible():
            self._patience.start()

    def choose(self, lane: int) -> None:
        """Look into another lane."""
        if 0 <= lane < self.lane.count():
            self.lane.setCurrentIndex(lane)
            self._ask()

    def show_inside(self, inside: Inside) -> None:
        """Show what was asked for; an answer to an older question is dropped."""
        if self._asked != (inside.lane, inside.step, inside.run):
            return
        self._late.stop()
        same = self._inside is not None and self._inside.lane == inside.lane
        self._inside = inside
        self.index = min(self.index, len(inside.terms) - 1) if same else 0
        self.weight.setMaximum(len(inside.before) - 1)
        self._write()

    def move(self, by: int) -> None:
        """Go to another term."""
        if self._inside is not None and self._inside.terms:
            self.index = min(max(self.index + by, 0), len(self._inside.terms) - 1)
            self._write()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.back.setIcon(icon("step-back", theme))
        self.next.setIcon(icon("step-forward", theme))
        self.auto.setIcon(icon("play", theme))
        self.map.apply_theme(theme)
        self.rates.apply_theme(theme)
        self._write()

    def hideEvent(self, event: object) -> None:
        """Take the drawing away with the panel."""
        self.auto.setChecked(False)
        self.shown.emit(None, 0)

    def showEvent(self, event: object) -> None:
        """Ask for what the playhead shows now."""
        self._asked = None
        self._patience.start()

    def _ask(self) -> None:
        frame, lane = self._frame, self.lane.currentIndex()
        if frame is None or not 0 <= lane < len(frame.steps) or not self.isVisible():
            return
        step = frame.steps[lane]
        if step < 1:
            self._inside, self._asked = None, None
            self._late.stop()
            self._write()
        elif self._asked != (lane, step, frame.run):
            self._asked = (lane, step, frame.run)
            self._late.start()
            self.wanted.emit(lane, step, frame.run)

    def _on_clock(self) -> None:
        if self._inside is not None and self._inside.terms:
            self.index = (self.index + 1) % len(self._inside.terms)
            self._write()

    def _write(self) -> None:
        inside = self._inside
        self.step_label.setText("" if inside is None else f"update {inside.step:,}")
        terms = () if inside is None else inside.terms
        self.back.setEnabled(bool(terms) and self.index > 0)
        self.next.setEnabled(bool(terms) and self.index < len(terms) - 1)
        self.auto.setEnabled(len(terms) > 1)
        self.text.setHtml(self._waiting() + (self._empty() if inside is None else self._page(inside)))
        self._draw_weights(inside)
        self.text.scrollToAnchor(f"term{self.index}")
        self.shown.emit(inside, self.index)

    def _draw_weights(self, inside: Inside | None) -> None:
        if inside is None or not inside.layers:
            self.map.show_inside(None, 0)
            return
        weight = self.weight.value()
        rates = rates_of(inside)
        self.map.show_inside(inside, weight)
        self.rates.show_rates(rates, float(rates[weight]))

    def _empty(self) -> str:
        return (
            f"<p style='color:{self._theme.muted}'>Run or step the race: here stands how the last update of "
            "a lane came about, with its numbers, and the picture shows it as arrows.</p>"
        )

    def _waiting(self) -> str:
        """Return what is waited for, if that takes a while."""
        asked, inside = self._asked, self._inside
        if asked is None or self._late.isActive() or (inside and (inside.lane, inside.step) == asked[:2]):
            return ""
        name = escape(self.lane.itemText(asked[0]))
        return self._muted(
            f"{name} is raced again up to update {asked[1]:,}: what an optimizer remembers is not recorded "
            "at every step."
        )

    def _after(self, inside: Inside) -> str:
        """Return why it took long, if it did."""
        if inside.raced < _FAR or not inside.why:
            return ""
        return self._muted(
            f"{inside.raced:,} steps were raced again for this, as {inside.why}. "
            "The steps that follow are there at once."
        )

    def _muted(self, text: str) -> str:
        return f"<p style='color:{self._theme.muted}'>{text}</p>"

    def _page(self, inside: Inside) -> str:
        if not inside.terms:
            text = "This optimizer does not declare the terms of its update."
            return self._muted(text) + self._after(inside)
        names = ("x", "y") if len(inside.before) == 2 and not inside.layers else ()
        places = (0, 1) if names else (self.weight.value(),)
        given = {"g": inside.gradient, "θ": inside.before, "t": np.array([float(inside.step)])}
        known = {**inside.known, **given}
        rows = [self._given(inside, names, places)]
        for number, term in enumerate(inside.terms):
            rows.append(self._term(number, term, known, names, places))
            known[term.symbol] = term.value
        return "".join([*rows, self._after(inside)])

    def _given(self, inside: Inside, names: tuple[str, ...], places: tuple[int, ...]) -> str:
        theta = ", ".join(figure(float(inside.before[at])) for at in places)
        slope = ", ".join(figure(float(inside.gradient[at])) for at in places)
        where = "" if names else f" of {escape(_name(inside, places[0]))}"
        after = " (after filters)" if inside.filtered else ""
        return (
            f"<p style='color:{self._theme.muted}'>From θ{where} = ({theta}) with the gradient "
            f"g = ({slope}){after}:</p>"
        )

    def _term(
        self,
        number: int,
        term: Term,
        known: dict[str, Floats],
        names: tuple[str, ...],
        places: tuple[int, ...],
    ) -> str:
        theme, now = self._theme, number == self.index
        lines = []
        for place, at in enumerate(places):
            prefix = f"{names[place]}:&nbsp; " if names else ""
            value = float(term.value[min(at, len(term.value) - 1)])
            lines.append(f"{prefix}{filled(term.formula, known, at)} = <b>{figure(value, 6)}</b>")
            if len(term.value) == 1:
                lines[-1] = lines[-1].removeprefix(prefix)
                break
        colour = theme.text if now else theme.muted
        edge = theme.accent if now else theme.line
        numbers = "<br>".join(lines)
        return (
            f"<a name='term{number}'></a><table width='100%' cellpadding='6' style='margin-top:4px'><tr>"
            f"<td width='3' bgcolor='{edge}'></td><td><span style='color:{colour};font-size:{points(11)}'>"
            f"{slanted(term.symbol)} ← {slanted(term.formula)}</span><br>"
            f"<span style='color:{colour}'>{numbers}</span>"
            + (f"<br><i>{escape(term.sentence)}</i>" if now else "")
            + "</td></tr></table>"
        )


def _name(inside: Inside, weight: int) -> str:
    """Return which weight it is, such as ``hidden 1 weight [3, 7]``."""
    for name, start, shape in inside.layers:
        size = int(np.prod(shape))
        if start <= weight < start + size:
            index = np.unravel_index(weight - start, shape)
            return f"{name} [{', '.join(str(int(i)) for i in index)}]"
    return f"weight {weight}"
