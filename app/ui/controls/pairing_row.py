"""Whether lanes share their random numbers, and what that means for what may be concluded."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...study.pairing import PAIRINGS, chances
from ...study.report.word import listed
from ...study.spec import Study
from .label import Caption, ErrorLabel
from .segmented import Segmented

__all__ = ["PairingRow"]

_TIPS = {
    "paired": "Paired: for each seed all lanes have the same {what}, so what differs between two runs is the "
    "lane. They are compared seed by seed (“sooner in 9 of 10 seeds”), which tells small differences from "
    "chance.",
    "independent": "Independent: each lane has its own {what}, also for the same seed. Every run is compared "
    "with every run of the other lane (“sooner in 83 of 100 pairs of runs”). A difference must be larger, or "
    "seeds more, to be told from chance; what is found does not rest on luck that lanes share.",
}
_NOTHING = "Nothing here depends on chance: one start, and no noise. Both choices give the same runs."
_USUAL = "start, weights, mini-batches and noise"


class PairingRow(QWidget):
    """A switch, and a line that says what is the lanes' own, or that nothing is.

    It is not there where lanes are paired and nothing is drawn: there would be nothing to choose.

    Attributes
    ----------
    chosen : Signal(str)
        One of `PAIRINGS`.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = Segmented(("Paired lanes", "Independent"), "Pairing")
        self.switch.chosen.connect(self._on_chosen)
        self._current = PAIRINGS[0]
        self.note = Caption()
        self.error = ErrorLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.switch)
        column.addWidget(self.note)
        column.addWidget(self.error)
        self.note.hide()

    def set_study(self, study: Study) -> None:
        """Show how a study has it, without a signal."""
        self._current = study.pairing
        drawn = chances(study)
        for pairing, button in zip(PAIRINGS, self.switch.buttons, strict=True):
            tip = _TIPS[pairing].format(what=listed(drawn) if drawn else _USUAL)
            button.setToolTip(tip if drawn else f"{tip}\n\n{_NOTHING}")
            button.setAccessibleDescription(button.toolTip())
        independent = study.pairing == "independent"
        self.switch.set_current(int(independent))
        self.note.setText(f"Each lane has its own {listed(drawn)}." if drawn else _NOTHING)
        self.note.setVisible(independent)
        self.setVisible(bool(drawn) or independent)

    def show_error(self, text: str) -> None:
        """Say why it is not valid; nothing with an empty text."""
        self.error.show_reason(text)
        if text:
            self.show()

    def _on_chosen(self, index: int) -> None:
        if PAIRINGS[index] != self._current:
            self.chosen.emit(PAIRINGS[index])
