"""Make the thumbnails of the example studies, light and dark, into resources/thumbnails.

Run from the repository's root: ``.venv/bin/python packaging/make_thumbnails.py``. Each example is raced to
its end; the picture is its trajectory alone, without axes and words, and without lanes that leave it.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.plots.plot import Plot

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WIDTH, HEIGHT, DPI = 480, 300, 192


def bare(figure: Plot) -> None:
    """Leave nothing but the picture."""
    for axis in figure.axes.values():
        axis.hide()
    figure.plotItem.layout.setContentsMargins(0, 0, 0, 0)
    figure.plotItem.layout.activate()
    figure.caption.hide()
    frame = figure.frame
    assert frame is not None
    lanes = frame.race.history.lanes
    looks = [
        replace(look, visible=int(lane.diverged_at[frame.run]) < 0)
        for look, lane in zip(frame.looks, lanes, strict=True)
    ]
    figure.show_frame(replace(frame, looks=tuple(looks)))
    figure.settle()


def main() -> None:
    """Race and draw."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from app.study.build import build_race
    from app.study.preset import list_presets, load_preset
    from app.ui.plots.figure import figure_of, painted, ratio_of
    from app.ui.race_plots import discard, race_plots
    from app.ui.theme import DARK, LIGHT

    QApplication([])
    for preset in list_presets():
        study = load_preset(preset.name)
        race = build_race(study)
        race.run()
        problem = race.lanes[0].problem
        for theme in (LIGHT, DARK):
            for name, plot in race_plots(study, problem, race.history, theme):
                if name == "trajectory":
                    plot.set_legend(False)
                    path = ROOT / "resources" / "thumbnails" / f"{preset.name}-{theme.name}.png"
                    ratio = ratio_of(WIDTH, HEIGHT, DPI)
                    with figure_of(plot, WIDTH / ratio, HEIGHT / ratio, theme) as figure:
                        bare(figure)
                        painted(figure, WIDTH, HEIGHT, ratio).save(str(path))
                    print(path.relative_to(ROOT), path.stat().st_size)
                discard(plot)


if __name__ == "__main__":
    main()
