"""What a click on a lane does: it stands out; with Shift it is shown alone, with Ctrl hidden."""

from __future__ import annotations

from PySide6.QtCore import Qt, SignalInstance

__all__ = ["signal_for"]


def signal_for(
    held: Qt.KeyboardModifier, plain: SignalInstance, shift: SignalInstance, ctrl: SignalInstance
) -> SignalInstance:
    """Return the signal that belongs to the keys that were held with a click."""
    if held & Qt.KeyboardModifier.ControlModifier:
        return ctrl
    return shift if held & Qt.KeyboardModifier.ShiftModifier else plain
