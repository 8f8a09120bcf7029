"""What the controls add to the window's style sheet, and how a widget's look is switched."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ..theme import Theme

__all__ = ["DOT", "ENTRY", "FIELD", "GAP", "LABEL", "set_look", "style_sheet"]

GAP = 8
LABEL = 88
DOT = 12
FIELD = LABEL + DOT + 4  # where fields begin, in every row
ENTRY = 74


def set_look(widget: QWidget, name: str, on: bool) -> None:
    """Switch a property that the style sheet looks at, and repaint if it changed."""
    if bool(widget.property(name)) != on:
        widget.setProperty(name, on)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def style_sheet(theme: Theme) -> str:
    """Return the style of the control panel."""
    t = theme
    return f"""
    QLabel[small="true"] {{ font-size: 8.5pt; }}
    QLabel[error="true"] {{ color: {t.bad}; font-size: 8.5pt; }}
    QLabel[tone="good"] {{ color: {t.good}; font-size: 8.5pt; }}
    QLabel[tone="bad"] {{ color: {t.bad}; font-size: 8.5pt; }}
    QLabel[tone="muted"] {{ color: {t.muted}; font-size: 8.5pt; }}
    QLabel[lane="true"] {{ font-weight: 600; }}
    QFrame[rule="true"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
    QPushButton[chooser="true"] {{ background: {t.field}; text-align: left; padding: 3px 22px 3px 7px;
        min-height: 20px; }}
    QPushButton[chooser="true"][invalid="true"], QComboBox[invalid="true"] {{ border: 1px solid {t.bad}; }}
    QPushButton[section="true"] {{ background: transparent; border: 1px solid transparent; color: {t.muted};
        font-size: 8.5pt; font-weight: 700; letter-spacing: 1px; text-align: left; padding: 1px 0;
        margin-left: -1px; min-height: 16px; }}
    QPushButton[section="true"]:hover {{ color: {t.text}; }}
    QPushButton[section="true"]:focus {{ border-color: transparent; color: {t.accent};
        text-decoration: underline; }}
    QPushButton[quiet="true"] {{ background: transparent; border: 1px solid transparent; color: {t.muted};
        text-align: left; padding: 3px 2px; margin-left: -5px; }}
    QPushButton[quiet="true"]:hover {{ color: {t.text}; }}
    QPushButton[quiet="true"]:focus {{ border-color: transparent; color: {t.accent};
        text-decoration: underline; }}
    QFrame[segments="true"] {{ background: {t.grid}; border: none; border-radius: 7px; }}
    QFrame[segments="true"] QPushButton {{ background: transparent; border: 1px solid transparent;
        border-radius: 6px; padding: 3px 10px; color: {t.muted}; }}
    QFrame[segments="true"] QPushButton:hover {{ color: {t.text}; }}
    QFrame[segments="true"] QPushButton:checked {{ background: {t.raised}; color: {t.text};
        border-color: {t.line}; font-weight: 600; }}
    QFrame[segments="true"] QPushButton:focus {{ border-color: {t.accent}; }}
    QToolButton[compact="true"] {{ padding: 2px; border-radius: 5px; }}
    QFrame[picker="true"] {{ background: {t.raised}; border: 1px solid {t.line}; }}
    QFrame[picker="true"] QListView {{ background: {t.raised}; border: none; outline: none; }}
    QFrame[drop="true"] {{ background: {t.accent}; border: none; }}
    QFrame[card="true"]:focus {{ border: 1px solid {t.text}; }}
    """
