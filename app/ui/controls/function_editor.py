"""The text of a typed function, with examples."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from ...study.spec import SurfaceSpec
from ..theme import Theme
from .function_edit import EXAMPLES, TIP, expression_of, with_example, with_expression
from .function_field import FunctionField
from .icon_button import IconButton
from .label import ErrorLabel

__all__ = ["FunctionEditor"]


class FunctionEditor(QWidget):
    """The controls of a `SurfaceSpec`'s expression."""

    edited = Signal(object, str, str)
    """The new specification, a text for the undo menu, and a merge key."""

    def __init__(self, spec: SurfaceSpec, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._known = dict(spec.parameters)
        self.field = FunctionField(theme)
        self.field.accepted.connect(self._on_field_accepted)
        self.error = ErrorLabel()
        self.field.refused.connect(self.error.show_reason)
        label = QLabel("f(x, y) =")
        label.setBuddy(self.field)
        label.setToolTip(TIP)
        self.examples = IconButton("more", "Examples of functions", theme)
        self.examples.clicked.connect(self._open_examples)
        head = QHBoxLayout()
        head.addWidget(label, 1)
        head.addWidget(self.examples)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.field)
        column.addWidget(self.error)
        self.field.set_text(expression_of(spec))

    def set_spec(self, spec: SurfaceSpec) -> None:
        """Show a specification, without a signal."""
        self._spec = spec
        self._known |= spec.parameters
        self.field.set_text(expression_of(spec))

    def _on_field_accepted(self, text: str) -> None:
        spec = with_expression(self._spec, text, self._known)
        self.edited.emit(spec, "Change the function", "problem.expression")

    def _open_examples(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName("Examples of functions")
        for title, example in EXAMPLES:
            action = menu.addAction(title)
            action.setToolTip(expression_of(example))
            action.triggered.connect(
                lambda _=False, title=title, example=example: self.edited.emit(
                    with_example(self._spec, example), f"Choose the example {title}", ""
                )
            )
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.examples.mapToGlobal(self.examples.rect().bottomLeft()))
