"""Make the pictures of docs/images, light and dark: first start, finished races on a surface, digits, moons.

Run from the repository's root: ``.venv/bin/python packaging/make_screenshots.py [FOLDER] [WIDTHxHEIGHT]``.
It works with a display, under Xvfb or offscreen.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main(folder: Path, width: int, height: int) -> None:
    """Drive the window and save what it shows."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["DESCENT_LAB_HOME"] = tempfile.mkdtemp(prefix="descent-lab-")
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from app.study.preset import load_preset
    from app.ui import theme as themes
    from app.ui.application import make_window

    app = QApplication(["descent-lab"])
    window = make_window(app)
    window.resize(width, height)
    window.show()
    session = window.session

    def wait(done: Callable[[], object], limit: float = 120.0, more: float = 0.4) -> None:
        loop, timer, began = QEventLoop(), QTimer(), monotonic()
        timer.timeout.connect(lambda: loop.quit() if done() or monotonic() - began > limit else None)
        timer.start(10)
        loop.exec()
        timer.stop()  # it would end the second wait at once, before every plot has caught up
        QTimer.singleShot(int(1000 * more), loop.quit)
        loop.exec()

    def save(name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for theme in (themes.LIGHT, themes.DARK):
            window.show_theme(theme)
            wait(lambda: True, more=0.6)
            window.grab().save(str(folder / f"{name}-{theme.name}.png"))
            print(folder / f"{name}-{theme.name}.png")

    window.document.restore()
    wait(lambda: session.state == "idle" and session.race is not None)
    save("first-start")
    session.set_speed(float("inf"))
    session.run()
    wait(lambda: session.state == "finished")
    save("surface")
    for name, preset in (("digits", "eight-on-digits"), ("moons", "two-moons")):
        window.document.adopt(load_preset(preset), None)
        wait(lambda: session.state == "idle" and session.race is not None)
        session.set_speed(float("inf"))
        session.run()
        wait(lambda: session.state == "finished")
        save(name)
    window.close()


if __name__ == "__main__":
    size = sys.argv[2] if len(sys.argv) > 2 else "1366x768"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images", *map(int, size.split("x")))
