"""One setting of a sweep in words, and what a person does with it: keep it, or set it in its lane."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ...study.experiment.axis import lane_with
from ...study.lane_name import lane_names
from ...study.spec import LaneSpec, Study
from ..controls.edit import add_lanes, change_lane
from ..controls.label import ElidedLabel
from ..plots.value_axis import value_text

__all__ = ["SweepPoint", "with_kept", "with_set"]

_HINT = "Click a point, or move there with the arrow keys: Enter keeps it as a lane."


class SweepPoint(QWidget):
    """A row with a sentence and two buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ElidedLabel(_HINT)
        self.text.setProperty("small", True)
        self.keep, self.set = QPushButton("Keep as a lane"), QPushButton("Set in the lane")
        self.keep.setToolTip("Add a lane with these values to the study (Enter); it can be undone.")
        self.set.setToolTip("Give the lane that was swept these values (Shift+Enter); it can be undone.")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.text, 1)
        row.addWidget(self.keep)
        row.addWidget(self.set)

    def show_point(self, sentence: str, can_keep: bool, can_set: bool) -> None:
        """Show a setting, or how one is chosen."""
        self.keep.setEnabled(can_keep)
        self.set.setEnabled(can_set)
        self.text.setText(sentence or _HINT)


def with_kept(study: Study, shown: Study, lane: int, values: Mapping[str, Any]) -> tuple[Study, str]:
    """Return a study with a setting of a sweep's lane as a lane of its own, and a text for the undo menu."""
    text = _text(values)
    kept = lane_with(shown.lanes[lane], values)
    named = f"{kept.name} {text}" if kept.name else ""
    kept = msgspec.structs.replace(kept, name=named, colour="", muted=False, changes=())
    return add_lanes(study, (kept,)), f"Keep {lane_names(shown)[lane]} {text}"


def with_set(study: Study, lane: int, name: str, values: Mapping[str, Any]) -> tuple[Study, str]:
    """Return a study with values set in one of its lanes, and a text for the undo menu."""
    set_to = lane_with(study.lanes[lane], values)
    fields = {field: getattr(set_to, field) for field in LaneSpec.__struct_fields__}
    return change_lane(study, lane, **fields), f"Set {_text(values)} in {name}"


def _text(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value_text(value)}" for name, value in values.items())
