"""Colours, spacing and type, light and dark; everything that is drawn asks here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from .frame import LaneLook

__all__ = ["DARK", "LIGHT", "Theme", "lane_looks", "style_sheet", "system_theme"]


@dataclass(frozen=True, slots=True)
class Theme:
    """A set of colours; contrast of text on its background is at least 4.5 : 1, of lane colours at least 3 : 1.

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


LIGHT = Theme(
    name="light", window="#f3f4f6", panel="#ffffff", raised="#ffffff", field="#ffffff",
    text="#1b1f24", muted="#59636e", line="#d5dae0", grid="#e3e7eb", plot="#ffffff",
    accent="#0b62b8", accent_text="#ffffff", good="#1a7f4b", warning="#8a5a00", bad="#b42318",
    lanes=("#0072b2", "#d55e00", "#007a5a", "#b5548c", "#1b1f24", "#a67100", "#2f8fc4", "#8452c4"),
    surface_map=("#7f9fc6", "#a9c1dd", "#cfdeed", "#e9f0f7", "#f8fafc"), contour="#5d7da6",
)  # fmt: skip
DARK = Theme(
    name="dark", window="#15181d", panel="#1c2027", raised="#242a33", field="#12151a",
    text="#e8ebef", muted="#9aa5b1", line="#343c47", grid="#2b323c", plot="#171b21",
    accent="#4aa3f0", accent_text="#08131f", good="#4cc38a", warning="#f0b849", bad="#ff7b6e",
    lanes=("#4fb0ee", "#ff8a3d", "#2cc79b", "#e58fc0", "#f2f4f7", "#f0c000", "#a9d3f5", "#b99bff"),
    surface_map=("#0b1220", "#13203a", "#1d2f4d", "#2a3f5f", "#3a5070"), contour="#5f7ba3",
)  # fmt: skip

DASHES: tuple[tuple[float, ...], ...] = ((), (6.0, 3.0), (2.0, 2.5), (8.0, 3.0, 2.0, 3.0))
SPACE = 8


def system_theme(app: QApplication) -> Theme:
    """Return the theme the desktop asks for; light where it does not say."""
    return DARK if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT


