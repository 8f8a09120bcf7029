"""Every command, optimizer, surface, example and help page, found by typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject

from ..engine.optimizer import optimizers
from ..engine.surface import surfaces
from ..study.experiment.suites import suite_names
from ..study.lane_name import lane_names
from ..study.preset import list_presets
from ..study.spec import SurfaceSpec
from .actions import ACTIONS, key_text
from .controls.picker import Choice, Picker, summary

if TYPE_CHECKING:
    from .window import MainWindow

__all__ = ["CommandPalette"]

_WIDTH = 560


class CommandPalette(QObject):
    """The list, opened over the middle of the window.

    Parameters
    ----------
    window : MainWindow
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.picker: Picker | None = None

    def open(self) -> Picker:
        """Show the list, with the search ready to be typed into."""
        window = self._window
        if self.picker is None:
            self.picker = Picker("Find a command", window.theme, window)
            self.picker.chosen.connect(self._on_chosen)
        self.picker.apply_theme(window.theme)
        self.picker.open_at(window.menu_bar, self.choices())
        area = self.picker.geometry()
        width = min(_WIDTH, window.width() - 40)
        left = window.mapToGlobal(window.rect().center()).x() - width // 2
        self.picker.setGeometry(left, area.top() + 24, width, area.height())
        return self.picker

    def choices(self) -> tuple[Choice, ...]:
        """Return what can be done now."""
        found = []
        for spec in ACTIONS:
            if spec.name != "palette" and self._window.actions_by_name[spec.name].isEnabled():
                keys = key_text(spec)
                text = spec.text.replace("&", "").rstrip("…")
                found.append(Choice(f"action:{spec.name}", text, f"{spec.tip}  {keys}".strip(), 0))
        study = self._window.session.study
        for lane, name in enumerate(lane_names(study)):
            for parameter in optimizers[study.lanes[lane].optimizer].tuned:
                text = f"Sweep {parameter} of {name}"
                found.append(
                    Choice(
                        f"sweep:{lane}:{parameter}", text, "Which values work, and how wide their range is", 0
                    )
                )
        for suite in suite_names():
            text = f"Run the suite {suite.replace('-', ' ')}"
            found.append(Choice(f"suite:{suite}", text, "Optimizers on many problems", 0))
        for preset in list_presets():
            found.append(
                Choice(f"preset:{preset.name}", f"Example: {preset.title}", summary(preset.description), 1)
            )
        for kind in optimizers:
            found.append(Choice(f"add:{kind.name}", f"Add {kind.title}", summary(kind.description), 2))
        for surface in surfaces:
            title = f"Race on {surface.title}"
            found.append(Choice(f"surface:{surface.name}", title, summary(surface.description), 3))
        for kind in optimizers:
            found.append(
                Choice(f"help:optimizer:{kind.name}", f"Help: {kind.title}", summary(kind.description), 4)
            )
        return tuple(found)

    def _on_chosen(self, name: str) -> None:
        window = self._window
        kind, _, rest = name.partition(":")
        if kind == "action":
            window.actions_by_name[rest].trigger()
        elif kind == "sweep":
            lane, _, parameter = rest.partition(":")
            window.sweep(int(lane), parameter)
        elif kind == "suite":
            window.suite(rest)
        elif kind == "preset":
            window.open_preset(rest)
        elif kind == "add":
            window.study_panel.lanes.add_optimizer(rest)
        elif kind == "surface":
            study = window.session.study
            problem = SurfaceSpec(surface=rest)
            title = surfaces[rest].title
            window.session.edit(msgspec.structs.replace(study, problem=problem), f"Race on {title}", "")
        else:
            window.show_help(rest)
