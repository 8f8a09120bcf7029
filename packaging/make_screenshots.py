"""Make the pictures of docs/images, light and dark: first start, finished races on a surface, digits, moons.

Run from the repository's root:
``.venv/bin/python packaging/make_screenshots.py [FOLDER] [WIDTHxHEIGHT] [SCALE] [NAME ...]``.
It works with a display, under Xvfb or offscreen. The size is in logical pixels; with SCALE 2 the pictures
have twice as many, as on a screen set to 200 %, and their names end in ``@2x``. With names, only these are
made: first-start, surface, landscape, inspector, digits, moons, basins, export, gallery, help.
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


def main(folder: Path, width: int, height: int, scale: float, names: set[str]) -> None:
    """Drive the window and save what it shows."""
    os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["DESCENT_LAB_HOME"] = tempfile.mkdtemp(prefix="descent-lab-")
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication, QDialog, QWidget

    from app.study.preset import load_preset
    from app.study.spec import Study
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

    def save(name: str, what: Callable[[], QWidget] = lambda: window) -> None:
        if names and name not in names:
            return
        folder.mkdir(parents=True, exist_ok=True)
        for theme in (themes.LIGHT, themes.DARK):
            window.show_theme(theme)
            shown = what()
            wait(lambda: True, more=0.6)
            path = folder / f"{name}-{theme.name}{'@2x' if scale == 2.0 else ''}.png"
            shown.grab().save(str(path))
            if shown is not window:
                shown.close()
            squeeze(path)
            print(path, flush=True)

    def run(study: Study) -> None:
        window.document.adopt(study, None)
        wait(lambda: session.state == "idle" and session.race is not None)
        session.set_speed(float("inf"))
        session.run()
        wait(lambda: session.state == "finished")

    window.document.restore()
    wait(lambda: session.state == "idle" and session.race is not None)
    save("first-start")
    session.set_speed(float("inf"))
    session.run()
    wait(lambda: session.state == "finished")
    save("surface")
    view = window.trajectory.view
    for name in ("landscape", "surface"):
        view.setCurrentIndex(view.findData(name))
        view.activated.emit(view.currentIndex())
        if name == "landscape":
            save(name)

    def dialog(name: str) -> QWidget:
        window.actions_by_name[name].trigger()
        wait(lambda: window.findChild(QDialog) is not None)
        return window.findChildren(QDialog)[-1]

    save("export", lambda: dialog("export"))
    save("gallery", lambda: dialog("gallery"))
    session.seek(session.player.recorded // 2)
    window.actions_by_name["inside"].trigger()
    wait(lambda: window.inspector.inside is not None)
    window.inspector.move(1)
    save("inspector")
    window.docks.open("study")
    window.docks.open("help")
    save("help")
    window.docks["help"].close()
    window.docks.arrange()
    for name, preset in (("digits", "eight-on-digits"), ("moons", "two-moons")):
        if not names or name in names:
            run(load_preset(preset))
            wait(lambda: False, limit=12.0)  # the loss on the plane becomes finer meanwhile
            save(name)
    if not names or "basins" in names:
        window.document.adopt(load_preset("which-minimum"), None)
        wait(lambda: session.state == "idle" and session.race is not None)
        window.docks.open("basins")
        wait(lambda: False, limit=20.0)  # the maps become finer meanwhile
        save("basins")
    window.close()


def squeeze(path: Path) -> None:
    """Write a picture again with a palette, which is a third as large and looks the same.

    A palette is made of what there is much of; the colours of lanes, of which there is little, are given a
    strip each in the picture that it is made from.
    """
    from PIL import Image

    from app.ui.theme import DARK, LIGHT

    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    width, height = picture.size
    theme = DARK if "dark" in path.name else LIGHT
    colours = (*theme.lanes, theme.accent, theme.good, theme.warning, theme.bad)
    strip = max(height // 100, 8)
    sample = Image.new("RGB", (width, height + strip * len(colours)))
    sample.paste(picture)
    for index, colour in enumerate(colours):
        sample.paste(colour, (0, height + index * strip, width, height + (index + 1) * strip))
    few = picture.quantize(palette=sample.quantize(256), dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    given = dict(enumerate(sys.argv[1:]))
    wide, high = map(int, given.get(1, "1366x768").split("x"))
    to = Path(given.get(0, ROOT / "docs" / "images"))
    main(to, wide, high, float(given.get(2, 1)), set(sys.argv[4:]))
