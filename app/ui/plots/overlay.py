"""What is drawn on a surface besides the paths, each a switch."""

from __future__ import annotations

import msgspec

__all__ = ["CONTOURS", "Overlays"]

CONTOURS = {
    "usual": "Contours as the colours",
    "linear": "Contours at even heights",
    "log": "Contours at even logarithms of f − f*",
    "none": "No contours",
}


class Overlays(msgspec.Struct, frozen=True, kw_only=True):
    """The switches.

    Parameters
    ----------
    gradient : bool
        Arrows on a grid, downhill.
    momentum, adjusted, squares : bool
        At each head: what the optimizer carries along, which way its last step went, and how large gradients
        have been along each axis.
    steps : bool
        Dots on the paths, the same number of steps apart.
    known : bool
        Known minima and saddles.
    target : bool
        The level of the loss that counts as reached.
    contours : {'usual', 'linear', 'log', 'none'}
    """

    gradient: bool = False
    momentum: bool = False
    adjusted: bool = False
    squares: bool = False
    steps: bool = False
    known: bool = True
    target: bool = False
    contours: str = "usual"

    @classmethod
    def from_text(cls, text: str) -> Overlays:
        """Return what `to_text` gave; the usual switches for anything else."""
        try:
            found = msgspec.json.decode(text, type=cls)
        except msgspec.MsgspecError:
            return cls()
        return found if found.contours in CONTOURS else cls()

    @property
    def recalls(self) -> bool:
        """Return whether something is shown that is not recorded, but found by racing a lane again."""
        return self.momentum or self.squares

    def to_text(self) -> str:
        """Return the switches as a line of text, for the settings."""
        return msgspec.json.encode(self).decode()
