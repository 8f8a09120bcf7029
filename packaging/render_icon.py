"""Render an SVG icon to the PNG files of an icon theme: ``render_icon.py ICON.svg THEME NAME SIZE ...``."""

import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def main(icon: str, theme: str, name: str, *sizes: str) -> None:
    """Write ``THEME/<n>x<n>/apps/NAME.png`` for each size."""
    application = QGuiApplication(sys.argv[:1])
    renderer = QSvgRenderer(icon)
    for size in map(int, sizes):
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        path = Path(theme, f"{size}x{size}", "apps", f"{name}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        if not renderer.isValid() or not image.save(str(path)):
            sys.exit(f"Could not render {icon} to {path}.")
    del application


if __name__ == "__main__":
    main(*sys.argv[1:])
