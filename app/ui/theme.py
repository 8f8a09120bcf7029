"""Colours, spacing and type, light and dark; everything that is drawn asks here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from ..engine.resource import resource
from .frame import LaneLook

__all__ = ["DARK", "LIGHT", "Theme", "lane_looks", "points", "style_sheet", "system_theme"]


@dataclass(frozen=True, slots=True)
class Theme:
    """A set of colours: text has a contrast of at least 4.5 : 1 on its ground, lane colours 3 : 1.

    Parameters
    ----------
    name : str
    window, panel, raised, field : str
        Backgrounds, from the window to what is typed into.
    text, muted : str
        Text, and text that stands back.
    line, grid : str
        Borders; the grid of plots.
    accent, accent_text : str
        Selection, focus, the Run button.
    good, warning, bad : str
    lanes : tuple of str
        Okabe-Ito, adapted to the background so that each has 3 : 1.
    surface_map : tuple of str
        Colours of a surface from its lowest to its highest value; quiet, so that paths stand out.
    contour : str
        Contour lines.
    """

    name: str
    window: str
    panel: str
    raised: str
    field: str
    text: str
    muted: str
    line: str
    grid: str
    plot: str
    accent: str
    accent_text: str
    good: str
    warning: str
    bad: str
    lanes: tuple[str, ...]
    surface_map: tuple[str, ...]
    contour: str

    @property
    def dark(self) -> bool:
        """Return whether this is a dark theme."""
        return self.name == "dark"

    @property
    def check(self) -> str:
        """Return the file of the tick of check boxes, which a style sheet cannot draw."""
        return resource("style", f"check-{self.name}.svg").as_posix()


LIGHT = Theme(
    name="light",
    window="#f3f4f6",
    panel="#ffffff",
    raised="#ffffff",
    field="#ffffff",
    text="#1b1f24",
    muted="#59636e",
    line="#d5dae0",
    grid="#e3e7eb",
    plot="#ffffff",
    accent="#0b62b8",
    accent_text="#ffffff",
    good="#1a7f4b",
    warning="#8a5a00",
    bad="#b42318",
    lanes=("#0072b2", "#d55e00", "#007a5a", "#b5548c", "#1b1f24", "#a67100", "#2f8fc4", "#8452c4"),
    surface_map=("#7f9fc6", "#a9c1dd", "#cfdeed", "#e9f0f7", "#f8fafc"),
    contour="#5d7da6",
)
DARK = Theme(
    name="dark",
    window="#15181d",
    panel="#1c2027",
    raised="#242a33",
    field="#12151a",
    text="#e8ebef",
    muted="#9aa5b1",
    line="#343c47",
    grid="#2b323c",
    plot="#171b21",
    accent="#4aa3f0",
    accent_text="#08131f",
    good="#4cc38a",
    warning="#f0b849",
    bad="#ff7b6e",
    lanes=("#4fb0ee", "#ff8a3d", "#2cc79b", "#e58fc0", "#f2f4f7", "#f0c000", "#a9d3f5", "#b99bff"),
    surface_map=("#0b1220", "#13203a", "#1d2f4d", "#2a3f5f", "#3a5070"),
    contour="#5f7ba3",
)

DASHES: tuple[tuple[float, ...], ...] = ((), (6.0, 3.0), (2.0, 2.5), (8.0, 3.0, 2.0, 3.0))
SPACE = 8
_POINTS = 9.5
_scale = 1.0


def system_theme(app: QApplication) -> Theme:
    """Return the theme the desktop asks for; light where it does not say."""
    return DARK if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT


def lane_looks(
    theme: Theme, names: list[str], colours: list[int], shown: list[bool], bold: int | None
) -> tuple[LaneLook, ...]:
    """Return how each lane is drawn.

    Parameters
    ----------
    theme : Theme
    names : list of str
    colours : list of int
        The colour number of each lane; it stays with the lane when others are removed. Numbers beyond the
        eight colours repeat them with a dash.
    shown : list of bool
    bold : int, optional
        The highlighted lane.
    """
    count = len(theme.lanes)
    return tuple(
        LaneLook(
            name, theme.lanes[number % count], DASHES[number // count % len(DASHES)], visible, index == bold
        )
        for index, (name, number, visible) in enumerate(zip(names, colours, shown, strict=True))
    )


def palette(theme: Theme) -> QPalette:
    """Return the Fusion palette of a theme."""
    result = QPalette()
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    pairs = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.field,
        role.AlternateBase: theme.window,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.bad,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text,
        role.Link: theme.accent,
        role.PlaceholderText: theme.muted,
        role.Mid: theme.line,
        role.Midlight: theme.grid,
        role.Dark: theme.line,
        role.Light: theme.raised,
        role.Shadow: theme.line,
    }
    for key, colour in pairs.items():
        result.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(group.Disabled, key, QColor(theme.muted))
    return result


def prepare(app: QApplication) -> None:
    """Set what all themes have in common: before the first widget, as it changes each one's size."""
    if not app.property("prepared"):  # to ask for its style would keep the style of each theme alive
        app.setStyle("Fusion")
        app.setProperty("prepared", True)
    # Not in the style sheet, where a rule for every widget takes a quarter of the time to make a window.
    if app.font().pointSizeF() != _POINTS * _scale:
        app.setFont(font(_POINTS))


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole application a theme."""
    sheet = style_sheet(theme)
    if app.styleSheet() == sheet:
        return  # each of these visits every widget
    prepare(app)
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet)


def set_scale(scale: float) -> None:
    """Make all type larger, as for a lecture room; a theme that is applied afterwards has it."""
    global _scale
    _scale = scale


def font(points: float, bold: bool = False) -> QFont:
    """Return the application's font at a size in points, times the scale."""
    result = QFont(QApplication.font())
    result.setPointSizeF(points * _scale)
    result.setBold(bold)
    return result


def points(size: float) -> str:
    """Return a size in points, times the scale, as it stands in rich text and style sheets."""
    return f"{size * _scale:g}pt"


def style_sheet(theme: Theme) -> str:
    """Return the style sheet: quiet borders, round corners, one accent.

    In ``resources/style/window.qss``, a word between two @ stands for that colour of the theme.
    """
    template = resource("style", "window.qss").read_text(encoding="utf-8")
    sheet = re.sub(r"@(\w+)@", lambda found: str(getattr(theme, found[1])), template)
    if _scale == 1.0:
        return sheet
    return re.sub(r"([\d.]+)pt", lambda found: f"{float(found[1]) * _scale:g}pt", sheet)
