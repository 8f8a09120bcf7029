"""What is shown on the plane of the weights, as chosen by the person."""

from __future__ import annotations

import msgspec

from ...study.plane_loss import LEVELS, PARTS

__all__ = ["DIRECTIONS", "PlaneOptions"]

DIRECTIONS = ("off", "main", "random")
_COARSE, _FINE = LEVELS[-2], LEVELS[-1]
_LARGEST = 2**32 - 1


class PlaneOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The choices.

    Parameters
    ----------
    directions : {'off', 'main', 'random'}
        Of the plane; 'off' are the main directions without the loss.
    seed : int
        Of the random directions, from 0.
    fine : bool
        Whether the loss is computed at the most points.
    part : {'training', 'validation'}
        Which loss.
    """

    directions: str = "main"
    seed: int = 0
    fine: bool = True
    part: str = "training"

    @property
    def finest(self) -> int:
        """Return how many points are along each side at the end."""
        return _FINE if self.fine else _COARSE

    @classmethod
    def from_text(cls, text: str) -> PlaneOptions:
        """Return what `to_text` gave; the usual choices for anything else."""
        try:
            found = msgspec.json.decode(text, type=cls)
        except msgspec.MsgspecError:
            return cls()
        known = found.directions in DIRECTIONS and found.part in PARTS and 0 <= found.seed <= _LARGEST
        return found if known else cls()

    def to_text(self) -> str:
        """Return the choices as a line of text, for the settings."""
        return msgspec.json.encode(self).decode()