def lane_looks(theme: Theme, names: list[str], colours: list[int], shown: list[bool], bold: int | None) -> tuple[LaneLook, ...]:
    """Return how each lane is drawn.

    Parameters
    ----------
    theme : Theme
    names : list of str
    colours : list of int
        The colour number of each lane; it stays with the lane when others are removed. Numbers beyond the eight
        colours repeat them with a dash.
    shown : list of bool
    bold : int, optional
        The highlighted lane.
    """
    count = len(theme.lanes)
    return tuple(
        LaneLook(name, theme.lanes[number % count], DASHES[number // count % len(DASHES)], visible, index == bold)
        for index, (name, number, visible) in enumerate(zip(names, colours, shown, strict=True))
    )


def palette(theme: Theme) -> QPalette:
    """Return the Fusion palette of a theme."""
    result = QPalette()
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    pairs = {
        role.Window: theme.window, role.WindowText: theme.text, role.Base: theme.field, role.AlternateBase: theme.window,
        role.ToolTipBase: theme.raised, role.ToolTipText: theme.text, role.Text: theme.text, role.Button: theme.raised,
        role.ButtonText: theme.text, role.BrightText: theme.bad, role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text, role.Link: theme.accent, role.PlaceholderText: theme.muted,
        role.Mid: theme.line, role.Midlight: theme.grid, role.Dark: theme.line, role.Light: theme.raised, role.Shadow: theme.line,
    }  # fmt: skip
    for key, colour in pairs.items():
        result.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(group.Disabled, key, QColor(theme.muted))
    return result


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole application a theme."""
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))


def font(points: float, bold: bool = False) -> QFont:
    """Return the application's font at a size in points."""
    result = QFont(QApplication.font())
    result.setPointSizeF(points)
    result.setBold(bold)
    return result


def style_sheet(theme: Theme) -> str:
    """Return the style sheet: quiet borders, round corners, one accent."""
    t = theme
    return f"""
    QWidget {{ font-size: 9.5pt; }}
    QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 6px; }}
    QMainWindow::separator {{ background: {t.window}; width: 6px; height: 6px; }}
    QMainWindow::separator:hover {{ background: {t.accent}; }}
    QDockWidget {{ color: {t.muted}; font-weight: 600; }}
    QDockWidget::title {{ background: {t.window}; padding: 5px 8px; text-align: left; }}
    QFrame[card="true"] {{ background: {t.panel}; border: 1px solid {t.line}; border-radius: 8px; }}
    QFrame[card="true"][selected="true"] {{ border: 1px solid {t.accent}; }}
    QLabel[muted="true"] {{ color: {t.muted}; }}
    QLabel[heading="true"] {{ font-size: 11pt; font-weight: 600; }}
    QLabel[section="true"] {{ color: {t.muted}; font-size: 8.5pt; font-weight: 700; letter-spacing: 1px; }}
    QPushButton {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: 6px; padding: 5px 12px; min-height: 18px; }}
    QPushButton:hover {{ border-color: {t.accent}; }}
    QPushButton:pressed, QPushButton:checked {{ background: {t.grid}; }}
    QPushButton:focus, QToolButton:focus {{ border: 1px solid {t.accent}; }}
    QPushButton:disabled {{ color: {t.muted}; background: {t.window}; }}
    QPushButton[primary="true"] {{ background: {t.accent}; color: {t.accent_text}; border: 1px solid {t.accent}; font-weight: 600; }}
    QPushButton[primary="true"]:disabled {{ background: {t.line}; color: {t.muted}; border-color: {t.line}; }}
    QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }}
    QToolButton:hover {{ background: {t.grid}; }}
    QToolButton:checked {{ background: {t.grid}; border-color: {t.line}; }}
    QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {{
        background: {t.field}; border: 1px solid {t.line}; border-radius: 6px; padding: 3px 7px; min-height: 20px;
        selection-background-color: {t.accent}; selection-color: {t.accent_text}; }}
    QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{ border: 1px solid {t.accent}; }}
    QLineEdit[invalid="true"] {{ border: 1px solid {t.bad}; }}
    QComboBox::drop-down {{ border: none; width: 20px; }}
    QComboBox QAbstractItemView {{ background: {t.raised}; border: 1px solid {t.line}; selection-background-color: {t.accent};
        selection-color: {t.accent_text}; padding: 2px; outline: none; }}
    QSlider::groove:horizontal {{ height: 4px; background: {t.line}; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {t.accent}; border-radius: 2px; }}
    QSlider::handle:horizontal {{ background: {t.raised}; border: 2px solid {t.accent}; width: 10px; height: 10px;
        margin: -5px 0; border-radius: 7px; }}
    QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ background: {t.accent}; }}
    QScrollArea {{ border: none; background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {t.line}; border-radius: 5px; min-height: 28px; }}
    QScrollBar::handle:vertical:hover {{ background: {t.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; }}
    QScrollBar::handle:horizontal {{ background: {t.line}; border-radius: 5px; min-width: 28px; }}
    QTableView {{ background: {t.panel}; alternate-background-color: {t.window}; gridline-color: transparent; border: none;
        selection-background-color: {t.grid}; selection-color: {t.text}; }}
    QHeaderView::section {{ background: {t.panel}; color: {t.muted}; border: none; border-bottom: 1px solid {t.line};
        padding: 5px 8px; font-weight: 600; }}
    QMenu {{ background: {t.raised}; border: 1px solid {t.line}; padding: 4px; }}
    QMenu::item {{ padding: 5px 22px 5px 14px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {t.accent}; color: {t.accent_text}; }}
    QMenu::item:disabled {{ color: {t.muted}; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
    QMenuBar {{ background: {t.window}; }}
    QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
    QMenuBar::item:selected {{ background: {t.grid}; }}
    QTabBar::tab {{ background: transparent; color: {t.muted}; padding: 6px 12px; border: none; border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {t.text}; border-bottom: 2px solid {t.accent}; }}
    QTextBrowser {{ background: {t.panel}; border: none; }}
    QStatusBar {{ background: {t.window}; color: {t.muted}; }}
    """
