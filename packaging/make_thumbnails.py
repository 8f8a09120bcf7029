"""Make the thumbnails of the example studies, light and dark, into resources/thumbnails.

Run from the repository's root: ``.venv/bin/python packaging/make_thumbnails.py``. Each example is raced to
its end; the picture is its trajectory, without a legend.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WIDTH, HEIGHT, DPI = 480, 300, 192


def main() -> None:
    """Race and draw."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from app.study.build import build_race
    from app.study.preset import list_presets, load_preset
    from app.ui.picture import save_png
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
                    save_png(plot, path, WIDTH, HEIGHT, DPI, theme=theme)
                    print(path.relative_to(ROOT), path.stat().st_size)
                discard(plot)


if __name__ == "__main__":
    main()
